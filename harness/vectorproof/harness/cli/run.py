"""``vectorproof run``: judge a target and write the record; what it does is in ``session``, this parses and prints."""

import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer

from vectorproof.harness import session
from vectorproof.harness.attending import attested, steps_of
from vectorproof.harness.case import catalogue
from vectorproof.harness.cli.progress import LOG_FORMATS, watcher_of
from vectorproof.harness.cli.summary import add_to_job_summary
from vectorproof.harness.config import DEFAULT_OUTPUT, PROFILES, SETTINGS_FILE, Config, read_named_targets
from vectorproof.harness.errors import UsageError
from vectorproof.harness.forecast import forecast
from vectorproof.harness.planning import planned
from vectorproof.harness.repeating import failed_again
from vectorproof.harness.session import ExitCode
from vectorproof.reports.formats import FormatError
from vectorproof.reports.formats.terminal import show, standard_console
from vectorproof.reports.record import RecordError

_MAX_SEED: Final = 2**63 - 1
_MOST_FILES: Final = 12


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("run")(run)


def run(
    *,
    target: Annotated[
        str,
        typer.Option(metavar="WHAT", help="simulator, an address, a ready file, selfhosted, astra, or your name."),
    ] = "simulator",
    devops_url: Annotated[str | None, typer.Option(metavar="U", help="Where the DevOps API answers.")] = None,
    control_url: Annotated[str | None, typer.Option(metavar="U", help="Where the control API answers.")] = None,
    jina_url: Annotated[str | None, typer.Option(metavar="U", help="Where the mock provider answers.")] = None,
    keyspace: Annotated[str | None, typer.Option(metavar="K", help="The keyspace to work in.")] = None,
    suite: Annotated[list[str] | None, typer.Option(metavar="P", help="Only these areas or suites.")] = None,
    case: Annotated[list[str] | None, typer.Option(metavar="P", help="Only these cases.")] = None,
    requirement: Annotated[
        list[str] | None, typer.Option(metavar="P", help="Only cases that check these requirements.")
    ] = None,
    catalogue_: Annotated[
        str | None, typer.Option("--catalogue", metavar="YYYY-MM", help="Judge by the requirements of this version.")
    ] = None,
    profile: Annotated[str, typer.Option(metavar="|".join(PROFILES), help="How thorough.")] = "quick",
    seed: Annotated[int, typer.Option(min=0, max=_MAX_SEED, help="What every example follows from.")] = 0,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="How many processes run cases.")] = None,
    max_time: Annotated[
        float | None, typer.Option(metavar="S", min=1, help="Start nothing more after so many seconds.")
    ] = None,
    max_rate: Annotated[
        float | None, typer.Option(metavar="N", min=0, help="So many requests a second at most; 0 for no limit.")
    ] = None,
    examples: Annotated[
        str | None, typer.Option(metavar="DIR|URL", help="Keep failing examples there, and try those first.")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first finding.")] = False,
    known_failures: Annotated[Path | None, typer.Option(metavar="F", help="Failures that are known, as TOML.")] = None,
    ca_bundle: Annotated[Path | None, typer.Option(metavar="F", help="Trust these certificates.")] = None,
    header: Annotated[
        list[str] | None, typer.Option(metavar="NAME=ENV", help="Send this header, its value out of a variable.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would run, and run nothing.")] = False,
    attended: Annotated[
        bool, typer.Option("--attended", help="Ask for each step that only a person can take, before the first case.")
    ] = False,
    answers: Annotated[
        typer.FileText | None, typer.Option(metavar="FILE", help="Take the answers of --attended from there, or -.")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(metavar="RECORD", help="Go on with a run that was cut off, as it was begun.")
    ] = None,
    rerun_failed: Annotated[
        Path | None,
        typer.Option(metavar="RECORD", help="Only the cases that went wrong in this run, as they were drawn."),
    ] = None,
    log_format: Annotated[
        str, typer.Option(metavar="|".join(LOG_FORMATS), help="How progress is told on standard error.")
    ] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only one line: the verdict and the record.")] = False,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where record and reports go.")] = Path(DEFAULT_OUTPUT),
    format_: Annotated[
        list[str] | None, typer.Option("--format", metavar="NAME", help="A report's format; html if none is given.")
    ] = None,
) -> None:
    """Judge a target: run the chosen cases against it and write the record.

    Ends with 0 if everything passed, 1 with findings, 2 for a wrong command line, 3 if it could not run, 4 if it is
    inconclusive or nothing was checked, 130 if it was interrupted. The token of an address comes from
    VECTORPROOF_TOKEN, a provider key from VECTORPROOF_EMBEDDING_KEY.
    """
    if profile not in PROFILES:
        raise UsageError(f"--profile {profile!r} is unknown; there are {', '.join(PROFILES)}")
    if log_format not in LOG_FORMATS:
        raise UsageError(f"--log-format {log_format!r} is unknown; there are {', '.join(LOG_FORMATS)}")
    config = Config(
        target=target,
        devops_url=devops_url,
        control_url=control_url,
        jina_url=jina_url,
        keyspace=keyspace,
        suites=tuple(suite or ()),
        cases=tuple(case or ()),
        requirements=tuple(requirement or ()),
        catalogue=catalogue_,
        profile=PROFILES[profile],
        seed=seed,
        workers=workers,
        max_time_s=max_time,
        examples_at=examples,
        max_rate=max_rate,
        fail_fast=fail_fast,
        known_failures=known_failures,
        ca_bundle=str(ca_bundle) if ca_bundle else None,
        headers=_headers(header or []),
        dry_run=dry_run,
        quiet=quiet,
        output=output,
        resume=resume,
        formats=tuple(format_ or ()),
        named=read_named_targets(Path(SETTINGS_FILE)),
        environment=dict(os.environ),
    )
    if rerun_failed is not None:
        config = failed_again(config, rerun_failed)
    if attended or answers is not None:
        config = _attended(config, answers)
    raise typer.Exit(_ended(config, log_format))


