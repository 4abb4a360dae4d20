"""Which members an answer has, command by command."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, status_holds
from vectorproof.harness.checks.envelopes import (
    gives_document,
    is_page,
    members_are,
    more_data,
    status_has_members,
    warns,
)
from vectorproof.harness.collection import Collection
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_UPDATE: Final = {"$set": {"n": 1}}
# Commands that answer with a status only, with a document there and without.
_WRITES: Final[dict[str, dict[str, Any]]] = {
    "insertOne": {"insertOne": {"document": {}}},
    "insertMany": {"insertMany": {"documents": [{}, {}]}},
    "updateOne": {"updateOne": {"filter": {}, "update": _UPDATE}},
    "updateMany": {"updateMany": {"filter": {}, "update": _UPDATE}},
    "deleteOne": {"deleteOne": {"filter": {"a": 1}}},
    "deleteMany": {"deleteMany": {"filter": {"a": 1}}},
    "countDocuments": {"countDocuments": {}},
    "estimatedDocumentCount": {"estimatedDocumentCount": {}},
}
_FOUND_AND: Final[dict[str, tuple[dict[str, Any], tuple[str, ...]]]] = {
    "findOneAndDelete": ({"findOneAndDelete": {"filter": {"_id": "1"}}}, ("deletedCount",)),
    "findOneAndUpdate": (
        {"findOneAndUpdate": {"filter": {"_id": "1"}, "update": _UPDATE}},
        ("matchedCount", "modifiedCount"),
    ),
    "findOneAndReplace": (
        {"findOneAndReplace": {"filter": {"_id": "1"}, "replacement": {"n": 2}}},
        ("matchedCount", "modifiedCount"),
    ),
}
_PAGE: Final = 50
_DELETED: Final = 20


@requirement("ENVELOPE-008", "ENVELOPE-012")
@boundaries({name: {"name": name, "count": 2} for name in _WRITES})
@costly(5)
@given(name=st.sampled_from(list(_WRITES)), count=st.integers(0, 3))
def test_writes(target: Target, name: str, count: int) -> None:
    """A write answers with what became of it, and with nothing else; a read does not."""
    with target.space() as space:
        collection = _with_documents(space.database.collection(), count)
        space.check("ENVELOPE-012", collection.find({}), members_are("data"))
        answer = collection.command(_WRITES[name])
        space.check("ENVELOPE-012", answer, members_are("status"))
        space.check("ENVELOPE-008", answer, status_has_members())


@requirement("ENVELOPE-010")
@boundaries({"no document": {"count": 0}, "one document": {"count": 1}, "more than a page": {"count": _PAGE + 1}})
@costly(5)
@given(count=st.integers(0, 5))
def test_find(target: Target, count: int) -> None:
    """A page of documents says whether there is another one."""
    with target.space() as space:
        collection = _with_documents(space.database.collection(), count)
        space.check("ENVELOPE-010", collection.find({}), is_page())


@requirement("ENVELOPE-011")
@boundaries({"nothing there": {"count": 0}, "one document": {"count": 1}})
@costly(5)
@given(count=st.integers(0, 3))
def test_find_one(target: Target, count: int) -> None:
    """What is not found is null, and said to be."""
    with target.space() as space:
        collection = _with_documents(space.database.collection(), count)
        space.check("ENVELOPE-011", collection.find_one({}), all_of(members_are("data"), gives_document(count > 0)))


@requirement("ENVELOPE-016")
@boundaries({f"{name}, {count} there": {"name": name, "count": count} for name in _FOUND_AND for count in (0, 1)})
@costly(5)
@given(name=st.sampled_from(list(_FOUND_AND)), count=st.integers(0, 2))
def test_find_and(target: Target, name: str, count: int) -> None:
    """What is found and changed in one command is given back, with the counts of the change."""
    body, counts = _FOUND_AND[name]
    with target.space() as space:
        answer = _with_documents(space.database.collection(), count).command(body)
        there = int(count > 0)
        right = all_of(members_are("data", "status"), gives_document(bool(there)))
        space.check("ENVELOPE-016", answer, all_of(right, status_holds(**dict.fromkeys(counts, there))))


_MORE = (
    Row(
        "ENVELOPE-009",
        {"a page exactly": _PAGE, "one more": _PAGE + 1},
        st.integers(1, 3),
        facts={"name": "updateMany", "most": _PAGE},
    ),
    Row(
        "ENVELOPE-009",
        {"all deleted": _DELETED, "one left": _DELETED + 1},
        st.integers(1, 22),
        facts={"name": "deleteMany", "most": _DELETED},
    ),
)


@requirement(*ids(_MORE))
@boundaries(edges(_MORE))
@costly(5)
@given(row=rows_of(_MORE))
def test_more_data(target: Target, row: Drawn) -> None:
    """That there is more is said when there is; otherwise nothing is said of it."""
    update = {"update": _UPDATE} if row.facts["name"] == "updateMany" else {}
    with target.space() as space:
        collection = _with_documents(space.database.collection(), row.value)
        answer = collection.command({row.facts["name"]: {"filter": {"k": 1}, **update}})
        space.check("ENVELOPE-009", answer, more_data(row.value > row.facts["most"]))


@requirement("ENVELOPE-014")
@boundaries({"findNamespaces": {"name": "findNamespaces"}, "dropNamespace": {"name": "dropNamespace"}})
@costly(5)
@given(name=st.sampled_from(("findNamespaces", "dropNamespace", "createNamespace")))
def test_warnings(target: Target, name: str) -> None:
    """A warning is no error: it stands in the status."""
    with target.space() as space:
        unused = {} if name == "findNamespaces" else {"name": space.database.new_name("ks")}
        answer = space.database.command({name: unused})
        space.database.command({"dropKeyspace": unused}) if unused else None
        space.check("ENVELOPE-014", answer, all_of(members_are("status"), warns(name)))


def _with_documents(collection: Collection, count: int) -> Collection:
    documents = [{"_id": str(number), "k": 1} for number in range(1, count + 1)]
    for start in range(0, count, 100):
        collection.insert_many(documents[start : start + 100])
    return collection
