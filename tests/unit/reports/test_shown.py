"""What a page shows of the evidence: whole where there is room, the worst first, harmless whatever it holds."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.unit.reports.builders import CASE, EXCHANGES, HEADER, HOSTILE, failing
from tests.unit.reports.test_html import Page

from vectorproof.reports import shown as module
from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.lines import CaseLine
from vectorproof.reports.overview import overview
from vectorproof.reports.record import Record, Writer, read
from vectorproof.reports.shown import shown
from vectorproof.reports.verdict import Verdict


def written(folder: Path, *cases: CaseLine, exchanges: Sequence[ExchangeRecord] = EXCHANGES) -> Record:
    with Writer(folder / "record.jsonl", HEADER) as writer:
        for case in cases:
            writer.case(case, {"finding 1" if case.findings else "last example": exchanges})
        writer.finish(seconds=1.0, ended="2026-08-24T09:14:31Z")
    return read(folder / "record.jsonl")


def test_a_finding_has_its_exchanges_a_script_and_a_test(tmp_path: Path) -> None:
    (finding,) = shown(overview(written(tmp_path, failing()))).findings

    assert [step.title for step in finding.steps] == [exchange.title for exchange in EXCHANGES]
    assert '"token": "$WORLD_TOKEN",' in finding.steps[0].answer
    assert finding.script.startswith("#!/bin/sh")
    assert "def test_remove_002():" in finding.test


def test_a_case_that_was_not_settled_shows_what_it_sent_last(tmp_path: Path) -> None:
    unclear = replace(CASE, verdict=Verdict.ERROR, reason="the target went away")
    ((case, steps),) = shown(overview(written(tmp_path, unclear))).unsettled

    assert case.case == CASE.case
    assert [step.title for step in steps] == [exchange.title for exchange in EXCHANGES]


def test_numbers_of_a_vector_stay_in_one_line(tmp_path: Path) -> None:
    answer = '{"data":{"document":{"$vector":[' + ",".join(["0.25"] * 50) + ']}},"empty":[]}'
    record = written(tmp_path, failing(), exchanges=[replace(EXCHANGES[0], answer=answer)])

    assert f'"$vector": [{", ".join(["0.25"] * 50)}]\n' in shown(overview(record)).findings[0].steps[0].answer


def test_what_is_beyond_the_size_of_a_page_has_no_evidence_on_it(tmp_path: Path) -> None:
    long = [replace(EXCHANGES[1], body="x" * (module.CHARACTERS_MAX // 30))]
    cases = [failing("REMOVE-002", case=f"remove/case/{number:03}") for number in range(40)]
    found = shown(overview(written(tmp_path, *cases, exchanges=long))).findings

    assert [bool(finding.steps) for finding in found] == sorted(
        (bool(finding.steps) for finding in found), reverse=True
    )
    assert 0 < sum(finding.size for finding in found) <= module.CHARACTERS_MAX
    assert not found[-1].steps


def test_hostile_evidence_is_harmless(tmp_path: Path) -> None:
    hostile = [ExchangeRecord(HOSTILE, HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, HOSTILE, 200, {}, HOSTILE)]
    page = Page(written(tmp_path, failing(), exchanges=hostile))
    tags = [tag for tag, _ in page.tags]

    assert (tags.count("script"), tags.count("style"), tags.count("img")) == (1, 1, 0)
    assert not {char for char in page.content.decode() if ord(char) < 32 or 127 <= ord(char) < 160} - {"\n", "\t"}
    assert page.every("data-copy").count("script") == 1
