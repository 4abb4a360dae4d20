"""``vectorproof kill``: does each wrong simulator get caught, and by whom; parses, shows progress and prints."""

import csv
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

import typer

from vectorproof.harness.case import SUITES
from vectorproof.harness.errors import Missing, UsageError
from vectorproof.harness.generated import require_schemathesis
from vectorproof.harness.proving.kill_file import KillFile, sources
from vectorproof.harness.proving.killing import KillRunning, Wishes, Wrong
from vectorproof.harness.selection import refuse_idle
from vectorproof.harness.session import ExitCode
from vectorproof.mocks import defects
from vectorproof.mocks.running import Simulator
from vectorproof.specs.requirements import FalseAlarms, Killed, KillRun, catalogue_version, requirements

_MOST_WORKERS: Final = 4
_SHOWN: Final = 12


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("kill")(kill)


def kill(
    *,
    defect: Annotated[list[str] | None, typer.Option(metavar="P", help="Only these defects.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Every case on every defect, not only until the first finding.")
    ] = False,
    format_: Annotated[str, typer.Option("--format", metavar="text|json|csv", help="How it is printed.")] = "text",
    schemas: Annotated[
        bool, typer.Option("--schemas", help="Also tell which are found by requests made from the schemas alone.")
    ] = False,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="How many seeds the right simulator is judged with.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="How many processes, each with a simulator.")] = (
        None
    ),
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it as JSON to this file, too; to FILE.part as it comes."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what the file of --write, or its .part, holds.")
    ] = False,
) -> None:
    """Judge the suites: run them against every wrong simulator, and tell who caught which.

    Ends with 0 if every defect was caught and nothing was cried about that is right, 1 if not, 2 for a wrong command
    line.
    """
    if format_ not in _FORMATS:
        raise UsageError(f"--format {format_!r} is unknown; there are {', '.join(_FORMATS)}")
    chosen = _chosen(defect or [])
    _check_schemathesis(chosen, schemas=schemas)
    wishes = Wishes(full, schemas, seeds, everywhere=len(chosen) == len(defects.catalogue()))
    if resume and write is None:
        raise UsageError("--resume: which run? Name its file by --write FILE")
    file = None if write is None else KillFile(write)
    run = _run(chosen, wishes, workers or min(_MOST_WORKERS, os.cpu_count() or 1), file, resume=resume)
    typer.echo(_FORMATS[format_](run), nl=False)
    fine = not run.survivors and not run.false_alarms.findings
    wolf = any(killed.unexpected for killed in run.defects.values())
    raise typer.Exit(ExitCode.PASSED if fine and not wolf else ExitCode.FINDINGS)


@contextmanager
def served(names: tuple[str, ...]) -> Generator[Mapping[str, Any]]:
    """Serve a simulator with these defects in a thread of this process; gives what its ready line would say."""
    with Simulator(defects=names) as simulator:
        yield simulator.ready


def _chosen(patterns: list[str]) -> list[Wrong]:
    known = defects.catalogue()
    for pattern in patterns:
        refuse_idle(pattern, known, "--defect")
    return [
        Wrong(one.name, one.kills, one.may_also)
        for one in known.values()
        if not patterns or any(fnmatchcase(one.name, pattern) for pattern in patterns)
    ]


def _check_schemathesis(chosen: list[Wrong], *, schemas: bool) -> None:
    """Refuse what could only seem to survive: defects that nobody looks for where Schemathesis is not installed."""
    idle = [one.name for one in chosen if any(name.startswith("SCHEMA-") for name in one.kills)]
    if not schemas and not idle:
        return
    try:
        require_schemathesis()
    except Missing as missing:
        wish = "--schemas" if schemas else f"--defect {', '.join(idle)}: found by requests made from the schemas"
        raise UsageError(f"{wish}: {missing}") from missing


