"""Versions of the catalogue: each is the same set for ever, and its file is read strictly."""

from dataclasses import replace
from pathlib import Path

import pytest

from vectorproof.specs import requirements as catalogue
from vectorproof.specs.loading import SpecError
from vectorproof.specs.requirements import Level, frozen_of
from vectorproof.specs.requirements.frozen import belonging, read_frozen


@pytest.mark.parametrize("version", catalogue.frozen_versions())
def test_a_frozen_version_is_what_it_was(version: str) -> None:
    """Where this fails for the newest version only: ``python tools/freeze.py``."""
    assert frozen_of(catalogue.requirements_of(version).values()) == catalogue.frozen_versions()[version]


def test_the_newest_version_is_frozen() -> None:
    assert catalogue.catalogue_version() == max(catalogue.frozen_versions())


def test_a_version_that_was_never_frozen_has_no_requirements() -> None:
    with pytest.raises(KeyError):
        catalogue.requirements_of("1999-01")


def test_a_requirement_belongs_to_the_versions_between_its_two() -> None:
    first = next(iter(catalogue.requirements().values()))
    gone = replace(first, since="2026-08", until="2027-02")

    assert [gone.holds_in(version) for version in ("2026-07", "2026-08", "2027-01", "2027-02")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert list(belonging({"KEY-001": gone}, "2027-02")) == []


def test_a_fingerprint_changes_with_the_level_and_not_with_the_words() -> None:
    first = next(iter(catalogue.requirements().values()))

    assert frozen_of([first]) == frozen_of([replace(first, text="Put better.")])
    assert frozen_of([first]) != frozen_of([replace(first, level=Level.MAY)])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x = 1", "x"),
        ('["2026-08"]\ncount = 1', "2026-08.sha256"),
        ('["2026-08"]\ncount = 1\nsha256 = "abc"', "2026-08.sha256"),
        (f'["2026-08"]\ncount = 1\nsha256 = "{0:064}"\nsha = 1', "2026-08.sha"),
        ("[", "TOML"),
    ],
)
def test_a_wrong_file_names_the_place(text: str, key: str, tmp_path: Path) -> None:
    file = tmp_path / "frozen.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        read_frozen(file)
    assert (caught.value.file, caught.value.key) == ("frozen.toml", key)
