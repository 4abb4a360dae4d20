"""Progress says how far a run is, names what did not pass at once, and lets no text command a terminal."""

import json
import re
from dataclasses import replace
from io import StringIO

from rich.console import Console
from tests.unit.reports.builders import CASE, HEADER, HOSTILE, failing

from vectorproof.harness.cli.progress import Count, Json, Text
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.plan import Plan
from vectorproof.harness.redaction import Secret


class Planned:
    """What a watcher reads of a plan."""

    header = HEADER
    cases = ("a", "b", "c")
    seed = 7
    done_count = 1
    endpoint = Endpoint(name="t", kind="t", data_api="http://h", token=Secret("t"))


def text(*, terminal: bool = False) -> tuple[Text, StringIO]:
    said = StringIO()
    return Text(quiet=False, console=Console(file=said, force_terminal=terminal, width=100)), said


def plan() -> Plan:
    return Planned()  # type: ignore[return-value]  # the members that progress reads


def test_a_finding_is_told_at_once_with_its_owner() -> None:
    watcher, said = text()
    watcher.planned(plan(), 2)
    watcher.ended(CASE)
    watcher.ended(failing())

    assert "3 cases against simulator, seed 7, 2 workers, 1 done before" in said.getvalue()
    assert "FAIL remove/effect/at_once_002" in said.getvalue()
    assert "REMOVE-002, owner target: expected an error" in said.getvalue()
    assert "key/names/length" not in said.getvalue()


def test_hostile_findings_are_harmless_on_a_terminal() -> None:
    watcher, said = text()
    finding = replace(failing().findings[0], expected=HOSTILE, found=HOSTILE)
    watcher.planned(plan(), 1)
    watcher.ended(failing(findings=(finding,)))

    assert "\x1b" not in said.getvalue()
    assert r"\x1b[31m" in said.getvalue()


def test_a_live_line_says_area_done_findings_rate_and_time_left() -> None:
    watcher, said = text(terminal=True)
    with watcher.shown:
        watcher.planned(plan(), 1)
        watcher.ended(CASE)
        watcher.ended(failing())

    shown = "".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.getvalue()).split("\r"))
    assert re.search(r"remove .* 2/4 1 finding, \d+\.\d/s, about \d+ s left", shown)


def test_json_is_one_object_a_line() -> None:
    said: list[str] = []
    watcher = Json(said.append)
    watcher.planned(plan(), 2)
    watcher.ended(failing())
    watcher.finished(1, "FAIL")

    events = [json.loads(line) for line in said]
    assert [event["event"] for event in events] == ["planned", "ended", "finding", "finished"]
    assert events[1]["total"] == 4
    assert events[2]["requirement"] == "REMOVE-002"
    assert all(line.count("\n") == 1 for line in said)


def test_what_is_left_is_guessed_by_what_this_run_did() -> None:
    now = [0.0]
    count = Count(lambda: now[0])
    count.begin(total=10, before=4)
    for _ in range(4):
        count.add(CASE)
    assert count.left_s is None

    now[0] = 2.0
    count.add(CASE)
    count.add(failing())

    assert count.rate == 1.0
    assert count.text == "6/10 cases, 1 finding, 1.0/s, about 4 s left"
