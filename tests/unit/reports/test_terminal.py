"""The terminal: a summary per area, findings whose commands survive copying, and where the report lies."""

from io import StringIO
from pathlib import Path

from rich.console import Console
from tests.unit.reports.builders import HOSTILE, STEPS, failing, hostile, hostile_header, realistic, record, skipped

from vectorproof.reports.formats.terminal import render, show
from vectorproof.reports.record import Record
from vectorproof.specs.requirements import requirements


def text(seen: Record) -> str:
    ((name, content),) = render(seen)
    assert name == "report.txt"
    return content.decode("utf-8")


def coloured(seen: Record, *, width: int = 100, lies: tuple[Path | str, ...] = ()) -> str:
    out = StringIO()
    show(seen, Console(file=out, width=width, force_terminal=True, color_system="truecolor"), lies=lies)
    return out.getvalue()


def test_each_area_has_its_line() -> None:
    rows = {line.split()[0]: line.split()[1:] for line in text(record(*realistic())).splitlines() if line.strip()}

    heads = "total passed failed errors flaky unclear known skipped untested cases checks"
    assert " ".join(rows["area"]) == heads
    assert rows["KEY"][:3] == ["21", "18", "1"]
    assert rows["all"][0] == str(len(requirements()))


def test_areas_that_nothing_was_asked_of_share_a_line_where_they_are_many() -> None:
    areas = {entry.area for entry in requirements().values()}
    rows = [line.split() for line in text(record(failing("REMOVE-002"))).splitlines()]

    (others,) = (row for row in rows if row[1:2] == ["others"])
    assert others[0] == str(len(areas) - 1)
    asked = sum(entry.area == "REMOVE" for entry in requirements().values())
    assert int(others[2]) == len(requirements()) - asked
    assert [row[0] for row in rows if row[:1] in ([name] for name in areas)] == ["REMOVE"]


def test_a_command_is_never_folded() -> None:
    seen = [line.strip() for line in text(record(failing())).splitlines()]

    for step in STEPS:
        for line in step.curl.splitlines():
            assert line.strip() in seen


def test_skips_are_grouped_by_reason() -> None:
    seen = text(record(skipped("KEY-001", "no key-control"), skipped("KEY-002", "no key-control")))

    assert "SKIPPED 2: no key-control  KEY-001, KEY-002" in seen


def test_it_says_where_the_report_lies() -> None:
    assert "Report: out/report.html" in coloured(record(failing()), lies=("out/report.html",))


def test_colours_are_ours_alone() -> None:
    seen = coloured(record(*hostile(), header=hostile_header()), width=4000)

    assert "\x1b[1;31m" in seen
    assert "\x1b]8" not in seen
    assert "\x07" not in seen
    assert "[bold]markup[/bold]" in seen
    assert HOSTILE not in seen


def test_a_file_has_no_colour() -> None:
    assert "\x1b" not in text(record(*realistic()))
