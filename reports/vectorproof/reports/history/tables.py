"""The tables of a history and how they came to be: one migration after the other, never changed once released."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from sqlalchemy import BigInteger, Column, Connection, Float, Integer, MetaData, String, Table, text

Migration: TypeAlias = Callable[[Connection], None]

METADATA: Final = MetaData()
RUNS: Final = Table(
    "runs", METADATA,
    Column("key", String(32), primary_key=True),
    Column("target", String, nullable=False),
    Column("version", String, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("profile", String, nullable=False),
    Column("catalogue", String, nullable=False),
    Column("tool", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("checks", BigInteger, nullable=False),
    Column("whole", Integer, nullable=False),
)  # fmt: skip
RESULTS: Final = Table(
    "results", METADATA,
    Column("run", String(32), primary_key=True),
    Column("requirement", String, primary_key=True),
    Column("area", String, nullable=False),
    Column("level", String, nullable=False),
    Column("status", String, nullable=False),
)  # fmt: skip
DURATIONS: Final = Table(
    "durations", METADATA,
    Column("run", String(32), primary_key=True),
    Column("case_id", String, primary_key=True),
    Column("seconds", Float, nullable=False),
)  # fmt: skip

_FIRST: Final = (
    (
        "CREATE TABLE runs (key VARCHAR(32) PRIMARY KEY, target VARCHAR NOT NULL, version VARCHAR NOT NULL, "
        "started_ms BIGINT NOT NULL, seconds DOUBLE PRECISION NOT NULL, profile VARCHAR NOT NULL, "
        "catalogue VARCHAR NOT NULL, tool VARCHAR NOT NULL, verdict VARCHAR NOT NULL, checks BIGINT NOT NULL, "
        "whole INTEGER NOT NULL)"
    ),
    (
        "CREATE TABLE results (run VARCHAR(32) NOT NULL REFERENCES runs (key) ON DELETE CASCADE, "
        "requirement VARCHAR NOT NULL, area VARCHAR NOT NULL, level VARCHAR NOT NULL, status VARCHAR NOT NULL, "
        "PRIMARY KEY (run, requirement))"
    ),
    (
        "CREATE TABLE durations (run VARCHAR(32) NOT NULL REFERENCES runs (key) ON DELETE CASCADE, "
        "case_id VARCHAR NOT NULL, seconds DOUBLE PRECISION NOT NULL, PRIMARY KEY (run, case_id))"
    ),
)
_SECOND: Final = (
    "CREATE INDEX runs_by_target ON runs (target, started_ms)",
    "CREATE INDEX results_by_requirement ON results (requirement, run)",
)


def _statements(statements: Sequence[str]) -> Migration:
    def apply(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return apply


MIGRATIONS: Final[tuple[Migration, ...]] = (_statements(_FIRST), _statements(_SECOND))
"""Each brings the database from the version that is its place in this row to the next."""
