"""Judge the suites by mutants of the simulator: ``python -m tools.mutants``, from the checkout; goes on where it was.

Draws mutants of the Data API and the control plane by a seed, serves each in a process of its own, runs against it over
HTTP the cases of the suites that reach the changed function, and stops at the first finding. Where nothing is found,
the answers are compared with those of the right simulator, to what the cases sent and to some thousand drawn
requests: a mutant that changes none of them cannot be told from it.
"""

import argparse
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec
from tests.ecosystem.places import environment
from tools.mutants.answers import Answers, settled
from tools.mutants.outcomes import Log, Mutant, Outcome, Score, Verdict
from tools.mutants.reaching import Reach
from tools.mutants.simulating import Change
from tools.mutants.trial import NotStartedError, Seen, Stage

from vectorproof.harness.case import catalogue

ROOT: Final = Path(__file__).parents[2]
STATE: Final = ROOT / ".tox" / "mutants"
WRITTEN: Final = Path(__file__).with_name("mutants.json")
FOLDERS: Final = ("vectorproof/mocks/dataapi", "vectorproof/mocks/controlplane")
LIMIT_S: Final = 300.0


def main() -> int:
    """Go on until every mutant is judged or the time is up."""
    asked = _asked()
    os.nice(asked.nice)
    STATE.mkdir(parents=True, exist_ok=True)
    stage, log = Stage(), Log(STATE / "outcomes.jsonl")
    mutants = drawn(asked.count, asked.seed)
    known, reach = _baseline(stage, anew=asked.anew)
    done, started = log.read(), time.monotonic()
    part, parts = asked.part
    for number, mutant in list(enumerate(mutants, start=1))[part - 1 :: parts]:
        if mutant.id in done and done[mutant.id].verdict not in asked.again:
            continue
        if time.monotonic() - started > asked.seconds:
            break
        outcome = judged(stage, mutant, known, reach)
        log.add(outcome)
        _say(f"{number}/{len(mutants)} {_line(outcome)}")
    done = log.read()
    judged_now = [done[mutant.id] for mutant in mutants if mutant.id in done]
    _say(msgspec.json.format(msgspec.json.encode(Score.of(judged_now))).decode())
    if len(judged_now) == len(mutants):
        _write(judged_now, asked)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300, help="how many mutants")
    parser.add_argument("--seed", type=int, default=0, help="which mutants")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long; go on another time")
    parser.add_argument("--again", action="append", default=[], metavar="VERDICT", help="judge these anew")
    parser.add_argument("--anew", action="store_true", help="learn anew what the right simulator answers")
    parser.add_argument(
        "--part", type=_part, default=(1, 1), metavar="I/N", help="only each Nth mutant, from the Ith on"
    )
    parser.add_argument("--nice", type=int, default=19, help="how far to stand back behind other programs")
    return parser.parse_args()


def _part(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not 1 <= int(part) <= int(parts):
        raise argparse.ArgumentTypeError(f"{text} is no part; 1/2 or 2/2 is right")
    return int(part), int(parts)


def drawn(count: int, seed: int) -> list[Mutant]:
    """Let mutmut draw mutants; the same seed draws the same ones as long as their modules stay as they are."""
    line = [environment("mutmut"), Path(__file__).with_name("with_mutmut.py"), str(count), str(seed), ROOT / "mocks"]
    said = subprocess.run([*map(str, line), *FOLDERS], capture_output=True, check=True).stdout
    return [msgspec.json.decode(each, type=Mutant) for each in said.splitlines()]


def judged(stage: Stage, mutant: Mutant, known: Answers, reach: Reach) -> Outcome:
    """Try one mutant and tell what became of it."""
    cases, others = reach.of(_file(mutant.module), mutant.line)
    outcome = Outcome(mutant.id, mutant.module, mutant.line, mutant.before, mutant.after, "did not start")
    replace = msgspec.structs.replace
    try:
        seen = stage.attempt(Change(mutant.module, mutant.source), cases, known, LIMIT_S, others)
    except NotStartedError as error:
        return replace(outcome, error=str(error))
    outcome = replace(outcome, verdict=_verdict(seen), cases=seen.cases, seconds=round(seen.seconds, 1))
    if seen.finding is not None:
        one = seen.finding
        return replace(outcome, case=one.case, requirement=one.requirement, found=one.found, requests=one.requests)
    ended = f"{seen.errors[0].case}: {seen.errors[0].error}" if seen.errors else None
    changed = seen.ended.changed if seen.ended else None
    if outcome.verdict == "no answer changed":
        fuzzed = stage.fuzz(Change(mutant.module, mutant.source), known, LIMIT_S)
        changed = fuzzed.changed if fuzzed is not None else "no answer in time to one of the drawn requests"
        outcome = replace(outcome, verdict="no answer changed" if changed is None else "survived")
    return replace(outcome, error=ended, changed=changed)


def _verdict(seen: Seen) -> Verdict:
    if seen.finding is not None:
        return "killed"
    if seen.errors:
        return "error" if len(seen.errors) < seen.cases else "did not start"
    if seen.ended is None:
        return "time ran out"
    return "no answer changed" if seen.ended.changed is None else "survived"


def _file(module: str) -> Path:
    found = find_spec(module)
    assert found is not None, f"{module} does not exist"
    assert found.origin is not None, f"{module} has no file"
    return Path(found.origin)


def _baseline(stage: Stage, *, anew: bool) -> tuple[Answers, Reach]:
    """Learn from three lives of the right simulator what it answers, and from one of them who runs what."""
    file = STATE / "right.pickle"
    cases = [case.id for case in catalogue(deep=False).values() if not case.thorough]
    if anew or not file.exists():
        _say("three lives of the right simulator …")
        watched = stage.live(cases, calls=True)
        lives = [stage.live(cases, calls=False), stage.live(cases[::-1], calls=False)]
        fuzzed = [stage.fuzz(None, {}, LIMIT_S) for _ in lives]
        heard = [
            ended.heard for ended in (watched.ended, *(life.ended for life in lives), *fuzzed) if ended is not None
        ]
        answers = settled(heard)
        file.write_bytes(pickle.dumps((answers, watched.calls, lives[0].seconds)))
    answers, calls, seconds = pickle.loads(file.read_bytes())  # noqa: S301  # written by this very program
    return answers, Reach(calls, seconds)


def _line(outcome: Outcome) -> str:
    where = f"{outcome.module.removeprefix('vectorproof.mocks.')}:{outcome.line}"
    what = f"{outcome.before[:40]} → {outcome.after[:40]}"
    by = outcome.case or outcome.error or outcome.changed or ""
    return f"{outcome.verdict:18} {outcome.seconds:5.1f} s {where} {what} | {by[:100]}"


def _write(outcomes: Iterable[Outcome], asked: argparse.Namespace) -> None:
    """Write all of it down, with when and how it was found."""
    every: Sequence[Outcome] = sorted(outcomes, key=lambda outcome: (outcome.module, outcome.line, outcome.id))
    members = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"python -m tools.mutants --count {asked.count} --seed {asked.seed}",
        "score": Score.of(every),
        "mutants": every,
    }
    WRITTEN.write_bytes(msgspec.json.format(msgspec.json.encode(members), indent=1) + b"\n")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
