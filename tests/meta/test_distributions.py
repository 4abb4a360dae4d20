"""What is shipped: the wheel holds the five parts and their data, the sdist all that is needed to test them."""

import tarfile
import zipfile
from collections.abc import Mapping
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

TOP_OF_SDIST = frozenset({
    "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "PKG-INFO", "README.md", ".gitignore",
    "docs", "harness", "mocks", "pyproject.toml", "reports", "requirements", "specs", "suites", "tests", "tools",
    "tox.ini",
})  # fmt: skip


@pytest.fixture(scope="module")
def wheel_names(distributions: Mapping[str, Path]) -> frozenset[str]:
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        return frozenset(wheel.namelist())


@pytest.fixture(scope="module")
def metadata(distributions: Mapping[str, Path]) -> Message:
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_the_files_of_the_five_parts_and_no_other(
    wheel_names: frozenset[str], project_files: tuple[Path, ...], parts: tuple[str, ...]
) -> None:
    expected = {"/".join(file.parts[1:]) for file in project_files if file.parts[0] in parts}

    shipped = {name for name in wheel_names if ".dist-info/" not in name}

    assert shipped == expected


def test_the_wheel_leaves_the_namespace_open(wheel_names: frozenset[str]) -> None:
    assert "vectorproof/__init__.py" not in wheel_names


def test_the_wheel_carries_the_licence_and_both_doors(
    distributions: Mapping[str, Path], wheel_names: frozenset[str]
) -> None:
    folder = next(name.partition("/")[0] for name in wheel_names if ".dist-info/" in name)
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        doors = wheel.read(f"{folder}/entry_points.txt").decode()

    assert f"{folder}/licenses/LICENSE" in wheel_names
    assert "vectorproof = vectorproof.harness.cli:main" in doors
    assert "vectorproof = vectorproof.harness.plugin" in doors


def test_the_metadata_says_which_pythons_and_licence(metadata: Message) -> None:
    assert (metadata["Requires-Python"], metadata["License-Expression"]) == (">=3.11", "Apache-2.0")


def test_the_sdist_holds_what_is_listed_and_no_other(
    distributions: Mapping[str, Path], project_files: tuple[Path, ...]
) -> None:
    with tarfile.open(distributions["sdist"]) as sdist:
        names = {Path(*Path(member.name).parts[1:]) for member in sdist.getmembers() if member.isfile()}

    assert {name.parts[0] for name in names} == TOP_OF_SDIST
    assert sorted(str(name) for name in names - set(project_files)) == ["PKG-INFO"]
