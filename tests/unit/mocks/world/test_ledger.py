"""The file beneath a world: what is committed stays, what is not was never there; whose file is refused, and how."""

import os
import sqlite3
import stat
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.durability import FILE, FORMAT, DataDirectoryError, SqliteLedger

Steps: TypeAlias = Sequence[tuple[str, str, bytes | None] | None]
SHELVES, KEYS = ("a", "b", "documents d/k/c"), ("", "x", "y", "é\0z", "1 x")
#: A row is put, dropped, a shelf is cleared (its key is empty then), or all is committed.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(SHELVES), st.sampled_from(KEYS), st.one_of(st.none(), st.binary(max_size=8))),
        st.none(),
    ),
    max_size=40,
)


def told(ledger: SqliteLedger, steps: Steps) -> dict[str, dict[str, bytes]]:
    """Do the steps, and give what the last commit made safe."""
    now: dict[str, dict[str, bytes]] = {shelf: {} for shelf in SHELVES}
    safe = {shelf: dict(rows) for shelf, rows in now.items()}
    for step in steps:
        if step is None:
            ledger.commit()
            safe = {shelf: dict(rows) for shelf, rows in now.items()}
            continue
        shelf, key, row = step
        if row is not None:
            ledger.put(shelf, key, partial(bytes, row))
            now[shelf][key] = row
        elif key:
            ledger.drop(shelf, key)
            now[shelf].pop(key, None)
        else:
            ledger.clear(shelf)
            now[shelf].clear()
    return safe


def kept(directory: Path) -> dict[str, dict[str, bytes]]:
    with SqliteLedger(directory) as ledger:
        return {shelf: dict(ledger.rows(shelf)) for shelf in SHELVES}


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_what_was_committed_is_there_in_order_and_nothing_else(
    steps: Steps, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("ledger")
    with SqliteLedger(directory) as ledger:
        safe = told(ledger, steps)

    found = kept(directory)
    assert found == safe
    assert [list(rows) for rows in found.values()] == [list(rows) for rows in safe.values()]


def test_a_commit_that_fails_is_undone_whole_and_tried_again(tmp_path: Path) -> None:
    broken = True

    def row() -> bytes:
        if broken:
            raise OSError("the disk is full")
        return b"2"

    with SqliteLedger(tmp_path / "d") as ledger:
        ledger.put("a", "1", lambda: b"1")
        ledger.put("b", "2", row)
        with pytest.raises(OSError, match="full"):
            ledger.commit()
        assert list(ledger.rows("a")) == []
        broken = False
        ledger.commit()
        assert [list(ledger.rows(shelf)) for shelf in "ab"] == [[("1", b"1")], [("2", b"2")]]


def test_starts_are_counted_once_something_was_kept(tmp_path: Path) -> None:
    seen: list[int] = []
    for commits in (False, True, True):
        with SqliteLedger(tmp_path / "d") as ledger:
            seen.append(ledger.starts)
            if commits:
                ledger.commit()
    with SqliteLedger(tmp_path / "d", durable=True) as ledger:
        seen.append(ledger.starts)

    assert seen == [0, 0, 1, 2]


def test_directory_and_files_are_their_owners_alone(tmp_path: Path) -> None:
    directory = tmp_path / "new" / "d"
    mask = os.umask(0)
    try:
        with SqliteLedger(directory) as ledger:
            ledger.commit()
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()}
    finally:
        os.umask(mask)

    assert modes == {FILE: 0o600, f"{FILE}-wal": 0o600}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


@pytest.mark.parametrize(("durable", "waits"), [(False, 1), (True, 2)])
def test_durable_alone_waits_for_the_disk_at_each_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, durable: bool, waits: int
) -> None:
    """SQLite's own figures: 2 writes the log through to the disk with each transaction, 1 does not."""
    opened: list[sqlite3.Connection] = []

    class Watched(sqlite3.Connection):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            opened.append(self)

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
    with SqliteLedger(tmp_path / "d", durable=durable) as ledger:
        ledger.commit()
        found = [opened[0].execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]

    assert found == [waits, "wal"]


def test_one_directory_belongs_to_one_ledger(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "d"), pytest.raises(DataDirectoryError, match="in use by another process"):
        SqliteLedger(tmp_path / "d")

    with SqliteLedger(tmp_path / "d") as again:
        assert again.starts == 0


def test_a_newer_format_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    directory = tmp_path / "d"
    with SqliteLedger(directory) as ledger:
        ledger.commit()
    file = sqlite3.connect(directory / FILE, isolation_level=None)
    file.execute(f"PRAGMA user_version = {FORMAT + 1}")
    file.close()
    before = (directory / FILE).read_bytes()

    with pytest.raises(DataDirectoryError, match=f"newer vectorproof: its format is {FORMAT + 1}"):
        SqliteLedger(directory)
    assert (directory / FILE).read_bytes() == before


@pytest.mark.parametrize("name", ["letters.txt", FILE])
def test_what_is_not_ours_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    directory = tmp_path / "d"
    directory.mkdir(mode=0o755)
    (directory / name).write_bytes(b"dear friend, " * 100)

    with pytest.raises(DataDirectoryError, match="is right"):
        SqliteLedger(directory)
    assert [(file.name, file.read_bytes()) for file in directory.iterdir()] == [(name, b"dear friend, " * 100)]
    assert stat.S_IMODE(directory.stat().st_mode) == 0o755


def test_directory_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "d") as ledger:
        ledger.commit()
    (tmp_path / "d").chmod(0o755)
    (tmp_path / "d" / FILE).chmod(0o644)

    with SqliteLedger(tmp_path / "d"):
        modes = [stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "d", *(tmp_path / "d").iterdir())]
    assert modes[0] == 0o700
    assert set(modes[1:]) == {0o600}


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "d") as ledger:
        for at in range(1000):
            ledger.put("a", str(at), lambda: b"row" * 50)
        ledger.commit()
    file = tmp_path / "d" / FILE
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2))

    with pytest.raises(DataDirectoryError, match="malformed"), SqliteLedger(tmp_path / "d") as ledger:
        list(ledger.rows("a"))


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / FILE)
    file.execute("CREATE TABLE rows (id)")
    file.close()

    with pytest.raises(DataDirectoryError, match="no world of vectorproof"):
        SqliteLedger(tmp_path)
