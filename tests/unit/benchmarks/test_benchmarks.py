"""The benchmarks run and find every figure they promise; how good the figures are is nothing a test can judge."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
QUICKLY = ("--repetitions", "1", "--seconds", "0.05")


def found(script: str, *more: str, quickly: tuple[str, ...] = QUICKLY) -> dict[str, Any]:
    """Run a benchmark and give its figures by name."""
    command = [sys.executable, str(BENCHMARKS / script), *quickly, "--json", *more]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return {figure["name"]: figure for figure in json.loads(done.stdout)["figures"]}


PEER = f"""#!{sys.executable}
import http.server, sys

class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"2\\r\\n{{}}\\r\\n")
        self.wfile.write(b"0\\r\\n\\r\\n")

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[-1])), Answer).serve_forever()
"""


def test_jina_mock(tmp_path: Path) -> None:
    peer = tmp_path / "bin" / "aimock"
    peer.parent.mkdir()
    peer.write_text(PEER)
    peer.chmod(0o755)

    figures = found("jina_mock.py", "--calls", "100", "--peers", str(tmp_path), "--clients")

    assert [figure["goal"] for figure in figures.values() if figure["goal"]] == ["≥ 0.8", "≥ 0.6", "≥ 12,000", "≤ 10"]
    assert all(figure["median"] > 0 for figure in figures.values() if figure["unit"] != "MB")
    assert {"httpx on a core of its own, 16 at once", "one cached text: rate, against aimock"} < figures.keys()


@pytest.mark.parametrize(
    ("name", "goals"),
    [
        ("start", ["≤ 2"]),
        ("memory", ["≤ 120"]),
        ("calls", ["≥ 0.5", "≥ 0.6"]),
        ("vectorize", ["≥ 0.2"]),
        ("filter", ["≥ 0.2"]),
        ("vectors", ["≤ 1.5", "≤ 1.5", "≤ 2"]),
        ("growth", ["≤ 1.15"]),
    ],
)
def test_simulator(name: str, goals: list[str]) -> None:
    figures = found("simulator.py", "--documents", "200", "--only", name)

    assert [figure["goal"] for figure in figures.values() if figure["goal"]] == goals
    assert all(figure["median"] > 0 for figure in figures.values())


@pytest.mark.parametrize(("kind", "goals"), [("machines", {"≥ 300", "≤ 30"}), ("properties", {"≥ 600"})])
def test_suites(kind: str, goals: set[str]) -> None:
    figures = found("suites.py", "--only", kind, "--area", "ddl", quickly=("--repetitions", "1", "--examples", "1"))

    assert {figure["goal"] for figure in figures.values() if figure["goal"]} == goals
    assert all(figure["median"] > 0 for figure in figures.values())
