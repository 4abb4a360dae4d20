"""The lock files pin every package exactly, by content, from no particular place, and agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest

PIN = re.compile(
    r"^([a-z0-9-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)[^\\\n]*((?:\\\n\s+--hash=sha256:[0-9a-f]{64} ?)*)", re.MULTILINE
)
ROOT = Path(__file__).parents[2]
FOREIGN = tuple(f"ecosystem/{lock.name}" for lock in sorted((ROOT / "requirements" / "ecosystem").glob("*.txt")))
NAMES = ("run.txt", "tools.txt", "test.txt", *FOREIGN)
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?(>=[^,;]+)?$")


def pins(root: Path, name: str) -> dict[str, str]:
    """Read a lock: which version of which package."""
    return {match[1]: match[2] for match in PIN.finditer((root / "requirements" / name).read_text())}


def requirements(root: Path, name: str) -> list[str]:
    """Read the requirements of ``pyproject.toml`` or of a list beside the locks, without markers and comments."""
    if name == "pyproject.toml":
        lines: list[str] = tomllib.loads((root / name).read_text())["project"]["dependencies"]
    else:
        lines = (root / "requirements" / name).read_text().splitlines()
    bare = (re.split(r"[;#]", line)[0].strip() for line in lines)
    return [line for line in bare if line]


@pytest.mark.parametrize("name", NAMES)
def test_each_line_pins_a_version_by_its_content(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text()

    assert re.sub(r"(?m)^\s*#.*\n?", "", PIN.sub("", text)).strip() == ""
    assert [match[1] for match in PIN.finditer(text) if not match[3]] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_lock_says_where_packages_come_from(root: Path, name: str) -> None:
    assert "://" not in (root / "requirements" / name).read_text()


def test_each_list_of_other_peoples_software_is_locked(root: Path) -> None:
    lists = (root / "requirements" / "ecosystem").glob("*.in")

    assert {f"ecosystem/{source.stem}.txt" for source in lists} == set(FOREIGN)


def test_the_locks_agree_on_every_version(root: Path) -> None:
    all_pins = pins(root, "test.txt").items()

    assert pins(root, "run.txt").items() <= all_pins
    assert pins(root, "tools.txt").items() <= all_pins


@pytest.mark.parametrize(
    ("source", "lock"), [("pyproject.toml", "run.txt"), ("tools.in", "tools.txt"), ("test.in", "test.txt")]
)
def test_each_requirement_is_bounded_below_only_and_locked(root: Path, source: str, lock: str) -> None:
    wanted = requirements(root, source)
    matches = {line: REQUIREMENT.match(line) for line in wanted}

    assert [line for line, match in matches.items() if match is None or match[2] is None] == []
    assert {match[1].lower() for match in matches.values() if match} <= pins(root, lock).keys()
