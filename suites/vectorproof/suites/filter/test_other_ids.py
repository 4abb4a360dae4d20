"""Which documents have another ``_id`` than one that is told, and what that cannot be asked of."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import found_ids, refused_with
from vectorproof.harness.target import Target

_HELD: Final = ("a", "b", 1, 2)
_NEITHER: Final[tuple[Any, ...]] = (True, None, {"$date": 5}, {"$uuid": "11111111-2222-4333-8444-555555555555"})
_COMMANDS: Final = ("find", "countDocuments", "deleteMany")


@requirement("FILTER-020")
@boundaries(
    {
        "not this one": {"operator": "$ne", "wish": "a", "command": "find"},
        "none of these": {"operator": "$nin", "wish": "a", "command": "deleteMany"},
        "not true": {"operator": "$ne", "wish": True, "command": "find"},
        "none of a date": {"operator": "$nin", "wish": {"$date": 5}, "command": "countDocuments"},
    }
)
@costly(3)
@given(
    operator=st.sampled_from(("$ne", "$nin")),
    wish=st.sampled_from((*_HELD, *_NEITHER)),
    command=st.sampled_from(_COMMANDS),
)
def test_other(target: Target, operator: str, wish: Any, command: str) -> None:
    """A text and a number can be excluded from the ids, anything else is refused and nothing is done."""
    clause = {"_id": {operator: [wish] if operator == "$nin" else wish}}
    with target.space() as space:
        collection = space.database.collection()
        collection.insert_many([{"_id": each} for each in _HELD])
        if not isinstance(wish, bool) and wish in _HELD:
            others = [each for each in _HELD if each != wish]
            space.check("FILTER-020", collection.find(clause), found_ids(*others))
            return
        answer = collection.command({command: {"filter": clause}})
        space.check("FILTER-020", answer, refused_with("FILTER_UNSUPPORTED_DATA_TYPE"))
        space.check("FILTER-020", collection.find({}), found_ids(*_HELD))
