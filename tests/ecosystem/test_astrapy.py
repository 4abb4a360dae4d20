"""astrapy's own integration suite, as published, against the simulator: collections, and operations on a database.

The suite is copied and run in an environment of its own; only the module that chooses the provider is replaced. Which
of its tests are not counted, and why, is data: ``astrapy/exclusions.toml``.
"""

import os
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from tests.ecosystem.places import environment, published_source

OURS = Path(__file__).with_name("astrapy")
SWITCH = "embedding_provider_switcher.py"
PARTS = ("tests/base/integration/collections", "tests/base/integration/misc")
KINDS = {"tables", "other provider", "network timing", "portal"}
PASSED_AT_LEAST, EXCLUDED_AT_MOST = 0.97, 0.15
FEWEST = 200  # The published suite has more; fewer mean that it was not found or not collected.

Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one of their tests ended: ``passed``, ``skipped`` or ``failed``, and why."""

    name: str
    verdict: str
    reason: str


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy their suite without their library: what is tested is the installed one."""
    folder, published = tmp_path_factory.mktemp("astrapy"), published_source("astrapy", "astrapy")
    shutil.copytree(published / "tests", folder / "tests")
    shutil.copy(published / "pyproject.toml", folder)
    assert (folder / "tests" / SWITCH).is_file(), "the suite has no such module to choose the provider"
    shutil.copy(OURS / SWITCH, folder / "tests")
    return folder


@pytest.fixture(scope="module")
def outcomes(suite: Path, serve: Serve) -> list[Outcome]:
    """Run their suite once against a simulator of its own."""
    report = suite / "report.xml"
    line = [str(environment("astrapy")), "-m", "pytest", "-q", "-o", "addopts=", "-o", "log_cli=0", "--tb", "short"]
    with serve("--world", str(OURS / "world.toml")) as ready:
        run = subprocess.run(
            [*line, "-p", "no:cacheprovider", "--junit-xml", str(report), *PARTS],
            cwd=suite,
            env=their_environment(ready),
            capture_output=True,
            text=True,
            check=False,
        )
    assert report.exists(), run.stdout[-4000:] + run.stderr[-4000:]
    return list(read(report))


def their_environment(ready: Mapping[str, Any]) -> dict[str, str]:
    """Give the settings that their documentation asks for, for a local Data API with reranking."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LOCAL_DATA_API_USERNAME": "cassandra",
        "LOCAL_DATA_API_PASSWORD": "cassandra",
        "LOCAL_DATA_API_ENDPOINT": ready["data_api"],
        "LOCAL_CASSANDRA_CONTACT_POINT": "127.0.0.1",
        "HEADER_EMBEDDING_API_KEY_JINAAI": ready["provider_key"],
        "HEADER_RERANKING_API_KEY_NVIDIA": "any key: the hosted reranker asks for none",
        "ASTRAPY_TEST_LATEST_MAIN": "1",
        # Whether the database is empty is asked by listing tables, which there are none of.
        "TOLERATE_POPULATED_DATABASE": "yes",
    }


def read(report: Path) -> Iterator[Outcome]:
    """Read what became of each test."""
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').split('.')[-2]}::{case.get('name')}"
        verdict = next((child for child in case if child.tag in {"failure", "error", "skipped"}), None)
        if verdict is None:
            yield Outcome(name, "passed", "")
        else:
            yield Outcome(name, "skipped" if verdict.tag == "skipped" else "failed", verdict.get("message") or "")


def exclusions() -> list[Mapping[str, str]]:
    """Read our list."""
    entries: list[Mapping[str, str]] = tomllib.loads((OURS / "exclusions.toml").read_text())["excluded"]
    return entries


def excluded(outcome: Outcome) -> bool:
    """Tell whether a test is not counted."""
    return any(fnmatchcase(outcome.name, entry["tests"]) for entry in exclusions())


def test_their_suite_passes(outcomes: list[Outcome]) -> None:
    assert len(outcomes) >= FEWEST
    counted = [outcome for outcome in outcomes if not excluded(outcome)]
    wrong = [outcome for outcome in counted if outcome.verdict != "passed"]
    told = "\n".join(f"{outcome.verdict} {outcome.name}: {outcome.reason}" for outcome in wrong)
    assert len(counted) - len(wrong) >= PASSED_AT_LEAST * len(counted), told


def test_little_is_excluded(outcomes: list[Outcome]) -> None:
    left_out = [outcome.name for outcome in outcomes if excluded(outcome)]
    assert len(left_out) <= EXCLUDED_AT_MOST * len(outcomes), left_out


def test_every_exclusion_is_used_and_of_a_kind_that_may_be(outcomes: list[Outcome]) -> None:
    for entry in exclusions():
        assert entry["kind"] in KINDS
        assert entry["why"]
        assert any(fnmatchcase(outcome.name, entry["tests"]) for outcome in outcomes), entry["tests"]
