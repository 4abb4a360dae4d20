"""Every defect of the simulator is caught by a requirement of its own, and by none that it does not touch."""

import pytest

from vectorproof.harness.case import Case, catalogue
from vectorproof.harness.cli.kill import served
from vectorproof.harness.proving.killing import Wrong, attempt, concerned, playing
from vectorproof.mocks import defects
from vectorproof.mocks.defects import Defect
from vectorproof.specs.requirements import last_kill, requirements

# Each defect meets its own cases, and one in so many of the others; `vectorproof kill --full` lets it meet them all.
ONE_IN = 8
ANYBODY = ("*",)


@pytest.mark.parametrize("name", defects.catalogue())
def test_a_defect_is_caught_by_its_own_requirements(name: str) -> None:
    defect = defects.catalogue()[name]

    wrong = Wrong(name, defect.kills, defect.may_also)
    killed, said = attempt(wrong, served, full=defect.may_also != ANYBODY, others=sample(defect))

    assert killed.killed_by == defect.kills, f"{name} was found by {sorted(said) or 'nothing'}"
    assert not killed.unexpected, "\n".join(f"{name}: {one}: {said[one]}" for one in killed.unexpected)


@pytest.mark.parametrize(("names", "found"), [((), set[str]()), (("tried-again-at-once",), {"FAULT-012"})])
def test_a_wrong_pace_is_caught_at_real_times(names: tuple[str, ...], found: set[str]) -> None:
    case = catalogue(known=requirements())["fault/real_times/recovery"]

    with playing(served, *names) as player:
        played = player.play(case)

    assert played.found.keys() == found
    assert played.checks["FAULT-012"] == 2


def sample(defect: Defect) -> list[Case]:
    """Choose other cases, different ones for each defect, so that all of them together meet every case.

    None for a defect that anybody may notice.
    """
    if defect.may_also == ANYBODY:
        return []
    wrong = Wrong(defect.name, defect.kills, defect.may_also)
    _, others = concerned(wrong, catalogue(known=requirements(), deep=False).values())
    return others[list(defects.catalogue()).index(defect.name) % ONE_IN :: ONE_IN]


def test_the_kill_run_that_is_shipped_is_of_these_defects() -> None:
    """Where this fails: ``make kill``."""
    shipped = last_kill()

    assert shipped is not None
    named = {name: found.kills for name, found in defects.catalogue().items()}
    assert {name: killed.killed_by for name, killed in shipped.defects.items()} == named
    assert [name for name, killed in shipped.defects.items() if killed.unexpected] == []
    assert shipped.false_alarms.findings == ()
