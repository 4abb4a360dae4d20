"""The record: what is written comes back, each line at once, and nothing that did not end is a pass."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.reports.builders import (
    CASE,
    HEADER,
    HOSTILE,
    failing,
    hostile,
    hostile_header,
    realistic,
    record,
    skipped,
    written,
)

from vectorproof.reports.record import CaseLine, RecordError, RequirementResult, Writer, read
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.record import validator


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    cases = realistic()

    seen = written(tmp_path / "record.jsonl", cases)

    assert seen.header == HEADER
    assert seen.cases == cases
    assert seen.complete
    assert not seen.interrupted


def test_every_line_is_valid_against_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    written(path, (*realistic(), *hostile()), header=hostile_header())

    assert [line for line in lines(path) if not validator().is_valid(json.loads(line))] == []


def test_footer_counts_cases_requirements_and_checks(tmp_path: Path) -> None:
    seen = written(tmp_path / "record.jsonl", (CASE, failing("KEY-007"), skipped("KEY-001", "no key-control")))

    assert seen.footer is not None
    assert seen.footer.counts == {"FAIL": 1, "PASS": 1, "SKIPPED": 1}
    assert seen.footer.requirements == {"FAIL": 1, "SKIPPED": 1}
    assert seen.footer.checks == CASE.checks + failing().checks


def test_a_line_is_in_the_file_as_soon_as_its_case_ended(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with Writer(path, HEADER) as writer:
        writer.case(CASE)

        seen = read(path)

    assert seen.cases == (CASE,)
    assert not seen.complete


def test_a_record_without_footer_is_never_a_pass(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with Writer(path, HEADER) as writer:
        writer.case(CASE)

    seen = read(path)

    assert seen.interrupted
    assert seen.verdict is Verdict.INCONCLUSIVE


def test_an_interrupted_run_is_never_a_pass() -> None:
    assert record(CASE, interrupted=True).verdict is Verdict.INCONCLUSIVE
    assert record(CASE).verdict is Verdict.PASS


def test_a_run_without_a_check_is_never_a_pass() -> None:
    assert record(skipped("KEY-001", "no key-control")).verdict is Verdict.INCONCLUSIVE
    assert record().verdict is Verdict.INCONCLUSIVE


def test_a_pass_without_a_check_cannot_be_written(tmp_path: Path) -> None:
    unchecked = replace(CASE, requirements=(RequirementResult("KEY-007", Verdict.PASS, 0),))

    with Writer(tmp_path / "record.jsonl", HEADER) as writer, pytest.raises(RecordError, match="requirements/0"):
        writer.case(unchecked)


def test_a_case_has_one_line(tmp_path: Path) -> None:
    with Writer(tmp_path / "record.jsonl", HEADER) as writer:
        writer.case(CASE)

        with pytest.raises(RecordError, match="has its line already"):
            writer.case(CASE)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(RecordError, match="cannot be written"):
        Writer(tmp_path / "file" / "record.jsonl", HEADER)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text() | st.just(HOSTILE) | st.characters(categories=["Cs", "Cc", "Cf"]))
def test_any_text_comes_back_readable(tmp_path: Path, text: str) -> None:
    case = replace(failing(), reason=text, worker=text)

    seen = written(tmp_path / "record.jsonl", (case,))

    expected = text.encode("utf-8", "backslashreplace").decode()
    assert (seen.cases[0].reason, seen.cases[0].worker) == (expected, expected)


def test_a_megabyte_comes_back_whole(tmp_path: Path) -> None:
    text = "x" * 1_000_000

    assert written(tmp_path / "r.jsonl", (replace(failing(), reason=text),)).cases[0].reason == text


def results(*verdicts: tuple[str, Verdict]) -> tuple[CaseLine, ...]:
    return tuple(
        replace(CASE, case=f"a/b/{n}", verdict=verdict, requirements=(RequirementResult(name, verdict, 1),))
        for n, (name, verdict) in enumerate(verdicts)
    )


def test_a_requirement_takes_the_worst_of_its_cases() -> None:
    cases = results(
        ("KEY-001", Verdict.PASS),
        ("KEY-001", Verdict.FAIL),
        ("KEY-002", Verdict.SKIPPED),
        ("KEY-002", Verdict.PASS),
        ("KEY-003", Verdict.SKIPPED),
        ("KEY-004", Verdict.XFAIL),
        ("KEY-004", Verdict.PASS),
    )

    assert record(*cases).requirements() == {
        "KEY-001": Verdict.FAIL,
        "KEY-002": Verdict.PASS,
        "KEY-003": Verdict.SKIPPED,
        "KEY-004": Verdict.XFAIL,
    }
