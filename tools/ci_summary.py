"""Add up what the environments of tox found, name what failed, and refuse skips that nobody allowed.

Usage: ``ci_summary.py tox.json allowed_skips.toml``. Reads tox's own record of the commands that it ran and the
JUnit files that those commands wrote; a command that writes none counts as one test. Prints one line for each
failure and ends with ``N passed, N failed, N skipped``; the exit code is 1 when anything failed.
"""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

# Which option of a command tells where its JUnit file is, given the option's value.
JUNIT_OPTIONS: Mapping[str, str] = {"--junit-xml": "", "--output": "report.xml"}


class State(Enum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test, or one command that counts as a test: its full name, how it ended, and why."""

    name: str
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """One allowed skip: a pattern of full names (``*`` matches anything) and the reason that it was allowed for."""

    test: str
    why: str


def junit_file(command: Sequence[str]) -> Path | None:
    """Find where a command writes its JUnit file; ``None`` when it writes none."""
    for option, name in JUNIT_OPTIONS.items():
        if option in command[:-1]:
            return Path(command[command.index(option) + 1]) / name
    return None


def case_outcome(environment: str, case: ET.Element) -> Outcome:
    """Read one ``testcase`` element; an expected failure counts as a skip, for it too hides something."""
    name = f"{environment}: {case.get('classname', '')}::{case.get('name', '')}"
    for tag, state in (("failure", State.FAILED), ("error", State.FAILED), ("skipped", State.SKIPPED)):
        found = case.find(tag)
        if found is not None:
            return Outcome(name, state, (found.get("message") or tag).partition("\n")[0])
    return Outcome(name, State.PASSED)


def read_junit(environment: str, file: Path) -> list[Outcome]:
    """Read every test of a JUnit file; an unreadable file is itself a failure."""
    try:
        root = ET.parse(file).getroot()  # noqa: S314  # our own test runner wrote it a moment ago
    except (OSError, ET.ParseError) as error:
        return [Outcome(f"{environment}: {file.name}", State.FAILED, f"no readable JUnit file: {error}")]
    return [case_outcome(environment, case) for case in root.iter("testcase")]


def command_outcomes(environment: str, run: Mapping[str, Any]) -> list[Outcome]:
    """Read one command of an environment: the tests of its JUnit file, or the command as one test."""
    words = [str(word) for word in run["command"]]
    name = f"{environment}: {' '.join([Path(words[0]).name, *words[1:3]])}"
    file = junit_file(words)
    outcomes = read_junit(environment, file) if file else []
    failed = run["retcode"] != 0
    if failed and all(outcome.state is not State.FAILED for outcome in outcomes):
        return [*outcomes, Outcome(name, State.FAILED, f"exit code {run['retcode']}")]
    return outcomes if file else [Outcome(name, State.PASSED)]


def environment_outcomes(environment: str, told: Mapping[str, Any]) -> list[Outcome]:
    """Read one environment of tox's record; one that never ran, or failed while it was made, is a failure."""
    if "result" not in told:
        return [Outcome(environment, State.FAILED, "did not run")]
    runs = [run for run in told.get("test", []) if str(run["run_id"]).startswith("commands[")]
    outcomes = [outcome for run in runs for outcome in command_outcomes(environment, run)]
    if not told["result"]["success"] and all(outcome.state is not State.FAILED for outcome in outcomes):
        outcomes.append(Outcome(environment, State.FAILED, "could not be set up"))
    return outcomes


def all_outcomes(record: Mapping[str, Any]) -> list[Outcome]:
    """Read every environment of tox's record, in its order."""
    environments: Mapping[str, Mapping[str, Any]] = record["testenvs"]
    return [outcome for name, told in environments.items() for outcome in environment_outcomes(name, told)]


def read_allowed(file: Path) -> list[Allowed]:
    """Read the list of allowed skips; each needs both members, and no other."""
    return [Allowed(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("skip", [])]


def skip_complaints(outcomes: Sequence[Outcome], allowed: Sequence[Allowed]) -> Iterator[Outcome]:
    """Complain of skips that are not allowed, and of permissions that no skip uses any more."""
    skips = [outcome for outcome in outcomes if outcome.state is State.SKIPPED]
    for skip in skips:
        if not any(fnmatchcase(skip.name, entry.test) for entry in allowed):
            yield Outcome(skip.name, State.FAILED, f"this skip is not allowed: {skip.why}")
    for entry in allowed:
        if not any(fnmatchcase(skip.name, entry.test) for skip in skips):
            yield Outcome(entry.test, State.FAILED, "this allowed skip did not happen: take it off the list")


def closing_line(outcomes: Sequence[Outcome], complaints: Sequence[Outcome]) -> str:
    """Count: a skip that is complained of is a failure, and no longer a skip."""
    refused = {complaint.name for complaint in complaints}
    states = [o.state for o in (*outcomes, *complaints) if o.state is not State.SKIPPED or o.name not in refused]
    return ", ".join(f"{states.count(state)} {state.value}" for state in State)


def main(arguments: Sequence[str]) -> int:
    """Print the failures and the closing line; tell the exit code."""
    record_file, allowed_file = map(Path, arguments)
    outcomes = all_outcomes(json.loads(record_file.read_text(encoding="utf-8")))
    complaints = list(skip_complaints(outcomes, read_allowed(allowed_file)))
    failures = [outcome for outcome in (*outcomes, *complaints) if outcome.state is State.FAILED]
    for failure in failures:
        sys.stdout.write(f"FAILED {failure.name}: {failure.why}\n")
    sys.stdout.write(closing_line(outcomes, complaints) + "\n")
    return 1 if failures or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
