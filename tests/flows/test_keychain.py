"""Keys, scopes, rotations and searches in any order, for ten thousand steps: what may be done is what a model says."""

from pathlib import Path

from tests.flows.runs import Nobody, wrong

from vectorproof.harness import session
from vectorproof.harness.config import Config, Profile

CASE = "scope/machine/keys"
STEPS = 10_000
# A play has thirty steps at most, and about five and twenty; the profile is divided by the cost of the case.
STEPS_OF_A_PLAY = 20
COST = 5


def test_ten_thousand_steps_agree_with_the_model(tmp_path: Path) -> None:
    plays = Profile("long", COST * (STEPS // STEPS_OF_A_PLAY))
    outcome = session.run(Config(cases=(CASE,), profile=plays, workers=1, output=tmp_path), Nobody())

    assert wrong(outcome.record) == []
    (case,) = outcome.record.cases
    # The keys are listed and compared after each step, and once before the first.
    listed = next(one.checks for one in case.requirements if one.id == "KEY-020")
    assert listed - case.examples.distinct >= STEPS
