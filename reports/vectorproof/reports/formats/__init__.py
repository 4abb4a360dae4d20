"""The formats of a report, one module each: ``render(record) -> Iterable[(file name, content)]``."""

import sys
from collections.abc import Iterable, Mapping

from vectorproof.reports.record import Record
from vectorproof.reports.rendering import Format, FormatError, chosen_of, scanned, write

__all__ = ["Format", "FormatError", "catalogue", "chosen", "write"]


def catalogue() -> Mapping[str, Format[Record]]:
    """Find every format, by name; a module without ``render`` is a bug and raises ``AttributeError``."""
    return scanned(sys.modules[__name__], lambda module: module.render)


def chosen(names: Iterable[str]) -> tuple[Format[Record], ...]:
    """Find formats by name, each once; raises ``FormatError`` for an unknown one, naming those that exist."""
    return chosen_of(catalogue(), names)
