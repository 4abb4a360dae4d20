"""Everything that is registered can be listed, is explained, and is named where people look for it."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from vectorproof.mocks.dataapi import commands
from vectorproof.mocks.dataapi.command import catalogue

COMMAND = Path(sys.executable).with_name("vectorproof")
KINDS = (
    "requirements", "suites", "cases", "commands", "errors", "faults", "defects", "formats", "targets", "worlds",
)  # fmt: skip

# What people choose by name, or are told the name of, must be described in a document: which kind, and where.
DESCRIBED: Mapping[str, str] = {
    "faults": "docs/faults.md",
    "formats": "docs/command-line.md",
    "targets": "docs/command-line.md",
    "worlds": "docs/command-line.md",
}


def listed(kind: str) -> list[dict[str, Any]]:
    """Ask the command line for everything of a kind."""
    done = subprocess.run([str(COMMAND), "list", kind, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    things: list[dict[str, Any]] = json.loads(done.stdout)
    return things


@pytest.mark.parametrize("kind", KINDS)
def test_each_thing_has_an_id_of_its_own_and_something_about_it(kind: str) -> None:
    things = listed(kind)
    ids = [thing["id"] for thing in things]

    assert ids
    assert len(set(ids)) == len(ids)
    assert [thing["id"] for thing in things if not any(value for name, value in thing.items() if name != "id")] == []


@pytest.mark.parametrize("kind", DESCRIBED)
def test_what_is_chosen_by_name_is_described(root: Path, kind: str) -> None:
    text = (root / DESCRIBED[kind]).read_text("utf-8")
    quoted = set(re.findall(r"`([^`\n]+)`", text))

    assert sorted({thing["id"] for thing in listed(kind)} - quoted) == []


def test_every_requirement_of_the_page_is_there() -> None:
    page = [thing for thing in listed("requirements") if any(s.startswith("control-plane:") for s in thing["source"])]

    assert len(page) == 139


def test_a_command_is_simulated_exactly_when_it_says_so() -> None:
    said = {command["id"] for command in listed("commands") if command["simulated"] == "yes"}

    assert catalogue(commands).keys() == said
