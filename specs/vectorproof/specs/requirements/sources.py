"""Where a requirement comes from: ``document:place``, and which lines of the seed document that means.

Knows how places are written in each document; does not know requirements or the documents' text.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

SEED = "seed"

PLACES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        # A line, or the first and the last of several.
        SEED: re.compile(r"[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?", re.ASCII),
        # An entry of the catalogue that this one restates.
        "control-plane": re.compile(r"[A-Z]+-[0-9]{3}", re.ASCII),
        # Sections.
        "devops": re.compile(r"[BC]\.[0-9]+", re.ASCII),
        "data-api": re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII),
        "tables": re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII),
        "jina-api": re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII),
    }
)
"""The documents that a requirement may rest on, each with the way its places are written."""


def problem(source: str) -> str | None:
    """Say what is wrong with a source, if anything is."""
    document, colon, place = source.partition(":")
    if not colon or document not in PLACES:
        return f"found {source!r}, 'DOCUMENT:PLACE' with one of {', '.join(sorted(PLACES))} is right"
    if PLACES[document].fullmatch(place) is None:
        return f"found {source!r}, a place that matches {PLACES[document].pattern} is right"
    if document == SEED and not _span(place):
        return f"found {source!r}, the first line before the last one is right"
    return None


def seed_numbers(sources: Iterable[str]) -> tuple[int, ...]:
    """List the line numbers of the seed document in ascending order, blank lines inside a span included."""
    places = (source.removeprefix(f"{SEED}:") for source in sources if source.startswith(f"{SEED}:"))
    return tuple(sorted({number for place in places for number in _span(place)}))


def _span(place: str) -> range:
    first, _, last = place.partition("-")
    return range(int(first), int(last or first) + 1)
