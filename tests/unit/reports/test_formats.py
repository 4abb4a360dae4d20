"""What all formats have in common: found by name, harmless, honest about what is missing."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, failing, hostile, hostile_header, realistic, record

from vectorproof.reports import formats
from vectorproof.reports.overview import overview
from vectorproof.reports.record import Record, RequirementResult
from vectorproof.reports.verdict import Verdict
from vectorproof.specs.requirements import requirements

NAMES = tuple(formats.catalogue())
# A badge shows counts only; a line of CSV has no place for steps.
COUNTS = ("badge",)
TEXTS = tuple(name for name in NAMES if name not in COUNTS)
WHOLE = tuple(name for name in TEXTS if name != "csv")


def rendered(name: str, seen: Record) -> str:
    return "\n".join(content.decode("utf-8") for _, content in formats.catalogue()[name].render(seen))


def test_formats_are_found_with_a_summary() -> None:
    assert set(NAMES) == {"allure", "badge", "csv", "ctrf", "html", "junit", "markdown", "sarif", "terminal"}
    assert [name for name, each in formats.catalogue().items() if not each.summary] == []


def test_an_unknown_format_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(formats.FormatError, match=r"unknown format 'htlm', perhaps html was meant; there are allure, "):
        formats.chosen(["html", "htlm"])


def test_a_format_named_twice_is_written_once() -> None:
    assert [each.name for each in formats.chosen(["junit", "html", "junit"])] == ["junit", "html"]


def test_files_go_where_they_are_wished(tmp_path: Path) -> None:
    written = formats.write(record(CASE), formats.chosen(["html", "junit", "terminal"]), tmp_path / "new" / "folder")

    assert [path.name for path in written] == ["report.html", "report.xml", "report.txt"]
    assert all(path.parent == tmp_path / "new" / "folder" and path.stat().st_size for path in written)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(formats.FormatError, match="cannot be written"):
        formats.write(record(CASE), formats.chosen(["html"]), tmp_path / "file")


@pytest.mark.parametrize("name", WHOLE)
def test_a_finding_is_told_whole(name: str) -> None:
    seen = rendered(name, record(failing()))

    finding = failing().findings[0]
    for text in ("REMOVE-002", "owner: target", "HTTP 200 with one insertedId"):
        assert text in seen
    assert "VECTORIZE_CREDENTIAL_INVALID" in seen
    for step in finding.steps:
        assert step.title in seen
    assert "$VECTORPROOF_TOKEN" in seen
    assert "seed:" in seen


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("seen", "said"),
    [(record(CASE, footer=False), "he run was cut off"), (record(CASE, interrupted=True), "nterrupted")],
    ids=["incomplete", "interrupted"],
)
def test_what_is_no_whole_run_says_so(name: str, seen: Record, said: str) -> None:
    assert said in rendered(name, seen)
    assert said not in rendered(name, record(CASE))


@pytest.mark.parametrize("name", NAMES)
def test_hostile_texts_are_harmless(name: str) -> None:
    seen = rendered(name, record(*hostile(), header=hostile_header()))

    assert not {char for char in seen if ord(char) < 32 or 127 <= ord(char) < 160} - {"\n", "\t"}
    assert not set(seen) & set("\u202e\u2066\ufeff\ufffe")
    assert (r"\x1b[31m" in seen) == (name in TEXTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_megabyte_is_cut_and_says_so(name: str) -> None:
    seen = rendered(name, record(*hostile("x" * 1_000_000), header=hostile_header("y" * 1_000_000)))

    assert len(seen) < 3_000_000
    assert ("more characters are in the record" in seen) == (name in TEXTS)


@settings(deadline=None, max_examples=25)
@given(st.text() | st.characters(categories=["Cc", "Cs", "Cf", "Cn"]))
def test_any_text_can_be_rendered(text: str) -> None:
    for name in NAMES:
        assert rendered(name, record(*hostile(text), header=hostile_header(text)))


def test_overview_has_every_requirement_once() -> None:
    seen = overview(record(*realistic()))

    assert [row.id for row in seen.rows] == list(requirements())
    assert sum(group.total for group in seen.areas) == sum(group.total for group in seen.levels) == len(seen.rows)
    assert sum(seen.counts.values()) == len(seen.rows)


def test_what_no_case_names_is_untested_with_a_reason() -> None:
    seen = overview(record(CASE))

    assert {row.status for row in seen.rows if row.id != "KEY-007"} == {"UNTESTED"}
    assert [row.id for row in seen.rows if row.note is None] == ["KEY-007"]


def test_a_requirement_that_the_catalogue_lacks_is_shown() -> None:
    seen = overview(record(replace(failing(), requirements=())), catalogue={})

    assert [(row.id, row.status, row.level) for row in seen.rows] == [("REMOVE-002", "INCONCLUSIVE", "UNKNOWN")]


def test_sentence_names_what_does_not_hold() -> None:
    known = failing("KEY-009", verdict=Verdict.XFAIL, requirements=(RequirementResult("KEY-009", Verdict.XFAIL, 1),))
    total = len(requirements())

    said = overview(record(CASE, failing(), known)).sentence

    assert said == (f"1 of {total} promises hold, 1 is broken, 1 is known to be broken, {total - 3} were not checked.")
