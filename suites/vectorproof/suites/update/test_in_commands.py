"""An update does the same in every command that has one, each operator on the same documents."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.collection import Collection
from vectorproof.harness.space import Space
from vectorproof.harness.strategies.meeting import ACTIONS, documents, updates
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Change, updating
from vectorproof.suites.models.collection import Collection as Model
from vectorproof.suites.oracle import Done, came_to, comes_to, filled, stored, unless_refused

Clause = dict[str, Any]
_HELD: Final[list[Clause]] = [{"a": [1, 2], "b": {"x": 1}, "c": 1}, {"a": [2], "b": {}, "c": 2}]
_OF_EACH: Final[Mapping[str, Clause]] = {
    "$set": {"$set": {"c": 3}},
    "$unset": {"$unset": {"b.x": ""}},
    "$inc": {"$inc": {"c": 2}},
    "$mul": {"$mul": {"c": 2}},
    "$min": {"$min": {"c": 8}},
    "$max": {"$max": {"c": 9}},
    "$push": {"$push": {"a": 4}},
    "$addToSet": {"$addToSet": {"a": 1}},
    "$pop": {"$pop": {"a": -1}},
    "$rename": {"$rename": {"b": "d"}},
    "$setOnInsert": {"$setOnInsert": {"c": 0}},
}
_FIRST: Final = {"_id": 0}


@requirement("UPDATE-013", "UPDATE-014")
@costly(4)
@boundaries(
    {
        "of each kind": {"held": _HELD, "clauses": _OF_EACH},
        "without fields": {"held": [{}, {}], "clauses": _OF_EACH},
    }
)
@given(
    held=st.lists(documents(), min_size=2, max_size=3),
    clauses=st.fixed_dictionaries({operator: updates(operator) for operator in ACTIONS}),
)
def test_each(target: Target, held: list[Clause], clauses: Mapping[str, Clause]) -> None:
    """What an operator makes of one document it makes of several, and of one that is given back."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": number, **document} for number, document in enumerate(held)])
        for clause in clauses.values():
            state = _one(space, collection, state, clause)
            state = _every(space, collection, state, clause)


def _one(space: Space, collection: Collection, state: Model, clause: Clause) -> Model:
    shown = {"filter": _FIRST, "update": clause, "options": {"returnDocument": "after"}}
    seen = Done(collection.command({"findOneAndUpdate": shown}), stored(collection))
    change = Change(updating(clause), shown="after")
    outcomes = unless_refused(state, clause, lambda: state.change_one(_FIRST, {}, change))
    space.check("UPDATE-013", seen, comes_to(*outcomes))
    return came_to(state, seen, outcomes)


def _every(space: Space, collection: Collection, state: Model, clause: Clause) -> Model:
    seen = Done(collection.command({"updateMany": {"filter": {}, "update": clause}}), stored(collection))
    outcomes = unless_refused(state, clause, lambda: state.update_many({}, Change(updating(clause))))
    space.check("UPDATE-014", seen, comes_to(*outcomes))
    return came_to(state, seen, outcomes)
