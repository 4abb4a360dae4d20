"""Patterns, known failures and settings: read strictly, and never idle."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.addresses import base_of, data_api_of
from vectorproof.harness.case import Case, boundaries, costly, requirement
from vectorproof.harness.config import Config, NamedTarget, read_named_targets
from vectorproof.harness.errors import UsageError
from vectorproof.harness.known_failures import Entry, about, excused, read_known_failures
from vectorproof.harness.selection import select
from vectorproof.harness.targets import catalogue, kind_of
from vectorproof.harness.verdict import Verdict
from vectorproof.reports.record import CaseLine, RequirementResult

CASES = {
    case.id: case
    for case in (
        Case("key/names/length", "key", ("KEY-007",), "."),
        Case("key/names/first", "key", ("KEY-005",), "."),
        Case("key/unique/twice", "key", ("KEY-003", "KEY-007"), "."),
        Case("coll/metric/names", "coll", ("COLL-019",), "."),
    )
}


def chosen(*, suites: Iterable[str] = (), ids: Iterable[str] = (), requirements: Iterable[str] = ()) -> list[str]:
    return [case.id for case in select(CASES, suites=suites, ids=ids, requirements=requirements)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (chosen(), list(CASES)),
        (chosen(suites=["key"]), ["key/names/length", "key/names/first", "key/unique/twice"]),
        (chosen(suites=["key/names"]), ["key/names/length", "key/names/first"]),
        (chosen(suites=["key/unique", "coll"]), ["key/unique/twice", "coll/metric/names"]),
        (chosen(ids=["*/names/*"]), ["key/names/length", "key/names/first"]),
        (chosen(requirements=["KEY-00[57]"]), ["key/names/length", "key/names/first", "key/unique/twice"]),
        (chosen(suites=["key/names"], requirements=["KEY-007"]), ["key/names/length"]),
    ],
)
def test_patterns_of_a_kind_add_up_and_kinds_narrow(found: list[str], expected: list[str]) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("patterns", "problem"),
    [
        ({"suites": ["keys"]}, "--suite 'keys' matches nothing; near: key"),
        ({"ids": ["key/names/*", "key/nam/*"]}, "--case 'key/nam/\\*' matches nothing"),
        ({"requirements": ["KEY-7"]}, "--requirement 'KEY-7' matches nothing; near: KEY-007"),
        ({"suites": ["coll"], "requirements": ["KEY-007"]}, "no case matches all"),
    ],
)
def test_pattern_that_matches_nothing_is_refused(patterns: dict[str, list[str]], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        chosen(**patterns)


@given(pattern=st.text(max_size=12))
def test_any_pattern_selects_or_is_refused(pattern: str) -> None:
    try:
        found = chosen(ids=[pattern])
    except UsageError as error:
        found = [str(error)]
    assert any(case in CASES or repr(pattern) in case for case in found)


def line(verdict: Verdict, **requirements: Verdict) -> CaseLine:
    results = tuple(RequirementResult(name.replace("_", "-"), each, 1) for name, each in requirements.items())
    return CaseLine("key/unique/twice", "key", verdict, results, "2026-08-01T00:00:00+00:00", 0.1)


TODAY = date(2026, 8, 1)
P, F, E, X, S = Verdict.PASS, Verdict.FAIL, Verdict.ERROR, Verdict.XFAIL, Verdict.SKIPPED


@pytest.mark.parametrize(
    ("entry", "before", "after"),
    [
        (Entry("r", requirement="KEY-007"), line(F, KEY_007=F), (X, "r")),
        (Entry("r", case="key/unique/*"), line(F, KEY_003=F, KEY_007=F), (X, "r")),
        (Entry("r", requirement="KEY-007"), line(F, KEY_003=F, KEY_007=F), (F, None)),
        (Entry("r", requirement="KEY-007"), line(F, KEY_003=F), (F, None)),
        (Entry("r", requirement="KEY-007"), line(P, KEY_007=P), (F, "known to fail, and passes: KEY-007")),
        (Entry("r", requirement="KEY-007"), line(E, KEY_007=E), (E, None)),
        (Entry("r", requirement="KEY-007"), line(S, KEY_007=S), (S, None)),
        (
            Entry("r", requirement="KEY-007", expires="2026-07-31"),
            line(F, KEY_007=F),
            (F, "a known failure that expired on 2026-07-31"),
        ),
        (Entry("r", requirement="KEY-007", expires="2026-08-01"), line(F, KEY_007=F), (X, "r")),
    ],
)
def test_known_failure_excuses_what_it_names_and_nothing_else(
    entry: Entry, before: CaseLine, after: tuple[Verdict, str | None]
) -> None:
    found = excused(before, [entry], TODAY)
    assert (found.verdict, found.reason) == after


GOOD = '[[failure]]\nrequirement = "KEY-007"\nreason = "being mended"\n'


def test_known_failures_are_those_of_the_target(tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    file.write_text(GOOD + 'target = "stag*"\nexpires = 2027-01-31\n', encoding="utf-8")
    assert [entry.expires for entry in about(read_known_failures(file, CASES), "staging")] == ["2027-01-31"]
    assert about(read_known_failures(file, CASES), "simulator") == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[failure]", "known.toml"),
        ("[failure]\n", "only \\[\\[failure\\]\\] tables"),
        ("[other]\n", "only \\[\\[failure\\]\\] tables"),
        ('[[failure]]\nreason = "r"\n', "requirement or case"),
        ('[[failure]]\nrequirement = "KEY-007"\n', "reason"),
        (GOOD + "owner = 3\n", "failure 1.owner: found int"),
        (GOOD + 'expire = "2027-01-31"\n', "failure 1.expire: unknown member, one of case, expires"),
        (GOOD + 'expires = "soon"\n', "a date such as"),
        (GOOD.replace("KEY-007", "KEY-07"), "failure 1: requirement 'KEY-07' matches nothing"),
        (GOOD + 'case = "key/nothing"\n', "failure 1: case 'key/nothing' matches nothing"),
    ],
)
def test_known_failures_are_read_strictly(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "known.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=problem):
        read_known_failures(file, CASES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[target", "vectorproof.toml"),
        ("[targets.a]\n", "unknown table \\[targets\\]"),
        ("target = 3\n", "\\[target.NAME\\] is right"),
        ("[target.a]\n", "\\[target.a\\]: a table with url"),
        ('[target.a]\nurl = "http://h"\nimage = "i"\n', "a table with url, or with image"),
        ('[target.a]\nimage = "i"\nport = "x"\n', "got `str` - at `\\$.port`"),
        ('[target.a]\nurl = "http://h"\ntoken = "x"\n', "unknown member token; there are url"),
        ('[target.a]\nurl = "http://h"\nkeyspace = 3\n', "got `int` - at `\\$.keyspace`"),
    ],
)
def test_settings_are_read_strictly(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "vectorproof.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=problem):
        read_named_targets(file)


def known_of_the_simulator(file: Path) -> object:
    return about(read_known_failures(file, CASES), "simulator")


@pytest.mark.parametrize("read", [read_named_targets, known_of_the_simulator])
def test_what_is_no_text_is_called_so(tmp_path: Path, read: Callable[[Path], object]) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(b'x = "\xe9"')
    with pytest.raises(UsageError, match=r"latin\.toml: not UTF-8 text$"):
        read(file)
    with pytest.raises(UsageError, match=r"cannot be read: Is a directory$"):
        read(tmp_path)


def test_unknown_target_is_told_what_the_settings_name() -> None:
    named = {"staging": NamedTarget("http://a"), "live": NamedTarget("http://b")}
    with pytest.raises(UsageError, match=r"near: staging; vectorproof\.toml names live, staging; right is one of"):
        kind_of(Config(target="stagin", named=named))
    with pytest.raises(UsageError, match="'qqqq' is unknown; right is one of"):
        kind_of(Config(target="qqqq"))


def test_no_settings_name_no_target(tmp_path: Path) -> None:
    assert read_named_targets(tmp_path / "vectorproof.toml") == {}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h:8181", ("http://h:8181", None)),
        ("http://h:8181/", ("http://h:8181", None)),
        ("http://h/v1", ("http://h", "")),
        ("https://h/api/json/v1/", ("https://h", "/api/json")),
        ("http://[::1]:8181", ("http://[::1]:8181", None)),
    ],
)
def test_data_api_address_is_split(url: str, expected: tuple[str, str | None]) -> None:
    assert data_api_of(url) == expected


@pytest.mark.parametrize("url", ["http://h:8181", "http://h:8181/", "http://h:8181/sim/v1", "http://h:8181/sim/v1/"])
def test_base_takes_an_origin_or_the_full_form(url: str) -> None:
    assert base_of(url, "/sim/v1", "--control-url") == "http://h:8181/sim/v1"


@given(url=st.text(max_size=30))
def test_any_address_is_taken_or_refused(url: str) -> None:
    try:
        found, _ = data_api_of(url)
    except UsageError as error:
        found = str(error)
    assert found.startswith(("http://", "https://", "--target"))


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("simulator", "simulator"),
        ("http://h", "url"),
        ("https://h/api/json/v1", "url"),
        ("sim.json", "ready"),
        ("./run/ready", "ready"),
        ("astra", "astra"),
        ("selfhosted", "selfhosted"),
        ("selfhosted:http://h:1/v1", "selfhosted"),
    ],
)
def test_each_kind_claims_its_form(target: str, kind: str) -> None:
    assert kind_of(Config(target=target)).name == kind


def test_every_kind_says_what_it_is() -> None:
    for kind in catalogue().values():
        assert kind.form
        assert kind.summary.endswith(".")


def test_marks_are_refused_where_they_make_no_sense() -> None:
    with pytest.raises(TypeError, match="none twice"):
        requirement("KEY-001", "KEY-001")
    with pytest.raises(TypeError, match="at least one"):
        requirement()
    with pytest.raises(TypeError, match="1 is the least"):
        costly(0)


def test_boundaries_are_tried_first_and_in_their_order() -> None:
    tried: list[int] = []

    @boundaries({"low": {"n": -5}, "high": {"n": 1005}})
    @given(n=st.integers(0, 1000))
    def case(n: int) -> None:
        tried.append(n)

    case()
    assert tried[:2] == [-5, 1005]