def _run(wrongs: list[Wrong], wishes: Wishes, workers: int, file: KillFile | None, *, resume: bool) -> KillRun:
    started, made_of = time.monotonic(), sources(SUITES, defects.__name__)
    before = file.earlier(wishes, made_of) if file is not None and resume else dict[str, Killed]()
    if file is not None and not resume:
        file.begin()
    found = {wrong.name: before[wrong.name] for wrong in wrongs if wrong.name in before}

    def so_far(alarms: FalseAlarms) -> KillRun:
        seconds = round(time.monotonic() - started, 1)
        return KillRun(catalogue_version(), wishes.full, seconds, dict(sorted(found.items())), alarms, made_of)

    def keep() -> None:
        if file is not None:
            file.grow(so_far(FalseAlarms(0, 0, 0, 0, seeds=wishes.seeds)))

    keep()
    with KillRunning([one for one in wrongs if one.name not in found], served, wishes, workers) as running:
        for name, killed in running.results():
            found[name] = killed
            keep()
            typer.echo(f"{len(found)}/{len(wrongs)} {name}: {_outcome(killed)}", err=True)
        typer.echo("the right simulator …", err=True)
        run = so_far(running.false_alarms())
    if file is not None:
        file.finish(run)
    return run


def _outcome(killed: Killed) -> str:
    if killed.trouble is not None:
        return f"could not be judged: {killed.trouble}"
    by = ", ".join(killed.killed_by) or (f"only {', '.join(killed.also)}" if killed.also else "nobody: it survives")
    wolf = f"; and by {', '.join(killed.unexpected)}, which it should not touch" if killed.unexpected else ""
    return f"caught by {by}{wolf}"


def _text(run: KillRun) -> str:
    return "".join(f"{line}\n" for line in _lines(run))


def _lines(run: KillRun) -> Iterator[str]:
    """Say who caught what, requirement by requirement, and then the figures."""
    for name in requirements():
        caught = run.killed_by(name)
        if caught:
            more = f" and {len(caught) - _SHOWN} more" if len(caught) > _SHOWN else ""
            yield f"{name}  {', '.join(caught[:_SHOWN])}{more}"
    yield ""
    total, alarms = len(run.defects), run.false_alarms
    yield f"caught: {total - len(run.survivors)} of {total} defects ({run.score:.1%}) in {run.seconds:.0f} s"
    yield f"survivors: {', '.join(run.survivors) or 'none'}"
    schemas = run.found_by_schemas
    if schemas is not None:
        tried = sum(one.by_schemas is not None for one in run.defects.values())
        yield f"found by requests made from the schemas alone: {len(schemas)} of {tried} that were tried"
    wolf = [f"{name} ({', '.join(killed.unexpected)})" for name, killed in run.defects.items() if killed.unexpected]
    closed = sum(name in run.defects and not one.may_anybody for name, one in defects.catalogue().items())
    yield f"found by requirements that {closed} of them should not touch: {', '.join(wolf) or 'none'}"
    if total == len(defects.catalogue()):
        idle = run.never_killed(name for name, found in requirements().items() if found.untested is None)
        yield f"requirements that have caught nothing: {len(idle)}" + (f": {', '.join(idle)}" if idle else "")
    yield (
        f"false alarms on the right simulator: {len(alarms.findings)} in {alarms.checks:,} checks of"
        f" {alarms.cases} cases with {alarms.seeds} seed{'s' * (alarms.seeds != 1)}"
        + (f": {', '.join(alarms.findings)}" if alarms.findings else "")
    )
    share = alarms.judged_calls / alarms.calls if alarms.calls else 0.0
    yield f"calls whose answer a check has judged: {share:.0%} of {alarms.calls:,}"


def _csv(run: KillRun) -> str:
    """Write the matrix: K where a requirement had to catch a defect and did, k where it might and did, ! neither.

    A last row tells which defects requests made from the schemas alone found, where that was tried.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["requirement", *run.defects])
    for name in requirements():
        writer.writerow([name, *(_mark(name, killed) for killed in run.defects.values())])
    if run.found_by_schemas is not None:
        writer.writerow(
            ["requests made from the schemas", *("K" * bool(one.by_schemas) for one in run.defects.values())]
        )
    return out.getvalue()


def _mark(name: str, killed: Killed) -> str:
    marks = (("K", killed.killed_by), ("k", killed.also), ("!", killed.unexpected))
    return next((mark for mark, names in marks if name in names), "")


def _json(run: KillRun) -> str:
    return run.encoded().decode()


_FORMATS: Final[Mapping[str, Callable[[KillRun], str]]] = MappingProxyType({"text": _text, "json": _json, "csv": _csv})
