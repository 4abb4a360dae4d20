"""Which documents a command means: filter, sort and projection of a call, checked in the documented order.

What several commands do alike stands here and in ``reading``, ``changing`` and ``inserting``. Source: data-api 1.6.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from vectorproof.mocks.dataapi import database, lexical, vectorize
from vectorproof.mocks.dataapi.clauses import filters, ids, sorting, values
from vectorproof.mocks.dataapi.clauses.filters import FilterRules, Group
from vectorproof.mocks.dataapi.clauses.ids import DocumentKey
from vectorproof.mocks.dataapi.clauses.matching import Predicate, compiled
from vectorproof.mocks.dataapi.clauses.projections import Projection
from vectorproof.mocks.dataapi.clauses.sorting import Sort
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import is_object
from vectorproof.mocks.dataapi.storage.collection import Collection, Stored
from vectorproof.mocks.dataapi.storage.vectors import Scoring

_ONLY_A_FILTER: Final = frozenset({"filter"})


@dataclass(frozen=True, slots=True)
class Selection:
    """Filter, sort and projection of one call, ready to run.

    ``is_right`` tells that the filter means what it should; indexes know no other meaning. ``scoring`` has the scores
    of a vector search that were computed beforehand.
    """

    collection: Collection
    condition: Group
    matches: Predicate
    ids: tuple[DocumentKey, ...] | None
    sort: Sort
    projection: Projection
    is_right: bool = True
    scoring: Scoring | None = None

    @property
    def everything(self) -> bool:
        """Tell whether the filter compares nothing."""
        return not self.condition.items

    def documents(self, after: tuple[int, DocumentKey] | None = None) -> Iterator[Stored]:
        """Walk the matching documents, in the order of tokens or of the ids in the filter."""
        found = self._candidates(after) if self.ids is None else self._by_id(self.ids)
        return (stored for stored in found if self.matches(stored.document))

    def _candidates(self, after: tuple[int, DocumentKey] | None) -> Iterator[Stored]:
        """Walk what may match: an index helps where the filter has an equality, and means what it should."""
        for comparison in filters.required(self.condition) if self.is_right else ():
            if comparison.operator == "$eq" and comparison.path not in filters.SPECIAL_PATHS | {filters.ID}:
                return self.collection.containing(comparison.segments, values.operand(comparison.operand), after)
        return self.collection.scan(after)

    def _by_id(self, keys: Iterable[DocumentKey]) -> Iterator[Stored]:
        for key in keys:
            stored = self.collection.get(key)
            if stored is not None:
                yield stored


class Found(NamedTuple):
    """A document that was selected; ``similarity`` after a vector search only."""

    stored: Stored
    similarity: float | None = None


async def select(call: Call, *, reads: bool) -> Selection:
    """Read the clauses of a call: the filter's problems come first, then the sort's, then the projection's.

    ``reads`` tells find and findOne from the commands whose vector sort only the database refuses.
    """
    condition = filters.parse(call.fields["filter"], filter_rules(call))
    clause = sorting.parse(call.fields["sort"])
    _check_lexical(call, clause)
    sort = await vectorize.sort(call, clause)
    if sort.vector is not None:
        _check_vector_sort(call, sort, reads=reads)
    sorting.check_indexed(sort, call.collection.rules)
    shown = call.services.parts.projection("projection" in call.fields.sent, call.fields["projection"])
    predicate = call.services.parts.predicate(condition)
    keys = filters.id_keys(condition)
    selection = Selection(call.collection, condition, predicate, keys, sort, shown, _is_right(call))
    return await _scored(call, selection)


async def _scored(call: Call, selection: Selection) -> Selection:
    """Let a long search by vector be computed in a thread: others go on meanwhile, and the command begins behind it."""
    if selection.sort.vector is None or not selection.everything:
        return selection
    scoring = selection.collection.scoring(selection.sort.vector)
    if scoring is not None:
        await asyncio.get_running_loop().run_in_executor(call.services.products, scoring.compute)
    return replace(selection, scoring=scoring)


def named_alone(call: Call) -> tuple[Stored | None] | None:
    """Find the document that a command names by the text of its ``_id``; ``None`` where it says anything else."""
    wanted, parts = call.fields["filter"], call.services.parts
    if call.fields.sent != _ONLY_A_FILTER or not is_object(wanted) or len(wanted) != 1:
        return None
    document_id = wanted.get(filters.ID)
    if not isinstance(document_id, str) or not document_id or parts.predicate is not compiled:
        return None
    return (call.collection.get((ids.STRING, document_id)),)


def conditions(call: Call) -> Selection:
    """Read filter and projection of a call whose sort is none of the usual ones."""
    condition = filters.parse(call.fields["filter"], filter_rules(call))
    shown = call.services.parts.projection("projection" in call.fields.sent, call.fields["projection"])
    predicate = call.services.parts.predicate(condition)
    return Selection(call.collection, condition, predicate, filters.id_keys(condition), Sort(), shown, _is_right(call))


def _is_right(call: Call) -> bool:
    """Tell whether filters mean in this world what they should."""
    return call.services.parts.predicate is compiled


def filter_rules(call: Call) -> FilterRules:
    """Give what the collection and the server allow in a filter."""
    limits, collection = call.services.settings.commands, call.collection
    return FilterRules(
        indexing=collection.rules,
        lexical=collection.definition.lexical.enabled,
        keyspace=collection.keyspace,
        collection=collection.name,
        analyze=collection.analyze,
        max_comparisons=limits.filter_comparisons,
        max_list=limits.in_values,
    )


def best(call: Call, selection: Selection, limit: int) -> list[Found]:
    """Find the first documents of a selection, by whatever it sorts."""
    sort = selection.sort
    if sort.vector is not None:
        return _nearest(selection, limit)
    if sort.lexical is not None:
        ranked = lexical.ranked(selection.collection, selection.documents(), sort.lexical)
        return [Found(stored) for stored in ranked[:limit]]
    if sort.fields:
        return sorted_by_fields(call, selection)[:limit]
    return [Found(stored) for stored, _ in zip(selection.documents(), range(limit), strict=False)]


def sorted_by_fields(call: Call, selection: Selection) -> list[Found]:
    """Sort all matches in memory; too many are refused."""
    maximum = call.services.settings.commands.sort
    found = [stored for stored, _ in zip(selection.documents(), range(maximum), strict=False)]
    if len(found) >= maximum:
        raise WireError("OVERLOADED_SORT_ROW_LIMIT", maximum=maximum)
    by_document = {id(stored.document): stored for stored in found}
    ordered = call.services.parts.ordered([stored.document for stored in found], selection.sort.fields)
    return [Found(by_document[id(document)]) for document in ordered]


def _nearest(selection: Selection, limit: int) -> list[Found]:
    query, collection = selection.sort.vector or (), selection.collection
    if selection.ids is not None:
        return [found for key in selection.ids for found in _near(selection, limit, [key])][:limit]
    if selection.everything:
        return list(map(Found._make, collection.nearest(query, limit, None, selection.scoring)))
    return _near(selection, limit, [stored.key for stored in selection.documents()])


def _near(selection: Selection, limit: int, among: list[DocumentKey]) -> list[Found]:
    matching = [key for key in among if _matches(selection, key)] if selection.ids is not None else among
    return list(map(Found._make, selection.collection.nearest(selection.sort.vector or (), limit, matching)))


def _matches(selection: Selection, key: DocumentKey) -> bool:
    stored = selection.collection.get(key)
    return stored is not None and selection.matches(stored.document)


def _check_lexical(call: Call, clause: Sort) -> None:
    if clause.lexical is not None and not call.collection.definition.lexical.enabled:
        keyspace, name = call.collection.keyspace, call.collection.name
        raise WireError("LEXICAL_NOT_ENABLED_FOR_COLLECTION", keyspace=keyspace, collection=name)


def _check_vector_sort(call: Call, sort: Sort, *, reads: bool) -> None:
    if call.collection.definition.vector is not None:
        database.check_vector(call.collection, sort.vector)
    elif reads:
        raise WireError("VECTOR_SEARCH_NOT_SUPPORTED", collection=call.collection.name)
    else:
        raise database.invalid_query(call.collection, "ANN ordering needs a vector column")
