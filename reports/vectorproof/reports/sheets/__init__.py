"""The forms of a sheet, one module each, found by scanning this package.

A form is ``render(sheet) -> bytes`` and the ending of its file; its name is the module's.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

from vectorproof.reports.formats import FormatError
from vectorproof.reports.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Form:
    """One way to show a sheet."""

    name: str
    ending: str
    render: Callable[[Sheet], bytes]


def catalogue() -> Mapping[str, Form]:
    """Find every form, by name."""
    names = sorted(module.name for module in iter_modules(__path__))
    return MappingProxyType({name: _form(name) for name in names})


def chosen(names: Iterable[str]) -> tuple[Form, ...]:
    """Find forms by name, each once; raises ``FormatError`` for an unknown one, naming those that exist."""
    forms = catalogue()
    for name in names:
        if name not in forms:
            near = difflib.get_close_matches(name, forms, n=1)
            hint = f", perhaps {near[0]} was meant" if near else ""
            raise FormatError(f"unknown format {name!r}{hint}; there are {', '.join(forms)}")
    return tuple(forms[name] for name in dict.fromkeys(names))


def write(sheet: Sheet, forms: Iterable[Form], folder: Path) -> tuple[Path, ...]:
    """Write a sheet into a folder, which is made if missing; tells the files; raises ``FormatError``."""
    written: list[Path] = []
    for form in forms:
        path = folder / f"{sheet.name}.{form.ending}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(form.render(sheet))
        except OSError as error:
            raise FormatError(f"{path}: cannot be written: {error.strerror}") from error
        written.append(path)
    return tuple(written)


def _form(name: str) -> Form:
    module = import_module(f"{__name__}.{name}")
    return Form(name, module.ENDING, module.render)
