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
from vectorproof.harness.forecast import forecast
from vectorproof.harness.planning import planned

_EXTRAS: Final = {
    "history": ("sqlalchemy", "runs over time"),
    "schemathesis": ("schemathesis", "requests made from the published schemas"),
    "docker": ("docker", "targets that are started from an image"),
    "tls": ("trustme", "hosts of the service's own names"),
}


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
            typer.echo(f"target {plan.header.target.name} ({plan.header.target.kind}): can be judged")
            for line in forecast(plan, session.workers_for(config, plan)):
                typer.echo(line)
    except TargetError as error:
        typer.echo(f"target {target}: cannot be judged: {error}")
        raise typer.Exit(session.ExitCode.COULD_NOT_RUN) from error


def _extras() -> Iterator[str]:
    for extra, (module, what) in _EXTRAS.items():
        there = find_spec(module) is not None
        yield f"{what}: " + ("installed" if there else f"not installed; pip install 'vectorproof[{extra}]'")
