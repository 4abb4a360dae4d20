"""The record of a run: a JSON Lines file with a header, one line per case as it ends, and a footer.

``Writer`` makes it, ``read`` gives it back. A record without a footer is incomplete and never a pass; a last line that
was cut off is left out. Any text may stand in a record: what no JSON reader could take (lone surrogates) is escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from vectorproof.reports.codec import LineError, NotJsonError, decode, encode
from vectorproof.reports.digest import Digest
from vectorproof.reports.evidence import Evidence, EvidenceWriter, ExchangeRecord
from vectorproof.reports.lines import (
    SCHEMA,
    Attestation,
    CaseLine,
    Environment,
    Examples,
    FindingRecord,
    KnownFailure,
    RequirementResult,
    RunFooter,
    RunHeader,
    Step,
    TargetInfo,
    Tool,
)
from vectorproof.reports.redaction import Redaction
from vectorproof.reports.tally import Tally
from vectorproof.reports.verdict import Verdict, worst

__all__ = [
    "SCHEMA",
    "Attestation",
    "CaseLine",
    "Environment",
    "Examples",
    "FindingRecord",
    "KnownFailure",
    "Record",
    "RecordError",
    "RequirementResult",
    "RunFooter",
    "RunHeader",
    "Step",
    "TargetInfo",
    "Tool",
    "Writer",
    "read",
]


class RecordError(ValueError):
    """A record cannot be read or written: says which file, which line (from 1; 0 for the whole), and why."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file = file
        self.line = line


@dataclass(frozen=True, slots=True)
class Record:
    """One run as data; ``footer`` is ``None`` when the run did not come to its end.

    ``evidence`` gives the exchanges in full, where the file beside the record is there.
    """

    header: RunHeader
    cases: tuple[CaseLine, ...]
    footer: RunFooter | None = None
    evidence: Evidence = field(default_factory=Evidence, compare=False)

    @property
    def complete(self) -> bool:
        """Tell whether the file holds the whole of what was written: only a footer says so."""
        return self.footer is not None

    @property
    def interrupted(self) -> bool:
        """Tell whether the run was ended before it had done all its cases, by a person or by a crash."""
        return self.footer is None or self.footer.interrupted

    @property
    def verdict(self) -> Verdict:
        """Merge the verdicts of all cases; an interrupted run, or one without a check, is INCONCLUSIVE at best."""
        verdicts = [case.verdict for case in self.cases]
        sure = not self.interrupted and any(case.checks for case in self.cases)
        return worst(verdicts if sure else [*verdicts, Verdict.INCONCLUSIVE])

    def tally(self) -> Tally:
        """Count cases, requirements and checks."""
        return Tally.of(self.cases)

    def requirements(self) -> Mapping[str, Verdict]:
        """Merge what all cases say of each requirement: the worst wins, SKIPPED only if all are; sorted by id."""
        return self.tally().requirements()


class Writer:
    """Writes one record, each line flushed at once; a block that is left without ``finish`` leaves it incomplete.

    Raises ``RecordError`` for a line that the schema refuses, for a case that has its line already, and for a file
    that cannot be written. Missing folders are made; a file that exists is replaced. ``secrets`` are texts that must
    never reach the file, beside all that has a secret's shape: evidence comes redacted, and this is the net below.
    """

    def __init__(self, path: Path | str, header: RunHeader, *, secrets: Iterable[str] = ()) -> None:
        self._path = str(path)
        self._redaction = Redaction(secrets)
        self._number = 0
        self._digest = Digest()
        self._tally = Tally()
        self._seen: set[str] = set()
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._evidence = EvidenceWriter(path, header, self._redaction)
            self._file = Path(path).open("wb")  # noqa: SIM115 - stays open for the whole run; close() ends it
        except OSError as error:
            raise RecordError(self._path, 0, f"cannot be written: {error.strerror}") from error
        self._append(header)

    def case(self, line: CaseLine, exchanges: Mapping[str, Sequence[ExchangeRecord]] | None = None) -> None:
        """Append the line of a case that ended; its exchanges, by their labels, go beside the record first."""
        if line.case in self._seen:
            raise RecordError(self._path, self._number + 1, f"the case {line.case} has its line already")
        for label, kept in (exchanges or {}).items():
            self._keep(line.case, label, kept)
        line = replace(line, evidence=tuple(exchanges or ()))
        self._digest.add(self._append(line))
        self._tally.add(line)
        self._seen.add(line.case)

    def finish(self, *, seconds: float, ended: str, unmet_faults: int = 0, interrupted: bool = False) -> RunFooter:
        """Append the footer, close the file, and tell what was counted."""
        footer = _footer(
            self._tally,
            self._digest,
            unmet_faults=unmet_faults,
            seconds=seconds,
            ended=ended,
            interrupted=interrupted,
        )
        self._append(footer)
        self.close()
        return footer

    def close(self) -> None:
        """Close the files as they are; may be called twice."""
        self._file.close()
        self._evidence.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep(self, case: str, label: str, exchanges: Sequence[ExchangeRecord]) -> None:
        try:
            self._evidence.add(case, label, exchanges)
        except OSError as error:
            problem = f"its evidence cannot be written: {error.strerror}"
            raise RecordError(self._path, self._number + 1, problem) from error

    def _append(self, line: RunHeader | CaseLine | RunFooter) -> dict[str, Any]:
        try:
            members, content = encode(line, self._redaction)
            self._file.write(content)
            self._file.flush()
        except LineError as error:
            raise RecordError(self._path, self._number + 1, str(error)) from error
        except OSError as error:
            raise RecordError(self._path, self._number + 1, f"cannot be written: {error.strerror}") from error
        self._number += 1
        return members


