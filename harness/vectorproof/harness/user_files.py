"""Reading a TOML file of the user's: whatever is wrong with it is an error that names the file."""

import tomllib
from pathlib import Path
from typing import Any

from vectorproof.harness.errors import UsageError


def read_toml(file: Path) -> dict[str, Any]:
    """Read a file.

    Raises:
        UsageError: it cannot be read, or is no TOML.

    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 text") from error
    except RecursionError as error:
        raise UsageError(f"{file}: nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}") from error
