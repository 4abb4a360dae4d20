"""The pages of reports are judged by axe, the checker of accessibility, in a real browser: nothing serious is found.

In light and in dark colours, on a wide screen and on a phone; the report with everything open that can be opened.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.ecosystem.runtimes import node_modules
from tests.unit.reports.browser import PROGRAM, Page, browse
from tests.unit.reports.builders import CASE, EXCHANGES, HEADER, failing, realistic, record, skipped

from vectorproof.reports.compare import compare
from vectorproof.reports.comparison_sheet import comparison_sheet
from vectorproof.reports.formats import html
from vectorproof.reports.record import Writer, read
from vectorproof.reports.sheets.html import render
from vectorproof.reports.verdict import Verdict

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed here")

SERIOUS = ("serious", "critical")
OPEN = "for (const each of document.querySelectorAll('details')) each.open = true; true"


def report(folder: Path) -> bytes:
    """Make a report that shows everything a report can show."""
    unclear = replace(CASE, case="key/unclear", verdict=Verdict.ERROR, reason="the target went away")
    with Writer(folder / "record.jsonl", HEADER) as writer:
        for case in (*realistic(), failing(), unclear, skipped("KEY-001", "no key-control")):
            writer.case(case, {"finding 1" if case.findings else "last example": EXCHANGES})
        writer.finish(seconds=1.0, ended="2026-08-24T09:14:31Z")
    ((_, content),) = html.render(read(folder / "record.jsonl"))
    return content


def comparison(_folder: Path) -> bytes:
    """Make a comparison with a regression."""
    cases = realistic()
    return render(comparison_sheet(compare(record(*cases), record(*cases[1:], failing(cases[0].requirements[0].id)))))


@pytest.fixture(scope="module")
def axe() -> str:
    """Read the checker's script."""
    place = node_modules(Path(__file__).parent / "axe")
    return (place / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("made", "width", "scheme"),
    [
        (report, 1280, "light"), (report, 1280, "dark"), (report, 390, "light"), (report, 390, "dark"),
        (comparison, 1280, "light"), (comparison, 390, "dark"),
    ],
)  # fmt: skip
def test_nothing_serious_is_found(made: Any, width: int, scheme: str, axe: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(made(tmp_path))
    found: list[Mapping[str, Any]] = []

    async def visit(page: Page) -> None:
        await page.look(width, scheme)
        await page.evaluate(OPEN)
        await page.evaluate(f"{axe}; true")
        found.extend(json.loads(await page.evaluate("axe.run().then((seen) => JSON.stringify(seen.violations))")))

    browse(tmp_path / "page.html", "", visit)
    serious = [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in SERIOUS]
    assert serious == []


def test_the_checker_finds_what_is_wrong(axe: str, tmp_path: Path) -> None:
    """A check that never finds anything proves nothing."""
    (tmp_path / "page.html").write_text("<!doctype html><title>x</title><button></button><img src='data:,'>")
    found: list[str] = []

    async def visit(page: Page) -> None:
        await page.evaluate(f"{axe}; true")
        found.extend(await page.evaluate("axe.run().then((seen) => seen.violations.map((each) => each.id))"))

    browse(tmp_path / "page.html", "", visit)
    assert {"button-name", "html-has-lang", "image-alt"} <= set(found)
