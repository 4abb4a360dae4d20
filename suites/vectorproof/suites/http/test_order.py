"""Which trouble is told first, where there is more than one."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_no_document, refused_with
from vectorproof.harness.strategies import collection_names
from vectorproof.harness.target import Target

_BAD_FILTERS: Final[tuple[dict[str, Any], ...]] = (
    {"a": {"$foo": 1}},
    {"a": [1]},
    {"a": {"$in": 5}},
    {"$where": 1},
    {"_id": {"$gt": 1, "$lt": 9}},
)
_BAD_SORTS: Final[tuple[dict[str, Any], ...]] = ({"a": 2}, {"a": "asc"}, {"$foo": 1}, {"a": 1, "$vector": [1.0]})
_BAD_PROJECTIONS: Final[tuple[dict[str, Any], ...]] = ({"a": 1, "b": 0}, {"a": "yes"}, {"": 1}, {"*": 1, "a": 1})
_UNKNOWN_COLLECTION: Final = ("UNKNOWN_COLLECTION_OR_TABLE", "COLLECTION_NOT_EXIST")


@requirement("HTTP-029")
@boundaries(
    {
        "only the keyspace": {"keyspace": "nowhere", "collection": None},
        "both": {"keyspace": "nowhere", "collection": "nothing"},
    }
)
@costly(5)
@given(keyspace=collection_names(min_length=3), collection=st.one_of(st.none(), collection_names(min_length=3)))
def test_unknown_keyspace(target: Target, keyspace: str, collection: str | None) -> None:
    """A keyspace that does not exist is told first."""
    with target.space() as space:
        body: dict[str, Any] = {"findCollections": {}} if collection is None else {"find": {}}
        answer = space.database.command(body, keyspace=f"no_{keyspace}"[:48], collection=collection)
        space.check("HTTP-029", answer, refused_with("UNKNOWN_KEYSPACE", family="REQUEST", scope="SCHEMA"))
        space.check("HTTP-029", space.database.collection().find({}), found_no_document())


@requirement("HTTP-030")
@boundaries({"shortest": {"name": "a"}, "longest": {"name": "a" * 45}})
@costly(5)
@given(name=collection_names(max_length=45))
def test_unknown_collection(target: Target, name: str) -> None:
    """A collection that does not exist is named."""
    with target.space() as space:
        answer = space.database.existing(f"no_{name}").find({})
        space.check("HTTP-030", answer, refused_with(*_UNKNOWN_COLLECTION, scope="SCHEMA", says=f"no_{name}"))


@requirement("HTTP-031")
@boundaries(
    {
        "a filter": {"filter_": _BAD_FILTERS[0], "sort": {}},
        "a sort": {"filter_": {}, "sort": _BAD_SORTS[0]},
    }
)
@costly(5)
@given(filter_=st.sampled_from(_BAD_FILTERS), sort=st.sampled_from(_BAD_SORTS))
def test_collection_before_clauses(target: Target, filter_: dict[str, Any], sort: dict[str, Any]) -> None:
    """Clauses are looked at when their collection is known."""
    with target.space() as space:
        answer = space.database.existing(space.database.new_name()).find(filter_, sort=sort)
        space.check("HTTP-031", answer, refused_with(*_UNKNOWN_COLLECTION))


@requirement("HTTP-032")
@boundaries(
    {
        "before a sort": {"filter_": _BAD_FILTERS[0], "sort": _BAD_SORTS[0], "projection": {}},
        "before a projection": {"filter_": _BAD_FILTERS[4], "sort": {}, "projection": _BAD_PROJECTIONS[0]},
    }
)
@costly(5)
@given(
    filter_=st.sampled_from(_BAD_FILTERS),
    sort=st.sampled_from([*_BAD_SORTS, {}]),
    projection=st.sampled_from([*_BAD_PROJECTIONS, {}]),
)
def test_filter_first(
    target: Target, filter_: dict[str, Any], sort: dict[str, Any], projection: dict[str, Any]
) -> None:
    """What a filter has wrong is told first of the clauses."""
    with target.space() as space:
        answer = space.database.collection().find(filter_, sort=sort, projection=projection)
        space.check("HTTP-032", answer, refused_with(*_FILTER_CODES, scope="FILTER"))


_FILTER_CODES: Final = ("FILTER_INVALID_EXPRESSION", "FILTER_UNSUPPORTED_OPERATOR", "FILTER_MULTIPLE_ID_FILTER")


@requirement("HTTP-033")
@boundaries(
    {
        "a direction": {"sort": _BAD_SORTS[0], "projection": _BAD_PROJECTIONS[0]},
        "a path": {"sort": _BAD_SORTS[2], "projection": _BAD_PROJECTIONS[3]},
    }
)
@costly(5)
@given(sort=st.sampled_from(_BAD_SORTS), projection=st.sampled_from(_BAD_PROJECTIONS))
def test_sort_before_projection(target: Target, sort: dict[str, Any], projection: dict[str, Any]) -> None:
    """What a sort has wrong is told before what a projection has."""
    codes = ("SORT_CLAUSE_VALUE_INVALID", "SORT_CLAUSE_PATH_INVALID", "SORT_CLAUSE_INVALID")
    with target.space() as space:
        answer = space.database.collection().find({}, sort=sort, projection=projection)
        space.check("HTTP-033", answer, refused_with(*codes, scope="SORT"))
