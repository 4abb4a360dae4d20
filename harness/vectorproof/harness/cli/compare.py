"""``vectorproof compare``: what changed between two runs; judges records only, runs nothing."""

from pathlib import Path
from typing import Annotated

import typer

from vectorproof.harness.cli.showing import FORMATS, given_record, shown
from vectorproof.harness.errors import UsageError
from vectorproof.reports.compare import FAIL_ON, CompareError, compare
from vectorproof.reports.comparison_sheet import comparison_sheet

CHANGED = 1
"""The exit code when a change happened that the caller named."""


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("compare")(compare_)


def compare_(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The record of the older run, or its folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The record of the newer run, or its folder.")],
    *,
    fail_on: Annotated[
        str | None, typer.Option(metavar="|".join(FAIL_ON), help="End with 1 if such a change happened.")
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Compare runs that are not alike.")] = False,
    format_: Annotated[list[str] | None, typer.Option("--format", metavar="NAME", help=FORMATS)] = None,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path(),
) -> None:
    """Tell what changed between two runs, requirement by requirement.

    Ends with 0, or with 1 if a change happened that --fail-on names: regressed (held before, broken now), new (also
    broken for the first time it is checked), any (also no longer settled or checked, or failing differently); with 2
    for records that cannot be read or compared.
    """
    if fail_on is not None and fail_on not in FAIL_ON:
        raise UsageError(f"--fail-on {fail_on!r} is unknown; there are {', '.join(FAIL_ON)}")
    try:
        comparison = compare(given_record(old), given_record(new), anyway=anyway)
    except CompareError as error:
        raise UsageError(f"{old} and {new} {error}; --anyway compares them all the same") from error
    shown(comparison_sheet(comparison), format_ or (), output)
    if fail_on is not None and comparison.fails(fail_on):
        raise typer.Exit(CHANGED)
