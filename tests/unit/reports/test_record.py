"""The record: what is written comes back, what is broken is refused with its place, and nothing cut off is a pass."""

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


@pytest.mark.parametrize("kept", [1, 2, 50, 99])
def test_a_last_line_cut_in_half_is_left_out(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "record.jsonl"
    written(path, (CASE, failing()))
    *whole, last = lines(path)[:-1]
    path.write_bytes(b"".join(whole) + last[: len(last) * kept // 100])

    seen = read(path)

    assert seen.cases == (CASE,)
    assert not seen.complete


BROKEN = {
    "empty": (b"", 1),
    "no json": (b"hello\n", 1),
    "half a header": (b'{"kind":"header","sch', 1),
    "a list": (b"[]\n", 1),
    "unknown kind": (b'{"kind":"verdict"}\n', 1),
    "nested deeply": (b"[" * 100_000 + b"\n", 1),
    "a huge number": (b"9" * 10_000 + b"\n", 1),
    "not UTF-8": (b'{"kind":"\xff"}\n', 1),
    "not a number": (b'{"kind":"header","seed":NaN}\n', 1),
}


@pytest.mark.parametrize(("content", "line"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(content)

    with pytest.raises(RecordError) as raised:
        read(path)

    assert (raised.value.file, raised.value.line) == (str(path), line)
    assert str(raised.value).startswith(f"{path}:{line}: ")


def changed(line: bytes, **members: object) -> bytes:
    return json.dumps({**json.loads(line), **members}).encode() + b"\n"


def test_wrong_lines_are_refused_with_their_number(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    written(path, (CASE, failing()))
    header, first, second, footer = lines(path)
    wrong = {
        2: [header, header, first],
        3: [header, first, first],
        4: [header, first, second, b"{}\n", footer],
        5: [header, first, second, footer, footer],
    }
    texts = {
        "a newer minor version": (1, [changed(header, schema="1.99"), first]),
        "another major version": (1, [changed(header, schema="2.0"), first]),
        "no version": (1, [changed(header, schema=1), first]),
        "an unknown member": (2, [header, changed(first, colour="red")]),
        "an unknown verdict": (2, [header, changed(first, verdict="GOOD")]),
        "a negative count": (2, [header, changed(first, checks=-1)]),
        "no header": (1, [first, footer]),
        **{f"line {number}": (number, content) for number, content in wrong.items()},
    }
    for why, (number, content) in texts.items():
        path.write_bytes(b"".join(content))
        with pytest.raises(RecordError) as raised:
            read(path)
        assert raised.value.line == number, why


def test_a_line_that_was_lost_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    written(path, (CASE, failing()))
    header, first, _, footer = lines(path)
    path.write_bytes(header + first + footer)

    with pytest.raises(RecordError, match="lost or changed"):
        read(path)


def test_a_verdict_that_was_bettered_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    written(path, (CASE, failing()))
    path.write_bytes(path.read_bytes().replace(b"FAIL", b"FLAKY"))

    with pytest.raises(RecordError, match="lost or changed"):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"none\.jsonl: cannot be read: No such file"):
        read(tmp_path / "none.jsonl")


def same_place(tmp_path: Path) -> Path:
    return tmp_path / "garbage.jsonl"


REUSED_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@REUSED_FOLDER
@given(st.binary() | st.lists(st.sampled_from([b"{", b"}", b'"kind"', b":", b'"header"', b"\n", b","])).map(b"".join))
def test_any_bytes_are_a_record_or_an_error_with_its_place(tmp_path: Path, content: bytes) -> None:
    path = same_place(tmp_path)
    path.write_bytes(content)

    assert outcome(path) == str(path)


@REUSED_FOLDER
@given(data=st.data())
def test_a_damaged_record_is_a_record_or_an_error_with_its_place(tmp_path: Path, data: st.DataObject) -> None:
    path = same_place(tmp_path)
    written(path, (CASE, failing()))
    content = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)

    assert outcome(path) == str(path)


@REUSED_FOLDER
@given(data=st.data())
def test_a_record_cut_anywhere_is_incomplete_or_an_error(tmp_path: Path, data: st.DataObject) -> None:
    path = same_place(tmp_path)
    written(path, (CASE, failing()))
    content = path.read_bytes()
    # Without its last newline alone, nothing is missing.
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 2))])

    if path.read_bytes().startswith(content.splitlines()[0]):
        assert not read(path).complete
        assert read(path).verdict is not Verdict.PASS
    else:
        with pytest.raises(RecordError, match=r":1: "):
            read(path)


def outcome(path: Path) -> str:
    """Read what may be garbage; tell the file that the record is of, or that the error names with a line."""
    try:
        seen = read(path)
    except RecordError as error:
        return error.file if error.line else "no line"
    return str(path) if seen.header.tool.name else "no record"


@REUSED_FOLDER
@given(text=st.text() | st.just(HOSTILE) | st.characters(categories=["Cs", "Cc", "Cf"]))
def test_any_text_comes_back_readable(tmp_path: Path, text: str) -> None:
    case = replace(failing(), reason=text, worker=text)

    seen = written(same_place(tmp_path), (case,))

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
