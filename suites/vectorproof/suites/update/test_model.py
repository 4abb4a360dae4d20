"""What each operator of an update makes of a document, alone and beside others, worked out by the model."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.strategies.meeting import documents, updates
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Change, updating
from vectorproof.suites.oracle import Done, came_to, comes_to, filled, stored, unless_refused

Clause = dict[str, Any]
_ID = "the one"
_RICH: Clause = {"a": [1, 2], "b": {"x": 1, "y": "text"}, "c": 1.5, "k.e": None}


def _judged(target: Target, requirement_id: str, held: Clause, clauses: Sequence[Clause]) -> None:
    """Apply updates to one document, one after the other, each from what the one before has left."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": _ID, **held}])
        for clause in clauses:
            outcomes = unless_refused(
                state, clause, partial(state.change_one, {"_id": _ID}, {}, Change(updating(clause)))
            )
            seen = Done(collection.update_one({"_id": _ID}, clause), stored(collection))
            space.check(requirement_id, seen, comes_to(*outcomes))
            state = came_to(state, seen, outcomes)


def of(*operators: str) -> st.SearchStrategy[list[Clause]]:
    """Draw a few updates that use one of these operators each, beside others or not."""
    return st.lists(updates(*operators), min_size=1, max_size=3)


@requirement("UPDATE-001")
@boundaries(
    {
        "the same value again": {
            "held": _RICH,
            "clauses": [{"$set": {"a": [1, 2]}}, {"$set": {"b": {"y": "text", "x": 1}}}],
        },
        "made on the way": {"held": {}, "clauses": [{"$set": {"b.x.y": 1}}, {"$set": {"a.0": 1}}]},
        "behind the end of an array": {"held": _RICH, "clauses": [{"$set": {"a.4": None}}, {"$set": {"a.01": 1}}]},
        "through a scalar": {"held": _RICH, "clauses": [{"$set": {"c.x": 1}}, {"$set": {"a.x": 1}}]},
    }
)
@given(held=documents(), clauses=of("$set"))
def test_set(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """A value is assigned where the path leads; members on the way are made, and nothing goes through a scalar."""
    _judged(target, "UPDATE-001", held, clauses)


@requirement("UPDATE-002")
@boundaries(
    {
        "an element becomes null": {"held": _RICH, "clauses": [{"$unset": {"a.0": ""}}, {"$unset": {"a.2": ""}}]},
        "what is not there": {"held": _RICH, "clauses": [{"$unset": {"missing": ""}}, {"$unset": {"c.x": ""}}]},
        "a member": {"held": _RICH, "clauses": [{"$unset": {"b.x": ""}}, {"$unset": {"k&.e": ""}}]},
    }
)
@given(held=documents(), clauses=of("$unset"))
def test_unset(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """A member goes, an element of an array becomes null, and what is not there is no change."""
    _judged(target, "UPDATE-002", held, clauses)


@requirement("UPDATE-003")
@boundaries(
    {
        "by nothing": {"held": _RICH, "clauses": [{"$inc": {"c": 0}}, {"$inc": {"missing": 0}}]},
        "there and back": {"held": _RICH, "clauses": [{"$inc": {"c": 0.5}}, {"$inc": {"c": -0.5}}]},
        "no number": {"held": _RICH, "clauses": [{"$inc": {"b": 1}}, {"$inc": {"k&.e": 1}}, {"$inc": {"c": "1"}}]},
        "what is embedded": {"held": _RICH, "clauses": [{"$inc": {"$vector": 1}}, {"$inc": {"$vectorize": 1}}]},
    }
)
@given(held=documents(), clauses=of("$inc"))
def test_increase(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """A number is added exactly; a missing one counts as nothing, and what is no number is refused."""
    _judged(target, "UPDATE-003", held, clauses)


@requirement("UPDATE-004")
@boundaries(
    {
        "by one": {"held": _RICH, "clauses": [{"$mul": {"c": 1}}, {"$mul": {"missing": 2}}]},
        "no number": {"held": _RICH, "clauses": [{"$mul": {"b": 1}}, {"$mul": {"c": True}}]},
        "what is embedded": {"held": _RICH, "clauses": [{"$mul": {"$vector": 2}}, {"$mul": {"$lexical": 2}}]},
    }
)
@given(held=documents(), clauses=of("$mul"))
def test_multiply(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """A number is multiplied exactly; a missing one becomes 0."""
    _judged(target, "UPDATE-004", held, clauses)


@requirement("UPDATE-005")
@boundaries(
    {
        "the same": {"held": _RICH, "clauses": [{"$min": {"c": 1.5}}, {"$max": {"c": 1.5}}]},
        "of another type": {
            "held": _RICH,
            "clauses": [{"$min": {"c": None}}, {"$max": {"c": "text"}}, {"$max": {"b": True}}],
        },
        "of nothing": {"held": {}, "clauses": [{"$min": {"a": 2}}, {"$max": {"b": 2}}]},
    }
)
@given(held=documents(), clauses=of("$min", "$max"))
def test_least_and_greatest(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """The lesser or the greater of two values stays, by type first; a missing one is replaced by either."""
    _judged(target, "UPDATE-005", held, clauses)


@requirement("UPDATE-006")
@boundaries(
    {
        "at every place": {
            "held": _RICH,
            "clauses": [
                {"$push": {"a": {"$each": [0], "$position": 0}}},
                {"$push": {"a": {"$each": [9], "$position": -1}}},
                {"$push": {"a": {"$each": [8], "$position": -9}}},
                {"$push": {"a": {"$each": [7], "$position": 99}}},
            ],
        },
        "nothing at all": {
            "held": _RICH,
            "clauses": [{"$push": {"a": {"$each": []}}}, {"$push": {"new": {"$each": []}}}],
        },
        "no array": {"held": _RICH, "clauses": [{"$push": {"c": 1}}, {"$push": {"b": 1}}]},
        "an unknown modifier": {"held": _RICH, "clauses": [{"$push": {"a": {"$each": [1], "$sort": 1}}}]},
    }
)
@given(held=documents(), clauses=of("$push"))
def test_push(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """Values are added to an array, at the end or where they are wished; a missing array is made."""
    _judged(target, "UPDATE-006", held, clauses)


@requirement("UPDATE-007")
@boundaries(
    {
        "what is there": {
            "held": _RICH,
            "clauses": [{"$addToSet": {"a": 1}}, {"$addToSet": {"a": {"$each": [1, 3, 3]}}}],
        },
        "nothing at all": {
            "held": _RICH,
            "clauses": [{"$addToSet": {"new": {"$each": []}}}, {"$addToSet": {"new": 1}}],
        },
        "members in another order": {
            "held": {"a": [{"x": 1, "y": 2}]},
            "clauses": [{"$addToSet": {"a": {"x": 1, "y": 2}}}, {"$addToSet": {"a": {"y": 2, "x": 1}}}],
        },
    }
)
@given(held=documents(), clauses=of("$addToSet"))
def test_add_to_set(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """A value is added unless an equal one is there."""
    _judged(target, "UPDATE-007", held, clauses)


@requirement("UPDATE-008")
@boundaries(
    {
        "from both ends until nothing is left": {
            "held": _RICH,
            "clauses": [{"$pop": {"a": 1}}, {"$pop": {"a": -1}}, {"$pop": {"a": 1}}],
        },
        "neither end": {"held": _RICH, "clauses": [{"$pop": {"a": 0}}, {"$pop": {"a": 2}}]},
        "no array": {"held": _RICH, "clauses": [{"$pop": {"c": 1}}, {"$pop": {"missing": 1}}]},
    }
)
@given(held=documents(), clauses=of("$pop"))
def test_pop(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """The last or the first element goes."""
    _judged(target, "UPDATE-008", held, clauses)


@requirement("UPDATE-009")
@boundaries(
    {
        "over another": {"held": _RICH, "clauses": [{"$rename": {"c": "b"}}, {"$rename": {"missing": "b"}}]},
        "within an array": {"held": _RICH, "clauses": [{"$rename": {"a.0": "z"}}, {"$rename": {"c": "a.0"}}]},
        "to itself": {"held": _RICH, "clauses": [{"$rename": {"c": "c"}}]},
    }
)
@given(held=documents(), clauses=of("$rename"))
def test_rename(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """A value moves to another name, over what stood there; elements of arrays do not move."""
    _judged(target, "UPDATE-009", held, clauses)


@requirement("UPDATE-010")
@boundaries(
    {
        "each sees what came before": {
            "held": _RICH,
            "clauses": [{"$rename": {"n": "m"}, "$inc": {"n": 1}}, {"$unset": {"m": ""}, "$set": {"x": 1}}],
        },
        "one of them wrong": {"held": _RICH, "clauses": [{"$set": {"n": 1}, "$inc": {"b": 1}}, {"$set": {"n": 1}}]},
        "the same path twice": {"held": _RICH, "clauses": [{"$set": {"c": 1}, "$inc": {"c": 1}}]},
        "one path above another": {"held": _RICH, "clauses": [{"$set": {"b": 1}, "$inc": {"b.x": 1}}]},
        "nothing": {"held": _RICH, "clauses": [{}, {"$set": {}}]},
    }
)
@given(held=documents(), clauses=st.lists(updates(), min_size=1, max_size=4))
def test_several(target: Target, held: Clause, clauses: list[Clause]) -> None:
    """Operators run in a fixed order, each on what the others left; if one is refused, nothing is written."""
    _judged(target, "UPDATE-010", held, clauses)
