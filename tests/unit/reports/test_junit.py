"""JUnit XML is valid, counts right, and never shows a run as better than it was."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from tests.unit.reports.builders import CASE, failing, hostile, hostile_header, realistic, record, skipped

from vectorproof.reports.formats.junit import render
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "data" / "junit.xsd")
RECORDS = {
    "realistic": record(*realistic()),
    "hostile": record(*hostile(), header=hostile_header()),
    "empty": record(),
    "cut off": record(*realistic(), footer=False),
}


def xml(seen: Record) -> ET.Element:
    ((name, content),) = render(seen)
    assert name == "report.xml"
    return ET.fromstring(content)


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_it_is_valid(seen: Record) -> None:
    SCHEMA.validate(xml(seen))


def test_the_schema_can_fail() -> None:
    root = xml(RECORDS["realistic"])
    root[0].set("tests", "many")

    assert not SCHEMA.is_valid(root)


@pytest.mark.parametrize("seen", RECORDS.values(), ids=RECORDS)
def test_suites_count_what_is_in_them(seen: Record) -> None:
    root = xml(seen)

    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        for kind, plural in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(plural, "")) == len(suite.findall(f"testcase/{kind}"))
    assert int(root.get("tests", "")) == len(root.findall("testsuite/testcase"))


def test_each_case_is_one_test_case() -> None:
    root = xml(record(*realistic()))

    names = [f"{case.get('classname', '').replace('.', '/')}/{case.get('name')}" for case in root.iter("testcase")]
    assert sorted(names) == sorted(case.case for case in realistic())


def test_requirements_are_properties() -> None:
    root = xml(record(CASE))

    assert [(each.get("name"), each.get("value")) for each in root.iter("property")] == [
        ("requirements:key/names/length", "KEY-007")
    ]


OUTCOMES = {
    Verdict.PASS: None,
    Verdict.FAIL: "failure",
    Verdict.FLAKY: "failure",
    Verdict.ERROR: "error",
    Verdict.INCONCLUSIVE: "error",
    Verdict.SKIPPED: "skipped",
    Verdict.XFAIL: "skipped",
}


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_has_its_outcome(verdict: Verdict) -> None:
    (case,) = xml(record(failing(verdict=verdict))).iter("testcase")

    assert [child.tag for child in case if child.tag != "system-out"] == [OUTCOMES[verdict]] * (verdict != "PASS")


def test_a_run_without_an_end_adds_an_error() -> None:
    assert [case.get("name") for case in xml(record(CASE, footer=False)).iter("testcase")] == ["length", "complete"]


def test_a_skip_says_why() -> None:
    (said,) = xml(record(skipped("KEY-001", "the target lacks key-control"))).iter("skipped")

    assert said.get("message") == "the target lacks key-control"
