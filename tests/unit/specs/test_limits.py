"""The limits: what they say, and that a typo names file and key."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.specs import limits
from vectorproof.specs.loading import SpecError

#: Behind this line no text can be right.
UNFINISHED = "unfinished =\n"
ENTRY = """
[height]
value = 5
unit = "levels"
source = "somewhere"
editions = { attic = 6 }
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "limits.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("identity", "number", "unit"),
    [
        ("key-name-length", 50, "characters"),
        ("scope-databases-per-step", 10, "databases"),
        ("collection-name-length", 48, "characters"),
        ("insert-many-documents", 100, "documents"),
        ("count-documents", 1000, "documents"),
        ("delete-many-documents", 20, "documents"),
        ("in-operands", 100, "values"),
        ("filter-comparisons", 64, "comparisons"),
        ("vector-dimension", 4096, "numbers"),
        ("provider-batch", 32, "texts"),
        ("provider-timeout", 5000, "milliseconds"),
        ("provider-retries", 3, "retries"),
        ("indexes-needed-per-collection", 10, "indexes"),
    ],
)
def test_a_limit_is_the_documented_one(identity: str, number: int, unit: str) -> None:
    limit = limits.limits()[identity]
    assert (limits.value(identity), limit.unit) == (number, unit)


def test_the_index_budget_depends_on_the_creation_date() -> None:
    budget = limits.limits()["indexes-per-database"]
    assert (budget.in_edition("astra"), budget.in_edition("before-2024-06-24")) == (100, 50)


def test_every_minimum_lies_below_its_maximum() -> None:
    known = limits.limits()
    pairs = [(name.removesuffix("-minimum"), name) for name in known if name.endswith("-minimum")]
    bounded = [(known[low].value, known[high].value) for high, low in pairs if high in known]
    assert len(bounded) >= 4
    assert all(low <= high for low, high in bounded)


def test_an_edition_that_is_not_mentioned_has_the_general_number(tmp_path: Path) -> None:
    height = limits.load(write(tmp_path, ENTRY))["height"]
    assert (height.in_edition("attic"), height.in_edition("cellar")) == (6, 5)


def test_an_unknown_limit_names_near_ones() -> None:
    with pytest.raises(SpecError, match="page-size"):
        limits.value("page-sise")


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("value = 5", "valeu = 5", "height.value"),
        ("value = 5", "value = -5", "height.value"),
        ("value = 5", "value = true", "height.value"),
        ("value = 5", "value = 5.0", "height.value"),
        ('"levels"', '"level"', "height.unit"),
        ("source", "sauce", "height.source"),
        ("attic = 6", 'attic = "6"', "height.editions.attic"),
        ("editions", "edition", "height.edition"),
    ],
)
def test_a_typo_names_file_and_key(tmp_path: Path, right: str, wrong: str, key: str) -> None:
    assert right in ENTRY
    with pytest.raises(SpecError) as caught:
        limits.load(write(tmp_path, ENTRY.replace(right, wrong)))
    assert (caught.value.file, caught.value.key) == ("limits.toml", key)


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_an_error_that_names_the_file(tmp_path: Path, garbage: str) -> None:
    with pytest.raises(SpecError) as caught:
        limits.load(write(tmp_path, UNFINISHED + garbage))
    assert caught.value.file == "limits.toml"
