"""What a run is going to do to a target, said before it begins: what it lacks, what is made there, how many calls."""

from collections.abc import Iterator
from typing import Final

from vectorproof.harness.config import PROFILES
from vectorproof.harness.needs import CAPABILITIES
from vectorproof.harness.plan import Plan
from vectorproof.specs.requirements import KillRun, last_kill

_MEASURED_WITH: Final = PROFILES["quick"].examples
_MINUTE_S: Final = 60


def forecast(plan: Plan, workers: int) -> Iterator[str]:
    """Say it line by line."""
    missing = [name for name in CAPABILITIES if name not in plan.capabilities]
    yield f"it lacks, so that cases which need it are skipped: {', '.join(missing) or 'nothing'}"
    yield _made(plan)
    calls = calls_of(last_kill(), plan)
    about = f", about {calls:,} calls{_pace(calls, plan)}" if calls else ""
    yield f"{len(plan.cases)} cases, up to {plan.examples} examples each, {workers} workers{about}"


def calls_of(measured: KillRun | None, plan: Plan) -> int:
    """Guess the calls from what a run against the simulator needed for each case and example; 0 if none is known."""
    if measured is None or not measured.false_alarms.cases:
        return 0
    each = measured.false_alarms.calls / (measured.false_alarms.cases * measured.false_alarms.seeds)
    return int(len(plan.cases) * each * max(1.0, plan.examples / _MEASURED_WITH))


def _pace(calls: int, plan: Plan) -> str:
    if not plan.endpoint.gap_s:
        return ""
    minutes = max(1, round(calls * plan.endpoint.gap_s / _MINUTE_S))
    return f", {1 / plan.endpoint.gap_s:.3g} a second at most, so that it takes some {minutes:,} minutes"


def _made(plan: Plan) -> str:
    if "fresh-databases" in plan.capabilities:
        return "each example gets databases of its own, which are gone afterwards"
    keyspace = plan.endpoint.keyspace
    if plan.endpoint.makes_keyspace is not None:
        return f"the keyspace {keyspace!r} is made for the run, and dropped afterwards with all that is in it"
    return f"collections are made in the keyspace {keyspace!r} under names of our own, and dropped afterwards"
