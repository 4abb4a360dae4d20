"""``vectorproof reproduce``: send a finding's requests again, or write them as a script or a test."""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from vectorproof.harness.config import DEFAULT_OUTPUT, SETTINGS_FILE, Config, read_named_targets
from vectorproof.harness.errors import UsageError
from vectorproof.harness.ground import ground
from vectorproof.harness.planning import client_of, probed
from vectorproof.harness.reproducing import Reproduced, reproduce
from vectorproof.harness.session import RECORD, ExitCode
from vectorproof.harness.targets import kind_of
from vectorproof.reports.evidence import ExchangeRecord, finding_label
from vectorproof.reports.lines import FindingRecord
from vectorproof.reports.record import RecordError, read
from vectorproof.reports.replay.finding import finding_script, finding_test
from vectorproof.reports.replay.steps import replay

_RECORD: Final = Path(DEFAULT_OUTPUT) / RECORD


@dataclass(frozen=True, slots=True)
class _Found:
    case: str
    finding: FindingRecord
    exchanges: tuple[ExchangeRecord, ...]


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("reproduce")(reproduced)


def reproduced(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="A requirement or a case that has a finding.")],
    *,
    record: Annotated[Path, typer.Option(metavar="FILE", help="The record of the run that found it.")] = _RECORD,
    target: Annotated[
        str, typer.Option(metavar="WHAT", help="Where to: as for run, another target than before if you like.")
    ] = "simulator",
    control_url: Annotated[str | None, typer.Option(metavar="U", help="Where the control API answers.")] = None,
    devops_url: Annotated[str | None, typer.Option(metavar="U", help="Where the DevOps API answers.")] = None,
    jina_url: Annotated[str | None, typer.Option(metavar="U", help="Where the mock provider answers.")] = None,
    script: Annotated[Path | None, typer.Option(metavar="FILE", help="Only write a shell script with curl.")] = None,
    test: Annotated[Path | None, typer.Option(metavar="FILE", help="Only write a file for pytest.")] = None,
) -> None:
    """Send the requests of a finding again, or write them as a script or a test.

    Says whether the last answer is the same as before, on the same target or another.
    Ends with 1 if the finding is still there, 0 if the answer is another one, 2 for a wrong command line.
    """
    found = _found(record, finding)
    if script is not None or test is not None:
        _write(script, finding_script(found.finding, found.exchanges))
        _write(test, finding_test(found.finding, found.exchanges))
        return
    config = Config(
        target=target,
        control_url=control_url,
        devops_url=devops_url,
        jina_url=jina_url,
        named=read_named_targets(Path(SETTINGS_FILE)),
        environment=dict(os.environ),
    )
    outcome = _sent(config, found)
    for exchange in outcome.exchanges:
        typer.echo(f"{exchange.request.title}: HTTP {exchange.status}")
    _conclude(found, outcome)


def _sent(config: Config, found: _Found) -> Reproduced:
    with kind_of(config).opened(config) as opened:
        endpoint, _ = probed(opened)
        with ground(endpoint) as left, closing(client_of(endpoint)) as client:
            outcome = reproduce(replay(found.exchanges), endpoint, client)
    for what in left:
        typer.echo(f"vectorproof: could not be taken away again: {what}", err=True)
    return outcome


def _conclude(found: _Found, outcome: Reproduced) -> None:
    finding = found.finding
    typer.echo(f"\n{finding.requirement}, {found.case}: expected {finding.expected}")
    if outcome.again:
        typer.echo(f"still there: {finding.found}")
        raise typer.Exit(ExitCode.FINDINGS)
    typer.echo("not reproduced: the last answer is another one than that of the finding")


def _found(record: Path, wanted: str) -> _Found:
    """Find the finding in the record, and what was exchanged for it."""
    try:
        whole = read(record)
    except RecordError as error:
        raise UsageError(str(error)) from error
    all_of_them = [
        (line.case, number, finding) for line in whole.cases for number, finding in enumerate(line.findings, start=1)
    ]
    matching = [one for one in all_of_them if wanted in {one[0], one[2].requirement, f"{one[0]}#{one[2].requirement}"}]
    if not matching:
        known = ", ".join(dict.fromkeys(finding.requirement for _, _, finding in all_of_them)) or "none"
        raise UsageError(f"{record} has no finding {wanted!r}; its findings are of {known}")
    case, number, finding = matching[0]
    exchanges = whole.evidence.exchanges([case]).get((case, finding_label(number)))
    if not exchanges:
        raise UsageError(f"{record} lies without its evidence, the file {record.stem}.evidence.jsonl.gz beside it")
    return _Found(case, finding, exchanges)


def _write(file: Path | None, text: str) -> None:
    if file is None:
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    typer.echo(f"{file}: written")
