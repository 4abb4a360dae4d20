"""A target of which only the Data API is known: much can still be proven, and what cannot says what is missing."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from tests.flows.runs import run, wrong

from vectorproof.harness.needs import CAPABILITIES
from vectorproof.harness.session import Outcome
from vectorproof.harness.verdict import Verdict

AT_LEAST = 40


@pytest.fixture(scope="module")
def outcome(simulator: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Run against an address with a token and nothing else."""
    environment = {"VECTORPROOF_TOKEN": simulator["token"]}
    return run(tmp_path_factory.mktemp("plain"), target=simulator["data_api"], workers=1, environment=environment)


def test_it_passes(outcome: Outcome) -> None:
    assert wrong(outcome.record) == []
    assert outcome.exit_code == 0


def test_at_least_forty_requirements_are_proven(outcome: Outcome) -> None:
    verdicts = Counter(outcome.record.requirements().values())
    assert verdicts[Verdict.PASS] >= AT_LEAST, verdicts


def test_each_skip_names_the_missing_capability(outcome: Outcome) -> None:
    reasons = {case.case: case.reason or "" for case in outcome.record.cases if case.verdict == "SKIPPED"}
    assert reasons
    unnamed = {case: reason for case, reason in reasons.items() if not any(name in reason for name in CAPABILITIES)}
    assert unnamed == {}
