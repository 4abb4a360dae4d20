"""CSV is read back as it was meant and runs no formula; badges show counts only."""

import csv
import json
import re
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from tests.unit.reports.builders import CASE, failing, hostile, hostile_header, realistic, record, skipped

from vectorproof.reports.formats.badge import COLOURS
from vectorproof.reports.formats.badge import render as badge
from vectorproof.reports.formats.csv import COLUMNS, render
from vectorproof.reports.record import Record
from vectorproof.specs.requirements import requirements

RECORDS = {
    "realistic": record(*realistic()),
    "hostile": record(*hostile(), header=hostile_header()),
    "formulas": record(*hostile("=HYPERLINK(1)"), *hostile("@SUM(1)"), failing(reason="+1")),
}


def rows(seen: Record) -> list[dict[str, str]]:
    ((name, content),) = render(seen)
    assert name == "report.csv"
    return list(csv.DictReader(StringIO(content.decode(), newline=""), strict=True))


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_every_line_has_every_column_and_no_formula(seen: Record) -> None:
    for row in rows(seen):
        assert tuple(row) == COLUMNS
        assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t"))]


def test_every_requirement_has_a_line() -> None:
    found = rows(record(CASE, failing(), skipped("KEY-001", "the target lacks key-control")))

    by_id = {row["requirement"]: row for row in found}
    assert by_id.keys() == requirements().keys()
    assert (by_id["KEY-007"]["verdict"], by_id["KEY-007"]["checks"], by_id["KEY-007"]["reason"]) == ("PASS", "24", "")
    assert by_id["REMOVE-002"]["found"] == "HTTP 200 with one insertedId; the document is there"
    assert by_id["KEY-001"]["reason"] == "the target lacks key-control"


def test_a_run_that_did_not_end_has_a_line_that_says_so() -> None:
    last = rows(record(CASE, footer=False))[-1]

    assert (last["case"], last["verdict"]) == ("run/complete", "INCONCLUSIVE")
    assert "cut off" in last["reason"]


def badges(seen: Record) -> tuple[ET.Element, dict[str, object]]:
    files = dict(badge(seen))
    assert files.keys() == {"badge.svg", "badge.json"}
    return ET.fromstring(files["badge.svg"]), json.loads(files["badge.json"])


def test_both_badges_say_the_same_numbers() -> None:
    picture, shields = badges(record(CASE, failing()))

    said = f"1/{len(requirements())} hold, 1 broken"
    assert shields == {"schemaVersion": 1, "label": "vectorproof", "message": said, "color": "b3261e"}
    assert picture.get("aria-label") == f"vectorproof: {said}"


def test_an_incomplete_run_is_no_green_badge() -> None:
    _, shields = badges(record(CASE, footer=False))

    assert str(shields["message"]).startswith("incomplete, ")
    assert shields["isError"] is True
    assert shields["color"] != badges(record(CASE))[1]["color"]


def test_nothing_of_a_record_stands_on_a_badge() -> None:
    picture, shields = badges(RECORDS["hostile"])

    assert re.fullmatch(r"[\d/]+ hold, \d+ broken", str(shields["message"]))
    assert "alert" not in ET.tostring(picture, encoding="unicode")


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", sorted(set(COLOURS.values())))
def test_white_can_be_read_on_every_colour(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5
