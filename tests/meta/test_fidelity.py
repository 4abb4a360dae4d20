"""docs/fidelity.md is true: each section of the reference has tests, and each test that it names exists."""

import importlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.mocks.dataapi.sections.rows import sections_of

HERE = Path("tests/unit/mocks/dataapi")
DOCUMENT = Path("docs/fidelity.md")
#: The sections of the reference that have rules which a request can show.
SECTIONS = (
    "0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2", "2.1", "3", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7",
    "5.0", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "5.10", "5.11", "6", "7.1", "7.2", "7.3",
    "7.4", "7.5", "8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "9.1", "9.2", "9.3", "9.4", "10.1", "10.2", "11", "12",
    "13", "14",
)  # fmt: skip
ROW = re.compile(r"(?m)^\| (\d+(?:\.\d+)?) \| [^|]+ \| ([^|]+) \|$")
NAMED = re.compile(r"`((?:[\w.]+/)*test_\w+\.py)::(test_\w+)`")


@pytest.fixture(scope="module")
def text(texts: Mapping[Path, str]) -> str:
    """Give the document."""
    return texts[DOCUMENT]


def told(text: str) -> dict[str, set[str]]:
    """Read which modules the document names for each section."""
    return {section: set(re.findall(r"`(\w+)`", modules)) for section, modules in ROW.findall(text)}


def found() -> dict[str, set[str]]:
    """Find which modules cover each section."""
    covering: dict[str, set[str]] = {}
    for file in sorted((HERE / "sections").glob("test_*.py")):
        module = importlib.import_module(".".join(file.with_suffix("").parts))
        for section in sections_of(module):
            covering.setdefault(section, set()).add(file.stem)
    return covering


def test_each_section_has_tests() -> None:
    assert set(found()) == set(SECTIONS)


def test_the_list_of_sections_is_that_of_the_tests(text: str) -> None:
    assert told(text) == found()
    assert list(told(text)) == list(SECTIONS)


def test_each_test_that_is_named_exists(text: str, texts: Mapping[Path, str]) -> None:
    named = NAMED.findall(text)
    assert named
    places = [(Path(os.path.normpath(HERE / file)), test) for file, test in named]
    assert [(file, test) for file, test in places if f"def {test}(" not in texts.get(file, "")] == []
