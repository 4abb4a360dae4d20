"""Rows to load, the same for the same seed: ids, titles, texts to embed, and fields to filter by; as CSV or as JSON.

Rows are made one at a time, so that a file of any length needs no memory of its own.
"""

import csv
import difflib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Final

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from vectorproof.harness.errors import UsageError

CODE: Final = "code"
"""The locale of programs: texts for models that are made for code."""

LOCALES_OF_MODELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jina-embeddings-v2-base-en": "en_US",
        "jina-embeddings-v2-base-de": "de_DE",
        "jina-embeddings-v2-base-es": "es_ES",
        "jina-embeddings-v2-base-zh": "zh_CN",
        "jina-embeddings-v2-base-code": CODE,
    }
)
"""Which texts suit a model that is made for one language."""

_CATEGORIES: Final = ("books", "garden", "kitchen", "music", "tools", "travel")
_FIRST_DAY, _LAST_DAY = date(2020, 1, 1), date(2025, 12, 31)
_PROGRAMS: Final = (
    "def {verb}_{noun}({noun}: list[int]) -> int:\n    return sum(n for n in {noun} if n > {number})",
    "function {verb}{Noun}({noun}) {{\n  return {noun}.filter(({other}) => {other}.{field} > {number});\n}}",
    "public int {verb}{Noun}(List<{Noun}> {noun}) {{\n  return {noun}.size() * {number};\n}}",
    "SELECT {field}, count(*) FROM {noun} WHERE {other} > {number} GROUP BY {field};",
    "fn {verb}_{noun}({noun}: &[{Noun}]) -> usize {{\n    {noun}.iter().take({number}).count()\n}}",
    'for {noun} in $({verb} {other}); do\n  echo "${noun}" | head -n {number}\ndone',
)


@dataclass(frozen=True, slots=True)
class Row:
    """One document to be: ``text`` is what is embedded, the others are there to filter and to look at."""

    id: int
    title: str
    text: str
    category: str
    price: float
    added: str


def rows(count: int, locale: str, seed: int) -> Iterator[Row]:
    """Make rows 1 to ``count``; one row never depends on how many follow.

    Raises:
        UsageError: at once: the locale is none of Faker's, nor ``code``; names those that are near.

    """
    faker = _faker(locale)
    faker.seed_instance(seed)
    return _rows(count, locale, faker)


def _rows(count: int, locale: str, faker: Faker) -> Iterator[Row]:
    for number in range(1, count + 1):
        title, text = _program(faker) if locale == CODE else _prose(faker)
        yield Row(
            number,
            title,
            text,
            faker.random_element(_CATEGORIES),
            faker.random_int(100, 99_999) / 100,
            faker.date_between_dates(_FIRST_DAY, _LAST_DAY).isoformat(),
        )


def as_csv(found: Iterator[Row]) -> Iterator[str]:
    """Write rows as CSV (RFC 4180) with a line of names, a piece of text for each row."""
    yield _line([field.name for field in fields(Row)])
    for row in found:
        yield _line(list(asdict(row).values()))


def as_json(found: Iterator[Row]) -> Iterator[str]:
    """Write rows as an array of JSON objects, a line for each."""
    before = "[\n"
    for row in found:
        yield before + json.dumps(asdict(row), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n"


def _faker(locale: str) -> Faker:
    if locale == CODE:
        return Faker("en_US")
    if locale not in AVAILABLE_LOCALES:
        near = difflib.get_close_matches(locale, [*AVAILABLE_LOCALES, CODE], n=4, cutoff=0.4)
        raise UsageError(f"--locale {locale!r} is unknown; near: {', '.join(near) or CODE}")
    return Faker(locale)


def _prose(faker: Faker) -> tuple[str, str]:
    return faker.sentence(nb_words=3).rstrip("."), " ".join(faker.sentences(nb=2))


def _program(faker: Faker) -> tuple[str, str]:
    noun, verb, other, field = (faker.word(part_of_speech=part) for part in ("noun", "verb", "noun", "noun"))
    names = {"noun": noun, "Noun": noun.capitalize(), "verb": verb, "other": other, "field": field}
    return f"{verb} {noun}", faker.random_element(_PROGRAMS).format(**names, number=faker.random_int(1, 999))


def _line(values: list[object]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()
