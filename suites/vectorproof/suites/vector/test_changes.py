"""Changes that would give a document a vector that no insert could give it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, found_ids, refused_with
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies import vectors
from vectorproof.harness.target import Target

Json = dict[str, Any]
_LENGTH: Final = 3
_ONE: Final[Json] = {"_id": "1"}

#: Every way to write a vector into a document that is there, and one that makes the document.
_WAYS: Final[Mapping[str, Callable[[Any], Json]]] = MappingProxyType(
    {
        "updateOne": lambda vector: {"updateOne": {"filter": _ONE, "update": {"$set": {"$vector": vector}}}},
        "findOneAndUpdate": lambda vector: {
            "findOneAndUpdate": {"filter": _ONE, "update": {"$set": {"$vector": vector}}}
        },
        "findOneAndReplace": lambda vector: {"findOneAndReplace": {"filter": _ONE, "replacement": {"$vector": vector}}},
        "an upsert": lambda vector: {
            "updateOne": {
                "filter": {"_id": "2"},
                "update": {"$setOnInsert": {"$vector": vector}},
                "options": {"upsert": True},
            }
        },
    }
)


def _of_other_lengths() -> st.SearchStrategy[list[float]]:
    return st.one_of(vectors(_LENGTH - 1), vectors(_LENGTH + 1), st.integers(4, 40).map(lambda n: [0.5] * n))


@requirement("VECTOR-038")
@boundaries({f"by {way}": {"way": way, "wrong": [0.5] * 4} for way in _WAYS})
@costly(3)
@given(way=st.sampled_from(list(_WAYS)), wrong=_of_other_lengths())
def test_wrong_length(target: Target, way: str, wrong: list[float]) -> None:
    """A vector of another length is refused however it comes; every document stays, and none is made."""
    held = {**_ONE, "$vector": [1.0, 2.0, 3.0]}
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH))
        collection.insert_one(held)
        space.check("VECTOR-038", collection.command(_WAYS[way](wrong)), refused_with("INVALID_VECTOR_LENGTH"))
        space.check("VECTOR-038", collection.find_one(_ONE, projection={"*": 1}), document_is(held))
        space.check("VECTOR-038", collection.find({}), found_ids("1"))
