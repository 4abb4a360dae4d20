"""A plan of faults in a file, TOML or JSON: what any plan's reader says of it, with the line where it is wrong."""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from vectorproof.mocks.core.lines import line_of, steps_of
from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.faults.reading import PlanError

Plan = TypeVar("Plan")
_TOML: Final = ".toml"
_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {_TOML: tomllib.loads, ".json": json.loads}


def read_file(path: Path, read: Callable[[object], Plan]) -> Plan:
    """Have a file's members read; one that does not end in ``.json`` is TOML.

    Raises:
        FaultError: names the file, the line, the member, and what would be right.

    """
    text = _text(path)
    kind = path.suffix if path.suffix in _PARSERS else _TOML
    try:
        return read(_PARSERS[kind](text))
    except PlanError as error:
        line = line_of(text, steps_of(error.key))
        place = str(path) if line is None else f"{path}:{line}"
        raise FaultError(f"{place}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise FaultError(f"{path}: no {kind[1:].upper()}: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FaultError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FaultError(f"{path}: is not UTF-8, which it has to be (byte {error.start})") from error
