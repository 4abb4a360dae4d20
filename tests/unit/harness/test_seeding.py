"""A seed draws the same, whatever source is loaded beside the suites."""

import subprocess
import sys
from pathlib import Path

DRAW = """
import sys
from hypothesis import given, seed, settings, strategies as st
if sys.argv[1] == "forget":
    from vectorproof.harness.seeding import forget_local_constants
    forget_local_constants()
for name in sys.argv[2:]:
    __import__(name)
@seed(1)
@settings(max_examples=300, database=None)
@given(text=st.text(), number=st.integers())
def draw(text, number):
    print(ascii(text), number)
draw()
"""


def drawn(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", DRAW, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True).stdout


def test_local_source_changes_nothing_that_is_drawn(tmp_path: Path) -> None:
    constants = [f'"a rather particular text {n}", {n + 1}7654321' for n in range(40)]
    (tmp_path / "beside.py").write_text(f"VALUES = [{', '.join(constants)}]\n", encoding="utf-8")

    assert "7654321" in drawn(tmp_path, "keep", "beside"), "what is to be forgotten is there at all"
    assert drawn(tmp_path, "forget", "beside") == drawn(tmp_path, "forget")
