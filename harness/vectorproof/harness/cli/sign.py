"""``vectorproof sign``: one page for the person who signs; judges records only, runs nothing."""

from pathlib import Path
from typing import Annotated

import typer

from vectorproof.harness.cli.showing import FORMATS, given_record, shown
from vectorproof.harness.errors import UsageError
from vectorproof.reports.compare import CompareError, compare
from vectorproof.reports.gate import GateError, judge, read_gate
from vectorproof.reports.overview import overview
from vectorproof.reports.signoff import signoff

CLOSED = 1
"""The exit code of a gate that is closed."""


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("sign")(sign)


def sign(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="The record of a run, or its folder.")],
    *,
    rules: Annotated[Path | None, typer.Option(metavar="FILE", help="The rules of the gate, as TOML.")] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="RECORD", help="The run that was signed before.")] = None,
    format_: Annotated[list[str] | None, typer.Option("--format", metavar="NAME", help=FORMATS)] = None,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path(),
) -> None:
    """Write the page for the person who signs: what holds and how sure that is, what is open.

    Ends with 0, with 1 if rules were given and the gate is closed, with 2 for rules or records that cannot be read.
    """
    seen, before = given_record(record), given_record(baseline) if baseline is not None else None
    try:
        gate = judge(read_gate(rules), seen, before) if rules is not None else None
        comparison = compare(before, seen, anyway=True) if before is not None else None
    except (GateError, CompareError) as error:
        raise UsageError(str(error)) from error
    shown(signoff(overview(seen), gate=gate, comparison=comparison), format_ or (), output)
    if gate is not None and not gate.open:
        raise typer.Exit(CLOSED)
