"""``vectorproof doctor``: whether a run could begin, what it would do, and what is missing; changes nothing."""

import os
import platform
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final

import typer

from vectorproof.harness import session
from vectorproof.harness.config import PROFILES, SETTINGS_FILE, Config, read_named_targets
from vectorproof.harness.errors import TargetError, UsageError
from vectorproof.harness.needs import CAPABILITIES
from vectorproof.harness.plan import Plan
from vectorproof.harness.planning import planned
from vectorproof.specs.requirements import KillRun, last_kill

_EXTRAS: Final = {
    "history": ("sqlalchemy", "runs over time"),
    "schemathesis": ("schemathesis", "requests made from the published schemas"),
    "docker": ("docker", "targets that are started from an image"),
    "tls": ("trustme", "hosts of the service's own names"),
}
_MEASURED_WITH: Final = PROFILES["quick"].examples


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("doctor")(doctor)


def doctor(
    *,
    target: Annotated[str, typer.Option(metavar="WHAT", help="As `run` takes it.")] = "simulator",
    profile: Annotated[str, typer.Option(metavar="|".join(PROFILES), help="How thorough.")] = "quick",
) -> None:
    """Say whether a run could begin: what is installed, what is missing, what would be called.

    Ends with 0 if it could, 2 for a wrong command line, 3 if the target cannot be judged.
    """
    if profile not in PROFILES:
        raise UsageError(f"--profile {profile!r} is unknown; there are {', '.join(PROFILES)}")
    typer.echo(f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} processors")
    for line in _extras():
        typer.echo(line)
    named = read_named_targets(Path(SETTINGS_FILE))
    config = Config(target=target, profile=PROFILES[profile], named=named, environment=dict(os.environ))
    try:
        with planned(config) as plan:
            for line in _about(config, plan):
                typer.echo(line)
    except TargetError as error:
        typer.echo(f"target {target}: cannot be judged: {error}")
        raise typer.Exit(session.ExitCode.COULD_NOT_RUN) from error


def _extras() -> Iterator[str]:
    for extra, (module, what) in _EXTRAS.items():
        there = find_spec(module) is not None
        yield f"{what}: " + ("installed" if there else f"not installed; pip install 'vectorproof[{extra}]'")


def _about(config: Config, plan: Plan) -> Iterator[str]:
    missing = [name for name in CAPABILITIES if name not in plan.capabilities]
    yield f"target {plan.header.target.name} ({plan.header.target.kind}): can be judged"
    yield f"it lacks, so that cases which need it are skipped: {', '.join(missing) or 'nothing'}"
    yield _made(plan)
    workers = session.workers_for(config, plan)
    yield f"{len(plan.cases)} cases, up to {plan.examples} examples each, {workers} workers{_calls(last_kill(), plan)}"


def _made(plan: Plan) -> str:
    if "fresh-databases" in plan.capabilities:
        return "each example gets databases of its own, which are gone afterwards"
    keyspace = plan.endpoint.keyspace
    return f"collections are made in the keyspace {keyspace!r} under names of our own, and dropped afterwards"


def _calls(measured: KillRun | None, plan: Plan) -> str:
    """Guess the calls from what a run against the simulator needed for each case and example."""
    if measured is None or not measured.false_alarms.cases:
        return ""
    each = measured.false_alarms.calls / measured.false_alarms.cases / measured.false_alarms.seeds
    return f", about {int(len(plan.cases) * each * max(1.0, plan.examples / _MEASURED_WITH)):,} calls"
