"""What needs no embedding leaves the provider alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import (
    document_is,
    embedded_texts,
    found_ids,
    holds,
    inserted,
    no_calls,
    status_holds,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import texts
from vectorproof.harness.target import Target

_LENGTH = 4
_FAR = [-1.0, 0.5, -0.25, 0.125]


@dataclass(frozen=True, slots=True)
class _Operation:
    """Something to do with the collection, and what shows that it was done."""

    act: Callable[[Collection], Exchange]
    done: Judge[Exchange]


def _lists_it(answer: Exchange) -> bool:
    return bool(answer.status_member.get("collections"))


# Whatever is chosen of these, in whatever order: none of them changes what another one answers.
_OPERATIONS: Mapping[str, _Operation] = MappingProxyType(
    {
        "read by _id": _Operation(
            lambda c: c.find_one({"_id": "a"}, projection={"n": 1}), document_is({"_id": "a", "n": 1})
        ),
        "read by a filter": _Operation(lambda c: c.find({"n": {"$lt": 3}}), found_ids("a", "b")),
        "read in the order of a field": _Operation(
            lambda c: c.find({"n": {"$lt": 3}}, sort={"n": -1}), found_ids("b", "a", ordered=True)
        ),
        "search by a vector": _Operation(
            lambda c: c.find({"n": {"$lt": 4}}, sort={"$vector": _FAR}), found_ids("a", "b", "v")
        ),
        "count": _Operation(lambda c: c.count_documents({"n": {"$lt": 3}}), status_holds(count=2)),
        "delete one": _Operation(lambda c: c.delete_one({"_id": "gone"}), status_holds(deletedCount=1)),
        "delete many": _Operation(lambda c: c.delete_many({"group": "gone"}), status_holds(deletedCount=2)),
        "list collections": _Operation(
            lambda c: c.database.find_collections(), holds("the collection listed", _lists_it)
        ),
        "update another field": _Operation(
            lambda c: c.update_one({"_id": "a"}, {"$set": {"note": "x"}}), status_holds(matchedCount=1, modifiedCount=1)
        ),
        "insert with a vector": _Operation(
            lambda c: c.insert_one({"_id": "new", "$vector": [1.0, 0.0, 0.0, 0.0]}), inserted("new")
        ),
        "insert without either": _Operation(lambda c: c.insert_one({"_id": "bare"}), inserted("bare")),
    }
)


@requirement("VECTORIZE-019")
@boundaries(
    {
        "one of them": {"text": "a boat", "chosen": ["count"]},
        "all of them": {"text": "a boat", "chosen": list(_OPERATIONS)},
    }
)
@given(text=texts(), chosen=st.lists(st.sampled_from(list(_OPERATIONS)), min_size=1, max_size=5, unique=True))
def test_nothing_to_embed(target: Target, text: str, chosen: list[str]) -> None:
    """Reads, searches by a vector, counts, deletions, listings and other updates do their work without the provider."""
    documents: list[dict[str, Any]] = [
        {"_id": "a", "n": 1, "$vectorize": text},
        {"_id": "b", "n": 2, "$vectorize": text},
        {"_id": "v", "n": 3, "$vector": _FAR},
        {"_id": "gone"},
        {"_id": "gone 1", "group": "gone"},
        {"_id": "gone 2", "group": "gone"},
    ]
    with target.space(Needs(provider_control=True, provider_journal=True)) as space:
        binding = space.by_header(space.provider.new_key())
        collection = space.vectorize_collection(binding, model="jina-embeddings-v3", dimension=_LENGTH)
        loaded = space.provider.during(lambda: collection.insert_many(documents))
        space.check("VECTORIZE-019", loaded, embedded_texts(text, text))
        seen = space.provider.during(lambda: [_OPERATIONS[name].act(collection) for name in chosen])
        for name, answer in zip(chosen, seen.result, strict=True):
            space.check("VECTORIZE-019", answer, _OPERATIONS[name].done)
        space.check("VECTORIZE-019", seen, no_calls())
