"""Rules are replaceable one by one: a wrong one changes exactly what it is about."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tests.unit.mocks.controlplane.lab import SECRET, Lab, database_id

from vectorproof.mocks.controlplane import ControlPlaneParts
from vectorproof.mocks.controlplane.vault import StoredKey


@contextmanager
def served(parts: ControlPlaneParts, *, stored_keys: bool = True) -> Generator[Lab]:
    """Serve a control plane of these parts."""
    lab = Lab(parts, stored_keys=stored_keys)
    try:
        yield lab
    finally:
        lab.close()


def test_careless_confirmation_removes_a_key() -> None:
    def always(_typed: str | None, _name: str) -> bool:
        return True

    with served(replace(ControlPlaneParts(), key_confirmed=always)) as lab:
        lab.add("k", 1)

        assert lab.send("DELETE", lab.key("k")).status == 204
        lab.add("k", 1)
        assert lab.send("DELETE", f"{lab.key('k')}/scope/{database_id(1)}").status == 422


def test_key_can_be_made_changeable() -> None:
    def renamed(key: StoredKey, change: Mapping[str, Any]) -> StoredKey:
        return replace(key, name=change["name"])

    with served(replace(ControlPlaneParts(), change=renamed)) as lab:
        lab.add("k", 1)

        assert lab.send("PATCH", lab.key("k"), {"name": "n"}).status == 200
        assert [key["name"] for key in lab.send("GET", lab.keys()).json] == ["n"]


def test_removal_can_leave_the_key_behind() -> None:
    def kept(key: StoredKey) -> StoredKey:
        return key

    with served(replace(ControlPlaneParts(), removed_key=kept)) as lab:
        lab.add("k", 1)

        assert lab.send("DELETE", lab.key("k") + "?confirm=k").status == 204
        assert lab.send("GET", lab.key("k")).status == 200


def test_scope_can_be_extended_one_by_one_until_the_first_refusal() -> None:
    def one_by_one(wanted: Sequence[str], refuse: Callable[[str], None]) -> Iterator[str]:
        for database in wanted:
            refuse(database)
            yield database

    with served(replace(ControlPlaneParts(), examine_all=one_by_one)) as lab:
        lab.add("k")

        assert lab.send("POST", lab.key("k") + "/scope", {"databases": [database_id(1), "no"]}).status == 404
        assert lab.scope("k") == [database_id(1)]


def test_hint_can_leak() -> None:
    with served(replace(ControlPlaneParts(), secret_hint=str)) as lab:
        assert lab.add("k", 1).json["secretHint"] == SECRET


def test_without_stored_keys_there_is_no_portal_and_no_credential_service() -> None:
    with served(ControlPlaneParts(), stored_keys=False) as lab:
        assert lab.send("GET", "/sim/v1").json["capabilities"] == ["fresh-databases"]
        assert lab.send("GET", lab.keys()).status == 404
        question = f"/internal/sync/a/v1/databases/{database_id(1)}/integrations-type/jinaAI/creds/k.providerKey"
        assert lab.send("GET", question).status == 404
