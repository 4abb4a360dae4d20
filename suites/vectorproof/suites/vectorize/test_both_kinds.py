"""A vector and a text to embed: never in one document or one sort, freely in one collection."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import (
    equals,
    found_ids,
    holds_vector,
    inserted,
    no_calls,
    number_of_calls,
    refused_with,
    same_vectors,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, texts, vectors
from vectorproof.harness.target import Target

_CODE = "INVALID_USAGE_OF_VECTORIZE"
_LENGTH = 4
_ONE = [1.0, 0.5, 0.25, 0.125]


@requirement("VECTORIZE-008")
@boundaries(
    {
        "the only document": {"before": 0, "after": 0, "text": "a boat"},
        "the first of several": {"before": 0, "after": 3, "text": "a boat"},
        "the last of a hundred": {"before": 99, "after": 0, "text": "a boat"},
    }
)
@given(before=st.integers(0, 20), after=st.integers(0, 20), text=texts())
def test_in_a_document(target: Target, before: int, after: int, text: str) -> None:
    """A document with both is refused, alone and as one of many, whichever it is."""
    with target.space() as space:
        collection = _collection(space)
        wrong = {"_id": "both", "$vector": _ONE, "$vectorize": text}
        space.check("VECTORIZE-008", collection.insert_one(wrong), refused_with(_CODE))
        around = [{"_id": number, "$vector": _ONE} for number in range(before + after)]
        many = collection.insert_many([*around[:before], wrong, *around[before:]])
        space.check("VECTORIZE-008", many, refused_with(_CODE, says=f"position {before + 1}"))


@requirement("VECTORIZE-008")
@boundaries(
    {"the only document": {"count": 0, "text": "a boat"}, "the last of a hundred": {"count": 99, "text": "a boat"}}
)
@given(count=st.integers(0, 40), text=texts())
def test_embeds_nothing(target: Target, count: int, text: str) -> None:
    """Where one document has both, the texts of the others are not embedded either."""
    with target.space(Needs(provider_control=True, provider_journal=True)) as space:
        collection = _collection(space, space.by_header(space.provider.new_key()))
        right = [{"_id": number, "$vectorize": text} for number in range(count)]
        wrong = {"_id": "both", "$vector": _ONE, "$vectorize": text}
        used = space.provider.during(lambda: collection.insert_one({"_id": "first", "$vectorize": text}))
        space.check("VECTORIZE-008", used, number_of_calls(1))
        seen = space.provider.during(lambda: collection.insert_many([*right, wrong]))
        space.check("VECTORIZE-008", seen.result, refused_with(_CODE))
        space.check("VECTORIZE-008", seen, no_calls())


@requirement("VECTORIZE-009")
@boundaries(
    {
        "find, shortest text": {"vector": _ONE, "text": SHORTEST_TEXT, "command": "find"},
        "deleteOne, longest text": {"vector": _ONE, "text": LONGEST_TEXT, "command": "deleteOne"},
    }
)
@given(vector=vectors(_LENGTH), text=texts(), command=st.sampled_from(("find", "findOne", "updateOne", "deleteOne")))
def test_in_a_sort(target: Target, vector: list[float], text: str, command: str) -> None:
    """A sort by both is refused, and what it was to find is neither given, changed nor deleted."""
    rest: Mapping[str, Any] = {"updateOne": {"update": {"$set": {"changed": True}}}}.get(command, {})
    codes = ("SORT_CLAUSE_INVALID", "VECTOR_SEARCH_USAGE_ERROR", "VECTORIZE_USAGE_ERROR")
    with target.space() as space:
        collection = _collection(space)
        collection.insert_one({"_id": "1", "$vector": _ONE})
        refusal = collection.command({command: {"filter": {}, "sort": {"$vector": vector, "$vectorize": text}, **rest}})
        space.check("VECTORIZE-009", refusal, refused_with(*codes))
        space.check("VECTORIZE-009", collection.find({"changed": {"$exists": False}}), found_ids("1"))


@requirement("VECTORIZE-010")
@boundaries(
    {
        "$set, shortest text": {"vector": _ONE, "text": SHORTEST_TEXT, "operator": "$set"},
        "$unset, longest text": {"vector": _ONE, "text": LONGEST_TEXT, "operator": "$unset"},
    }
)
@given(vector=vectors(_LENGTH), text=texts(), operator=st.sampled_from(("$set", "$unset")))
def test_in_an_update(target: Target, vector: list[float], text: str, operator: str) -> None:
    """One $set or one $unset of both is refused and changes nothing; of one of them it is done."""
    with target.space() as space:
        collection = _collection(space)
        collection.insert_one({"_id": "1", "$vector": _ONE})
        refusal = collection.update_one({"_id": "1"}, {operator: {"$vector": vector, "$vectorize": text}})
        space.check("VECTORIZE-010", refusal, refused_with(_CODE))
        kept = collection.find_one({"_id": "1"}, projection={"$vector": 1})
        space.check("VECTORIZE-010", (kept.document or {}).get("$vector"), same_vectors(_ONE))


@requirement("VECTORIZE-010")
@boundaries(
    {"shortest text": {"text": SHORTEST_TEXT, "vector": _ONE}, "longest text": {"text": LONGEST_TEXT, "vector": _ONE}}
)
@given(vector=vectors(_LENGTH), text=texts())
def test_in_a_replacement(target: Target, vector: list[float], text: str) -> None:
    """A replacement with both is refused and changes nothing."""
    with target.space() as space:
        collection = _collection(space)
        collection.insert_one({"_id": "1", "$vector": _ONE})
        replacement = {"$vector": vector, "$vectorize": text}
        refusal = collection.command({"findOneAndReplace": {"filter": {"_id": "1"}, "replacement": replacement}})
        space.check("VECTORIZE-010", refusal, refused_with(_CODE))
        kept = collection.find_one({"_id": "1"}, projection={"$vector": 1})
        space.check("VECTORIZE-010", (kept.document or {}).get("$vector"), same_vectors(_ONE))


@requirement("VECTORIZE-011")
@boundaries(
    {
        "one of each": {"kinds": ["vector", "text"], "text": "a boat"},
        "eight documents": {"kinds": ["neither", "text", "vector", "text"] * 2, "text": "a boat"},
    }
)
@given(kinds=st.lists(st.sampled_from(("vector", "text", "neither")), min_size=2, max_size=8), text=texts())
def test_side_by_side(target: Target, kinds: list[str], text: str) -> None:
    """One insertMany takes documents with a vector, with a text, and with neither; each keeps what it came with."""
    with target.space(Needs(embedding=True)) as space:
        collection = _collection(space, space.binding())
        brought: Mapping[str, Mapping[str, Any]] = {
            "vector": {"$vector": _ONE},
            "text": {"$vectorize": text},
            "neither": {},
        }
        documents = [{"_id": number, **brought[kind]} for number, kind in enumerate(kinds)]
        space.check("VECTORIZE-011", collection.insert_many(documents), inserted(*range(len(kinds))))
        for number, kind in enumerate(kinds[:3]):
            kept = collection.find_one({"_id": number}, projection={"$vector": 1, "$vectorize": 1})
            document = kept.document or {}
            space.check("VECTORIZE-011", document.get("$vectorize"), equals(brought[kind].get("$vectorize"), "text"))
            if kind == "text":
                space.check("VECTORIZE-011", kept, holds_vector(_LENGTH))
            else:
                expected = brought[kind].get("$vector")
                space.check("VECTORIZE-011", document.get("$vector"), equals(expected, "vector"))


def _collection(space: Space, binding: Binding | None = None) -> Collection:
    """Make a collection whose vectors are short; without a binding it can embed nothing, and needs no key."""
    return space.vectorize_collection(binding or Binding(), model="jina-embeddings-v3", dimension=_LENGTH)
