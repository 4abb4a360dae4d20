"""What the DevOps API has made and ended is so after a restart, too, and what was on its way goes on."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.unit.mocks.world.lab import Served

from vectorproof.mocks.config import LifecycleConfig, load_world
from vectorproof.mocks.durability import SqliteLedger

KS = "default_keyspace"
# Longer than any test runs: only the clock that a test steps brings these moments.
SLOW = LifecycleConfig(pending_ms=100_000, initializing_ms=100_000, maintenance_ms=100_000, terminating_ms=100_000)
WISH = {
    "name": "made", "cloudProvider": "AWS", "tier": "serverless", "capacityUnits": 1, "region": "us-east-2",
    "dbType": "vector",
}  # fmt: skip


@contextmanager
def served(directory: Path) -> Generator[Served]:
    """Serve a slow default world that a directory keeps."""
    with SqliteLedger(directory) as ledger:
        one = Served(replace(load_world("default"), lifecycle=SLOW), ledger=ledger)
        try:
            yield one
        finally:
            one.close()


def devops(served: Served, method: str, path: str, body: object = None, token: str | None = None) -> Any:
    """Send a request to the DevOps API."""
    url = f"{served.ready['devops']}{path}"
    return served.send(method, url, body, Authorization=f"Bearer {token or served.ready['token']}")


def status(served: Served, database_id: str) -> str:
    """Read the state of a database."""
    return str(devops(served, "GET", f"/databases/{database_id}").json["status"])


def test_new_database_goes_on_becoming_active(tmp_path: Path) -> None:
    with served(tmp_path / "d") as first:
        made = devops(first, "POST", "/databases", WISH).headers["location"]
        assert status(first, made) == "PENDING"
        assert first.command({"findKeyspaces": {}}, X_Sim_Database=made).status == 404

    with served(tmp_path / "d") as second:
        assert status(second, made) == "PENDING"
        second.control("POST", "/control/clock", {"advance_s": 201})
        assert status(second, made) == "ACTIVE"
        assert second.command({"findKeyspaces": {}}, X_Sim_Database=made).json["status"] == {"keyspaces": [KS]}
        assert devops(second, "POST", f"/databases/{made}/keyspaces/second").status == 201

    with served(tmp_path / "d") as third:
        # The clock of a new process is the real one again: what was reached stays, what is to come is still ahead.
        assert status(third, made) == "MAINTENANCE"
        third.control("POST", "/control/clock", {"advance_s": 400})
        assert devops(third, "GET", f"/databases/{made}").json["info"]["keyspaces"] == [KS, "second"]


def test_terminated_database_stays_terminated(tmp_path: Path) -> None:
    with served(tmp_path / "d") as first:
        database = first.ready["database_id"]
        assert first.command({"createCollection": {"name": "c"}}, KS).json == {"status": {"ok": 1}}
        assert devops(first, "POST", f"/databases/{database}/terminate").status == 202
        assert first.command({"findCollections": {}}, KS).status == 404
        first.control("POST", "/control/clock", {"advance_s": 101})
        assert status(first, database) == "TERMINATED"

    with served(tmp_path / "d") as second:
        assert status(second, database) == "TERMINATED"
        assert second.command({"findCollections": {}}, KS).status == 404
        keys = f"/organizations/{second.organization()}/integrations/jinaAI/keys"
        assert [key["scope"] for key in second.control("GET", keys).json] == [[]]


def test_tokens_that_were_made_are_there_and_those_deleted_are_not(tmp_path: Path) -> None:
    with served(tmp_path / "d") as first:
        roles = {each["Name"]: each["ID"] for each in devops(first, "GET", "/organizations/roles").json}
        made, gone = (devops(first, "POST", "/tokens", {"roles": [roles["Admin User"]]}).json for _ in range(2))
        assert devops(first, "DELETE", f"/clientIdSecrets/{gone['clientId']}").status == 204
        reader = next(
            each for each in devops(first, "GET", "/clientIdSecrets").json["clients"]
            if each["roles"] == [roles["Read Only User"]]
        )  # fmt: skip
        assert devops(first, "DELETE", f"/clientIdSecrets/{reader['clientId']}").status == 204

    with served(tmp_path / "d") as second:
        left = [each["clientId"] for each in devops(second, "GET", "/clientIdSecrets").json["clients"]]
        assert made["clientId"] in left
        assert not {gone["clientId"], reader["clientId"]} & {*left}
        assert devops(second, "GET", "/currentOrg", token=made["token"]).status == 200
        assert devops(second, "GET", "/currentOrg", token=gone["token"]).status == 401
        assert second.control("POST", "/control/reset").status == 204
        left = [each["clientId"] for each in devops(second, "GET", "/clientIdSecrets").json["clients"]]
        assert reader["clientId"] in left, "a reset brings back what the world declares"
        assert made["clientId"] not in left
