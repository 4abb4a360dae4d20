"""CTRF is valid, counts right, and keeps each verdict beside its nearest status."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.unit.reports.builders import CASE, failing, hostile, hostile_header, realistic, record

from vectorproof.reports.formats.ctrf import STATUSES, render
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict

RULES = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "data" / "ctrf.json").read_text()), validate_formats=True
)
RECORDS = {
    "realistic": record(*realistic()),
    "hostile": record(*hostile(), header=hostile_header()),
    "empty": record(),
    "cut off": record(*realistic(), footer=False),
}


def document(seen: Record) -> dict[str, Any]:
    ((name, content),) = render(seen)
    assert name == "report.ctrf.json"
    read: dict[str, Any] = json.loads(content)
    return read


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_it_is_valid(seen: Record) -> None:
    RULES.validate(document(seen))


def test_the_rules_can_fail() -> None:
    broken = document(RECORDS["realistic"])
    broken["results"]["tests"][0]["status"] = "fine"

    assert not RULES.is_valid(broken)


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_the_summary_counts_the_tests(seen: Record) -> None:
    results = document(seen)["results"]

    statuses = [test["status"] for test in results["tests"]]
    assert results["summary"]["tests"] == len(statuses)
    for status in ("passed", "failed", "skipped", "pending", "other"):
        assert results["summary"][status] == statuses.count(status)


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_has_its_status(verdict: Verdict) -> None:
    (test,) = document(record(failing(verdict=verdict)))["results"]["tests"]

    assert (test["status"], test["rawStatus"]) == (STATUSES[verdict], str(verdict))
    assert (test["status"] == "passed") == (verdict is Verdict.PASS)


def test_a_run_that_did_not_end_has_a_test_that_says_so() -> None:
    tests = document(record(CASE, footer=False))["results"]["tests"]

    assert [(test["name"], test["status"]) for test in tests] == [
        ("key/names/length", "passed"),
        ("run/complete", "other"),
    ]


def test_times_are_milliseconds_of_the_case() -> None:
    (test,) = document(record(CASE))["results"]["tests"]

    assert test["duration"] == 412
    assert test["stop"] - test["start"] == 412
    assert test["start"] == 1787562845000
