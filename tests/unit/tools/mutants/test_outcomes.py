"""Outcomes are counted honestly: only what changes an answer can be missed, and only findings kill."""

from pathlib import Path

import msgspec
from tools.mutants.outcomes import Log, Outcome, Score, Verdict, table


def outcome(number: int, verdict: Verdict, *, requests: int | None = None, why: str | None = None) -> Outcome:
    return Outcome(str(number), "vectorproof.mocks.a", 3, "a | b", "None", verdict, requests=requests, why=why)


EVERY: tuple[Verdict, ...] = ("killed", "error", "survived", "time ran out", "no answer changed", "did not start")


def test_only_mutants_that_change_an_answer_count() -> None:
    score = Score.of([outcome(number, verdict) for number, verdict in enumerate(EVERY)])

    assert (score.total, score.killed, score.noticed) == (6, 0.25, 0.75)


def test_median_is_of_the_findings_that_were_shrunk() -> None:
    killed = [outcome(number, "killed", requests=requests) for number, requests in enumerate((2, 3, 9, None))]

    assert Score.of(killed).requests_median == 3


def test_nothing_judged_is_no_score() -> None:
    assert Score.of([]).killed == 0.0


def test_last_line_of_a_mutant_counts_after_a_break(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.jsonl"
    Log(file).add(outcome(1, "survived"))
    Log(file).add(outcome(2, "killed", requests=2))
    Log(file).add(outcome(1, "killed"))

    assert {name: one.verdict for name, one in Log(file).read().items()} == {"1": "killed", "2": "killed"}


def test_table_shows_one_verdict_and_breaks_no_cell() -> None:
    lines = table([outcome(1, "survived", why="it only logs"), outcome(2, "killed")], "survived").splitlines()

    assert len(lines) == 3
    assert lines[2] == r"| `a:3` | `a \| b` | `None` | it only logs |"


def test_outcome_says_only_what_is_known() -> None:
    assert set(msgspec.json.decode(msgspec.json.encode(outcome(1, "killed")))) == {
        "id", "module", "line", "before", "after", "verdict",
    }  # fmt: skip
