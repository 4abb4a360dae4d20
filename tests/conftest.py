"""What several folders of tests share: a simulator in a process of its own, and the built distributions."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).with_name("vectorproof")
PATIENCE_S = 15


@contextmanager
def served(*options: str, command: Path = COMMAND, cwd: Path = ROOT) -> Generator[Mapping[str, Any]]:
    """Serve in a child process on free ports; give the line that it prints when ready, and end it by SIGTERM."""
    line = ["serve", "--json", "--port", "0", "--jina-port", "0", *options]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        subprocess.Popen(
            [str(command), *line], stdout=subprocess.PIPE, stderr=said, text=True, cwd=cwd, env=environment
        ) as process,
    ):
        try:
            yield _ready(process, said)
        finally:
            _end(process)


def _ready(process: subprocess.Popen[str], said: Any) -> Mapping[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        said.seek(0)
        pytest.fail(f"serve ended with exit code {process.wait(PATIENCE_S)} before it was ready:\n{said.read()}")
    ready: dict[str, Any] = json.loads(line)
    return ready


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        code = process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert code == 0, f"serve answered SIGTERM with exit code {code}"


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[Mapping[str, Any]]]:
    """Give the way to a simulator of one's own, for a ``with`` statement; takes options of the command line."""
    return served


@pytest.fixture(scope="session")
def simulator() -> Iterator[Mapping[str, Any]]:
    """Serve the default world once for all tests of a session; gives the ready line as a mapping."""
    with served() as ready:
        yield ready


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Build ``sdist`` from the checkout and ``wheel`` from that sdist, with the locked backend and no network."""
    folder = tmp_path_factory.mktemp("dist")
    line = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(line, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return {"sdist": next(folder.glob("*.tar.gz")), "wheel": next(folder.glob("*.whl"))}
