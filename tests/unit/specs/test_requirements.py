"""The requirement catalogue: what it says, and that a typo anywhere in it names file and key."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.specs import requirements as catalogue
from vectorproof.specs.loading import SpecError
from vectorproof.specs.requirements import Environment, Level, Proof, Requirement
from vectorproof.specs.requirements.catalogue import AREAS, PAGE_AREAS, read_area, read_catalogue
from vectorproof.specs.requirements.frozen import FROZEN
from vectorproof.specs.requirements.proof import read_proofs, state_of
from vectorproof.specs.requirements.seed import LEDGER, read_ledger

FOLDER = Path(catalogue.__file__).parent
FILES = {area: file for area in AREAS if (file := FOLDER / f"{area.lower()}.toml").exists()}

BESIDES = frozenset({LEDGER, FROZEN})

Read = TypeVar("Read")

ENTRY: Mapping[str, Any] = {
    "level": "MUST",
    "text": "A promise.",
    "source": ["seed:31", "control-plane:KEY-001"],
    "interface": "portal",
    "checkable": ["simulator"],
    "since": "2026-08",
}


def toml(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Write tables of texts and lists of texts."""
    return "\n".join(
        f"[{key}]\n" + "\n".join(f"{name} = {json.dumps(value)}" for name, value in members.items())
        for key, members in entries.items()
    )


@pytest.fixture
def area(tmp_path: Path) -> Callable[[str], tuple[Requirement, ...]]:
    """Read a text as the file of the area KEY."""

    def read(text: str) -> tuple[Requirement, ...]:
        file = tmp_path / "key.toml"
        file.write_text(text, encoding="utf-8")
        return read_area(file)

    return read


def test_each_area_of_the_page_has_its_number_of_requirements() -> None:
    areas = Counter(requirement.area for requirement in catalogue.requirements().values())
    counts = {area: count for area, count in areas.items() if area in PAGE_AREAS}
    assert counts == {
        "KEY": 21, "SCOPE": 17, "COLL": 30, "LIMIT": 10, "VECTORIZE": 19,
        "ROTATE": 9, "REMOVE": 10, "ERROR": 11, "CLIENT": 12,
    }  # fmt: skip


def test_order_is_by_area_then_number() -> None:
    found = [(requirement.area, requirement.id) for requirement in catalogue.requirements().values()]
    assert found == sorted(found, key=lambda entry: (AREAS.index(entry[0]), entry[1]))


def test_where_the_page_is_wrong_the_level_is_erratum() -> None:
    errata = [key for key, requirement in catalogue.requirements().items() if requirement.level is Level.ERRATUM]
    assert errata == ["COLL-021", "COLL-022", "COLL-029", "CLIENT-007"]


def test_each_of_the_page_restates_the_entry_of_its_own_id() -> None:
    page = {key: found for key, found in catalogue.requirements().items() if found.area in PAGE_AREAS}
    for key, requirement in page.items():
        restated = [source for source in requirement.source if source.startswith("control-plane:")]
        assert restated == [f"control-plane:{key}"]


def test_no_two_say_the_same() -> None:
    texts = Counter(requirement.text for requirement in catalogue.requirements().values())
    assert texts.most_common(1)[0][1] == 1


def test_enough_of_them_can_be_checked_against_the_simulator() -> None:
    free = [requirement for requirement in catalogue.requirements().values() if requirement.untested is None]
    assert len(free) >= 90
    assert all(Environment.SIMULATOR in requirement.checkable for requirement in free)


def test_version_is_that_of_the_newest() -> None:
    assert catalogue.catalogue_version() == "2026-08"


def test_seed_lines_of_a_span_are_all_its_lines(area: Callable[[str], tuple[Requirement, ...]]) -> None:
    (requirement,) = area(toml({"KEY-001": {**ENTRY, "source": ["seed:7-9", "seed:3", "data-api:4.5"]}}))
    assert requirement.seed_lines == (3, 7, 8, 9)


def changed(name: str, value: object) -> Mapping[str, Any]:
    """The right entry with one member of another value, or without it."""
    return {key: member for key, member in {**ENTRY, name: value}.items() if member is not None}


WRONG_MEMBERS: list[tuple[str, object]] = [
    ("levl", "MUST"),
    ("level", "must"),
    ("level", "DEFECT"),
    ("level", ["MUST"]),
    ("text", "  "),
    ("text", 3),
    ("source", []),
    ("source", ["seed:31", "seed:31"]),
    ("source", ["seed"]),
    ("source", ["seeds:31"]),
    ("source", ["seed:031"]),
    ("source", ["seed:0"]),
    ("source", ["seed:9-7"]),
    ("source", ["seed:\uff17"]),
    ("source", ["seed:31 "]),
    ("source", ["control-plane:KEY-1"]),
    ("source", ["data-api:four"]),
    ("interface", "web"),
    ("checkable", []),
    ("checkable", ["Simulator"]),
    ("checkable", ["simulator", "simulator"]),
    ("checkable", "simulator"),
    ("since", "2026"),
    ("since", "2026-13"),
    ("until", "2026-08"),
    ("until", "soon"),
    ("untested", ""),
    ("untested", True),
]


