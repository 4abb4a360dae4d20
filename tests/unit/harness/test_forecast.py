"""What is said before a run: what is made where, what is missing, how many calls and how long they take."""

from dataclasses import replace

import pytest

from vectorproof.harness.endpoint import Endpoint, KeyspaceMaker
from vectorproof.harness.forecast import calls_of, forecast
from vectorproof.harness.plan import Plan
from vectorproof.harness.redaction import Secret
from vectorproof.reports.record import Environment, RunHeader, TargetInfo, Tool
from vectorproof.specs.requirements import FalseAlarms, KillRun

ENDPOINT = Endpoint(name="t", kind="t", data_api="http://h", token=Secret("t"), keyspace="mine")
HEADER = RunHeader(
    Tool("vectorproof", "0"), "2026-08", TargetInfo("t", "t", "http://h"), "quick", 0, "now", Environment("3", "x")
)
PLAN = Plan(ENDPOINT, frozenset({"data-api"}), HEADER, "p", ("a/b/c", "a/b/d"), 25, 0, "r", None)
MEASURED = KillRun("2026-08", full=False, seconds=1.0, defects={}, false_alarms=FalseAlarms(10, 100, 600, 500, ()))


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        (ENDPOINT, "collections are made in the keyspace 'mine' under names of our own, and dropped afterwards"),
        (
            replace(ENDPOINT, makes_keyspace=KeyspaceMaker.DEVOPS),
            "the keyspace 'mine' is made for the run, and dropped afterwards with all that is in it",
        ),
    ],
)
def test_what_is_made_is_said(endpoint: Endpoint, said: str) -> None:
    assert said in list(forecast(replace(PLAN, endpoint=endpoint), 1))


def test_target_with_databases_for_everybody_makes_them_for_each_example() -> None:
    fresh = replace(PLAN, capabilities=frozenset({"data-api", "fresh-databases"}))

    assert "each example gets databases of its own, which are gone afterwards" in list(forecast(fresh, 1))


def test_what_is_missing_is_named() -> None:
    first = next(iter(forecast(PLAN, 1)))

    assert "devops" in first
    assert "data-api" not in first


@pytest.mark.parametrize(("examples", "calls"), [(10, 120), (25, 120), (100, 480)])
def test_calls_grow_with_cases_and_examples(examples: int, calls: int) -> None:
    assert calls_of(MEASURED, replace(PLAN, examples=examples)) == calls


def test_calls_of_several_seeds_are_those_of_one_run() -> None:
    thrice = replace(MEASURED, false_alarms=replace(MEASURED.false_alarms, calls=1800, seeds=3))

    assert calls_of(thrice, PLAN) == calls_of(MEASURED, PLAN)


def test_nothing_measured_is_nothing_guessed() -> None:
    assert calls_of(None, PLAN) == 0


def test_polite_run_says_how_long_it_takes() -> None:
    slow = replace(PLAN, endpoint=replace(ENDPOINT, gap_s=60.0), cases=("a/b/c",) * 10)

    assert "0.0167 a second at most, so that it takes some " in list(forecast(slow, 1))[-1]
