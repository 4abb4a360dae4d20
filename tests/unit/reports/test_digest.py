"""The digest stays the same when only clocks, ports, ids and workers differ, and changes with all else."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, failing, realistic, written

from vectorproof.reports.codec import encode
from vectorproof.reports.digest import Digest
from vectorproof.reports.lines import CaseLine, Step
from vectorproof.reports.redaction import Redaction
from vectorproof.reports.verdict import Verdict

CASES = realistic()


def digest(cases: tuple[CaseLine, ...] | list[CaseLine]) -> str:
    taken = Digest()
    for case in cases:
        taken.add(encode(case, Redaction())[0])
    return taken.value()


@given(st.permutations(CASES[:12]))
def test_the_order_of_lines_does_not_matter(cases: list[CaseLine]) -> None:
    assert digest(cases) == digest(CASES[:12])


@given(st.floats(0, 1e6), st.text(), st.text())
def test_times_and_workers_do_not_matter(seconds: float, started: str, worker: str) -> None:
    other = replace(CASE, seconds=seconds, started=started, worker=worker)

    assert digest([other]) == digest([CASE])


def with_answer(answer: str, curl: str = "curl") -> list[CaseLine]:
    finding = replace(failing().findings[0], steps=(Step("a", curl, answer),), found=answer)
    return [failing(findings=(finding,))]


UNSTABLE = {
    "port": "http://127.0.0.1:{0}/v1/ks answered",
    "host": "https://h{0}.example.org/v1",
    "uuid": '{{"_id":"0b6c1f2e-5a1e-4a53-8e0b-27c4d2a{0}"}}',
    "object id": '{{"$objectId":"66c5a1b2c3d4e5f6071{0}"}}',
    "bare host": "connection to 127.0.0.1:{0} refused",
    "time": "at 2026-08-24T09:14:03.{0}Z",
}


@pytest.mark.parametrize("text", UNSTABLE.values(), ids=UNSTABLE)
def test_what_a_target_makes_anew_does_not_matter(text: str) -> None:
    first, second = text.format("43117"), text.format("50281")

    assert digest(with_answer(first, first)) == digest(with_answer(second, second))


CHANGES: dict[str, Callable[[CaseLine], CaseLine]] = {
    "verdict": lambda case: replace(case, verdict=Verdict.ERROR),
    "case": lambda case: replace(case, case="key/names/other"),
    "checks": lambda case: replace(case, checks=case.checks + 1),
    "examples": lambda case: replace(case, examples=replace(case.examples, distinct=1)),
    "reason": lambda case: replace(case, reason="why not"),
    "requirement": lambda case: replace(case, requirements=(replace(case.requirements[0], id="KEY-008"),)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_all_else_matters(change: Callable[[CaseLine], CaseLine]) -> None:
    assert digest([change(CASE)]) != digest([CASE])


def test_a_port_number_that_says_something_else_matters() -> None:
    assert digest(with_answer("HTTP 200 with 3 documents")) != digest(with_answer("HTTP 200 with 4 documents"))


def test_the_footer_holds_it(tmp_path: Path) -> None:
    first = written(tmp_path / "a.jsonl", CASES)
    second = written(tmp_path / "b.jsonl", reversed(CASES))

    assert first.footer is not None
    assert second.footer is not None
    assert first.footer.digest == second.footer.digest == digest(CASES)
