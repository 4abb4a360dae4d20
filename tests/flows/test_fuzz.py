"""Tens of thousands of requests, right, nearly right and garbage, in a process that has served nobody before."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COUNT = 30_000


def test_nothing_that_is_sent_breaks_the_simulator() -> None:
    line = [sys.executable, "-m", "tools.fuzz", "--count", str(COUNT), "--seed", "20"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300, cwd=ROOT)

    assert "0 answers were wrong" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout
