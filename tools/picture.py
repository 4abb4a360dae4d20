"""Draw what a run prints: really run against the simulator, then export the terminal's output as an SVG.

Usage: ``picture.py FILE.svg``. The picture needs no font and no address of another host.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME

from vectorproof.reports import record
from vectorproof.reports.formats import terminal

COMMAND = Path(sys.executable).with_name("vectorproof")
WIDTH = 92
# Rich's picture fetches a font; any monospaced one does, for every line of the picture says how wide it is.
FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*|Fira Code, ", re.DOTALL)


def run(folder: Path) -> record.Record:
    """Run the quick profile against the simulator and read the record that it leaves."""
    subprocess.run([str(COMMAND), "run", "--quiet", "--output", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return record.read(folder / "record.jsonl")


def draw(shown: record.Record) -> str:
    """Show a record on a terminal that exists on paper only, and give its picture."""
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, file=nowhere, width=WIDTH, force_terminal=True, color_system="truecolor")
        console.print("[bold green]$[/] vectorproof run --output vectorproof-report\n")
        terminal.show(shown, console, lies=["vectorproof-report/report.html"])
        # A fixed id keeps two pictures of one output equal.
        return FETCHED_FONT.sub("", console.export_svg(title="vectorproof", theme=SVG_EXPORT_THEME, unique_id="run"))


def main(arguments: Sequence[str]) -> int:
    """Write the picture to the file that was named."""
    (target,) = map(Path, arguments)
    with tempfile.TemporaryDirectory() as folder:
        picture = draw(run(Path(folder)))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