@pytest.mark.parametrize(("name", "value"), WRONG_MEMBERS, ids=str)
def test_wrong_member_names_file_and_key(
    name: str, value: object, area: Callable[[str], tuple[Requirement, ...]]
) -> None:
    with pytest.raises(SpecError) as caught:
        area(toml({"KEY-001": changed(name, value)}))
    assert (caught.value.file, caught.value.key) == ("key.toml", f"KEY-001.{name}")


@pytest.mark.parametrize("name", ENTRY)
def test_missing_member_names_file_and_key(name: str, area: Callable[[str], tuple[Requirement, ...]]) -> None:
    with pytest.raises(SpecError) as caught:
        area(toml({"KEY-001": changed(name, None)}))
    assert (caught.value.file, caught.value.key) == ("key.toml", f"KEY-001.{name}")


def test_nowhere_to_check_is_right_with_a_reason(area: Callable[[str], tuple[Requirement, ...]]) -> None:
    (requirement,) = area(toml({"KEY-001": {**ENTRY, "checkable": [], "untested": "by hand only"}}))
    assert (requirement.checkable, requirement.untested) == ((), "by hand only")


WRONG_KEYS = [
    (["KEY-002"], "KEY-002"),
    (["KEY-001", "KEY-003"], "KEY-003"),
    (["KEY-001", "SCOPE-002"], "SCOPE-002"),
    (["KEY-01"], "KEY-01"),
    (["KEY-0001"], "KEY-0001"),
    (["key-001"], "key-001"),
]


@pytest.mark.parametrize(("keys", "wrong"), WRONG_KEYS, ids=str)
def test_wrong_id_is_named(keys: list[str], wrong: str, area: Callable[[str], tuple[Requirement, ...]]) -> None:
    with pytest.raises(SpecError) as caught:
        area(toml(dict.fromkeys(keys, ENTRY)))
    assert (caught.value.file, caught.value.key) == ("key.toml", wrong)


def test_double_id_is_named(area: Callable[[str], tuple[Requirement, ...]]) -> None:
    with pytest.raises(SpecError, match="KEY-001"):
        area(2 * (toml({"KEY-001": ENTRY}) + "\n"))


def test_area_without_requirements_is_refused(area: Callable[[str], tuple[Requirement, ...]]) -> None:
    with pytest.raises(SpecError, match=r"key\.toml: KEY-001"):
        area("# nothing yet\n")


def test_entry_that_is_no_table_is_named(area: Callable[[str], tuple[Requirement, ...]]) -> None:
    with pytest.raises(SpecError, match=r"key\.toml: KEY-001"):
        area("KEY-001 = 3\n")


@pytest.mark.parametrize("bytes_", [b"\xff\xfe", b"[KEY-001\n", b"a = " + 3000 * b"[", b"\x00"], ids=repr)
def test_what_is_no_toml_names_the_file(bytes_: bytes, tmp_path: Path) -> None:
    file = tmp_path / "key.toml"
    file.write_bytes(bytes_)
    with pytest.raises(SpecError, match=r"key\.toml: TOML"):
        read_area(file)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the whole catalogue."""
    return Path(
        shutil.copytree(FOLDER, tmp_path / "requirements", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


def test_missing_area_is_named(copy: Path) -> None:
    (copy / "rotate.toml").unlink()
    with pytest.raises(SpecError, match=r"rotate\.toml: file: missing"):
        read_catalogue(copy, besides=BESIDES)


def test_file_of_no_area_is_named(copy: Path) -> None:
    (copy / "scopes.toml").write_text("")
    with pytest.raises(SpecError, match=r"scopes\.toml: file: belongs to no area"):
        read_catalogue(copy, besides=BESIDES)


def test_file_named_like_no_area_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"keys\.toml: file: no area"):
        read_area(tmp_path / "keys.toml")


# A character that a keyboard, an editor or a bad merge would leave behind.
STRAY = st.sampled_from([*"\"'[]{}=,.#-_: \n\\09aZé\x00\u2028"])


def outcome(read: Callable[[], Read]) -> Read | SpecError:
    """What reading gives: what was read, or the catalogue's own error; any other exception goes through."""
    try:
        return read()
    except SpecError as error:
        return error


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """One area with one character replaced, added or removed, or with one line removed."""
    name = draw(st.sampled_from(list(FILES)))
    text = FILES[name].read_text(encoding="utf-8")
    if draw(st.booleans()):
        lines = text.splitlines(keepends=True)
        at = draw(st.integers(0, len(lines) - 1))
        return name, "".join(lines[:at] + lines[at + 1 :])
    at = draw(st.integers(0, len(text) - 1))
    kept = draw(st.integers(0, 1))
    return name, text[:at] + draw(st.one_of(st.just(""), STRAY)) + text[at + kept :]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutation=mutations())
