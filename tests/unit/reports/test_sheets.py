"""Each form of a sheet says the same, harmlessly, and within its limits."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.reports.builders import HOSTILE

from vectorproof.reports import sheets
from vectorproof.reports.formats import FormatError
from vectorproof.reports.sheet import Cell, Sheet, Table

FORMS = tuple(sheets.catalogue())


def sheet(text: str = "plain", rows: int = 3) -> Sheet:
    table = Table(
        "Part",
        ("id", text, "drawn"),
        tuple(
            (Cell(f"R-{n}", mono=True), Cell(text, "FAIL"), Cell("60 %", values=(0.1, None, 0.6))) for n in range(rows)
        ),
        "How to read it.",
    )
    return Sheet("compare", text, f"It was {text}.", "FAIL", ((text, text),), (text,), (table,))


def shown(form: str, seen: Sheet) -> str:
    ((name, content),) = sheets.catalogue()[form].render(seen)
    assert name.startswith(f"{seen.name}.")
    return content.decode("utf-8")


def test_the_forms_are_these() -> None:
    assert FORMS == ("csv", "html", "json", "markdown", "terminal")


@pytest.mark.parametrize("form", FORMS)
def test_every_row_is_there(form: str) -> None:
    seen = shown(form, sheet(rows=3))

    assert [name for name in ("R-0", "R-1", "R-2", "60 %", "plain") if name not in seen] == []


@pytest.mark.parametrize("form", FORMS)
def test_hostile_texts_are_harmless(form: str) -> None:
    seen = shown(form, sheet(HOSTILE))

    assert not {char for char in seen if ord(char) < 32 or 127 <= ord(char) < 160} - {"\n", "\t"}
    assert not set(seen) & set("\u202e\u2066\ufeff\ufffe")
    assert r"\x1b[31m" in seen


def test_nothing_of_a_sheet_becomes_an_element() -> None:
    page = shown("html", sheet(HOSTILE))

    assert page.count("<script") == 1
    assert "<img" not in page
    assert not re.search(r"(?:href|src)=\"(?!#|data:,)", page)


@settings(deadline=None, max_examples=25)
@given(st.text() | st.characters(categories=["Cc", "Cs", "Cf", "Cn"]))
def test_any_text_can_be_shown(text: str) -> None:
    for form in FORMS:
        assert shown(form, sheet(text))


def test_markdown_fits_into_a_comment_and_says_what_was_cut() -> None:
    seen = shown("markdown", sheet(rows=5_000))

    assert len(seen.encode()) <= 60_000
    kept = len(re.findall(r"(?m)^\| `R-", seen))
    assert f"_{5_000 - kept:,} more rows did not fit" in seen


def test_csv_and_json_can_be_read_back() -> None:
    rows = list(csv.reader(StringIO(shown("csv", sheet()))))
    members = json.loads(shown("json", sheet()))

    assert rows[0] == ["table", "id", "plain", "drawn"]
    assert rows[1] == ["Part", "R-0", "plain", "60 %"]
    assert members["tables"]["Part"][2]["drawn"] == {"text": "60 %", "values": [0.1, None, 0.6]}


def test_files_are_named_by_the_sheet(tmp_path: Path) -> None:
    written = sheets.write(sheet(), sheets.chosen(FORMS), tmp_path / "new")

    assert [path.name for path in written] == [f"compare.{end}" for end in ("csv", "html", "json", "md", "txt")]


def test_an_unknown_form_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(FormatError, match="unknown format 'htlm', perhaps html was meant; there are csv, html, "):
        sheets.chosen(["htlm"])
