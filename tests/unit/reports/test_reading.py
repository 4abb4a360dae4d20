"""Reading a record: what is broken is refused with its place, and what was cut off is incomplete."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, failing, written

from vectorproof.reports.record import RecordError, read
from vectorproof.reports.verdict import Verdict


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


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
