"""Markdown fits where it goes, tells the worst first, and makes no mark-up of a record's texts."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import failing, hostile, hostile_header, realistic, record, skipped

from vectorproof.reports.formats.markdown import BYTES_MAX, render
from vectorproof.reports.record import Record
from vectorproof.reports.snippets import code, fenced
from vectorproof.reports.verdict import Verdict


def text(seen: Record) -> str:
    ((name, content),) = render(seen)
    assert name == "report.md"
    return content.decode()


def outside_of_code(markdown: str) -> str:
    """Leave out what stands in code: fenced blocks first, then code in lines."""
    return re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", markdown))


def test_the_worst_comes_first() -> None:
    seen = record(
        skipped("KEY-001", "no key-control"),
        failing("KEY-002", verdict=Verdict.INCONCLUSIVE, findings=(), reason="no fault was met"),
        failing("KEY-003"),
    )

    places = [text(seen).index(said) for said in ("FAIL** ·", "### FAIL", "**INCONCLUSIVE**", "**SKIPPED**")]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [1, 20, 3_000])
def test_it_fits_into_a_comment_and_says_what_was_cut(count: int) -> None:
    said = text(record(*(failing(case=f"remove/many/{number}") for number in range(count))))

    assert len(said.encode()) <= BYTES_MAX
    shown = said.count("### FAIL")
    left_out = re.search(r"_([\d,]+) more entries did not fit", said)
    assert shown + (int(left_out[1].replace(",", "")) if left_out else 0) == count


def test_nothing_of_a_record_stands_outside_of_code() -> None:
    said = outside_of_code(text(record(*hostile(), header=hostile_header())))

    assert not re.search(r"alert|onerror|evil|<img|<script|\{\{", said)
    assert set(re.findall(r"<[^>]*>", said)) <= {"<details>", "</details>", "<summary>", "</summary>"}


def test_every_row_of_the_table_has_the_same_cells() -> None:
    odd = [replace(case, area=f"{case.area}|{case.area}") for case in realistic()]

    rows = [each for each in text(record(*odd)).splitlines() if each.startswith("| ")]
    assert len({each.count("|") for each in rows}) == 1


@given(st.text(alphabet="`a \n|", max_size=30))
def test_code_cannot_be_left(inner: str) -> None:
    shown = code(inner)

    fence = re.match(r"`+", shown)
    assert fence is not None
    assert fence[0] not in re.findall(r"`+", shown[len(fence[0]) : -len(fence[0])])
    assert shown.endswith(fence[0])
    assert "\n" not in shown


@given(st.text(alphabet="`a\n", max_size=40))
def test_a_fence_is_longer_than_any_within(inner: str) -> None:
    first, *_, last = fenced(inner).split("\n")

    assert first == last
    assert first not in inner
