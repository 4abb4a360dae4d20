"""Five source roots of one namespace, and nothing that would break it."""

from pathlib import Path

import pytest


def test_no_root_makes_the_namespace_a_regular_package(root: Path, parts: tuple[str, ...]) -> None:
    """A regular package wins over the namespace, and would hide the other four parts."""
    assert [part for part in parts if (root / part / "vectorproof" / "__init__.py").exists()] == []


def test_each_root_holds_its_own_part_only(project_files: tuple[Path, ...], parts: tuple[str, ...]) -> None:
    expected = {(part, "vectorproof", part) for part in parts}

    assert {file.parts[:3] for file in project_files if file.parts[0] in parts} == expected


def test_each_part_is_typed(root: Path, parts: tuple[str, ...]) -> None:
    assert [part for part in parts if not (root / part / "vectorproof" / part / "py.typed").is_file()] == []


def test_each_folder_with_modules_is_a_package(project_files: tuple[Path, ...], parts: tuple[str, ...]) -> None:
    """From the part down every folder is a regular package: mypy, pytest and the wheel agree on no other form."""
    folders = {file.parent for file in project_files if file.parts[0] in parts and file.suffix == ".py"}

    assert sorted(str(folder) for folder in folders if folder / "__init__.py" not in project_files) == []


def test_no_two_files_differ_in_case_only(project_files: tuple[Path, ...]) -> None:
    names = [str(file).lower() for file in project_files]

    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(
    "name",
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/README.md", "Makefile",
     "tox.ini", ".ci/run", ".github/workflows/ci.yml"],
)  # fmt: skip
def test_what_a_newcomer_looks_for_is_there(project_files: tuple[Path, ...], name: str) -> None:
    assert Path(name) in project_files
