"""Search by words: rank by BM25, as the database does, and the length that its index takes (data-api 8.6, 11)."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.storage.collection import Collection, Stored

LEXICAL: Final = "$lexical"
_MAX_TERM_BYTES: Final = 8 * 1024
#: How soon repeats of a term stop to count, and how much a long text loses.
_SATURATION, _LENGTH_SHARE = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class _Statistics:
    """What BM25 knows of a whole collection: how many texts there are, their mean length, how many have each term."""

    texts: int
    mean_length: float
    having: Mapping[str, int]


def ranked(collection: Collection, found: Iterable[Stored], query: str) -> list[Stored]:
    """Order documents by what they have to do with a query; those that share no term with it are not found."""
    wanted = frozenset(collection.analyze(query))
    if not wanted:
        return []
    statistics = _statistics(collection, wanted)
    scored = [(_score(_terms(collection, stored), wanted, statistics), stored) for stored in found]
    return [stored for score, stored in sorted(scored, key=lambda one: -one[0]) if score > 0]


def check(collection: Collection, document: Mapping[str, Any]) -> None:
    """Refuse a text whose terms are too long together for the database's index."""
    text = document.get(LEXICAL)
    if not isinstance(text, str) or not collection.definition.lexical.enabled or 4 * len(text) <= _MAX_TERM_BYTES:
        return
    size = sum(len(term.encode("utf-8", "replace")) for term in collection.analyze(text))
    if size > _MAX_TERM_BYTES:
        detail = f"its terms have {size} bytes together, {_MAX_TERM_BYTES} at most are right"
        raise WireError("LEXICAL_CONTENT_TOO_LONG", detail=detail)


def _terms(collection: Collection, stored: Stored) -> Sequence[str]:
    text = stored.document.get(LEXICAL)
    return collection.analyze(text) if isinstance(text, str) else ()


def _statistics(collection: Collection, wanted: frozenset[str]) -> _Statistics:
    lengths = 0
    texts = 0
    having: Counter[str] = Counter()
    for stored in collection.scan():
        terms = _terms(collection, stored)
        if terms:
            texts, lengths = texts + 1, lengths + len(terms)
            having.update(wanted.intersection(terms))
    return _Statistics(texts, lengths / texts if texts else 1.0, having)


def _score(terms: Sequence[str], wanted: frozenset[str], statistics: _Statistics) -> float:
    length = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(terms) / statistics.mean_length)
    counts = Counter(term for term in terms if term in wanted)
    return math.fsum(
        _rarity(term, statistics) * count * (_SATURATION + 1) / (count + length) for term, count in counts.items()
    )


def _rarity(term: str, statistics: _Statistics) -> float:
    having = statistics.having[term]
    return math.log(1 + (statistics.texts - having + 0.5) / (having + 0.5))
