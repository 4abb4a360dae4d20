"""The digest of a record: the same for the same seed and target, whatever the clock, the ports and the workers.

Covers the case lines, sorted by case id, without their times and worker; in every text, what a target generates anew
each time (addresses, ids, times) is replaced by its name.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from vectorproof.reports.texts import changed

UNSTABLE_MEMBERS: Final = frozenset({"seconds", "started", "worker"})

# Most specific first: an address may hold an id, an id may look like a number.
UNSTABLE_TEXTS: Final = (
    (re.compile(r"\b(?:https?|wss?)://[^\s/\"'\\?#]+"), "ORIGIN"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE), "UUID"),
    (re.compile(r"\b[0-9a-f]{24}\b", re.IGNORECASE), "OBJECT-ID"),
    (re.compile(r"\b(?:\d{1,3}(?:\.\d{1,3}){3}|localhost):\d{1,5}\b"), "HOST"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"), "TIME"),
)
# A text without any of these has nothing unstable: one look instead of five.
_TELLTALE: Final = re.compile(r"\d|://|[a-fA-F]{8}")


class Digest:
    """Takes case lines in any order, one at a time; keeps 32 bytes of each."""

    def __init__(self) -> None:
        self._lines: dict[str, bytes] = {}

    def add(self, line: Mapping[str, Any]) -> None:
        """Take one case line, as the plain members that stand in the file."""
        members = {name: changed(value, stable) for name, value in line.items() if name not in UNSTABLE_MEMBERS}
        canonical = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        self._lines[str(line["case"])] = hashlib.sha256(canonical.encode()).digest()

    def value(self) -> str:
        """Tell the digest of what was taken so far, as 64 hexadecimal digits."""
        return hashlib.sha256(b"".join(self._lines[case] for case in sorted(self._lines))).hexdigest()


def stable(text: str) -> str:
    """Replace what a target generates anew each time by its name: addresses, ids, times."""
    if _TELLTALE.search(text) is not None:
        for pattern, name in UNSTABLE_TEXTS:
            text = pattern.sub(name, text)
    return text
