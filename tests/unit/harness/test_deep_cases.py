"""Cases that wait as long as the world outside: in a deep run, or by their whole id, and nowhere else."""

from dataclasses import replace

import pytest
from tests.unit.harness.fake import TOKEN, FakeTarget

from vectorproof.harness.case import catalogue
from vectorproof.harness.config import PROFILES, Config
from vectorproof.harness.errors import UsageError
from vectorproof.harness.planning import planned

DEEP = "fault/real_times/recovery"
THOROUGH = "fault/whole_matrix/everywhere"


def chosen(fake: FakeTarget, config: Config) -> frozenset[str]:
    at = replace(config, target=fake.url, environment={"VECTORPROOF_TOKEN": TOKEN})
    with planned(at) as plan:
        return frozenset(plan.cases)


@pytest.mark.parametrize(
    ("config", "found"),
    [
        (Config(), set[str]()),
        (Config(profile=PROFILES["standard"]), {THOROUGH}),
        (Config(profile=PROFILES["deep"]), {THOROUGH, DEEP}),
        (Config(suites=("fault",)), {THOROUGH}),
        (Config(suites=("fault",), profile=PROFILES["deep"]), {THOROUGH, DEEP}),
        (Config(cases=("fault/*",)), {THOROUGH}),
        (Config(cases=(DEEP,)), {DEEP}),
    ],
)
def test_profile_decides_and_a_whole_id_overrules(fake: FakeTarget, config: Config, found: set[str]) -> None:
    assert chosen(fake, config) & {THOROUGH, DEEP} == found


def test_pattern_that_leaves_deep_cases_alone_is_refused(fake: FakeTarget) -> None:
    with pytest.raises(UsageError, match=r"fault/real_times/batch waits .* --profile deep"):
        chosen(fake, Config(cases=("fault/real_times/*",)))


def test_proofs_play_no_deep_case() -> None:
    every, soon = catalogue(), catalogue(deep=False)

    assert {name for name in every if name not in soon} == {name for name, case in every.items() if case.deep} != set()