def _attended(config: Config, answers: TextIO | None) -> Config:
    """Let a person confirm the steps in the portal; a dry run only names them."""
    steps = steps_of(config)
    if config.dry_run:
        typer.echo("".join(f"a person would be asked: {step}\n" for step in steps), nl=False)
        return config
    if answers is None and not sys.stdin.isatty():
        raise UsageError(
            "--attended asks at a terminal, and here is none; --answers FILE gives the answers, line by line"
        )
    said = attested(steps, answers or sys.stdin, lambda text: typer.echo(text, nl=False, err=True))
    return replace(config, attested=said)


def _ended(config: Config, log_format: str) -> int:
    """Run or only plan; a Ctrl-C before the first case has left no record, and says so."""
    try:
        return _dry(config) if config.dry_run else _judged(config, log_format)
    except (RecordError, FormatError) as error:
        raise UsageError(str(error)) from error
    except KeyboardInterrupt:
        typer.echo("vectorproof: interrupted before the first case", err=True)
        return ExitCode.INTERRUPTED


def _judged(config: Config, log_format: str) -> int:
    watcher = watcher_of(log_format, quiet=config.quiet)
    with watcher.shown:
        outcome = session.run(config, watcher)
    watcher.finished(outcome.exit_code, str(outcome.record.verdict))
    trouble = add_to_job_summary(outcome.files, config.environment)
    for left in outcome.left:
        typer.echo(f"vectorproof: could not be taken away again: {left}", err=True)
    if trouble is not None:
        typer.echo(f"vectorproof: {trouble}", err=True)
    if config.quiet:
        typer.echo(f"{outcome.record.verdict}: {outcome.record_file}")
    else:
        show(outcome.record, standard_console(), lies=(outcome.record_file, *_worth_naming(outcome.files)))
    return outcome.exit_code


def _worth_naming(files: Sequence[Path]) -> list[Path]:
    """Name each file, and for many in one folder the folder alone."""
    crowded = {folder for folder, count in Counter(file.parent for file in files).items() if count > _MOST_FILES}
    return list(dict.fromkeys(file.parent if file.parent in crowded else file for file in files))


def _dry(config: Config) -> int:
    """Reach the target and say what would run, what would be made for it and how many calls that takes."""
    with planned(config) as plan:
        cases = catalogue()
        typer.echo(f"target {plan.header.target.name}: {', '.join(sorted(plan.capabilities))}")
        for case_id in plan.cases:
            typer.echo(f"{case_id}  {' '.join(cases[case_id].requirements)}")
        for line in forecast(plan, session.workers_for(config, plan)):
            typer.echo(line)
        typer.echo("nothing was run")
    return ExitCode.PASSED


def _headers(given: list[str]) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for pair in given:
        name, sign, variable = pair.partition("=")
        if not sign or not name.strip() or not variable.strip():
            raise UsageError(f"--header {pair!r}: NAME=ENV is right, the value comes from the variable ENV")
        headers[name.strip()] = variable.strip()
    return headers
