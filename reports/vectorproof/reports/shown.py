"""Findings and unsettled cases with the evidence that a page shows of them, the worst first, within a page's size.

Where the file beside the record is there, a step shows its whole answer and the finding can be copied as a script and
as a test; elsewhere it shows what the record itself says. Knows no syntax of a page.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from vectorproof.reports.evidence import LAST_EXAMPLE, ExchangeRecord, finding_label
from vectorproof.reports.lines import CaseLine, Step
from vectorproof.reports.overview import Finding, Overview
from vectorproof.reports.replay.finding import finding_script, finding_test
from vectorproof.reports.replay.shell import curl
from vectorproof.reports.replay.steps import Replay, replay

CHARACTERS_MAX: Final = 900_000
"""So much evidence stands on a page; the rest is in the record."""
FINDINGS_MAX: Final = 1_000
_SCRIPT_MAX: Final = 60_000
_ANSWER_MAX: Final = 2_000
_LAST_STEPS: Final = 8
_LINE_MAX: Final = 72
_UNSETTLED_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One exchange as it is shown: what it does, its command, its answer, and the seconds that it took, if known."""

    title: str
    curl: str
    answer: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its steps; ``script`` and ``test`` are empty where it cannot be copied as such."""

    finding: Finding
    steps: tuple[ShownStep, ...]
    script: str = ""
    test: str = ""

    @property
    def size(self) -> int:
        """Count the characters of its evidence."""
        return len(self.script) + len(self.test) + sum(len(step.curl) + len(step.answer) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a run; ``left_out`` counts findings that it only names."""

    findings: tuple[ShownFinding, ...]
    unsettled: tuple[tuple[CaseLine, tuple[ShownStep, ...]], ...]
    left_out: int


def shown(seen: Overview) -> Shown:
    """Bring the findings and the unsettled cases of a run together with their evidence."""
    findings, unsettled = seen.findings[:FINDINGS_MAX], seen.unsettled[:FINDINGS_MAX]
    cases = {finding.case.case for finding in findings} | {case.case for case in unsettled}
    kept = seen.record.evidence.exchanges(cases)
    whole = (_whole(finding, kept.get((finding.case.case, _label(finding)), ())) for finding in findings)
    listed = tuple(_fitting(whole))
    last = ((case, _last(kept.get((case.case, LAST_EXAMPLE), ()))) for case in unsettled[:_UNSETTLED_MAX])
    bare = ((case, ()) for case in unsettled[_UNSETTLED_MAX:])
    return Shown(listed, (*last, *bare), len(seen.findings) - len(findings))


def _label(finding: Finding) -> str:
    return finding_label(finding.case.findings.index(finding.seen) + 1)


def _fitting(findings: Iterable[ShownFinding]) -> Iterator[ShownFinding]:
    """Let the first findings have all their evidence; what is beyond the size has none."""
    room = CHARACTERS_MAX
    for each in findings:
        room -= each.size
        yield each if room >= 0 else ShownFinding(each.finding, ())


def _whole(finding: Finding, exchanges: Sequence[ExchangeRecord]) -> ShownFinding:
    if not exchanges:
        return ShownFinding(finding, tuple(map(_recorded, finding.seen.steps)))
    texts = (finding_script(finding.seen, exchanges), finding_test(finding.seen, exchanges))
    script, test = texts if max(map(len, texts)) <= _SCRIPT_MAX else ("", "")
    return ShownFinding(finding, _steps(replay(exchanges)), script, test)


def _last(exchanges: Sequence[ExchangeRecord]) -> tuple[ShownStep, ...]:
    return _steps(replay(exchanges))[-_LAST_STEPS:]


def _recorded(step: Step) -> ShownStep:
    return ShownStep(step.title, step.curl, step.answer)


def _steps(again: Replay) -> tuple[ShownStep, ...]:
    exchanges = (step.exchange for step in again.steps)
    return tuple(ShownStep(each.title, curl(each, again.variables), _answer(each), each.seconds) for each in exchanges)


def _answer(exchange: ExchangeRecord) -> str:
    text = _laid_out(exchange.answer)
    cut = f"{text[:_ANSWER_MAX]}… ({len(text):,} characters)" if len(text) > _ANSWER_MAX else text
    return f"HTTP {exchange.status} {cut}".strip()


def _laid_out(text: str) -> str:
    """Lay JSON out in lines; an array of numbers stays one line. What is no JSON stays as it is."""
    try:
        value = json.loads(text)
        return _written(value, "") if isinstance(value, dict | list) else text
    except (ValueError, RecursionError):
        return text


def _written(value: Any, indent: str) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if len(short) <= _LINE_MAX:
        return short
    inner = indent + "  "
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        lines = (f"{inner}{json.dumps(name, ensure_ascii=False)}: {_written(each, inner)}" for name, each in members)
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and not _numbers(items := cast("list[object]", value)):
        return "[\n" + ",\n".join(inner + _written(each, inner) for each in items) + f"\n{indent}]"
    return short


def _numbers(items: list[object]) -> bool:
    return all(isinstance(each, int | float) for each in items)
