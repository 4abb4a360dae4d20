"""A finding that was recorded is sent again: still there where it was, gone on the right simulator, and a file."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.flows.runs import Nobody

from vectorproof.harness import session
from vectorproof.harness.config import Config, Profile

COMMAND = Path(sys.executable).with_name("vectorproof")
WRONG = "farthest-first"
Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Find what a wrong simulator does wrong; the seed of the answers is that of every simulator."""
    config = Config(
        cases=("sort/model/by_vector",),
        defects=(WRONG,),
        profile=Profile("quick", 5),
        output=tmp_path_factory.mktemp("found"),
    )
    return session.run(config, Nobody()).record_file


def typed(record: Path, finding: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the verb."""
    line = [str(COMMAND), "reproduce", finding, "--record", str(record), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60, cwd=cwd)


def test_a_finding_is_still_there_on_the_wrong_target(record: Path, serve: Serve, tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with serve("--defect", WRONG, "--ready-file", str(ready)):
        done = typed(record, "SORT-004", "--target", str(ready), cwd=tmp_path)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "still there" in done.stdout


def test_a_finding_is_gone_on_the_right_target(record: Path, tmp_path: Path) -> None:
    done = typed(record, "sort/model/by_vector", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "not reproduced" in done.stdout


def test_the_script_of_a_finding_shows_it_again(record: Path, serve: Serve, tmp_path: Path) -> None:
    script, test = tmp_path / "finding.sh", tmp_path / "test_finding.py"
    done = typed(record, "SORT-004", "--script", str(script), "--test", str(test), cwd=tmp_path)
    with serve("--defect", WRONG) as ready:
        environment = {
            **os.environ,
            "DATA_API": str(ready["data_api"]),
            "CONTROL": str(ready["control"]),
            "VECTORPROOF_TOKEN": str(ready["token"]),
        }
        shown = subprocess.run(["sh", str(script)], capture_output=True, text=True, check=True, env=environment)
        line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
        failed = subprocess.run(line, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "$similarity" in shown.stdout
    assert failed.returncode == 1, failed.stdout


def test_what_a_machine_found_in_a_small_database_is_found_in_it_again(serve: Serve, tmp_path: Path) -> None:
    wrong = "deleted-collection-stays"
    config = Config(cases=("ddl/machine/*",), defects=(wrong,), profile=Profile("quick", 5), output=tmp_path)
    found, ready = session.run(config, Nobody()).record_file, tmp_path / "ready.json"
    with serve("--defect", wrong, "--ready-file", str(ready)):
        there = typed(found, "ddl/machine/schemas", "--target", str(ready), cwd=tmp_path)
    gone = typed(found, "ddl/machine/schemas", cwd=tmp_path)

    assert there.returncode == 1, there.stdout + there.stderr
    assert gone.returncode == 0, gone.stdout + gone.stderr


@pytest.mark.parametrize("finding", ["SORT-001", "nothing/like/it"])
def test_what_was_not_found_is_refused_with_what_was(record: Path, finding: str, tmp_path: Path) -> None:
    done = typed(record, finding, cwd=tmp_path)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "its findings are of SORT-004" in done.stderr
