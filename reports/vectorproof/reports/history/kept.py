"""What a history keeps of a run: enough to follow requirements and durations, no evidence. Knows no database."""

import hashlib
from dataclasses import dataclass

from vectorproof.reports.lines import CaseLine
from vectorproof.reports.moments import milliseconds
from vectorproof.reports.overview import overview
from vectorproof.reports.record import Record
from vectorproof.reports.visible import line


class HistoryError(ValueError):
    """A history cannot be opened, read or written; says which and why, without a password."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: ``key`` names it for good, ``version`` is what the caller calls the build that was judged."""

    key: str
    target: str
    version: str
    started_ms: int
    seconds: float
    profile: str
    catalogue: str
    tool: str
    verdict: str
    checks: int
    whole: bool

    @property
    def name(self) -> str:
        """Name the run for people."""
        return self.version or self.key[:8]


@dataclass(frozen=True, slots=True)
class Result:
    """What one run says of one requirement; ``status`` as in an overview."""

    run: str
    requirement: str
    area: str
    level: str
    status: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a requirement in one run, and where it stands in the catalogue."""

    status: str
    area: str
    level: str


@dataclass(frozen=True, slots=True)
class Duration:
    """How long one case took in one run, in seconds."""

    run: str
    case: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one run."""

    run: Run
    results: tuple[Result, ...]
    durations: tuple[Duration, ...]


def kept(record: Record, version: str = "") -> Kept:
    """Take out of a record what a history keeps; the same record gives the same key, whatever its version is called."""
    header = record.header
    key = _key(record)
    seen = overview(record)
    run = Run(
        key=key,
        target=line(header.target.name),
        version=line(version, 100),
        started_ms=milliseconds(header.started),
        seconds=record.footer.seconds if record.footer is not None else 0.0,
        profile=line(header.profile),
        catalogue=line(header.catalogue),
        tool=line(header.tool.version),
        verdict=str(record.verdict),
        checks=record.tally().checks,
        whole=not record.interrupted,
    )
    broken = seen.broken
    results = (
        Result(key, line(row.id), line(row.area), line(row.level), "FAIL" if row.id in broken else str(row.status))
        for row in seen.rows
    )
    names = dict[str, CaseLine]((line(case.case), case) for case in record.cases)
    return Kept(run, tuple(results), tuple(Duration(key, name, case.seconds) for name, case in names.items()))


def _key(record: Record) -> str:
    """Name a run by what it was and found; times are part of it, so that two runs alike are two."""
    header, footer = record.header, record.footer
    parts = (header.started, header.target.name, header.target.url, str(header.seed), header.profile)
    end = (footer.digest, footer.ended) if footer is not None else ("cut off", str(len(record.cases)))
    return hashlib.sha256("\x1f".join((*parts, *end)).encode("utf-8", "backslashreplace")).hexdigest()[:32]
