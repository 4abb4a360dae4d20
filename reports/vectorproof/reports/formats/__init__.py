"""The formats of a report, one module each, found by scanning this package.

A format is ``render(record) -> Iterable[(file name, content)]``; its name is the module's, its summary the first line
of the module's docstring.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

from vectorproof.reports.record import Record


class FormatError(ValueError):
    """A format that does not exist was asked for, or a report cannot be written; says what would be right."""


@dataclass(frozen=True, slots=True)
class Format:
    """One rendering of a record."""

    name: str
    summary: str
    render: Callable[[Record], Iterable[tuple[str, bytes]]]


def catalogue() -> Mapping[str, Format]:
    """Find every format, by name; a module without ``render`` is a bug and raises ``AttributeError``."""
    names = sorted(module.name for module in iter_modules(__path__))
    return MappingProxyType({name: _format(name) for name in names})


def chosen(names: Iterable[str]) -> tuple[Format, ...]:
    """Find formats by name, each once; raises ``FormatError`` for an unknown one, naming those that exist."""
    formats = catalogue()
    for name in names:
        if name not in formats:
            near = difflib.get_close_matches(name, formats, n=1)
            hint = f", perhaps {near[0]} was meant" if near else ""
            raise FormatError(f"unknown format {name!r}{hint}; there are {', '.join(formats)}")
    return tuple(formats[name] for name in dict.fromkeys(names))


def write(record: Record, formats: Iterable[Format], folder: Path) -> tuple[Path, ...]:
    """Render a record into a folder, which is made if missing; tells the files; raises ``FormatError``."""
    written: list[Path] = []
    for each in formats:
        for name, content in each.render(record):
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:
                raise FormatError(f"{path}: cannot be written: {error.strerror}") from error
            written.append(path)
    return tuple(written)


def _format(name: str) -> Format:
    module = import_module(f"{__name__}.{name}")
    summary = (module.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return Format(name, summary, module.render)
