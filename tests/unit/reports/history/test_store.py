"""A history keeps each run once, on SQLite and on PostgreSQL, however many write at the same time."""

import multiprocessing
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.unit.reports.builders import CASE, HEADER, failing, hostile, hostile_header, realistic, record
from tests.unit.reports.history.servers import installed, postgres

from vectorproof.reports.history.engines import engine_of, migrate
from vectorproof.reports.history.kept import HistoryError, Kept, Standing, kept
from vectorproof.reports.history.store import History
from vectorproof.reports.history.tables import MIGRATIONS
from vectorproof.reports.history.trend import trend

PROGRAMS = installed()
WRITERS = 8
RUNS_EACH = 6


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a PostgreSQL for all tests of this module."""
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed here")
    with postgres(PROGRAMS) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the place of an empty database of each kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "history.sqlite3")
        return
    address = str(request.getfixturevalue("server"))
    name = f"h{os.getpid()}_{time.monotonic_ns()}"
    engine = engine_of(address).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield address.replace("/postgres?", f"/{name}?")
    engine.dispose()


def run(day: int, *, target: str = "simulator", version: str = "") -> Kept:
    header = replace(HEADER, started=f"2026-0{1 + day // 28}-{1 + day % 28:02}T09:00:00Z")
    return kept(record(CASE, failing(), header=replace(header, target=replace(HEADER.target, name=target))), version)


def test_a_run_is_kept_once(database: str) -> None:
    with History(database) as history:
        assert [history.add(run(1, version="v1")), history.add(run(1, version="v1"))] == [True, False]
        assert history.runs() == (run(1, version="v1").run,)


def test_what_is_kept_comes_back(database: str) -> None:
    whole = kept(record(*realistic()), "7.2")
    with History(database) as history:
        history.add(whole)
        runs = history.runs()

        assert runs == (whole.run,)
        assert set(history.results(runs)) == set(whole.results)
        # SQLite writes numbers into JSON with 15 digits.
        took = {each.case: pytest.approx(each.seconds) for each in whole.durations}
        assert history.durations(runs) == {whole.run.key: took}
        assert history.standings(runs) == {
            whole.run.key: {each.requirement: Standing(each.status, each.area, each.level) for each in whole.results}
        }
        assert [each.status for each in history.results(runs, requirement="KEY-007")] == [
            each.status for each in whole.results if each.requirement == "KEY-007"
        ]


def test_runs_come_in_the_order_of_time_whatever_the_order_of_adding(database: str) -> None:
    with History(database) as history:
        for day in (3, 1, 2):
            history.add(run(day))
            history.add(run(day, target="other"))

        assert [found.started_ms for found in history.runs(target="simulator", last=2)] == [
            run(2).run.started_ms, run(3).run.started_ms,
        ]  # fmt: skip
        assert len(history.runs()) == 6


def test_pruning_keeps_the_newest_of_each_target(database: str) -> None:
    with History(database) as history:
        for day in range(5):
            history.add(run(day))
        history.add(run(0, target="other"))

        assert history.prune(keep=2) == 3
        left = history.runs()
        assert [(found.target, found.started_ms) for found in left] == [
            ("other", run(0).run.started_ms),
            ("simulator", run(3).run.started_ms),
            ("simulator", run(4).run.started_ms),
        ]
        assert {result.run for result in history.results(left)} == {found.key for found in left}


def test_hostile_texts_come_back_harmless(database: str) -> None:
    found = kept(record(*hostile(), header=hostile_header()), "'; DROP TABLE runs; --\x00")
    with History(database) as history:
        assert history.add(found)
        assert history.runs() == (found.run,)


def write(database: str, writer: int) -> None:
    """Open the history as a program of its own, and keep runs: some of its own, some that all others keep too."""
    with History(database) as history:
        for day in range(RUNS_EACH):
            history.add(run(day, target=f"target of writer {writer}"))
            history.add(run(day))


def test_many_writers_at_once_lose_nothing_and_double_nothing(database: str) -> None:
    """The database does not exist yet: the tables are made by whoever is first."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(database, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with History(database) as history:
        runs = history.runs()
        assert len(runs) == (WRITERS + 1) * RUNS_EACH
        assert len(history.results(runs)) == len(runs) * len(run(0).results)


def test_a_database_of_an_older_version_is_brought_forward(database: str) -> None:
    engine = engine_of(database)
    migrate(engine, MIGRATIONS[:1])
    engine.dispose()

    with History(database) as history:
        assert history.add(run(1))
    engine = engine_of(database)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version FROM history_version")).scalar() == len(MIGRATIONS)
    engine.dispose()


def test_a_migration_that_fails_leaves_the_old_version(database: str) -> None:
    engine = engine_of(database)
    migrate(engine, MIGRATIONS[:1])

    def broken(connection: object) -> None:
        connection.execute(text("CREATE TABLE half (x INTEGER)"))  # type: ignore[attr-defined]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(engine, (MIGRATIONS[0], broken))
    engine.dispose()
    with History(database) as history:
        assert history.add(run(1))


def test_a_database_of_a_newer_version_is_refused(database: str) -> None:
    engine = engine_of(database)
    migrate(engine, (*MIGRATIONS, lambda _connection: None))
    engine.dispose()

    with pytest.raises(HistoryError, match="has version 3, this tool knows 2"):
        History(database)


@pytest.mark.parametrize(
    ("database_", "said"),
    [
        ("postgresql://vp:hunter2secret@127.0.0.1:1/none?connect_timeout=2", r"vp:\*\*\*@"),
        ("mysql://vp:hunter2secret@127.0.0.1/none", "is not known|another package"),
        ("://", "no URL"),
        ("/no/such/folder/history.sqlite3", "unable to open"),
    ],
)
def test_what_cannot_be_opened_says_so_without_the_password(database_: str, said: str) -> None:
    with pytest.raises(HistoryError, match=said) as caught:
        History(database_)

    assert "hunter2secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "garbage").write_bytes(b"hello" * 1_000)

    with pytest.raises(HistoryError, match="not a database"):
        History(str(tmp_path / "garbage"))


@pytest.mark.parametrize(("last", "bound_s"), [(30, 0.2), (1_000, 3.0)])
def test_a_thousand_runs_are_asked_in_a_moment(tmp_path: Path, last: int, bound_s: float) -> None:
    database = tmp_path / "history.sqlite3"
    with History(str(database)) as history:
        first = kept(record(*realistic()))
        history.add(first)
        _copy(database, first.run.key, 999)
        took = min(_asked(history, last) for _ in range(3))

    assert took < bound_s


def _asked(history: History, last: int) -> float:
    """Ask for a trend, and tell the seconds that it took."""
    begun = time.perf_counter()
    runs = history.runs(target="simulator", last=last)
    seen = trend(runs, history.standings(runs), history.durations(runs))
    assert len(seen.runs) == last
    return time.perf_counter() - begun


def _copy(database: Path, key: str, times: int) -> None:
    """Copy one run many times inside the database, which is faster than adding as many."""
    with sqlite3.connect(database) as connection:
        for number in range(times):
            name = f"{number:032}"
            connection.execute(
                "INSERT INTO runs SELECT ?, target, version, started_ms + ?, seconds, profile, catalogue, tool, "
                "verdict, checks, whole FROM runs WHERE key = ?", (name, number + 1, key),
            )  # fmt: skip
            for table, columns in (("results", "requirement, area, level, status"), ("durations", "case_id, seconds")):
                statement = f"INSERT INTO {table} SELECT ?, {columns} FROM {table} WHERE run = ?"
                connection.execute(statement, (name, key))
