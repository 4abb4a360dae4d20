"""Vectors as documents have them: what is stored, what is refused, what is shown."""

import base64
import struct
from collections.abc import Sequence
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import (
    all_of,
    document_is,
    found_ids,
    found_no_document,
    holds,
    inserted,
    refused_with,
    status_holds,
)
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.options import vector_options
from vectorproof.harness.strategies import metrics, vectors
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_LENGTH: Final = 3
_VECTORS: Final = vectors(_LENGTH)
_ALL: Final = {"*": 1}
_WORDS: Final = st.text("abcdef", min_size=1, max_size=6)


def binary(vector: Sequence[float]) -> dict[str, str]:
    """Pack a vector as the wire has it: big-endian floats in base64."""
    return {"$binary": base64.b64encode(struct.pack(f">{len(vector)}f", *vector)).decode()}


@requirement("VECTOR-001", "VECTOR-007")
@boundaries(
    {"tenths": {"vector": [0.1, 0.2, 0.3], "packed": False}, "packed": {"vector": [1.0, 0.5, -2.0], "packed": True}}
)
@costly(3)
@given(vector=_VECTORS, packed=st.booleans())
def test_as_sent(target: Target, vector: list[float], packed: bool) -> None:  # noqa: FBT001  # drawn
    """A vector comes back in the form in which it was sent."""
    document = {"_id": "1", "$vector": binary(vector) if packed else vector}
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH, "euclidean"))
        collection.insert_one(document)
        name = "VECTOR-007" if packed else "VECTOR-001"
        space.check(name, collection.find_one({}, projection=_ALL), document_is(document))
        space.check(name, collection.find({}, sort={"$vector": vector}), found_ids("1"))


@requirement("VECTOR-002", "VECTOR-019")
@boundaries({"none": {"document": {"_id": "1"}}, "null": {"document": {"_id": "1", "$vector": None}}})
@costly(5)
@given(document=st.sampled_from(({"_id": "1"}, {"_id": "1", "$vector": None}, {"_id": "1", "n": 1})))
def test_none(target: Target, document: dict[str, Any]) -> None:
    """A document without a vector is stored, and no search finds it."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH))
        space.check("VECTOR-002", collection.insert_one(document), inserted("1"))
        collection.insert_one({"_id": "2", "$vector": [1.0, 0.0, 0.0]})
        space.check("VECTOR-019", collection.find({}, sort={"$vector": [1.0, 0.5, 0.0]}), found_ids("2"))


_BAD = (
    Row(
        "VECTOR-003",
        {"one too few": [0.5] * 2, "one too many": [0.5] * 4},
        st.integers(4, 40).map(lambda n: [0.5] * n),
        code="INVALID_VECTOR_LENGTH",
    ),
    Row("VECTOR-004", {"an empty array": [], "an empty array packed": binary([])}, code="SHRED_BAD_VECTOR_SIZE"),
    Row(
        "VECTOR-005",
        {"a text among numbers": [0.5, "0.5", 0.5], "a null among numbers": [0.5, None, 0.5]},
        _WORDS.map(lambda word: [0.1, 0.2, word]),
        code="SHRED_BAD_VECTOR_VALUE",
    ),
    Row(
        "VECTOR-006",
        {"a text": "0.5,0.5,0.5", "a number": 0.5, "an object": {"x": 1}},
        st.one_of(_WORDS, st.integers(0, 9), st.booleans()),
        code="SHRED_BAD_DOCUMENT_VECTOR_TYPE",
    ),
    Row(
        "VECTOR-008",
        {"no base64": {"$binary": "%%%%"}, "three bytes": {"$binary": "AAAA"}},
        st.sampled_from((1, 2, 3, 5, 13)).map(lambda n: {"$binary": base64.b64encode(bytes(n)).decode()}),
        code="SHRED_BAD_BINARY_VECTOR_VALUE",
    ),
)


@requirement(*ids(_BAD))
@boundaries(edges(_BAD))
@costly(3)
@given(row=rows_of(_BAD))
def test_refused(target: Target, row: Drawn) -> None:
    """What is no vector of the collection's is refused, and its document with it."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH))
        answer = collection.insert_one({"_id": "1", "$vector": row.value})
        space.check(
            row.requirement,
            answer,
            all_of(refused_with(row.code, family="REQUEST"), holds("nothing inserted", _nothing)),
        )


