"""Draw the pictures of ``docs/reports.md``: run against a right and a wrong simulator, show what is made of it.

Usage: ``pictures.py FOLDER``. Terminals become SVG, pages become PNG where Chromium is found.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

# Rich's picture fetches a font; any monospaced one does, for every line of the picture says how wide it is.
FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*|Fira Code, ", re.DOTALL)
COMMAND = Path(sys.executable).with_name("vectorproof")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), None)
CASES = ("--suite", "remove", "--suite", "rotate", "--suite", "key")
DEFECT = "secret-cached-for-good"
BUILDS = ((1, ""), (2, ""), (3, ""), (4, DEFECT), (5, DEFECT))
WIDTH = 110
WIDE, PHONE = (1200, 900), (420, 900)


def vectorproof(*line: object) -> str:
    """Run a command of ours and give what it printed; a finding is no failure of the picture."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    done = subprocess.run([str(COMMAND), *map(str, line)], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@contextmanager
def served(defect: str, folder: Path) -> Generator[Path]:
    """Serve a simulator, wrong if a defect is named, and give its ready file."""
    ready = folder / "ready.json"
    options = ["--defect", defect] if defect else []
    line = [str(COMMAND), "serve", "--json", "--port", "0", "--jina-port", "0", "--ready-file", str(ready), *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield ready
        finally:
            process.terminate()


def runs(folder: Path) -> list[Path]:
    """Judge five builds, the last two of them wrong; tell where their records lie."""
    for seed, defect in BUILDS:
        with served(defect, folder) as ready:
            output = folder / f"build-{seed}"
            vectorproof("run", "--quiet", "--target", ready, "--seed", seed, *CASES, "--output", output)
    return [folder / f"build-{seed}" for seed, _ in BUILDS]


def drawn(command: str, said: str, name: str) -> str:
    """Show a command and what it printed on a terminal that exists on paper only."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, file=nowhere, width=WIDTH, force_terminal=True, color_system="truecolor")
        console.print(Text.assemble(("$ ", "bold green"), f"vectorproof {command}"))
        console.print(Text(said))
        return FETCHED_FONT.sub("", console.export_svg(title="vectorproof", theme=MONOKAI, unique_id=name))


def photographed(page: Path, target: Path, size: tuple[int, int], *, dark: bool = False) -> None:
    """Take a picture of a page in a browser without a window."""
    if CHROMIUM is None:
        return
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size[0]},{size[1]}"]
    # The page follows the system's wish for dark colours; this is how a browser without a system is told.
    options += ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
    subprocess.run(
        [CHROMIUM, *options, f"--screenshot={target}", page.as_uri()], check=True, capture_output=True, timeout=120
    )


def draw(folder: Path, target: Path) -> None:
    """Make every picture."""
    builds = runs(folder)
    database = folder / "history.sqlite3"
    compared = vectorproof("compare", builds[2], builds[3], "--format", "html", "--output", folder)
    vectorproof("history", "import", folder, "--database", database)
    trend = vectorproof("history", "trend", "--database", database, "--format", "html", "--output", folder)
    (target / "compare.svg").write_text(drawn("compare build-3 build-4", compared, "compare"), encoding="utf-8")
    (target / "trend.svg").write_text(drawn("history trend", trend, "trend"), encoding="utf-8")
    vectorproof("report", builds[3], "--format", "html")
    photographed(builds[3] / "report.html", target / "report.png", WIDE)
    photographed(builds[3] / "report.html", target / "report-phone.png", PHONE, dark=True)
    photographed(folder / "compare.html", target / "compare.png", WIDE)
    photographed(folder / "trend.html", target / "trend.png", WIDE)


def main(arguments: Sequence[str]) -> int:
    """Draw into the folder that was named."""
    (target,) = map(Path, arguments)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        draw(Path(folder), target.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
