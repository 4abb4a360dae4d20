"""The journal on disk: one line of JSON per call that has ended, for whoever wants more than memory holds.

A line is what the control API shows of a call: the hash of its key and three characters of it, never the key.
"""

import logging
import os
from pathlib import Path

import orjson

from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.settings import SettingError

_LOG = logging.getLogger(__name__)
_OWNER_ONLY = 0o600


class Spill:
    """Appends calls to a file that its owner alone may read; a file that can no longer be written is given up.

    Raises:
        SettingError: the file cannot be opened.

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: int | None = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
        except OSError as error:
            raise SettingError(f"journal file {path} cannot be written: {error.strerror}") from error

    def write(self, call: Call) -> None:
        """Append a call that has ended."""
        if self._file is None:
            return
        try:
            os.write(self._file, orjson.dumps(call.wire()) + b"\n")
        except OSError as error:
            _LOG.error("%s: the journal goes on in memory only: %s", self._path, error.strerror)  # it tells all
            self.close()

    def close(self) -> None:
        """End it; what is written stays."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
