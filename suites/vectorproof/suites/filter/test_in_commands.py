"""A filter means the same in every command that has one, each operator on the same documents."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.collection import Collection
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.meeting import OPERATORS, comparisons, documents
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Change, updating
from vectorproof.suites.models.collection import Collection as Model
from vectorproof.suites.oracle import Done, came_to, comes_to, filled, stored

Clause = dict[str, Any]
_MIXED: Final[list[Clause]] = [{"a": 1, "b": {"x": 1}}, {"a": "b", "c": [1, 2]}, {"a": None, "c": []}, {}]
_OF_EACH: Final[Mapping[str, Clause]] = {
    "$eq": {"a": {"$eq": 1}},
    "$ne": {"a": {"$ne": 1}},
    "$in": {"a": {"$in": [1, None]}},
    "$nin": {"a": {"$nin": [1, None]}},
    "$all": {"c": {"$all": [1, 2]}},
    "$exists": {"c": {"$exists": True}},
    "$size": {"c": {"$size": 0}},
    "$gt": {"a": {"$gt": "a"}},
    "$gte": {"a": {"$gte": 1}},
    "$lt": {"b.x": {"$lt": 2}},
    "$lte": {"b.x": {"$lte": 1}},
}


@requirement("COUNT-001", "DELETE-003", "FIND-004", "UPDATE-014")
@costly(5)
@boundaries(
    {
        "of each kind": {"held": _MIXED, "clauses": _OF_EACH},
        "without fields": {"held": [{}, {}], "clauses": _OF_EACH},
    }
)
@given(
    held=st.lists(documents(), min_size=2, max_size=5),
    clauses=st.fixed_dictionaries({operator: comparisons(operator) for operator in OPERATORS}),
)
def test_each(target: Target, held: list[Clause], clauses: Mapping[str, Clause]) -> None:
    """What an operator finds is what is counted, updated and deleted by it."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": number, **document} for number, document in enumerate(held)])
        for number, clause in enumerate(clauses.values()):
            counted = Done(collection.count_documents(clause), tuple(state.documents.values()))
            space.check("COUNT-001", counted, comes_to(state.count(clause)))
            state = _updated(space, collection, state, clause, {"$set": {"n": number}})
            state = _deleted(space, collection, state, clause)


def _updated(space: Space, collection: Collection, state: Model, clause: Clause, update: Clause) -> Model:
    change = Change(updating(update))
    one = Done(collection.update_one(clause, update), stored(collection))
    outcomes = state.change_one(clause, {}, change)
    space.check("FIND-004", one, comes_to(*outcomes))
    state = came_to(state, one, outcomes)
    every = Done(collection.command({"updateMany": {"filter": clause, "update": update}}), stored(collection))
    outcomes = state.update_many(clause, change)
    space.check("UPDATE-014", every, comes_to(*outcomes))
    return came_to(state, every, outcomes)


def _deleted(space: Space, collection: Collection, state: Model, clause: Clause) -> Model:
    """Delete, and put back what is gone, so that the next operator meets it as well."""
    outcome = state.delete_many(clause)
    seen = Done(collection.delete_many(clause), stored(collection))
    space.check("DELETE-003", seen, comes_to(outcome))
    gone = [document for key, document in state.documents.items() if key not in outcome.documents]
    if gone:
        collection.insert_many([*gone])
    return state
