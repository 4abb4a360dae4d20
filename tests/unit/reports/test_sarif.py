"""SARIF is valid, says the worst first, and never more than its readers take."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.unit.reports.builders import failing, hostile, hostile_header, realistic, record

from vectorproof.reports.formats.sarif import RESULTS_BYTES_MAX, RESULTS_MAX, render
from vectorproof.reports.record import KnownFailure, Record
from vectorproof.reports.verdict import Verdict

RULES = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parent / "data" / "sarif.json").read_text()), validate_formats=True
)
RECORDS = {
    "realistic": record(*realistic()),
    "hostile": record(*hostile(), header=hostile_header()),
    "empty": record(),
    "cut off": record(*realistic(), footer=False),
}


def run(seen: Record) -> dict[str, Any]:
    ((name, content),) = render(seen)
    assert name == "report.sarif"
    document = json.loads(content)
    RULES.validate(document)
    found: dict[str, Any] = document["runs"][0]
    return found


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_it_is_valid_and_each_rule_is_there(seen: Record) -> None:
    found = run(seen)

    ids = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids))
    assert {result["ruleId"] for result in found["results"]} == set(ids)


def test_the_rules_can_fail() -> None:
    assert not RULES.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_finding_points_at_its_line_of_the_record() -> None:
    seen = record(*realistic())

    found = run(seen)["results"]
    for result in found:
        place = result["locations"][0]
        number = int(place["physicalLocation"]["region"]["startLine"])
        assert seen.cases[number - 2].case == place["logicalLocations"][0]["fullyQualifiedName"]
    assert [result["properties"]["verdict"] for result in found][-1] in {"INCONCLUSIVE", "ERROR", "FLAKY"}


def test_a_finding_keeps_its_fingerprint_whatever_was_generated_anew() -> None:
    def fingerprint(found: str) -> str:
        finding = replace(failing().findings[0], found=found)
        (result,) = run(record(failing(findings=(finding,))))["results"]
        return str(result["partialFingerprints"]["finding/v1"])

    first = fingerprint("id 0b6c1f2e-5a1e-4a53-8e0b-27c4d2a3a1ff at http://127.0.0.1:4711/v1")
    assert first == fingerprint("id 9c6c1f2e-5a1e-4a53-8e0b-27c4d2a3a100 at http://127.0.0.1:81/v1")
    assert first != fingerprint("HTTP 500")


def test_a_known_failure_is_suppressed_with_its_reason() -> None:
    known = KnownFailure("the page says 50, the server allows 48")

    (result,) = run(record(failing(verdict=Verdict.XFAIL, known_failure=known)))["results"]

    assert result["suppressions"] == [{"kind": "external", "justification": known.reason}]


def test_more_than_readers_keep_is_cut_and_said() -> None:
    cases = [failing(case=f"remove/many/{number}") for number in range(RESULTS_MAX + 7)]

    found = run(record(*cases))

    assert len(found["results"]) == RESULTS_MAX
    (note,) = found["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("7 results did not fit")


def test_more_bytes_than_readers_take_are_cut_and_said() -> None:
    big = replace(failing().findings[0], found="x" * 5_000)
    cases = [failing(case=f"remove/many/{number}", findings=(big,)) for number in range(4_000)]

    found = run(record(*cases))

    assert 1_000 < len(found["results"]) < 4_000
    assert sum(len(json.dumps(result)) for result in found["results"]) < RESULTS_BYTES_MAX * 1.1
    assert found["invocations"][0]["toolExecutionNotifications"]
