"""Draw the pictures of ``docs/reports.md``: run against right and wrong simulators, show what is made of it.

Usage: ``python -m tools.pictures FOLDER``, from the checkout. Terminals become SVG, pages become PNG. Takes about ten
minutes and needs Chromium.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text
from tests.unit.reports.browser import PROGRAM, page

# Rich's picture fetches a font; any monospaced one does, for every line of the picture says how wide it is.
FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*|Fira Code, ", re.DOTALL)
COMMAND = Path(sys.executable).with_name("vectorproof")
WRONG = ("secret-cached-for-good", "key-name-any-letter", "removal-half-confirmed", "scope-ignored", "batch-of-31")
"""What is wrong with the target of the report: over 20 findings."""

CASES = ("--suite", "remove", "--suite", "rotate", "--suite", "key")
BUILDS = (((), 18), (("secret-cached-for-good",), 7), (("secret-cached-for-good", "key-name-any-letter"), 5))
"""What is wrong with each of the thirty builds of the trend: nothing, then one thing, then two."""

LAST_GOOD, FIRST_BAD = "build-18", "build-19"
WIDTH = 110
WIDE, PHONE = (1200, 900), (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a page: its file, the page and the place on it, the screen and its colours."""

    file: str
    page: Path
    place: str = ""
    size: tuple[int, int] = WIDE
    scheme: str = "light"


def vectorproof(*line: object) -> str:
    """Run a command of ours and give what it printed; a finding is no failure of the picture."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    done = subprocess.run([str(COMMAND), *map(str, line)], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode in {0, 1, 4}, done.stderr
    return done.stdout


@contextmanager
def served(defects: Sequence[str], folder: Path) -> Generator[Path]:
    """Serve a simulator that is wrong in the ways that are named, and give its ready file."""
    ready = folder / "ready.json"
    options = [word for defect in defects for word in ("--defect", defect)]
    line = [str(COMMAND), "serve", "--json", "--port", "0", "--jina-port", "0", "--ready-file", str(ready), *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield ready
        finally:
            process.terminate()


def judged(name: str, defects: Sequence[str], folder: Path, *options: str) -> Path:
    """Judge a simulator, and give the folder of record and report."""
    with served(defects, folder) as ready:
        vectorproof("run", "--quiet", "--target", ready, *options, "--output", folder / name)
    return folder / name


def builds(folder: Path) -> None:
    """Judge thirty builds, one after the other."""
    number = 0
    for defects, count in BUILDS:
        for _ in range(count):
            number += 1
            judged(f"build-{number:02}", defects, folder, "--seed", str(number), *CASES)


def drawn(command: str, said: str, name: str) -> str:
    """Show a command and what it printed on a terminal that exists on paper only."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, file=nowhere, width=WIDTH, force_terminal=True, color_system="truecolor")
        console.print(Text.assemble(("$ ", "bold green"), f"vectorproof {command}"))
        console.print(Text(said))
        return FETCHED_FONT.sub("", console.export_svg(title="vectorproof", theme=MONOKAI, unique_id=name))


async def photographed(pictures: Sequence[Picture], target: Path) -> None:
    """Take pictures of pages in a browser without a window."""
    assert PROGRAM is not None, "Chromium is needed"
    async with page(PROGRAM) as opened:
        for each in pictures:
            width, height = each.size
            await opened.look(width, each.scheme, height)
            await opened.open("about:blank")
            await opened.open(f"{each.page.as_uri()}{each.place}")
            (target / each.file).write_bytes(await opened.photographed())


def draw(folder: Path, target: Path) -> None:
    """Make every picture."""
    right, wrong = judged("right", (), folder), judged("wrong", WRONG, folder)
    builds(folder)
    old, new = folder / LAST_GOOD, folder / FIRST_BAD
    database = folder / "history.sqlite3"
    compared = vectorproof("compare", old, new, "--format", "html", "--output", folder)
    for build in sorted(folder.glob("build-*")):
        vectorproof("history", "add", build, "--version", build.name, "--database", database)
    trend = vectorproof("history", "trend", "--database", database, "--format", "html", "--output", folder)
    vectorproof("sign", wrong, "--format", "html", "--output", folder)
    for name, command, said in (
        ("compare", f"compare {LAST_GOOD} {FIRST_BAD}", compared),
        ("trend", "history trend", trend),
    ):
        shown = said.replace(f"{folder}{os.sep}", "")  # where this machine keeps it is nobody's business
        (target / f"{name}.svg").write_text(drawn(command, shown, name), "utf-8")
    pictures = (
        Picture("report-pass.png", right / "report.html"),
        Picture("report.png", wrong / "report.html"),
        Picture("report-finding.png", wrong / "report.html", "#finding-1"),
        Picture("report-phone.png", wrong / "report.html", "#finding-3", PHONE, "dark"),
        Picture("report-page.png", wrong / "report.html", "#line-27", scheme="dark"),
        Picture("compare.png", folder / "compare.html"),
        Picture("compare-phone.png", folder / "compare.html", "", PHONE, "dark"),
        Picture("trend.png", folder / "trend.html"),
        Picture("trend-phone.png", folder / "trend.html", "", PHONE, "dark"),
        Picture("signoff.png", folder / "signoff.html"),
    )
    asyncio.run(photographed(pictures, target))


def main(arguments: Sequence[str]) -> int:
    """Draw into the folder that was named."""
    (target,) = map(Path, arguments)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        draw(Path(folder), target.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