def test_any_small_change_loads_or_names_its_place(mutation: tuple[str, str], tmp_path: Path) -> None:
    name, text = mutation
    file = tmp_path / f"{name.lower()}.toml"
    file.write_text(text, encoding="utf-8")
    found = outcome(lambda: read_area(file))
    if isinstance(found, SpecError):
        assert found.file == file.name
        # An entry of the area as it is or as it was misspelt, or a syntax error, whose text has line and column.
        place = found.key.partition(".")[0]
        assert place == "TOML" or place in text or place.startswith(f"{name}-")
    else:
        assert [entry.id for entry in found] == [f"{name}-{at:03}" for at in range(1, len(found) + 1)]
        assert all(entry.checkable or entry.untested for entry in found)


@st.composite
def ledger_mutations(draw: st.DrawFn) -> str:
    """The ledger with one character replaced or removed, or with one line removed."""
    text = (FOLDER / LEDGER).read_text(encoding="utf-8")
    if draw(st.booleans()):
        lines = text.splitlines(keepends=True)
        at = draw(st.integers(0, len(lines) - 1))
        return "".join(lines[:at] + lines[at + 1 :])
    at = draw(st.integers(0, len(text) - 1))
    return text[:at] + draw(st.one_of(st.just(""), STRAY)) + text[at + 1 :]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ledger_mutations())
def test_any_small_change_of_the_ledger_loads_or_names_its_place(text: str, tmp_path: Path) -> None:
    file = tmp_path / LEDGER
    file.write_text(text, encoding="utf-8")
    found = outcome(lambda: read_ledger(file, catalogue.requirements()))
    if isinstance(found, SpecError):
        assert found.file == LEDGER
        assert found.key.partition(".")[0] in {"TOML", "ledger", "reasons", "lines"}
    else:
        assert [line.number for line in found] == list(range(1, 402))


@pytest.fixture
def proofs(tmp_path: Path) -> Callable[[str], Mapping[str, Proof]]:
    """Read a text as the file of the proofs."""

    def read(text: str) -> Mapping[str, Proof]:
        file = tmp_path / "proof.json"
        file.write_text(text, encoding="utf-8")
        return read_proofs(file, catalogue.requirements())

    return read


def test_without_a_file_nothing_is_proven(tmp_path: Path) -> None:
    assert read_proofs(tmp_path / "proof.json", catalogue.requirements()) == {}


def test_proofs_come_in_the_catalogues_order(proofs: Callable[[str], Mapping[str, Proof]]) -> None:
    proof = {"checks": 3, "lies": 2, "killed_by": "other-code"}
    found = proofs(json.dumps({"SCOPE-001": proof, "KEY-007": proof}))
    assert list(found.items()) == [("KEY-007", Proof(3, 2, "other-code")), ("SCOPE-001", Proof(3, 2, "other-code"))]


WRONG_PROOFS = [
    ("[]", "JSON"),
    ("{", "JSON"),
    ('{"KEY-099": {"checks": 1, "lies": 1, "killed_by": "x"}}', "KEY-099"),
    ('{"KEY-007": {"checks": 1, "lies": 1}}', "KEY-007.killed_by"),
    ('{"KEY-007": {"checks": 1, "lies": 0, "killed_by": "x"}}', "KEY-007.lies"),
    ('{"KEY-007": {"checks": 0, "lies": 1, "killed_by": "x"}}', "KEY-007.checks"),
    ('{"KEY-007": {"checks": true, "lies": 1, "killed_by": "x"}}', "KEY-007.checks"),
    ('{"KEY-007": {"checks": 1, "lies": 1, "killed_by": "x", "by": "y"}}', "KEY-007.by"),
    ('{"KEY-007": 1}', "KEY-007"),
    ('{"KEY-007": {"checks": 1, "checks": 2, "lies": 1, "killed_by": "x"}}', "checks"),
]


@pytest.mark.parametrize(("text", "key"), WRONG_PROOFS)
def test_wrong_proof_names_file_and_key(text: str, key: str, proofs: Callable[[str], Mapping[str, Proof]]) -> None:
    with pytest.raises(SpecError) as caught:
        proofs(text)
    assert (caught.value.file, caught.value.key) == ("proof.json", key)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["", "other-code"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["KEY-007", "KEY-099", "checks", "lies", "killed_by"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), JSON.map(json.dumps)))
def test_any_text_is_proofs_or_names_the_file(text: str, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(text, encoding="utf-8")
    found = outcome(lambda: read_proofs(file, catalogue.requirements()))
    if isinstance(found, SpecError):
        assert found.file == "proof.json"
    else:
        assert all(proof.checks > 0 and proof.lies > 0 and proof.killed_by for proof in found.values())


def test_state_is_checked_only_with_a_proof_and_no_reason_against_it() -> None:
    found = catalogue.requirements()
    proven = {key: Proof(1, 1, "other-code") for key in ("KEY-007", "VECTORIZE-012")}
    states = {key: state_of(found[key], proven) for key in ("KEY-007", "KEY-008", "VECTORIZE-012")}
    assert states == {"KEY-007": "checked", "KEY-008": "untested", "VECTORIZE-012": "untested"}


def test_shipped_proofs_are_of_requirements() -> None:
    assert catalogue.proofs().keys() <= catalogue.requirements().keys()
