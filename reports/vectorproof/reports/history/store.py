"""Keeping runs and finding them again; any number of programs may write at the same time."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from types import TracebackType
from typing import Any, Final, Self

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Text, cast, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from vectorproof.reports.history.engines import WRITES, engine_of, migrate
from vectorproof.reports.history.kept import Duration, HistoryError, Kept, Result, Run, Standing
from vectorproof.reports.history.tables import DURATIONS, RESULTS, RUNS

# Between the parts of what is read as one text: no name that is kept holds it, for each was made one visible line.
_GAP: Final = "\x1f"
_PACKED: Final[Mapping[str, Callable[..., ColumnElement[Any]]]] = {
    "sqlite": func.json_group_object,
    "postgresql": func.json_object_agg,
}


class History:
    """An open history; a block that is left closes it.

    Raises ``HistoryError``, here and in every method, where the database cannot be reached or is no history.
    """

    def __init__(self, database: str) -> None:
        try:
            self._engine = engine_of(database)
        except (NoSuchModuleError, ImportError) as error:
            raise HistoryError(f"PostgreSQL needs another package: install vectorproof[postgres] ({error})") from error
        self._name = self._engine.url.render_as_string(hide_password=True)
        with self._translated():
            migrate(self._engine)

    def add(self, kept: Kept) -> bool:
        """Keep a run; tells whether it was new: one that is there already stays as it is."""
        with self._connected(writes=True) as connection:
            run = _upsert(connection)(RUNS).values({**asdict(kept.run), "whole": int(kept.run.whole)})
            new = connection.execute(run.on_conflict_do_nothing().returning(RUNS.c.key)).first() is not None
            if new and kept.results:
                connection.execute(insert(RESULTS), [asdict(result) for result in kept.results])
            if new and kept.durations:
                connection.execute(insert(DURATIONS), [_case(duration) for duration in kept.durations])
            return new

    def runs(self, *, target: str | None = None, last: int | None = None) -> tuple[Run, ...]:
        """Find runs, the oldest first; ``last`` bounds how many of the newest."""
        query = select(RUNS).order_by(RUNS.c.started_ms.desc(), RUNS.c.key)
        query = query.where(RUNS.c.target == target) if target is not None else query
        query = query.limit(last) if last is not None else query
        with self._connected() as connection:
            rows = [Run(*row) for row in connection.execute(query)]
        return tuple(replace(run, whole=bool(run.whole)) for run in reversed(rows))

    def results(self, runs: Sequence[Run], *, requirement: str | None = None) -> tuple[Result, ...]:
        """Find what these runs say of requirements, or of one."""
        query = select(RESULTS).where(RESULTS.c.run.in_([run.key for run in runs]))
        query = query.where(RESULTS.c.requirement == requirement) if requirement is not None else query
        with self._connected() as connection:
            return tuple(Result(*row) for row in connection.execute(query))

    def standings(self, runs: Sequence[Run]) -> Mapping[str, Mapping[str, Standing]]:
        """Find what became of every requirement in these runs, by the run's key."""
        value = RESULTS.c.status + _GAP + RESULTS.c.area + _GAP + RESULTS.c.level
        packed = self._packed(runs, RESULTS.c.run, RESULTS.c.requirement, value)
        known: dict[str, Standing] = {}
        return {run: {name: _standing(text, known) for name, text in found.items()} for run, found in packed}

    def durations(self, runs: Sequence[Run]) -> Mapping[str, Mapping[str, float]]:
        """Find how long the cases of these runs took, in seconds, by the run's key."""
        return dict(self._packed(runs, DURATIONS.c.run, DURATIONS.c.case_id, DURATIONS.c.seconds))

    def _packed(
        self, runs: Sequence[Run], run: Column[str], name: Column[str], value: ColumnElement[Any]
    ) -> list[tuple[str, dict[str, Any]]]:
        """Read many rows of each run as one JSON object: hundreds of thousands of them are there in a moment."""
        with self._connected() as connection:
            members = _PACKED[connection.dialect.name](name, value)
            query = select(run, cast(members, Text)).where(run.in_([each.key for each in runs])).group_by(run)
            return [(key, msgspec.json.decode(text)) for key, text in connection.execute(query)]

    def prune(self, *, keep: int) -> int:
        """Let go of all but the newest runs of each target; tells how many went."""
        with self._connected(writes=True) as connection:
            place = func.row_number().over(partition_by=RUNS.c.target, order_by=(RUNS.c.started_ms.desc(), RUNS.c.key))
            ranked = select(RUNS.c.key, place.label("place")).subquery()
            old = [row[0] for row in connection.execute(select(ranked.c.key).where(ranked.c.place > keep))]
            for column in (RESULTS.c.run, DURATIONS.c.run, RUNS.c.key):
                for start in range(0, len(old), 500):
                    connection.execute(delete(column.table).where(column.in_(old[start : start + 500])))
            return len(old)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _connected(self, *, writes: bool = False) -> Generator[Connection]:
        engine = self._engine.execution_options(**WRITES) if writes else self._engine
        with self._translated(), engine.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            first = str(error.orig).strip().partition("\n")[0]
            password = self._engine.url.password
            said = first.replace(password, "[redacted]") if password else first
            raise HistoryError(f"{self._name}: {said}") from None
        except HistoryError as error:
            raise HistoryError(f"{self._name}: {error}") from None


def _standing(text: str, known: dict[str, Standing]) -> Standing:
    """Take a text apart; few differ, so each is made once."""
    if text not in known:
        known[text] = Standing(*text.split(_GAP))
    return known[text]


def _upsert(connection: Connection) -> Any:
    """Give the insert of this database's kind, which can leave alone what is there."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def _case(duration: Duration) -> dict[str, Any]:
    return {"run": duration.run, "case_id": duration.case, "seconds": duration.seconds}