def read(path: Path | str) -> Record:
    """Read a record strictly; raises ``RecordError`` that names file and line.

    A last line without its newline that is no JSON was cut off while it was written: it is left out, and the record is
    incomplete. A footer whose digest or counts do not fit the lines is an error: a line was lost or changed.
    """
    name = str(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise RecordError(name, 0, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    record = _Reader(name).record(content)
    return replace(record, evidence=Evidence.beside(path, record.header))


class _Reader:
    """Reads one file's lines in order; knows which line may come next."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._digest = Digest()
        self._header: RunHeader | None = None
        self._cases: dict[str, CaseLine] = {}
        self._footer: RunFooter | None = None

    def record(self, content: bytes) -> Record:
        for number, line in _numbered(content):
            try:
                self._take(*decode(line))
            except NotJsonError as error:
                if not line.endswith(b"\n") and number > 1:
                    break
                raise RecordError(self._name, number, str(error)) from error
            except LineError as error:
                raise RecordError(self._name, number, str(error)) from error
        if self._header is None:
            raise RecordError(self._name, 1, "empty, a header is right")
        return Record(self._header, tuple(self._cases.values()), self._footer)

    def _take(self, members: Mapping[str, Any], line: RunHeader | CaseLine | RunFooter) -> None:
        self._judge_order(line)
        match line:
            case RunHeader():
                self._header = line
            case CaseLine():
                self._digest.add(members)
                self._cases[line.case] = line
            case RunFooter():
                self._judge_footer(line)
                self._footer = line

    def _judge_order(self, line: RunHeader | CaseLine | RunFooter) -> None:
        if isinstance(line, RunHeader) != (self._header is None):
            raise LineError("a header is right as the first line, and only there")
        if self._footer is not None:
            raise LineError("a line after the footer")
        if isinstance(line, CaseLine) and line.case in self._cases:
            raise LineError(f"the case {line.case[:200]} has its line already")

    def _judge_footer(self, footer: RunFooter) -> None:
        right = _footer(
            Tally.of(self._cases.values()),
            self._digest,
            unmet_faults=footer.faults["unmet"],
            seconds=footer.seconds,
            ended=footer.ended,
            interrupted=footer.interrupted,
        )
        if footer != right:
            raise LineError("the footer does not fit the lines before it: some were lost or changed")


def _numbered(content: bytes) -> Iterator[tuple[int, bytes]]:
    start, number = 0, 0
    while start < len(content):
        end = content.find(b"\n", start) + 1 or len(content)
        number += 1
        yield number, content[start:end]
        start = end


def _footer(
    tally: Tally,
    digest: Digest,
    *,
    unmet_faults: int,
    seconds: float,
    ended: str,
    interrupted: bool,
) -> RunFooter:
    return RunFooter(
        counts={str(verdict): count for verdict, count in tally.cases().items()},
        requirements={str(verdict): count for verdict, count in tally.requirement_counts().items()},
        checks=tally.checks,
        faults={"unmet": unmet_faults},
        digest=digest.value(),
        seconds=seconds,
        ended=ended,
        interrupted=interrupted,
    )
