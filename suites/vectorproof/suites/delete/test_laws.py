"""Deleting, as one sees it without knowing what is stored."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import found_ids, inserted, status_holds
from vectorproof.harness.collection import Collection
from vectorproof.harness.strategies.meeting import documents
from vectorproof.harness.target import Target

Clause = dict[str, Any]


def _filled(collection: Collection, held: list[Clause]) -> None:
    collection.insert_many([{"_id": number, **document} for number, document in enumerate(held)])


@requirement("DELETE-004")
@boundaries(
    {"the only one": {"held": [{}], "chosen": 0}, "one of several": {"held": [{"a": 1}, {"a": 1}, {}], "chosen": 4}}
)
@given(held=st.lists(documents(), min_size=1, max_size=5), chosen=st.integers(0, 9))
def test_twice(target: Target, held: list[Clause], chosen: int) -> None:
    """What was deleted is gone: deleting it again deletes nothing, and its ``_id`` is free at once."""
    document_id = chosen % len(held)
    with target.space() as space:
        collection = space.database.collection()
        _filled(collection, held)
        space.check("DELETE-004", collection.delete_one({"_id": document_id}), status_holds(deletedCount=1))
        space.check("DELETE-004", collection.delete_one({"_id": document_id}), status_holds(deletedCount=0))
        space.check("DELETE-004", collection.find({"_id": document_id}), found_ids())
        space.check("DELETE-004", collection.insert_one({"_id": document_id}), inserted(document_id))


@requirement("DELETE-005")
@boundaries({"few": {"held": [{}, {}]}, "more than one call deletes": {"held": [{"a": 1}] * 25}})
@given(held=st.lists(documents(), min_size=1, max_size=6))
def test_everything(target: Target, held: list[Clause]) -> None:
    """A deleteMany without a filter empties the collection at once, and says -1."""
    with target.space() as space:
        collection = space.database.collection()
        _filled(collection, held)
        space.check("DELETE-005", collection.count_documents(), status_holds(count=len(held)))
        space.check("DELETE-005", collection.delete_many({}), status_holds(deletedCount=-1))
        space.check("DELETE-005", collection.find({}), found_ids())
