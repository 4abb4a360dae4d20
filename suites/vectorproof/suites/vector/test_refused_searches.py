"""Searches by vector that are refused, each with what is said of it."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_ids, refused_with
from vectorproof.harness.collection import Collection
from vectorproof.harness.options import vector_options
from vectorproof.harness.space import Space
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_LENGTH: Final = 3
_ONE: Final = [1.0, 0.0, 0.0]


def _filled(space: Space) -> Collection:
    """Make a collection of one vector."""
    collection = space.database.collection(options=vector_options(_LENGTH))
    collection.insert_one({"_id": 0, "$vector": _ONE})
    return collection


_BAD = (
    Row(
        "VECTOR-024",
        {"one number too few": [0.5] * 2, "one number too many": [0.5] * 4},
        st.integers(4, 40).map(lambda n: [0.5] * n),
        code="INVALID_VECTOR_LENGTH",
    ),
    Row(
        "VECTOR-025",
        {
            "an empty array": [],
        },
        code="SHRED_BAD_VECTOR_SIZE",
    ),
    Row(
        "VECTOR-025",
        {"a text among numbers": [0.5, "a", 0.5], "a null among numbers": [None, 0.5, 0.5]},
        code="SHRED_BAD_VECTOR_VALUE",
    ),
    Row(
        "VECTOR-026",
        {"a text": "a", "a number": 1, "null": None, "an object": {"x": 1}},
        st.one_of(st.text("abc", max_size=4), st.integers(0, 9), st.booleans()),
        code="SORT_CLAUSE_VALUE_INVALID",
    ),
)


@requirement(*ids(_BAD))
@boundaries(edges(_BAD))
@costly(3)
@given(row=rows_of(_BAD))
def test_refused(target: Target, row: Drawn) -> None:
    """What is no vector of the collection's cannot be searched by."""
    with target.space() as space:
        collection = _filled(space)
        space.check(
            row.requirement, collection.find({}, sort={"$vector": row.value}), refused_with(row.code, family="REQUEST")
        )
        space.check(row.requirement, collection.find({}, sort={"$vector": _ONE}), found_ids(0))


_TOGETHER = (
    Row(
        "VECTOR-027",
        {
            "with a field": {"sort": {"$vector": _ONE, "a": 1}},
            "with a text": {"sort": {"$vector": _ONE, "$vectorize": "a"}},
        },
        code="SORT_CLAUSE_INVALID",
    ),
    Row(
        "VECTOR-030",
        {"1001": {"sort": {"$vector": _ONE}, "options": {"limit": 1001}}},
        st.integers(1001, 10**6).map(lambda n: {"sort": {"$vector": _ONE}, "options": {"limit": n}}),
        code="COMMAND_FIELD_VALUE_INVALID",
    ),
    Row(
        "VECTOR-031",
        {"none skipped": {"sort": {"$vector": _ONE}, "options": {"skip": 0}}},
        st.integers(0, 99).map(lambda n: {"sort": {"$vector": _ONE}, "options": {"skip": n}}),
        code="COMMAND_FIELD_VALUE_INVALID",
    ),
    Row("VECTOR-029", {"zeros": {"sort": {"$vector": [0.0, 0.0, 0.0]}}}, code="INVALID_DATABASE_QUERY"),
)


@requirement(*ids(_TOGETHER))
@boundaries(edges(_TOGETHER))
@costly(5)
@given(row=rows_of(_TOGETHER))
def test_clauses_refused(target: Target, row: Drawn) -> None:
    """A search has one key, a limit up to a thousand, and skips nothing."""
    with target.space() as space:
        collection = _filled(space)
        space.check(row.requirement, collection.command({"find": row.value}), refused_with(row.code))
        most = {"find": {"sort": {"$vector": _ONE}, "options": {"limit": 1000}}}
        space.check(row.requirement, collection.command(most), found_ids(0))


@requirement("VECTOR-028")
@boundaries({"find": {"name": "find"}, "findOne": {"name": "findOne"}})
@costly(5)
@given(name=st.sampled_from(("find", "findOne")))
def test_no_vectors_here(target: Target, name: str) -> None:
    """Where there are no vectors nothing can be searched for."""
    with target.space() as space:
        answer = space.database.collection().command({name: {"sort": {"$vector": _ONE}}})
        space.check("VECTOR-028", answer, refused_with("VECTOR_SEARCH_NOT_SUPPORTED", scope="SCHEMA"))
