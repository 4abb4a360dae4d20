"""Values that meet: what is drawn is alike often enough, and both sides of each rule are in reach."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import find
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from tests.unit.drawing import SEARCH

from vectorproof.harness.strategies import meeting

FILTERS: dict[str, Callable[[Any], bool]] = {
    "nothing": lambda clause: clause == {},
    "every operator": lambda clause: "$size" in str(clause),
    "a negation": lambda clause: "$not" in clause,
    "a group in a group": lambda clause: str(clause).count("$and") + str(clause).count("$or") == 2,
    "an id": lambda clause: "_id" in clause,
    "two paths": lambda clause: len(clause) == 2,
}
UPDATES: dict[str, Callable[[Any], bool]] = {
    "one operator": lambda clause: len(clause) == 1,
    "three operators": lambda clause: len(clause) == 3,
    "a position": lambda clause: "$position" in str(clause),
    "a path into an array": lambda clause: "a.0" in clause.get("$set", {}),
}
PROJECTIONS: dict[str, Callable[[Any], bool]] = {
    "included": lambda clause: bool(clause.get("a")),
    "excluded": lambda clause: clause.get("a") is False,
    "a slice": lambda clause: "$slice" in str(clause),
    "everything": lambda clause: clause == {"*": 1},
}
ALL = {"filters": FILTERS, "updates": UPDATES, "projections": PROJECTIONS}


@pytest.mark.parametrize(("strategy", "what"), [(name, what) for name, kinds in ALL.items() for what in kinds])
def test_is_drawn(strategy: str, what: str) -> None:
    kind = ALL[strategy][what]

    assert kind(find(getattr(meeting, strategy)(), kind, settings=SEARCH))


def test_two_documents_meet() -> None:
    def same(pair: list[Any]) -> bool:
        return bool(pair[0]["_id"] == pair[1]["_id"] and pair[0].get("a") == pair[1].get("a") is not None)

    drawn = find(st.tuples(*[meeting.identified(meeting.documents())] * 2).map(list), same, settings=SEARCH)

    assert drawn[0]["_id"] == drawn[1]["_id"]


def test_no_update_touches_a_path_twice() -> None:
    def overlaps(clause: Any) -> bool:
        paths = [path for wishes in clause.values() for path in wishes]
        return any(one is not other and other.startswith(f"{one}.") for one in paths for other in paths)

    with pytest.raises(NoSuchExample):
        find(meeting.updates(), overlaps, settings=SEARCH)


def test_no_filter_names_an_id_twice_in_two_forms() -> None:
    def twice(clause: Any) -> bool:
        wish = clause["_id"]
        listed: list[Any] = cast("dict[str, Any]", wish).get("$in", []) if isinstance(wish, dict) else []
        uuids = [one for one in listed if str(meeting.UUID) in str(one).lower()]
        return len(uuids) > 1 or (10 in listed and len([one for one in listed if one == 10]) > 1)

    with pytest.raises(NoSuchExample):
        find(meeting.ways_to_name_ids(), twice, settings=SEARCH)


@pytest.mark.parametrize("strategy", [meeting.documents, meeting.filters, meeting.updates, meeting.projections])
def test_whatever_a_machine_draws_has_a_short_representation(strategy: Callable[[], st.SearchStrategy[Any]]) -> None:
    """Hypothesis writes out all of a machine's strategies whenever a step is tried in vain, and warns from 30 kB on."""
    assert len(repr(strategy())) < 5_000
