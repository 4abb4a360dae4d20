"""The date that an update puts: the target's own, between that of what came before it and of what came after."""

from typing import Any, Final
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import document_is, holds, refused_with
from vectorproof.harness.collection import Collection
from vectorproof.harness.json_values import object_in
from vectorproof.harness.target import Target

_WISHES: Final[tuple[Any, ...]] = (True, {"$type": "date"})
_WRONG: Final[tuple[Any, ...]] = (False, None, 1, "date", [], {}, {"$type": "timestamp"}, {"$type": "date", "x": 1})
_NAMES: Final = st.text("abcde", min_size=1, max_size=3)
#: How far the clocks of a target's machines may be from each other.
_SKEW_MS: Final = 5_000


def _now_ms(collection: Collection) -> int:
    """Tell the target's time in milliseconds, which stands in the first 48 bits of a UUID of version 7."""
    made: dict[str, Any] = (collection.insert_one({}).status_member.get("insertedIds") or [dict[str, Any]()])[0]
    return UUID(made["$uuid"]).int >> 80


@requirement("UPDATE-015")
@boundaries(
    {
        "where nothing is": {"held": {}, "wishes": {"a": True}},
        "over a text, twice at once": {"held": {"a": "x"}, "wishes": {"a": {"$type": "date"}, "b": True}},
    }
)
@costly(3)
@given(
    held=st.dictionaries(_NAMES, st.integers(), max_size=2),
    wishes=st.dictionaries(_NAMES, st.sampled_from(_WISHES), min_size=1, max_size=3),
)
def test_now(target: Target, held: dict[str, Any], wishes: dict[str, Any]) -> None:
    """``$currentDate`` puts one instant wherever it is asked to, which is that of the update."""
    with target.space() as space:
        collection = space.database.collection(options={"defaultId": {"type": "uuidv7"}})
        collection.insert_one({"_id": "1", **held})
        before = _now_ms(collection)
        collection.update_one({"_id": "1"}, {"$currentDate": wishes})
        after = _now_ms(collection)
        found: Any = collection.find_one({"_id": "1"}).document
        dates = {name: found.get(name) for name in wishes}

        def right(seen: dict[str, Any]) -> bool:
            first = next(iter(seen.values()))
            ms = (object_in(first) or {}).get("$date")
            alike = all(date == first for date in seen.values())
            return alike and isinstance(ms, int) and before - _SKEW_MS <= ms <= after + _SKEW_MS

        space.check("UPDATE-015", dates, holds("one and the same $date, of the moment of the update", right))
        others = {name: value for name, value in held.items() if name not in wishes}
        space.check("UPDATE-015", collection.find_one({"_id": "1"}), document_is({"_id": "1", **others, **dates}))


@requirement("UPDATE-016")
@boundaries({"false": {"wish": False}, "another type": {"wish": {"$type": "timestamp"}}, "a time": {"wish": 1}})
@costly(3)
@given(wish=st.sampled_from(_WRONG))
def test_wrong_wish(target: Target, wish: Any) -> None:
    """``$currentDate`` takes true and the type date, and refuses anything else; the document stays as it was."""
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_one({"_id": "1", "a": 1})
        answer = collection.update_one({"_id": "1"}, {"$set": {"b": 1}, "$currentDate": {"a": wish}})
        space.check("UPDATE-016", answer, refused_with("UNSUPPORTED_UPDATE_OPERATION_PARAM", says="$currentDate"))
        space.check("UPDATE-016", collection.find_one({"_id": "1"}), document_is({"_id": "1", "a": 1}))
