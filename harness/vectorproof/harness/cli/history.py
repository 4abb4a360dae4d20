"""``vectorproof history``: runs over time in a database; judges what was kept, runs nothing."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from vectorproof.harness.cli.showing import FORMATS, given_record, shown
from vectorproof.harness.errors import UsageError
from vectorproof.reports.history.kept import HistoryError, Run, kept
from vectorproof.reports.history.pages import runs_sheet, trend_sheet, turns_sheet
from vectorproof.reports.history.trend import regression, statuses_of, trend, turns
from vectorproof.reports.record import RecordError, read

if TYPE_CHECKING:
    from vectorproof.reports.history.store import History

DATABASE: Final = "vectorproof-history.sqlite3"
SENTENCE: Final = "Keep runs in a database, and tell what became of them over time."

Database = Annotated[
    str,
    typer.Option(metavar="WHERE", envvar="VECTORPROOF_HISTORY", help="A file, or postgresql://user@host/name."),
]
Target = Annotated[str | None, typer.Option(metavar="NAME", help="Only runs of this target.")]
Last = Annotated[int, typer.Option(metavar="N", min=1, max=10_000, help="Look at so many of the newest runs.")]
Format = Annotated[list[str] | None, typer.Option("--format", metavar="NAME", help=FORMATS)]
Output = Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")]
Version = Annotated[str, typer.Option(metavar="TEXT", help="What the build that was judged is called.")]


def register(app: typer.Typer) -> None:
    """Add the verb, a group of its own verbs, to a command line."""
    group = typer.Typer(help=SENTENCE, no_args_is_help=True)
    for name, verb in (
        ("add", add), ("import", import_), ("show", show_), ("trend", trend_), ("bisect-hint", bisect_hint),
        ("prune", prune),
    ):  # fmt: skip
        group.command(name)(verb)
    app.add_typer(group, name="history")


def add(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="The record of a run, or its folder.")],
    *,
    version: Version = "",
    database: Database = DATABASE,
) -> None:
    """Keep one run. A run that is kept already stays as it is."""
    found = kept(given_record(record), version)
    with _opened(database) as history:
        new = history.add(found)
    typer.echo(f"{'kept' if new else 'kept already'}: {found.run.key[:8]} {found.run.name} {found.run.verdict}")


def import_(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Folders with records, however deep.")],
    *,
    database: Database = DATABASE,
) -> None:
    """Keep every record.jsonl below some folders; each is called by the folder that it lies in.

    Ends with 1 if a record could not be read; the others are kept all the same.
    """
    paths = sorted(path for folder in folders for path in folder.rglob("record.jsonl"))
    if not paths:
        raise UsageError("there is no record.jsonl below these folders")
    new = failed = 0
    with _opened(database) as history:
        for path in paths:
            try:
                new += history.add(kept(read(path), path.parent.name))
            except RecordError as error:
                failed += 1
                typer.echo(f"not kept: {error}", err=True)
    typer.echo(f"{len(paths)} records: {new} kept, {len(paths) - new - failed} kept already, {failed} not readable")
    if failed:
        raise typer.Exit(1)


def show_(
    *,
    target: Target = None,
    last: Last = 30,
    database: Database = DATABASE,
    format_: Format = None,
    output: Output = Path(),
) -> None:
    """List the runs that are kept, the newest first."""
    with _opened(database) as history:
        runs = history.runs(target=target, last=last)
    shown(runs_sheet(runs), format_ or (), output)


def trend_(
    *,
    target: Target = None,
    last: Last = 30,
    database: Database = DATABASE,
    format_: Format = None,
    output: Output = Path(),
) -> None:
    """Tell what became of a target: what holds by area, what broke and when, what is flaky, what takes longer."""
    with _runs_of(database, target, last) as (history, name, runs):
        seen = trend(runs, history.standings(runs), history.durations(runs))
    shown(trend_sheet(name, seen, len(runs) - len(seen.runs)), format_ or (), output)


def bisect_hint(
    requirement: Annotated[str, typer.Argument(metavar="ID", help="A requirement.")],
    *,
    target: Target = None,
    last: Last = 1_000,
    database: Database = DATABASE,
    format_: Format = None,
    output: Output = Path(),
) -> None:
    """Tell when one requirement changed, and between which runs it broke."""
    with _runs_of(database, target, last) as (history, _, runs):
        whole = tuple(run for run in runs if run.whole)
        results = history.results(whole, requirement=requirement)
    if not results:
        raise UsageError(f"no run of these knows {requirement!r}")
    statuses = statuses_of(whole, results)
    broke = regression(requirement, results[0].level, whole, statuses)
    shown(turns_sheet(requirement, turns(whole, statuses), broke, len(whole)), format_ or (), output)


def prune(
    *,
    keep: Annotated[int, typer.Option(metavar="N", min=1, help="How many runs of each target stay.")],
    database: Database = DATABASE,
) -> None:
    """Let go of all but the newest runs of each target."""
    with _opened(database) as history:
        typer.echo(f"{history.prune(keep=keep)} runs let go")


@contextmanager
def _opened(database: str) -> "Generator[History]":
    try:
        from vectorproof.reports.history.store import History  # noqa: PLC0415  # an extra that may be missing
    except ImportError as error:
        raise UsageError("the history needs another package: install vectorproof[history]") from error
    try:
        with History(database) as history:
            yield history
    except HistoryError as error:
        raise UsageError(str(error)) from error


@contextmanager
def _runs_of(database: str, target: str | None, last: int) -> "Generator[tuple[History, str, Sequence[Run]]]":
    """Open a history at the newest runs of one target: the one that was named, or the only one that there is."""
    with _opened(database) as history:
        name = target or _only_target(history)
        yield history, name, history.runs(target=name, last=last)


def _only_target(history: "History") -> str:
    targets = sorted({run.target for run in history.runs()})
    if not targets:
        raise UsageError("no run is kept here; `vectorproof history add RECORD` keeps one")
    if len(targets) > 1:
        raise UsageError(f"--target is needed: runs are kept of {', '.join(targets)}")
    return targets[0]
