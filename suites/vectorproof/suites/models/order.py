"""How documents are put in order: by fields (section 11) and by nearness to a vector (section 12)."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from vectorproof.suites.models.values import ABSENT, at, elements, kind, trail, worth, wrapped

Place: TypeAlias = tuple[int, Any]
_RANKS: Final = ("absent", "null", "number", "string", "object", "array", "boolean", "date")
TOLERANCE: Final = 2e-6
"""How far a similarity in float32 may be from the one worked out in float64, relative to the larger of it and 1."""


def place(value: Any, *, plain: bool = False) -> Place:
    """Give what puts a value before or behind others; ``plain`` takes wrapped values for objects, as ids are (11)."""
    sort = "absent" if value is ABSENT else "object" if plain and wrapped(value) else kind(value)
    comparable = sort in {"number", "boolean", "date", "string"}
    content = worth(value) if comparable else 0
    return _RANKS.index(sort), content.encode("utf-16-be") if isinstance(content, str) else content


def decided(value: Any) -> bool:
    """Tell whether the rules say where a value stands: among arrays and objects they do not (11)."""
    return value is ABSENT or kind(value) not in {"array", "object"}


def in_order(documents: Sequence[Mapping[str, Any]], sort: Mapping[str, int]) -> bool:
    """Tell whether documents stand as a sort by fields demands, ties by ``_id``, as far as the rules decide (11)."""
    return all(_may_follow(one, other, sort) for one, other in pairwise(documents))


def _may_follow(one: Mapping[str, Any], other: Mapping[str, Any], sort: Mapping[str, int]) -> bool:
    for path, direction in sort.items():
        left, right = (at(document, trail(path) or []) for document in (one, other))
        if not (decided(left) and decided(right)):
            return True
        if place(left) != place(right):
            return (place(left) < place(right)) == (direction > 0)
    left, right = (document["_id"] for document in (one, other))
    return bool(wrapped(left) and wrapped(right)) or place(left, plain=True) <= place(right, plain=True)


def comparable(documents: Sequence[Mapping[str, Any]], sort: Mapping[str, int]) -> bool:
    """Tell whether the rules decide the whole order of these documents."""
    values = [at(document, trail(path) or []) for document in documents for path in sort]
    return all(map(decided, values)) and sum(bool(wrapped(document["_id"])) for document in documents) <= 1


def similarity(metric: str, left: Sequence[float], right: Sequence[float]) -> float:
    """Work out how near two vectors are, by the metric's formula (12); for cosine neither may be all zeros."""
    dot = math.fsum(one * other for one, other in zip(left, right, strict=True))
    if metric == "euclidean":
        return 1 / (1 + math.dist(left, right) ** 2)
    return (1 + (dot / (math.hypot(*left) * math.hypot(*right)) if metric == "cosine" else dot)) / 2


def near(one: float, other: float) -> bool:
    """Tell whether two similarities are the same within the tolerance."""
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one))


def vector_of(document: Mapping[str, Any]) -> list[float] | None:
    """Give a document's vector; one without is never found by vector (12)."""
    return elements(document.get("$vector"))
