"""Allure results can be read by Allure's own model, and each file that a result names is there."""

import json
from typing import Any

import pytest
from allure_commons import model2
from tests.unit.reports.builders import CASE, failing, hostile, hostile_header, realistic, record

from vectorproof.reports.formats.allure import STATUSES, render
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict

RECORDS = {
    "realistic": record(*realistic()),
    "hostile": record(*hostile(), header=hostile_header()),
    "empty": record(),
    "cut off": record(*realistic(), footer=False),
}
# Members of a result that are lists of things of Allure's model, and what they are.
PARTS = {
    "labels": model2.Label,
    "parameters": model2.Parameter,
    "steps": model2.TestStepResult,
    "attachments": model2.Attachment,
}


def files(seen: Record) -> dict[str, bytes]:
    written = dict(render(seen))
    assert {name.partition("/")[0] for name in written} == {"allure-results"}
    return {name.partition("/")[2]: content for name, content in written.items()}


def results(seen: Record) -> list[dict[str, Any]]:
    return [json.loads(content) for name, content in files(seen).items() if name.endswith("-result.json")]


def modelled(members: dict[str, Any]) -> model2.TestResult:
    """Make Allure's own result of what stands in a file; a member that it does not know is a ``TypeError``."""
    parts = {name: [kind(**each) for each in members[name]] for name, kind in PARTS.items() if name in members}
    details = model2.StatusDetails(**members["statusDetails"])
    return model2.TestResult(**{**members, **parts, "statusDetails": details})


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_each_result_is_one_of_allures_model(seen: Record) -> None:
    statuses = {value for name, value in vars(model2.Status).items() if not name.startswith("_")}

    for members in results(seen):
        assert modelled(members).status in statuses


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_each_attachment_is_there(seen: Record) -> None:
    written = files(seen)

    named = {each["source"] for result in results(seen) for each in result.get("attachments", ())}
    assert named == {name for name in written if name.endswith("-attachment.txt")}


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_has_its_status(verdict: Verdict) -> None:
    (result,) = results(record(failing(verdict=verdict)))

    assert result["status"] == STATUSES[verdict]
    assert (result["status"] == "passed") == (verdict is Verdict.PASS)


def test_a_case_keeps_its_history_from_run_to_run() -> None:
    first, second = results(record(CASE)), results(record(CASE, interrupted=True))

    assert first[0]["historyId"] in {each["historyId"] for each in second}


def test_a_run_that_did_not_end_is_a_broken_result() -> None:
    assert [each["fullName"] for each in results(record(footer=False)) if each["status"] == "broken"] == [
        "run/complete"
    ]


def test_each_owner_is_a_category() -> None:
    categories = json.loads(files(record(CASE))["categories.json"])

    assert [each["name"] for each in categories] == [
        "owner: target", "owner: document", "owner: provider", "owner: harness", "owner: environment",
    ]  # fmt: skip
