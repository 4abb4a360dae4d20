"""The documents are true: commands exist, options are known, links lead somewhere, everything registered is named."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("vectorproof")
GROUPS = ("history", "keys", "state", "world")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
QUOTED = re.compile(r"`([^`\n]+)`")


@pytest.fixture(scope="module")
def documents(texts: Mapping[Path, str]) -> Mapping[Path, str]:
    """Give the documents that people read first, and all of ``docs/``."""
    return {f: t for f, t in texts.items() if f.suffix == ".md" and (str(f) in DOCUMENTS or f.parts[0] == "docs")}


def typed(documents: Mapping[Path, str]) -> Iterator[tuple[str, list[str]]]:
    """Tell every command line that a document shows after a prompt, as its place and its words."""
    for file, text in documents.items():
        for block in BLOCK.findall(text):
            for line in re.findall(r"(?m)^\$ (.+)$", block):
                yield f"{file}: {line}", line.partition(" #")[0].replace("'", "").split()


@cache
def help_of(*verb: str) -> str:
    """Give what ``--help`` prints, wide enough that no option is cut."""
    environment = {"COLUMNS": "300", "TERM": "dumb", "NO_COLOR": "1", "PATH": "/usr/bin:/bin"}
    line = [str(COMMAND), *verb, "--help"]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_documents_show_command_lines(documents: Mapping[Path, str]) -> None:
    programs = {words[0] for _, words in typed(documents)}

    assert {"make", "vectorproof"} <= programs


def test_each_verb_and_option_that_is_shown_exists(documents: Mapping[Path, str]) -> None:
    unknown: list[str] = []
    for place, words in typed(documents):
        if words[0] != "vectorproof":
            continue
        if not re.search(rf"(?m)^\W*{re.escape(words[1])}\b", help_of()):
            unknown.append(place)
            continue
        options = [word.partition("=")[0] for word in words[2:] if word.startswith("--")]
        # A verb that is a group has its options below the verbs of its own.
        known = help_of(*words[1:3]) if words[1] in GROUPS else help_of(words[1])
        unknown += [f"{place} ({option})" for option in options if not re.search(rf"{option}(?![\w-])", known)]

    assert unknown == []


def test_each_target_of_make_that_is_shown_exists(root: Path, documents: Mapping[Path, str]) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (root / "Makefile").read_text()))
    shown = {words[1] for _, words in typed(documents) if words[0] == "make"}
    shown |= {q.split()[1] for text in documents.values() for q in QUOTED.findall(text) if re.match(r"make [a-z]+$", q)}

    assert shown - targets == set()


def test_each_target_of_make_is_described(root: Path) -> None:
    makefile = (root / "Makefile").read_text()
    phony = set(re.findall(r"(?m)^\.PHONY: (.*)$", makefile)[0].split())

    assert phony == set(re.findall(r"(?m)^([a-z]+):.*## ", makefile))


def test_each_environment_of_tox_is_described(root: Path, documents: Mapping[Path, str]) -> None:
    (listed,) = re.findall(r"(?m)^env_list = (.*)$", (root / "tox.ini").read_text())
    named = set(QUOTED.findall(documents[Path("CONTRIBUTING.md")]))

    assert set(listed.split(", ")) - named == set()


def test_each_link_leads_to_a_file(documents: Mapping[Path, str], root: Path) -> None:
    dead = [
        f"{file}: {link}"
        for file, text in documents.items()
        for link in LINK.findall(text)
        if "://" not in link and not (root / file.parent / link).exists()
    ]

    assert dead == []


def test_each_path_that_is_quoted_exists(documents: Mapping[Path, str], root: Path, parts: tuple[str, ...]) -> None:
    """A path below a top folder, in backticks, is a promise; ``<…>`` in it stands for a name, and ends the check."""
    tops = {*parts, "tests", "tools", "docs", "requirements", ".ci"}
    paths = {
        quoted.partition("<")[0]
        for text in documents.values()
        for quoted in QUOTED.findall(text)
        if "/" in quoted and quoted.partition("/")[0] in tops and " " not in quoted
    }

    assert sorted(path for path in paths if not (root / path).exists()) == []


def test_each_document_of_the_folder_is_in_its_index(documents: Mapping[Path, str]) -> None:
    index = documents[Path("docs/README.md")]

    assert [str(f) for f in documents if f.parts[0] == "docs" and f.name != "README.md" and f.name not in index] == []


def test_the_readme_shows_a_picture_of_a_run(root: Path) -> None:
    picture = (root / "docs" / "images" / "run.svg").read_text("utf-8")

    assert "vectorproof" in picture
    assert "passed" in picture
    assert "url(http" not in picture
