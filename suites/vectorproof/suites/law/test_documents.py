"""What inserting, reading, changing and deleting promise of each other."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals, holds, same_as
from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import shortened
from vectorproof.harness.json_values import list_in, object_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.strategies.meeting import documents, projections, sorts, values
from vectorproof.harness.target import Target
from vectorproof.suites.law.held import Clause, clauses, everything, filled, ids, several

_THREE: Final[list[Clause]] = [{"a": 2, "b": "x"}, {"a": 1, "c": [1, 2, 3]}, {"k.e": "y", "n&m": [1, 2]}]


@requirement("LAW-006")
@boundaries({"a text and a number": {"document": {"a": "x", "b": 1}}, "a name with a dot": {"document": {"k.e": True}}})
@costly(5)
@given(document=documents())
def test_insert_then_find(target: Target, document: Clause) -> None:
    """A document is found by each plain value that it was inserted with, and is whole."""
    with target.space() as space:
        collection = filled(space, [document, {}])
        for name, value in [("_id", 0), *document.items()]:
            if value is None or is_list(value) or is_object(value):
                continue
            found = collection.find({_path(name): value}, projection={"*": 1}).documents
            space.check("LAW-006", [{**one} for one in found], equals([{"_id": 0, **document}], "the document"))


@requirement("LAW-007")
@boundaries(
    {
        "one by one": {"held": _THREE, "sort": {"a": 1}, "size": 1},
        "more than there are": {"held": _THREE, "sort": {"b": -1}, "size": 4},
    }
)
@costly(5)
@given(held=several(), sort=sorts(), size=st.integers(1, 4))
def test_windows(target: Target, held: list[Clause], sort: dict[str, int], size: int) -> None:
    """The windows of an order, joined, are the order."""
    with target.space() as space:
        collection = filled(space, held)
        whole = [document["_id"] for document in collection.find({}, sort=sort).documents]
        joined: list[Any] = []
        for start in range(0, len(held), size):
            window = collection.find({}, sort=sort, options={"skip": start, "limit": size})
            joined += [document["_id"] for document in window.documents]
        space.check("LAW-007", whole, holds("every document once", lambda seen: sorted(seen) == [*range(len(held))]))
        space.check("LAW-007", joined, same_as(whole, "the whole order"))


@requirement("LAW-008")
@boundaries(
    {
        "included": {"held": _THREE, "projection": {"a": 1}},
        "excluded": {"held": _THREE, "projection": {"a": 0}},
        "sliced": {"held": _THREE, "projection": {"n&&m": {"$slice": 1}}},
    }
)
@costly(5)
@given(held=several(), projection=projections())
def test_projection(target: Target, held: list[Clause], projection: Clause) -> None:
    """A projection shows a part of each document and makes nothing up."""
    with target.space() as space:
        collection = filled(space, held)
        whole = {document["_id"]: document for document in everything(collection) or ()}
        shown = collection.find({}, sort={"_id": 1}, projection=projection).documents
        space.check("LAW-008", len(shown), same_as(len(held), "the number of documents"))
        for number, document in enumerate(shown):
            space.check("LAW-008", document, _part_of(whole[number]))


@requirement("LAW-009")
@boundaries(
    {
        "sorted": {"held": _THREE, "clause": {"a": {"$gt": 0}}, "sort": {"a": -1}},
        "in no order": {"held": _THREE, "clause": {"a": {"$exists": True}}, "sort": {}},
    }
)
@costly(5)
@given(held=several(), clause=clauses(), sort=st.one_of(st.builds(dict[str, int]), sorts()))
def test_again(target: Target, held: list[Clause], clause: Clause, sort: dict[str, int]) -> None:
    """Asked again, the answer is the same, whatever else was read meanwhile."""
    with target.space() as space:
        collection = filled(space, held)
        first = collection.find(clause, sort=sort)
        collection.count_documents(clause)
        collection.find_one(clause, sort=sort)
        again = collection.find(clause, sort=sort)
        if first.ok or again.ok:  # Two refusals are alike, and show nothing of what is read.
            space.check("LAW-009", again.body, same_as(first.body, "the answer"))
            space.check("LAW-009", len(everything(collection) or ()), same_as(len(held), "the number of documents"))


@requirement("LAW-010")
@boundaries(
    {
        "a new member": {"held": _THREE, "chosen": 0, "members": {"d": 1}},
        "another value": {"held": _THREE, "chosen": 1, "members": {"a": [1]}},
    }
)
@costly(5)
@given(
    held=several(),
    chosen=st.integers(0, 5),
    members=st.dictionaries(st.sampled_from(("a", "b", "d")), values(), min_size=1, max_size=3),
)
def test_set_again(target: Target, held: list[Clause], chosen: int, members: Clause) -> None:
    """What is set is set: once more changes nothing and says so."""
    wish, update = {"_id": chosen % len(held)}, {"$set": members}
    with target.space() as space:
        collection = filled(space, held)
        collection.update_one(wish, update)
        left = everything(collection)
        again = collection.update_one(wish, update).status_member
        counts = (again.get("matchedCount"), again.get("modifiedCount"))
        space.check("LAW-010", counts, same_as((1, 0), "how many matched, and how many were modified"))
        space.check("LAW-010", everything(collection), same_as(left, "the documents"))


@requirement("LAW-011")
@boundaries(
    {
        "one of three": {"held": _THREE, "clause": {"a": 1}},
        "none": {"held": _THREE, "clause": {"a": "nowhere"}},
    }
)
@costly(5)
@given(held=several(), clause=clauses())
def test_delete_what_is_found(target: Target, held: list[Clause], clause: Clause) -> None:
    """What a filter finds is what it deletes; then it finds nothing, and deletes nothing."""
    with target.space() as space:
        collection = filled(space, held)
        found = ids(collection.find(clause))
        if not collection.delete_many(clause).ok and found is None:
            return  # Both are refused, which shows nothing of either.
        rest = [number for number in range(len(held)) if number not in (found or ())]
        space.check("LAW-011", ids(collection.find({})), same_as(rest, "what the filter did not find"))
        collection.delete_many(clause)
        space.check("LAW-011", ids(collection.find({})), same_as(rest, "what the filter did not find"))


@requirement("LAW-012")
@boundaries({"in order": {"held": _THREE, "ordered": True}, "in none": {"held": _THREE, "ordered": False}})
@costly(5)
@given(held=several(), ordered=st.booleans())
def test_batch(target: Target, held: list[Clause], ordered: bool) -> None:  # noqa: FBT001  # drawn
    """A batch leaves what its documents leave one by one."""
    numbered = [{"_id": number, **document} for number, document in enumerate(held)]
    with target.space() as space:
        single, batch = space.database.collection(), space.database.collection()
        for document in numbered:
            single.insert_one(document)
        batch.insert_many(numbered, ordered=ordered)
        one_by_one = everything(single)
        space.check("LAW-012", one_by_one, holds(f"{len(held)} documents", lambda seen: len(seen or ()) == len(held)))
        space.check("LAW-012", everything(batch), same_as(one_by_one, "what single inserts left"))


def _path(name: str) -> str:
    """Write a member's name as a path."""
    return name.replace("&", "&&").replace(".", "&.")


def _part_of(whole: Clause) -> Judge[Mapping[str, Any]]:
    return holds(f"a part of {shortened(str(whole))}", lambda seen: _is_part(seen, whole))


def _is_part(shown: Any, whole: Any) -> bool:
    """Tell whether a value holds no more than another: members that are parts, elements in their order."""
    members, others = object_in(shown), object_in(whole)
    if members is not None and others is not None:
        return all(name in others and _is_part(value, others[name]) for name, value in members.items())
    elements, left = list_in(shown), iter(list_in(whole) or ())
    if elements is not None:
        return isinstance(whole, list) and all(any(_is_part(one, other) for other in left) for one in elements)
    return type(shown) is type(whole) and bool(shown == whole)
