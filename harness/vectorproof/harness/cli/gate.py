"""``vectorproof gate``: whether a run passes the rules of a file; judges records only, runs nothing."""

from pathlib import Path
from typing import Annotated

import typer

from vectorproof.harness.cli.showing import given_record
from vectorproof.harness.errors import UsageError
from vectorproof.reports.compare import CompareError
from vectorproof.reports.gate import GateError, judge, read_gate

CLOSED = 1
"""The exit code of a gate that is closed."""


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("gate")(gate)


def gate(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="The record of a run, or its folder.")],
    *,
    rules: Annotated[Path, typer.Option(metavar="FILE", help="The rules.")] = Path("gate.toml"),
    baseline: Annotated[
        Path | None, typer.Option(metavar="RECORD", help="An older run, for rules about regressions.")
    ] = None,
) -> None:
    """Judge a run by the rules of a file: an exit code and one sentence.

    Ends with 0 if the gate is open, with 1 if it is closed, with 2 for rules or records that cannot be read.
    """
    try:
        answer = judge(read_gate(rules), given_record(record), given_record(baseline) if baseline else None)
    except (GateError, CompareError) as error:
        raise UsageError(str(error)) from error
    typer.echo(answer.sentence)
    if not answer.open:
        raise typer.Exit(CLOSED)
