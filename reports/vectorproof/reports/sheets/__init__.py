"""The forms of a sheet, one module each: ``render(sheet) -> bytes``, and the ``ENDING`` of its file."""

import sys
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType

from vectorproof.reports.rendering import Files, Format, FormatError, chosen_of, scanned, write
from vectorproof.reports.sheet import Sheet

__all__ = ["FormatError", "catalogue", "chosen", "write"]


def catalogue() -> Mapping[str, Format[Sheet]]:
    """Find every form, by name."""
    return scanned(sys.modules[__name__], _render_of)


def chosen(names: Iterable[str]) -> tuple[Format[Sheet], ...]:
    """Find forms by name, each once; raises ``FormatError`` for an unknown one, naming those that exist."""
    return chosen_of(catalogue(), names)


def _render_of(module: ModuleType) -> Callable[[Sheet], Files]:
    """Let a form name its one file after the sheet."""
    return lambda sheet: [(f"{sheet.name}.{module.ENDING}", module.render(sheet))]