@requirement("VECTOR-009")
@boundaries(
    {
        "cosine": {"metric": "cosine", "length": 3},
        "dot_product": {"metric": "dot_product", "length": 3},
        "euclidean": {"metric": "euclidean", "length": 2},
    }
)
@costly(5)
@given(metric=metrics(), length=st.integers(2, 8))
def test_zeros(target: Target, metric: str, length: int) -> None:
    """Nothing points in the direction of zeros: the cosine alone cannot do with them."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(length, metric))
        answer = collection.insert_one({"_id": "1", "$vector": [0.0] * length})
        refusal = refused_with("INVALID_DATABASE_QUERY", family="SERVER", scope="DATABASE")
        space.check("VECTOR-009", answer, refusal if metric == "cosine" else inserted("1"))


@requirement("VECTOR-010")
@boundaries({"alone": {"others": 0}, "among others": {"others": 3}})
@costly(5)
@given(others=st.integers(0, 5))
def test_no_vectors_here(target: Target, others: int) -> None:
    """A collection that was not made for vectors takes none, nor anything beside them."""
    with target.space() as space:
        collection = space.database.collection()
        plain = [{"_id": f"p{number}"} for number in range(others)]
        answer = collection.insert_many([*plain, {"_id": "v", "$vector": [1.0]}])
        space.check(
            "VECTOR-010",
            answer,
            all_of(refused_with("VECTOR_SEARCH_NOT_SUPPORTED"), holds("no status", _no_status)),
        )
        space.check("VECTOR-010", collection.find({}), found_no_document())


@requirement("VECTOR-032")
@boundaries(
    {
        "nothing asked": {"projection": {}, "shown": False},
        "asked for": {"projection": {"$vector": 1}, "shown": True},
        "everything": {"projection": {"*": 1}, "shown": True},
    }
)
@costly(5)
@given(projection=st.sampled_from(({}, {"n": 1}, {"n": 0}, {"_id": 1})), shown=st.sampled_from((False,)))
def test_shown(target: Target, projection: dict[str, Any], shown: bool) -> None:  # noqa: FBT001  # drawn
    """A vector is long: it is shown to those who ask."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH))
        collection.insert_one({"_id": "1", "n": 1, "$vector": [1.0, 2.0, 3.0]})
        answer = collection.find_one({"_id": "1"}, projection=projection)
        said = "a document with $vector" if shown else "a document without $vector"
        space.check(
            "VECTOR-032",
            answer,
            holds(said, lambda seen: seen.document is not None and ("$vector" in seen.document) is shown),
        )


@requirement("VECTOR-034")
@boundaries(
    {
        "one number other": {"before": [1.0, 0.0, 0.0], "after": [0.0, 1.0, 0.0]},
        "all other": {"before": [1.0, 1.0, 1.0], "after": [-1.0, -0.5, 0.0]},
    }
)
@costly(5)
@given(before=_VECTORS, after=_VECTORS)
def test_updated(target: Target, before: list[float], after: list[float]) -> None:
    """A vector can be exchanged and taken away."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH, "euclidean"))
        collection.insert_one({"_id": "1", "$vector": before})
        collection.update_one({"_id": "1"}, {"$set": {"$vector": after}})
        space.check("VECTOR-034", collection.find_one({}, projection=_ALL), document_is({"_id": "1", "$vector": after}))
        answer = collection.update_one({"_id": "1"}, {"$unset": {"$vector": ""}})
        space.check("VECTOR-034", answer, status_holds(modifiedCount=1))
        space.check("VECTOR-034", collection.find({}, sort={"$vector": after}), found_no_document())


_OPERATORS: Final[tuple[dict[str, Any], ...]] = (
    {"$push": {"$vector": 1.0}},
    {"$pop": {"$vector": 1}},
    {"$rename": {"$vector": "v"}},
    {"$min": {"$vector": [1.0]}},
    {"$addToSet": {"$vector": 1.0}},
)


@requirement("VECTOR-035")
@boundaries({"push": {"update": _OPERATORS[0]}, "rename": {"update": _OPERATORS[2]}})
@costly(5)
@given(update=st.sampled_from(_OPERATORS))
def test_operator(target: Target, update: dict[str, Any]) -> None:
    """A vector is a whole: nothing is added to it, taken from it or compared with it."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH))
        document = {"_id": "1", "$vector": [1.0, 2.0, 3.0]}
        collection.insert_one(document)
        answer = collection.update_one({"_id": "1"}, update)
        space.check("VECTOR-035", answer, refused_with("UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTOR", scope="UPDATE"))
        space.check("VECTOR-035", collection.find_one({}, projection=_ALL), document_is(document))


@requirement("VECTOR-036")
@boundaries({"with one": {"there": True}, "without": {"there": False}})
@costly(5)
@given(there=st.booleans())
def test_filter(target: Target, there: bool) -> None:  # noqa: FBT001  # drawn
    """Whether there is a vector can be asked, what it is cannot."""
    with target.space() as space:
        collection = space.database.collection(options=vector_options(_LENGTH))
        collection.insert_many([{"_id": "with", "$vector": [1.0, 2.0, 3.0]}, {"_id": "without"}])
        answer = collection.find({"$vector": {"$exists": there}})
        space.check("VECTOR-036", answer, found_ids("with" if there else "without"))
        refusal = refused_with("FILTER_INVALID_EXPRESSION", scope="FILTER")
        space.check("VECTOR-036", collection.find({"$vector": [1.0, 2.0, 3.0]}), refusal)


def _no_status(seen: Exchange) -> bool:
    return not seen.status_member


def _nothing(seen: Exchange) -> bool:
    return not seen.status_member.get("insertedIds")
