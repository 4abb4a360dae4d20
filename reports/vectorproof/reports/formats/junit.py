"""JUnit XML: one test case per case, for every CI that reads it (``report.xml``).

Keeps to what the schemas of Jenkins and Surefire both allow; there, properties belong to a suite, so each case's
requirements stand in its suite under the case's id. A verdict that is not a pass is never an empty test case.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.plain import evidence, message, shortcoming
from vectorproof.reports.record import Record
from vectorproof.reports.verdict import Verdict
from vectorproof.reports.visible import line

# Which element says so; XFAIL is skipped there, since the promise is known to be broken and nobody must be woken.
OUTCOMES: Final[Mapping[Verdict, str]] = {
    Verdict.FAIL: "failure",
    Verdict.FLAKY: "failure",
    Verdict.ERROR: "error",
    Verdict.INCONCLUSIVE: "error",
    Verdict.SKIPPED: "skipped",
    Verdict.XFAIL: "skipped",
}


def render(record: Record) -> Iterable[tuple[str, bytes]]:
    """Give ``report.xml``; a run that did not end adds a suite ``run`` whose one test case is an error."""
    suites = [_suite(area, cases, record.header.started) for area, cases in _by_area(record.cases).items()]
    why = shortcoming(record)
    if why is not None:
        suites.append(_cut_off(why))
    root = ET.Element("testsuites", {"name": "vectorproof", **_totals(suites)})
    root.extend(suites)
    ET.indent(root)
    yield "report.xml", ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _by_area(cases: Iterable[CaseLine]) -> Mapping[str, list[CaseLine]]:
    grouped: dict[str, list[CaseLine]] = {}
    for case in sorted(cases, key=lambda case: case.case):
        grouped.setdefault(case.area, []).append(case)
    return grouped


def _suite(area: str, cases: list[CaseLine], started: str) -> ET.Element:
    outcomes = [OUTCOMES.get(case.verdict) for case in cases]
    suite = ET.Element(
        "testsuite",
        name=line(area),
        tests=str(len(cases)),
        failures=str(outcomes.count("failure")),
        errors=str(outcomes.count("error")),
        skipped=str(outcomes.count("skipped")),
        time=f"{sum(case.seconds for case in cases):.3f}",
        timestamp=line(started),
    )
    properties = ET.SubElement(suite, "properties")
    for case in cases:
        ids = " ".join(result.id for result in case.requirements)
        ET.SubElement(properties, "property", name=f"requirements:{line(case.case)}", value=line(ids))
    suite.extend(_case(case) for case in cases)
    return suite


def _case(case: CaseLine) -> ET.Element:
    where, _, name = case.case.rpartition("/")
    element = ET.Element(
        "testcase",
        classname=line(where.replace("/", ".") or case.area),
        name=line(name),
        time=f"{case.seconds:.3f}",
    )
    outcome = OUTCOMES.get(case.verdict)
    if outcome is not None:
        said = ET.SubElement(element, outcome, type=str(case.verdict), message=message(case))
        said.text = evidence(case) or None
    ET.SubElement(element, "system-out").text = _requirements(case)
    return element


def _requirements(case: CaseLine) -> str:
    said = [f"{line(result.id)} {result.verdict}, checks: {result.checks}" for result in case.requirements]
    return "\n".join([*said, f"distinct examples: {case.examples.distinct}, exchanges: {case.exchanges}"])


def _cut_off(why: str) -> ET.Element:
    suite = ET.Element("testsuite", name="run", tests="1", failures="0", errors="1", skipped="0", time="0.000")
    case = ET.SubElement(suite, "testcase", classname="run", name="complete", time="0.000")
    ET.SubElement(case, "error", type=str(Verdict.INCONCLUSIVE), message=why)
    return suite


def _totals(suites: Iterable[ET.Element]) -> dict[str, str]:
    suites = list(suites)
    sums = {name: sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors")}
    seconds = sum(float(suite.get("time", "0")) for suite in suites)
    return {**{name: str(value) for name, value in sums.items()}, "time": f"{seconds:.3f}"}
