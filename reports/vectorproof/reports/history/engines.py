"""Opening a database: SQLite by a path, PostgreSQL by its URL, brought to the newest version of the tables.

A migration runs in one transaction that excludes every other writer, so that two programs may open a new database at
the same time.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from vectorproof.reports.history.kept import HistoryError
from vectorproof.reports.history.tables import MIGRATIONS, Migration

WRITES: Final[Mapping[str, bool]] = {"vectorproof_writes": True}
"""Execution options of a connection that is going to write."""

_LOCK: Final = 7_614_209_311_054
_BUSY_MS: Final = 60_000


def engine_of(database: str) -> Engine:
    """Make the engine of a path or a URL; connects to nothing yet.

    Raises:
        HistoryError: it is neither; the text holds no password.

    """
    url = _url(database)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def migrate(engine: Engine, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Bring a database to the newest version of the tables, and tell which that is.

    Raises:
        HistoryError: the database is of a newer version than this tool knows.

    """
    with engine.execution_options(**WRITES).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        version = _version(connection)
        if version > len(migrations):
            raise HistoryError(f"the database has version {version}, this tool knows {len(migrations)}: update it")
        for migration in migrations[version:]:
            migration(connection)
        if version < len(migrations):
            connection.execute(text("UPDATE history_version SET version = :version"), {"version": len(migrations)})
    return len(migrations)


def _version(connection: Connection) -> int:
    connection.execute(text("CREATE TABLE IF NOT EXISTS history_version (version INTEGER NOT NULL)"))
    found = connection.execute(text("SELECT version FROM history_version")).scalar()
    if found is None:
        connection.execute(text("INSERT INTO history_version (version) VALUES (0)"))
    return int(found or 0)


def _url(database: str) -> URL:
    if "://" not in database:
        return URL.create("sqlite", database=database)
    try:
        url = make_url(database)
    except ArgumentError:
        raise HistoryError("the database is no URL; a path or postgresql://… is right") from None
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise HistoryError(f"{url.get_backend_name()} is not known; a path or postgresql://… is right")
    return url


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by its own rules; we do it ourselves, just below.
    connection.isolation_level = None
    for setting in (f"busy_timeout = {_BUSY_MS}", "journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    # Who reads first and writes later could be refused in between; who says so at once only waits.
    writes = connection.get_execution_options().get(next(iter(WRITES)), False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
