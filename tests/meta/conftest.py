"""What the rules of the house look at: the tracked files, their text, and the syntax trees of the product."""

import ast
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("harness", "mocks", "reports", "specs", "suites")
PICTURES = frozenset({".png", ".svg", ".gz"})


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def parts() -> tuple[str, ...]:
    """Give the names of the five source roots."""
    return PARTS


@pytest.fixture(scope="session")
def project_files() -> tuple[Path, ...]:
    """List every file that belongs to the project, relative to the checkout: tracked, or new and not ignored."""
    line = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(sorted(Path(name) for name in listed if (ROOT / name).is_file()))


@pytest.fixture(scope="session")
def texts(project_files: tuple[Path, ...]) -> Mapping[Path, str]:
    """Read every file of the project that is text."""
    return {file: (ROOT / file).read_text("utf-8") for file in project_files if file.suffix not in PICTURES}


@pytest.fixture(scope="session")
def modules(texts: Mapping[Path, str]) -> Mapping[str, ast.Module]:
    """Parse every module of the product, by its dotted name; ``__init__`` stands for its package."""
    return {
        dotted(file): ast.parse(text, str(file))
        for file, text in texts.items()
        if file.suffix == ".py" and file.parts[0] in PARTS
    }


def dotted(file: Path) -> str:
    """Turn ``mocks/vectorproof/mocks/world.py`` into ``vectorproof.mocks.world``."""
    names = file.with_suffix("").parts[1:]
    return ".".join(names[:-1] if names[-1] == "__init__" else names)
