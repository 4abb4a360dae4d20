"""Counting and finding tell the same, and counting stops where it says."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import same_as, status_holds
from vectorproof.harness.strategies.meeting import documents, equalities
from vectorproof.harness.target import Target

Clause = dict[str, Any]
_MOST = 1000
_BATCH = 100


@requirement("COUNT-003")
@boundaries(
    {
        "none of none": {"held": [], "clause": {"a": 1}},
        "one of two": {"held": [{"a": 1}, {"a": 2}], "clause": {"a": 1}},
        "all": {"held": [{"a": 1}, {"a": [1]}], "clause": {"a": 1}},
    }
)
@given(held=st.lists(documents(), max_size=6), clause=equalities())
def test_as_many_as_found(target: Target, held: list[Clause], clause: Clause) -> None:
    """A count is the size of what find gives for the same filter."""
    with target.space() as space:
        collection = space.database.collection()
        for number, document in enumerate(held):
            collection.insert_one({"_id": number, **document})
        size = len(collection.find(clause).documents)
        counted = collection.count_documents(clause)
        space.check("COUNT-003", counted.status_member.get("count"), same_as(size, "the size of the find"))
        rest = collection.count_documents({"$not": clause}).status_member.get("count")
        space.check("COUNT-003", rest, same_as(len(held) - size, "the size of the opposite"))


@requirement("COUNT-004")
@costly(25)
@boundaries({"a thousand": {"extra": 0}, "one more": {"extra": 1}, "one less": {"extra": -1}})
@given(extra=st.integers(-2, 2))
def test_stops_at_a_thousand(target: Target, extra: int) -> None:
    """A count goes up to 1000; beyond, it says 1000 and that there is more."""
    count = _MOST + extra
    with target.space() as space:
        collection = space.database.collection()
        for start in range(0, count, _BATCH):
            collection.insert_many([{"_id": number} for number in range(start, min(start + _BATCH, count))])
        counted = collection.count_documents({})
        space.check("COUNT-004", counted, status_holds(count=min(count, _MOST)))
        more = counted.status_member.get("moreData")
        space.check("COUNT-004", more, same_as(True if count > _MOST else None, "moreData"))
