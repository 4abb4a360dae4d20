"""Standard streams that outlive their reader: in ``vectorproof run | head`` the exit code stays that of the run."""

import os
from typing import Any, TextIO, cast


class Patient:
    """A text stream; once whoever reads it has gone, what is written is dropped, and nobody is told of an error."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or drop."""
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            let_go(self._stream)
            return len(text)

    def flush(self) -> None:
        """Flush, or drop."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            let_go(self._stream)


def let_go(stream: TextIO) -> None:
    """Lead a standard stream to nowhere, with what is still in its buffer."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def patient(stream: TextIO) -> TextIO:
    """Make a standard stream patient; one that was closed before the start (``>&-``) is none, and stays so."""
    return cast("TextIO", Patient(stream)) if stream else stream
