"""The verbs that run nothing: lists, explanations, help; one line and exit code 2 for a wrong command line."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from vectorproof.harness.cli import VERBS, app_for
from vectorproof.harness.cli.inventory import INVENTORY
from vectorproof.specs.requirements import requirements

FULL = Path("/dev/full")


def say(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "vectorproof.harness.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("kind", INVENTORY)
def test_every_row_has_an_id_of_its_own(kind: str) -> None:
    ids = [row["id"] for row in INVENTORY[kind]()]
    assert len(set(ids)) == len(ids)
    assert kind == "defects" or ids


def test_list_as_json_is_an_array_of_objects() -> None:
    rows = json.loads(say("list", "requirements", "--json").stdout)
    assert len(rows) == len(requirements())
    assert {"id", "state", "untested", "checks"} <= rows[0].keys()
    assert {row["state"] for row in rows} <= {"checked", "untested"}


def test_coverage_names_cases_and_counts_what_they_caught() -> None:
    rows = {row["id"]: row for row in json.loads(say("list", "requirements", "--coverage", "--json").stdout)}

    assert rows.keys() == requirements().keys()
    assert "key/names/length" in rows["KEY-007"]["cases"]
    assert rows["KEY-007"]["checks"] > 0
    assert rows["KEY-007"]["examples"] > 100
    assert rows["LIMIT-008"]["defects"] == ["limit-per-keyspace"]
    assert "requirements, not of cases" in say("list", "cases", "--coverage").stderr


def test_list_for_people_names_every_id() -> None:
    said = say("list", "cases").stdout
    assert all(row["id"] in said for row in INVENTORY["cases"]())


@pytest.mark.parametrize("name", ["KEY-007", "key/names/length", "TOO_MANY_COLLECTIONS", "rate-rpm", "insertOne"])
def test_explain_says_more_than_the_id(name: str) -> None:
    done = say("explain", name)
    assert done.returncode == 0
    assert name in done.stdout
    assert done.stdout.count("\n") > 3


@pytest.mark.parametrize("row", INVENTORY["defects"]()[:3], ids=lambda row: row["id"])
def test_explained_defect_says_its_contract_once(row: Mapping[str, str]) -> None:
    assert say("explain", row["id"]).stdout.count(row["summary"]) == 1


def test_help_says_what_quiet_prints() -> None:
    said = " ".join(say("run", "--help").stdout.replace("│", " ").split())
    assert "Print only one line: the verdict and the record" in said


def test_explained_requirement_names_its_cases() -> None:
    assert "cases: key/names/length" in say("explain", "KEY-007").stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("list", "things"), "there are requirements"),
        (("explain", "KEY-07"), "near: KEY-0"),
        (("explain", "rotate-003"), "near: ROTATE-003"),
        (("explain", "golden"), "worlds cannot be explained; requirements, cases, errors"),
        (("explain", "html"), "formats cannot be explained; requirements, cases, errors"),
        (("explain", "qqqqqqqq"), "requirements, cases, errors, faults, defects, commands can be explained"),
        (("run", "--known-failures", "nope.toml"), "nope.toml: cannot be read: No such file or directory"),
        (("serve", "--defect", "qqqqqqqq"), "'qqqqqqqq'; vectorproof list defects shows every one"),
        (("serve", "--defect", "scope-ignord"), "near: scope-ignored"),
    ],
)
def test_wrong_words_end_with_2_in_one_line(arguments: tuple[str, ...], problem: str) -> None:
    done = say(*arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert problem in done.stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nonsense",), "'nonsense'; see vectorproof --help"),
        (("run", "--no-such-option"), "--no-such-option; see vectorproof run --help"),
        (("run", "--workers", "0"), "'--workers'"),
        (("serve", "--port", "99999"), "'--port'"),
        (("explain",), "'ID'; see vectorproof explain --help"),
    ],
)
def test_wrong_options_end_with_2_in_one_line(arguments: tuple[str, ...], problem: str) -> None:
    done = say(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("vectorproof: ")
    assert problem in done.stderr


@pytest.mark.parametrize("arguments", [(), ("history",)])
def test_no_verb_shows_the_help(arguments: tuple[str, ...]) -> None:
    done = say(*arguments)
    assert (done.returncode, done.stderr) == (2, "")
    assert "Usage: vectorproof" in done.stdout


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [("list", "requirements"), ("list", "errors", "--json"), ("spec",), ("--help",)])
def test_a_full_disk_is_no_bug_of_ours(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "vectorproof.harness.cli", *arguments]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 3
    assert done.stderr == "vectorproof: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_begins_with_its_sentence(verb: str) -> None:
    said = " ".join(say(verb, "--help").stdout.split())
    assert VERBS[verb][1] in said


def test_help_imports_no_verb() -> None:
    code = "import sys, vectorproof.harness.cli as c; c.app_for(['--help']); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    assert not {"hypothesis", "aiohttp", "vectorproof.mocks"} & set(said.split())


@pytest.mark.parametrize("arguments", [("list", "requirements"), ("list", "errors", "--json"), ("spec",)])
def test_a_reader_that_has_gone_is_no_error(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "vectorproof.harness.cli", *arguments]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == ""
    assert child.wait(timeout=60) == 0


def test_version_is_said() -> None:
    assert say("--version").stdout.startswith("vectorproof ")


def test_every_verb_can_be_built() -> None:
    for verb in VERBS:
        app = app_for([verb])
        assert app.registered_commands or app.registered_groups
