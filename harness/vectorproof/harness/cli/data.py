"""``vectorproof data``: files to load, made by Faker, the same for the same seed."""

import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, TextIO

import typer

from vectorproof.harness.errors import UsageError
from vectorproof.harness.load_files import CODE, LOCALES_OF_MODELS, Row, as_csv, as_json, rows

_MOST_ROWS: Final = 100_000_000
_USUAL: Final = "en_US"


class Notation(StrEnum):
    """How rows are written, as a person types it."""

    CSV = "csv"
    JSON = "json"


_WRITERS: Final[Mapping[Notation, Callable[[Iterator[Row]], Iterator[str]]]] = MappingProxyType(
    {Notation.CSV: as_csv, Notation.JSON: as_json}
)


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("data")(data)


def data(
    *,
    rows_: Annotated[int, typer.Option("--rows", min=1, max=_MOST_ROWS, metavar="N", help="How many rows.")] = 100,
    locale: Annotated[
        str | None, typer.Option(metavar="L", help=f"The language of the texts, as Faker names it, or {CODE}.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Texts in the language that this model is made for.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="What every row follows from.")] = 0,
    format_: Annotated[Notation, typer.Option("--format", help="How rows are written.")] = Notation.CSV,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; standard output if none is named.")
    ] = None,
) -> None:
    """Make a file to load: rows with an id, a title, a text to embed and fields to filter by.

    Its column `text` is the one to choose as Vector Field.
    """
    if locale and model:
        raise UsageError("--locale and --model both choose the language; one of them is right")
    made = rows(rows_, locale or _locale_of(model), seed)
    with _opened(output) as file:
        file.writelines(_WRITERS[format_](made))


def _locale_of(model: str | None) -> str:
    if model is not None and model not in LOCALES_OF_MODELS:
        raise UsageError(f"--model {model!r} is made for no one language; {', '.join(LOCALES_OF_MODELS)} are")
    return LOCALES_OF_MODELS.get(model or "", _USUAL)


@contextmanager
def _opened(output: Path | None) -> Generator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        file = output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"--output {output}: cannot be written: {error.strerror}") from error
    with file:
        yield file
