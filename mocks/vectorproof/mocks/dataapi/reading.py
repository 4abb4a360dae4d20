"""Reads that several commands share: pages of a find, the shape of what is shown. Source: data-api 5.3, 6."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import orjson

from vectorproof.mocks.dataapi import paging
from vectorproof.mocks.dataapi.clauses.projections import Projection
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.selecting import Found, Selection, best, sorted_by_fields


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a find; ``next_state`` is ``None`` on the last one."""

    found: list[Found]
    next_state: str | None = None


def page(call: Call, selection: Selection) -> Page:
    """Read one page: a sorted find has one only."""
    limits, options = call.services.settings.commands, call.options
    limit, sort = options["limit"], selection.sort
    if sort.fields:
        skip, count = options["skip"] or 0, min(limit or limits.page_size, limits.page_size)
        return Page(sorted_by_fields(call, selection)[skip : skip + count])
    if sort.vector is not None or sort.lexical is not None:
        return Page(best(call, selection, min(limit or limits.vector_search, limits.vector_search)))
    if selection.ids is not None:
        return Page([Found(stored) for stored in islice(selection.documents(), limit)])
    return _unsorted(call, selection, limit)


def _unsorted(call: Call, selection: Selection, limit: int | None) -> Page:
    state = paging.decoded(call.options["pageState"])
    left = limit if state is None else state.left
    size = call.services.settings.commands.page_size
    count = size if left is None else min(size, left)
    found = list(islice(selection.documents(None if state is None else state.after), count + 1))
    shown, more = found[:count], len(found) > count
    rest = None if left is None else left - count
    if not more or rest == 0:
        return Page([Found(stored) for stored in shown])
    after = selection.collection.position(shown[-1].key)
    return Page([Found(stored) for stored in shown], paging.PageState(after, rest).encoded())


def shown(projection: Projection, found: Sequence[Found], *, similarity: bool) -> list[dict[str, Any]]:
    """Show documents as the projection wants them, with their similarities if those are asked for."""
    documents = [projection.apply(one.stored.document) for one in found]
    if similarity:
        for one, document in zip(found, documents, strict=True):
            if one.similarity is not None:
                document["$similarity"] = _float32(one.similarity)
    return documents


def sort_vector(selection: Selection) -> list[float] | None:
    """Show the vector that was sorted by, if one was."""
    return float32(selection.sort.vector)


def float32(vector: Sequence[float] | None) -> list[float] | None:
    """Show numbers as the database keeps them, in 32 bits; no vector stays none."""
    if vector is None:
        return None
    digits: list[float] = orjson.loads(
        orjson.dumps(np.asarray(vector, dtype=np.float32), option=orjson.OPT_SERIALIZE_NUMPY)
    )
    return digits


def _float32(value: float) -> float:
    return float(str(np.float32(value)))
