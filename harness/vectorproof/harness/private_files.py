"""Files that hold secrets: whole or not there at all, and nobody's but their owner's."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

_OWNER_ONLY: Final = 0o600


def write_private(file: Path, raw: bytes) -> None:
    """Write in one step, so that a reader finds all of it or what was there before. Raises ``OSError``."""
    part = file.parent / f".{file.name}.{secrets.token_hex(4)}"
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(raw)
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
