"""Forms that something can be written in, one module each, found by scanning a package.

A form gives files: names and contents. Its name is its module's, its summary the first line of the module's docstring.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Generic, TypeAlias, TypeVar

Shown = TypeVar("Shown")
Files: TypeAlias = Iterable[tuple[str, bytes]]


class FormatError(ValueError):
    """A format that does not exist was asked for, or a file cannot be written; says what would be right."""


@dataclass(frozen=True, slots=True)
class Format(Generic[Shown]):
    """One way to write something: ``render`` gives file names and contents."""

    name: str
    summary: str
    render: Callable[[Shown], Files]


def scanned(
    package: ModuleType, render_of: Callable[[ModuleType], Callable[[Shown], Files]]
) -> Mapping[str, Format[Shown]]:
    """Find every form of a package, by name; ``render_of`` takes what renders out of its module."""
    names = sorted(module.name for module in iter_modules(package.__path__))
    modules = {name: import_module(f"{package.__name__}.{name}") for name in names}
    return MappingProxyType(
        {name: Format(name, _summary(module), render_of(module)) for name, module in modules.items()}
    )


def chosen_of(formats: Mapping[str, Format[Shown]], names: Iterable[str]) -> tuple[Format[Shown], ...]:
    """Find forms by name, each once; raises ``FormatError`` for an unknown one, naming those that exist."""
    wanted = tuple(dict.fromkeys(names))
    for name in wanted:
        if name not in formats:
            near = difflib.get_close_matches(name, formats, n=1)
            hint = f", perhaps {near[0]} was meant" if near else ""
            raise FormatError(f"unknown format {name!r}{hint}; there are {', '.join(formats)}")
    return tuple(formats[name] for name in wanted)


def write(shown: Shown, formats: Iterable[Format[Shown]], folder: Path) -> tuple[Path, ...]:
    """Write something into a folder, which is made if missing; tells the files; raises ``FormatError``."""
    written: list[Path] = []
    for each in formats:
        for name, content in each.render(shown):
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:
                raise FormatError(f"{path}: cannot be written: {error.strerror}") from error
            written.append(path)
    return tuple(written)


def _summary(module: ModuleType) -> str:
    return (module.__doc__ or "").strip().partition("\n")[0].rstrip(".")
