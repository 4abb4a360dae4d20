"""A finding can be run again by whoever reads of it: by the script and by the test that the report offers.

The run is made against a wrong simulator; both are then tried on a wrong and on a right one, in a process of their own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.unit.reports.browser import PROGRAM, Page, browse

from vectorproof.reports.evidence import finding_label
from vectorproof.reports.record import Record, read
from vectorproof.reports.replay.finding import finding_script, finding_test

DEFECT = "secret-cached-for-good"
CASE = "remove/embedding_stops/every_bound_collection"
COMMAND = Path(sys.executable).with_name("vectorproof")
Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


@pytest.fixture(scope="module")
def wrong(serve: Serve) -> Iterator[Mapping[str, Any]]:
    """Serve a simulator that goes on using the secret of a key that was removed."""
    with serve("--defect", DEFECT) as ready:
        yield ready


@pytest.fixture(scope="module")
def folder(wrong: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Judge it by the one case that finds this, and give the folder of record and report."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "ready.json").write_text(json.dumps(wrong))
    line = ["run", "--quiet", "--case", CASE, "--target", str(folder / "ready.json"), "--output", str(folder)]
    done = subprocess.run([str(COMMAND), *line], capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 1, done.stderr
    return folder


@pytest.fixture(scope="module")
def record(folder: Path) -> Record:
    return read(folder / "record.jsonl")


def variables(ready: Mapping[str, Any]) -> dict[str, str]:
    """Give what a script and a test ask for, as a person would export it from the ready file."""
    names = {"DATA_API": "data_api", "CONTROL": "control", "JINA_CONTROL": "jina_control", "JINA": "jina"}
    return {
        "PATH": os.environ["PATH"],
        "VECTORPROOF_TOKEN": ready["token"],
        **{name: ready[member] for name, member in names.items()},
    }


def in_shell(script: str, ready: Mapping[str, Any]) -> str:
    done = subprocess.run(["sh"], input=script, env=variables(ready), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_the_script_brings_the_wrong_answer_from_the_wrong_simulator_only(
    record: Record, wrong: Mapping[str, Any], simulator: Mapping[str, Any]
) -> None:
    (case,) = record.cases
    script = finding_script(case.findings[0], record.evidence.exchanges([CASE])[CASE, finding_label(1)])

    assert in_shell(script, wrong) == 'HTTP 200 {"status":{"insertedIds":["2"]}}'
    assert "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE" in in_shell(script, simulator)


def test_the_test_fails_on_the_wrong_simulator_only(
    record: Record, wrong: Mapping[str, Any], simulator: Mapping[str, Any], tmp_path: Path
) -> None:
    (case,) = record.cases
    file = tmp_path / "test_finding.py"
    file.write_text(finding_test(case.findings[0], record.evidence.exchanges([CASE])[CASE, finding_label(1)]))

    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(file)]
    ended = [
        subprocess.run(line, env=variables(ready), capture_output=True, text=True, check=False, cwd=tmp_path)
        for ready in (wrong, simulator)
    ]
    assert [done.returncode for done in ended] == [1, 0], ended
    assert "REMOVE-002 is broken as before" in ended[0].stdout


@pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed here")
def test_what_is_copied_from_the_page_reproduces_the_finding(folder: Path, wrong: Mapping[str, Any]) -> None:
    """Open a finding by its deep link, press the button, paste into a shell: the same wrong answer comes."""
    copied: list[str] = []

    async def visit(page: Page) -> None:
        assert await page.evaluate("document.querySelector('#finding-1').matches(':target')") is True
        await page.catch_clipboard()
        await page.evaluate("document.querySelector('#finding-1 [data-copy=script]').click(), true")
        copied.append(await page.evaluate("window.copied"))

    browse(folder / "report.html", "#finding-1", visit)
    assert in_shell(copied[0], wrong) == 'HTTP 200 {"status":{"insertedIds":["2"]}}'
