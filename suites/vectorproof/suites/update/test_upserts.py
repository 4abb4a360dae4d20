"""What an update or a replacement makes where nothing matches, and what comes back of it."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.collection import Collection
from vectorproof.harness.strategies.meeting import comparisons, documents, equalities, filters, ids, updates
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Change, updating
from vectorproof.suites.models.outcomes import Outcome
from vectorproof.suites.oracle import Done, comes_to, filled, stored, unless_refused

Clause = dict[str, Any]
_UPSERT = {"upsert": True}


def _upserted(collection: Collection, clause: Clause, update: Clause) -> tuple[Done, Sequence[Outcome]]:
    """Upsert, and work out what that had to come to; an ``_id`` that was made up is taken from the answer."""
    answer = collection.update_one(clause, update, upsert=True)
    seen = Done(answer, stored(collection))
    empty = filled(collection, [])
    change = Change(updating(update), upsert=True, new_id=answer.status_member.get("upsertedId", "none"))
    return seen, unless_refused(empty, update, lambda: empty.change_one(clause, {}, change))


@requirement("UPDATE-011")
@boundaries(
    {
        "equalities of every kind": {"wish": {"a": 1, "b": {"$eq": [1, 2]}, "c": None}, "update": {"$inc": {"a": 1}}},
        "a dotted path": {"wish": {"b.x": 1}, "update": {"$set": {"b.y": 2}}},
        "ranges give nothing": {"wish": {"a": {"$gt": 1}, "b": {"$exists": False}}, "update": {"$set": {"c": 1}}},
    }
)
@given(wish=st.one_of(equalities(), comparisons("$eq", "$gt", "$in", "$exists", "$size")), update=updates())
def test_from_a_filter(target: Target, wish: Clause, update: Clause) -> None:
    """The equalities of the filter are the new document's first fields, and the update works on them."""
    with target.space() as space:
        collection = space.database.collection()
        seen, outcomes = _upserted(collection, wish, update)
        space.check("UPDATE-011", seen, comes_to(*outcomes))


@requirement("UPDATE-012")
@boundaries(
    {
        "an id in the filter": {"document_id": "a", "update": {"$setOnInsert": {"a": 1}, "$set": {"b": 1}}},
        "a number for an id": {"document_id": 1, "update": {"$set": {"_x": 1}}},
        "null for an id": {"document_id": None, "update": {}},
    }
)
@given(document_id=ids(), update=updates())
def test_with_an_id(target: Target, document_id: Any, update: Clause) -> None:
    """An ``_id`` that the filter names becomes the new document's, and a second upsert finds that document."""
    with target.space() as space:
        collection = space.database.collection()
        seen, outcomes = _upserted(collection, {"_id": document_id}, update)
        space.check("UPDATE-012", seen, comes_to(*outcomes))
        if not outcomes[0].errors:
            again = filled(collection, [])
            held = type(again)(outcomes[0].documents)
            second = Done(collection.update_one({"_id": document_id}, update, upsert=True), stored(collection))
            right = held.change_one({"_id": document_id}, {}, Change(updating(update), upsert=True))
            space.check("UPDATE-012", second, comes_to(*right))


@requirement("UPDATE-013")
@boundaries(
    {
        "before a change": {"held": {"a": 1}, "update": {"$inc": {"a": 1}}, "shown": "before"},
        "after a change": {"held": {"a": 1}, "update": {"$inc": {"a": 1}}, "shown": "after"},
        "after none": {"held": {"a": 1}, "update": {"$set": {"a": 1}}, "shown": "after"},
        "after nothing was added": {"held": {}, "update": {"$addToSet": {"a": {"$each": []}}}, "shown": "after"},
        "after one that is refused": {"held": {"a": "1"}, "update": {"$inc": {"a": 1}}, "shown": "after"},
    }
)
@given(held=documents(), update=updates(), shown=st.sampled_from(("before", "after")))
def test_what_comes_back(target: Target, held: Clause, update: Clause, shown: str) -> None:
    """A findOneAndUpdate gives the document as it was, or as it is since."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": 1, **held}])
        options = {"options": {"returnDocument": shown}}
        answer = collection.command({"findOneAndUpdate": {"filter": {"_id": 1}, "update": update, **options}})
        change = Change(updating(update), shown=shown)
        outcomes = unless_refused(state, update, lambda: state.change_one({"_id": 1}, {}, change))
        space.check("UPDATE-013", Done(answer, stored(collection)), comes_to(*outcomes))


@requirement("UPDATE-014")
@boundaries(
    {
        "all of them": {"held": [{"a": 1}, {"a": 1}, {"b": 1}], "wish": {}, "update": {"$inc": {"a": 1}}},
        "none of them": {"held": [{"a": 1}], "wish": {"missing": 1}, "update": {"$inc": {"a": 1}}},
        "one of them wrong": {"held": [{"a": 1}, {"a": "1"}], "wish": {}, "update": {"$inc": {"a": 1}}},
    }
)
@given(held=st.lists(documents(), max_size=4), wish=filters(), update=updates())
def test_many(target: Target, held: list[Clause], wish: Clause, update: Clause) -> None:
    """An updateMany changes each match and counts what it matched and what it changed; what it refuses it leaves."""
    with target.space() as space:
        collection = space.database.collection()
        state = filled(collection, [{"_id": number, **document} for number, document in enumerate(held)])
        answer = collection.command({"updateMany": {"filter": wish, "update": update}})
        outcomes = unless_refused(state, update, lambda: state.update_many(wish, Change(updating(update))))
        space.check("UPDATE-014", Done(answer, stored(collection)), comes_to(*outcomes))
