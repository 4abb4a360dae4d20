"""Defects are found by scanning, applied by name, and refuse to be nameless or harmless."""

from dataclasses import replace
from fnmatch import fnmatchcase
from types import ModuleType

import pytest

from vectorproof.mocks.defects import Defect, UnknownDefectError, apply, catalogue, collected, defect
from vectorproof.mocks.parts import Parts, Reply, Seen
from vectorproof.specs.requirements import requirements


@defect("eleven-at-once", kills=["SCOPE-004"], may_also=["ROTATE-009"])
def eleven_at_once(parts: Parts) -> Parts:
    """Eleven databases fit into one step."""
    return replace(parts, control_plane=replace(parts.control_plane, scope_step_max=11))


def module(*defects: Defect) -> ModuleType:
    """Make a module that holds defects."""
    made = ModuleType("made")
    for number, one in enumerate(defects):
        setattr(made, f"d{number}", one)
    return made


def test_defect_knows_its_contract_and_what_must_find_it() -> None:
    assert (eleven_at_once.name, eleven_at_once.contract) == ("eleven-at-once", "Eleven databases fit into one step.")
    assert (eleven_at_once.kills, eleven_at_once.may_also) == (("SCOPE-004",), ("ROTATE-009",))


def test_defect_replaces_one_part_and_leaves_the_right_ones_alone() -> None:
    right = Parts()
    wrong = eleven_at_once(right)

    assert (right.control_plane.scope_step_max, wrong.control_plane.scope_step_max) == (10, 11)
    assert replace(wrong, control_plane=right.control_plane) == right


def test_modules_are_scanned_and_sorted_by_name() -> None:
    first = replace(eleven_at_once, name="a")

    assert list(collected([module(eleven_at_once), module(first)])) == ["a", "eleven-at-once"]


def test_one_defect_imported_twice_is_one() -> None:
    assert list(collected([module(eleven_at_once), module(eleven_at_once)])) == ["eleven-at-once"]


def test_two_defects_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="eleven-at-once"):
        collected([module(eleven_at_once), module(replace(eleven_at_once, contract="Another."))])


def test_unknown_name_is_refused_with_near_ones() -> None:
    with pytest.raises(UnknownDefectError, match="'no-such-defect'"):
        apply(Parts(), ["no-such-defect"])


def test_no_defect_leaves_everything_right() -> None:
    assert apply(Parts(), []) == Parts()


def test_defect_without_contract_or_kills_is_refused() -> None:
    def undocumented(parts: Parts) -> Parts:
        return parts

    with pytest.raises(ValueError, match="docstring"):
        defect("x", kills=["KEY-001"])(undocumented)
    with pytest.raises(ValueError, match="requirements"):
        defect("x", kills=[])(eleven_at_once.replace)


def test_catalogue_names_requirements_that_exist() -> None:
    known = requirements()

    assert [d.name for d in catalogue().values() if not {*d.kills} <= known.keys()] == []
    patterns = {pattern for d in catalogue().values() for pattern in d.may_also}
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in known)] == []


def test_rewrite_is_told_request_and_answer_without_showing_bodies() -> None:
    seen = Seen("POST", "/v1/k", b"canary", Reply(200, {}, b"canary"))

    assert "canary" not in repr(seen)
    assert Parts().rewrite(seen) is seen.reply
