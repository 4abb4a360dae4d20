"""Files to load: the same for the same seed, any length, readable by whoever reads CSV and JSON."""

import csv
import io
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.load_files import LOCALES_OF_MODELS, as_csv, as_json, rows

locales = st.sampled_from(sorted(set(LOCALES_OF_MODELS.values())))
seeds = st.integers(min_value=0, max_value=2**63 - 1)


@given(locale=locales, seed=seeds, count=st.integers(min_value=1, max_value=20))
def test_a_longer_file_begins_with_the_shorter_one(locale: str, seed: int, count: int) -> None:
    longer = list(rows(count + 5, locale, seed))

    assert list(rows(count, locale, seed)) == longer[:count]
    assert [row.id for row in longer] == list(range(1, count + 6))
    assert all(row.text.strip() and row.title.strip() for row in longer)


@given(locale=locales, seed=seeds)
def test_both_forms_hold_the_same_rows(locale: str, seed: int) -> None:
    read = list(csv.DictReader(io.StringIO("".join(as_csv(rows(6, locale, seed))), newline="")))
    objects = json.loads("".join(as_json(rows(6, locale, seed))))

    assert [{name: str(value) for name, value in each.items()} for each in objects] == read


@pytest.mark.parametrize(
    ("locale", "characters"), [("zh_CN", "一龥"), ("de_DE", "äü"), ("es_ES", "áú"), ("code", "({")]
)
def test_texts_are_of_their_language(locale: str, characters: str) -> None:
    text = "".join(row.text for row in itertools.islice(rows(60, locale, 1), 60))

    if locale == "code":
        assert all(mark in text for mark in characters)
    else:
        assert any(characters[0] <= letter <= characters[1] for letter in text)


def say(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "vectorproof.harness.cli", "data", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_a_file_is_what_standard_output_would_be(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    written = say("--rows", "7", "--seed", "3", "--output", file)

    assert written.returncode == 0, written.stderr
    assert file.read_bytes().decode().replace("\r\n", "\n") == say("--rows", "7", "--seed", "3").stdout


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (("--locale", "de_DD"), "de_DE"),
        (("--model", "jina-embeddings-v2-base-fr"), "jina-embeddings-v2-base-de"),
        (("--locale", "de_DE", "--model", "jina-embeddings-v2-base-de"), "one of them"),
        (("--rows", "0"), "equal to 1"),
        (("--output", "no/such/folder/rows.csv"), "cannot be written"),
    ],
)
def test_wrong_wishes_are_named_and_touch_no_file(tmp_path: Path, arguments: tuple[str, ...], right: str) -> None:
    kept = tmp_path / "rows.csv"
    kept.write_text("mine", encoding="utf-8")
    said = say("--output", kept, *arguments)

    assert (said.returncode, said.stdout) == (2, "")
    assert right in said.stderr
    assert kept.read_text(encoding="utf-8") == "mine"
