"""Follows a record while another process writes it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import orjson

from vectorproof.reports.record import CaseLine


class Tail:
    """Gives each case once, as soon as its whole line is there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = 0
        self.complete = False

    def news(self) -> Iterator[CaseLine]:
        """Give the cases that were written since the last time; notes the footer in ``complete``."""
        if not self._file.exists():
            return
        with self._file.open("rb") as stream:
            stream.seek(self._offset)
            for line in stream:
                if not line.endswith(b"\n"):
                    return
                self._offset += len(line)
                members = orjson.loads(line)
                kind = members.pop("kind")
                self.complete = self.complete or kind == "footer"
                if kind == "case":
                    yield msgspec.convert(members, CaseLine)
