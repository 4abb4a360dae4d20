"""Filling a database over a real socket: until the refusal, round the keyspaces, and never where others are."""

from collections.abc import Iterator

import pytest
from tests.unit.harness.fake import Answer, FakeTarget, error

from vectorproof.harness.client import Client
from vectorproof.harness.database import Database
from vectorproof.harness.errors import Missing
from vectorproof.harness.filling import PLENTY, fill, keep_off_others
from vectorproof.harness.names import Names
from vectorproof.harness.redaction import Redactor
from vectorproof.harness.transcript import Steps, Transcript


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide that these tests themselves may run in several processes."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER_COUNT", raising=False)


@pytest.fixture
def database(fake: FakeTarget) -> Iterator[Database]:
    client, redactor = Client(), Redactor()
    names, headers = Names(redactor), {"Token": fake.token}
    steps = Steps(client, Transcript(), redactor)
    yield Database(steps, names, origin=fake.url, prefix="", headers=headers, keyspace="default_keyspace")
    client.close()


def _full_after(fake: FakeTarget, most: int) -> None:
    def lie(_method: str, _path: str, body: object) -> Answer | None:
        full = "createCollection" in str(body) and len(fake.collections) > most
        return (200, error("TOO_MANY_COLLECTIONS", "full")) if full else None

    fake.lie = lie


@pytest.mark.parametrize("most", [0, 1, 5])
def test_it_ends_with_the_refusal(fake: FakeTarget, database: Database, most: int) -> None:
    _full_after(fake, most)
    filled = fill(database)
    assert (filled.count, filled.last.codes) == (most, ("TOO_MANY_COLLECTIONS",))
    assert filled.refused.name not in fake.collections
    assert all(collection.name in fake.collections for collection in filled.made)


def test_it_ends_where_nothing_is_refused(fake: FakeTarget, database: Database) -> None:
    filled = fill(database, keyspaces=("a", "b"))
    assert (filled.count, filled.last.ok, filled.refused) == (PLENTY, True, filled.made[-1])
    assert [path for _, path, body in fake.seen if "createCollection" in body][:3] == ["/v1/a", "/v1/b", "/v1/a"]


def test_somebody_elses_collection_keeps_it_off(database: Database) -> None:
    with pytest.raises(Missing, match=r"fresh-databases.*default_keyspace"):
        keep_off_others(database)


def test_an_empty_database_does_not(fake: FakeTarget, database: Database) -> None:
    fake.collections.clear()
    keep_off_others(database)
    assert [path for _, path, _ in fake.seen] == ["/v1", "/v1/default_keyspace"]


def test_other_processes_keep_it_off(fake: FakeTarget, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.collections.clear()
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "2")
    with pytest.raises(Missing, match="at the same time"):
        keep_off_others(database)
