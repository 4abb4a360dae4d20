"""``vectorproof known-failures``: write a first file of what is known to fail; judges records only."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from vectorproof.harness.cli.showing import given_record
from vectorproof.harness.errors import UsageError
from vectorproof.reports.record import CaseLine, Record
from vectorproof.reports.verdict import Verdict

_VALID_DAYS: Final = 90
_HEAD: Final = """\
# What is known to fail: it still runs, and fails when it stops being true or when its day is over.
# Say in each why it is tolerated; `vectorproof run --known-failures FILE` takes the file.
"""


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    group = typer.Typer(help="Keep what is known to fail.", no_args_is_help=True)
    group.callback()(lambda: None)
    group.command("init")(init)
    app.add_typer(group, name="known-failures")


def init(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="The record of a run, or its folder.")],
    *,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there, not to standard output.")] = None,
) -> None:
    """Write a first file from a run: an entry for each case and requirement that failed, for ninety days.

    Ends with 2 for a record that cannot be read, one without failures, or a file that exists.
    """
    text = _file(given_record(record), record)
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"--output {output}: cannot be written: {error.strerror}") from error


def _file(record: Record, named: Path) -> str:
    last = date.fromisoformat(record.header.started[:10]) + timedelta(days=_VALID_DAYS)
    entries = [entry for case in record.cases for entry in _entries(case, record.header.target.name, last)]
    if not entries:
        raise UsageError(f"{named}: nothing failed in this run, so nothing is known to fail")
    return _HEAD + "".join(f"\n{entry}" for entry in entries)


def _entries(case: CaseLine, target: str, last: date) -> Iterator[str]:
    found = {finding.requirement: finding.found for finding in case.findings}
    for result in case.requirements:
        if result.verdict in {Verdict.FAIL, Verdict.FLAKY}:
            reason = " ".join(found.get(result.id, "failed").split())[:120]
            texts = {"requirement": result.id, "case": case.case, "target": target, "reason": f"found: {reason}"}
            lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}\n" for name, text in texts.items()]
            yield f"[[failure]]\n{''.join(lines)}expires = {last}\n"
