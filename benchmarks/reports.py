"""How long records and reports take: writing beside running, rendering, comparing, asking a history.

    python benchmarks/reports.py [--repetitions 5] [--suite key] [--json]

The overhead is that of a real run: a run of one suite against the simulator is made, then every line and exchange that
it left is redacted, handed over and written again, and that time is set against the seconds that its cases took.
Everything else works on records of 1,000 cases with 50 checks each, made of plausible ones.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from measuring.figures import Figure, Goal, as_json, as_table
from tests.unit.reports.builders import realistic, record

from vectorproof.harness.handover import Ended
from vectorproof.harness.redaction import Redactor
from vectorproof.reports.compare import compare
from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.formats import html
from vectorproof.reports.history.kept import Kept, kept
from vectorproof.reports.history.store import History
from vectorproof.reports.history.trend import trend
from vectorproof.reports.lines import CaseLine
from vectorproof.reports.record import Record, Writer, read

COMMAND = Path(sys.executable).with_name("vectorproof")
CASES, CHECKS, RUNS = 1_000, 50, 1_000
PLACEHOLDERS = 15


def main() -> None:
    """Measure and print."""
    asked = options().parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = [*overhead(folder, asked.suite, asked.repetitions), *pages(asked.repetitions)]
        figures += histories(folder, asked.repetitions)
    sys.stdout.write((as_json if asked.json else as_table)(figures) + "\n")


def options() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--suite", default="key")
    parser.add_argument("--json", action="store_true")
    return parser


def overhead(folder: Path, suite: str, repetitions: int) -> Iterator[Figure]:
    """Run one suite, and do again what recording it took."""
    line = [str(COMMAND), "run", "--quiet", "--suite", suite, "--workers", "1", "--output", str(folder / "run")]
    subprocess.run(line, check=True, capture_output=True)
    run = read(folder / "run" / "record.jsonl")
    took_s = sum(case.seconds for case in run.cases)
    spent = [written_again(run, folder / "again.jsonl") / took_s * 100 for _ in range(repetitions)]
    yield Figure(f"recording, of what {len(run.cases)} cases took", "%", tuple(spent), Goal(5, most=True))


def written_again(run: Record, target: Path) -> float:
    """Redact, hand over and write everything that a run left; tells the seconds."""
    exchanges = run.evidence.exchanges(case.case for case in run.cases)
    redactor = Redactor((f"a secret, number {number}", f"$KEY_{number}") for number in range(PLACEHOLDERS))
    begun = time.perf_counter()
    with Writer(target, run.header) as writer:
        for case in run.cases:
            sent = {label: redacted(exchanges[case.case, label], redactor) for label in case.evidence}
            ended = Ended.decoded(Ended(case, 0, sent).encoded())
            writer.case(ended.line, ended.evidence)
        writer.finish(seconds=0.0, ended=run.header.started)
    return time.perf_counter() - begun


def redacted(exchanges: Sequence[ExchangeRecord], redactor: Redactor) -> tuple[ExchangeRecord, ...]:
    """Do once more what takes secrets out of exchanges."""
    return tuple(
        replace(
            each,
            title=redactor.apply(each.title),
            url=redactor.apply(each.url),
            headers={name: redactor.apply(value) for name, value in each.headers.items()},
            body=None if each.body is None else redactor.apply(each.body),
            answer_headers={name: redactor.apply(value) for name, value in each.answer_headers.items()},
            answer=redactor.apply(each.answer),
        )
        for each in exchanges
    )


def pages(repetitions: int) -> Iterator[Figure]:
    """Render one large record, and compare two."""
    old, new = record(*large()), record(*reversed(large()))
    ((_, content),) = html.render(old)
    yield Figure("HTML of 50,000 checks", "s", times(lambda: list(html.render(old)), repetitions), Goal(5, most=True))
    yield Figure("its size", "MB", (len(content) / 1e6,), Goal(3, most=True))
    compared = times(lambda: compare(old, new), repetitions)
    yield Figure("comparison of two of 50,000 checks", "s", compared, Goal(3, most=True))


def large() -> list[CaseLine]:
    """Make the cases of a large run."""
    base = realistic()
    cases = (base[number % len(base)] for number in range(CASES))
    return [
        replace(
            case,
            case=f"{case.case}_{number}",
            checks=CHECKS,
            requirements=tuple(replace(result, checks=CHECKS) for result in case.requirements),
        )
        for number, case in enumerate(cases)
    ]


def histories(folder: Path, repetitions: int) -> Iterator[Figure]:
    """Ask a history of a thousand runs for the trend of the last 30, and of all."""
    with History(str(folder / "history.sqlite3")) as history:
        for run in many(kept(record(*realistic()))):
            history.add(run)
        for last, goal in ((30, 0.2), (RUNS, 2)):
            spent = times(partial(asked_of, history, last), repetitions)
            yield Figure(f"trend of the last {last:,} of {RUNS:,} runs", "s", spent, Goal(goal, most=True))


def many(one: Kept) -> Iterator[Kept]:
    """Make many runs of one."""
    for number in range(RUNS):
        run = replace(one.run, key=f"{number:032}", started_ms=one.run.started_ms + number)
        results = tuple(replace(result, run=run.key) for result in one.results)
        yield Kept(run, results, tuple(replace(each, run=run.key) for each in one.durations))


def asked_of(history: History, last: int) -> None:
    """Ask for a trend."""
    runs = history.runs(target="simulator", last=last)
    trend(runs, history.standings(runs), history.durations(runs))


def times(action: Callable[[], object], repetitions: int) -> tuple[float, ...]:
    """Tell the seconds of each repetition."""
    found: list[float] = []
    for _ in range(repetitions):
        begun = time.perf_counter()
        action()
        found.append(time.perf_counter() - begun)
    return tuple(found)


if __name__ == "__main__":
    main()
