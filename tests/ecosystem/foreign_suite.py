"""Another project's own tests, run as they were published in an environment of theirs, and what became of each.

Which of them are not counted is data: an ``exclusions.toml`` names tests by pattern, each with its kind and reason.
"""

import os
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tests.ecosystem.places import environment, published_source

# Everything that a user's settings of theirs would change is switched off; nothing is kept between runs.
_OPTIONS = ("-q", "-o", "addopts=", "-o", "log_cli=0", "--tb", "short", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one of their tests ended: ``passed``, ``skipped`` or ``failed``, and why."""

    name: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Their tests that are not counted, by a pattern of ``module::test[parameters]``."""

    tests: str
    kind: str
    why: str

    def covers(self, outcome: Outcome) -> bool:
        """Tell whether a test is one of these."""
        # An opening bracket begins a set of characters in patterns, and the parameters in a test's name.
        return fnmatchcase(outcome.name, self.tests.replace("[", "[[]"))


def exclusions(file: Path) -> list[Exclusion]:
    """Read a list of exclusions."""
    return [Exclusion(**entry) for entry in tomllib.loads(file.read_text())["excluded"]]


def counted(outcomes: Sequence[Outcome], excluded: Sequence[Exclusion]) -> list[Outcome]:
    """Leave out what is not counted."""
    return [outcome for outcome in outcomes if not any(entry.covers(outcome) for entry in excluded)]


def copied_suite(name: str, package: str, folder: Path) -> Path:
    """Copy a published suite without its library: what is tested is the installed one."""
    published = published_source(name, package)
    shutil.copytree(published / "tests", folder / "tests")
    shutil.copy(published / "pyproject.toml", folder)
    return folder


def outcomes_of(name: str, suite: Path, words: Sequence[str], variables: Mapping[str, str]) -> list[Outcome]:
    """Run the tests that ``words`` choose, with no variables but these and where programs are."""
    report = suite / f"report-{abs(hash(tuple(words)))}.xml"
    run = subprocess.run(
        [str(environment(name)), "-m", "pytest", *_OPTIONS, "--junit-xml", str(report), *words],
        cwd=suite,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), run.stdout[-4000:] + run.stderr[-4000:]
    return list(_read(report))


def outcomes_side_by_side(
    name: str, suite: Path, groups: Sequence[Sequence[str]], variables: Mapping[str, str]
) -> list[Outcome]:
    """Run groups of tests at the same time, for tests that mostly wait."""
    with ThreadPoolExecutor(len(groups)) as runs:
        started = [runs.submit(outcomes_of, name, suite, words, variables) for words in groups]
        return [outcome for run in started for outcome in run.result()]


def _read(report: Path) -> Iterator[Outcome]:
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').split('.')[-2]}::{case.get('name')}"
        verdict = next((child for child in case if child.tag in {"failure", "error", "skipped"}), None)
        if verdict is None:
            yield Outcome(name, "passed", "")
        else:
            yield Outcome(name, "skipped" if verdict.tag == "skipped" else "failed", verdict.get("message") or "")
