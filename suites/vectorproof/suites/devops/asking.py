"""What the DevOps API is asked about databases."""

from typing import Any, Final
from urllib.parse import urlencode

from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import objects_in
from vectorproof.harness.space import Space
from vectorproof.harness.watching import watched
from vectorproof.suites.devops.answers import at

UNKNOWN_ID: Final = "00000000-0000-4000-8000-000000000001"


def own(space: Space) -> str:
    """Tell the id of the database that was leased first."""
    return str(space.database.id)


def leased(space: Space) -> list[str]:
    """Tell the ids of all databases that were leased."""
    return [str(database.id) for database in space.databases]


def listed(space: Space, **question: Any) -> Exchange:
    """List databases; members of the question are those of the query."""
    query = f"?{urlencode(question)}" if question else ""
    return space.devops.send("GET", f"/databases{query}", title="list databases")


def shown(space: Space, database_id: str) -> Exchange:
    """Ask for one database."""
    return space.devops.send("GET", f"/databases/{database_id}", title="describe a database")


def created(space: Space, body: object) -> Exchange:
    """Ask for a new database."""
    return space.devops.send("POST", "/databases", body, title="create a database")


def terminated(space: Space, database_id: str) -> Exchange:
    """Terminate a database."""
    return space.devops.send("POST", f"/databases/{database_id}/terminate", title="terminate a database")


def keyspace(space: Space, method: str, database_id: str, name: str) -> Exchange:
    """POST adds a keyspace, DELETE drops it; the name is quoted already."""
    title = f"{'add' if method == 'POST' else 'drop'} a keyspace"
    return space.devops.send(method, f"/databases/{database_id}/keyspaces/{name}", title=title)


def settled(space: Space, database_id: str, *statuses: str) -> Exchange:
    """Wait until a database is in one of these states, ACTIVE if none is named, and describe it."""
    wanted = (*(statuses or ("ACTIVE",)), "TERMINATED", "ERROR")  # what is in one of the last two stays in it
    return watched(
        space.devops,
        f"/databases/{database_id}",
        lambda seen: at(seen.body, "status") in wanted or not seen.ok,
        title="describe a database",
    )


def region(space: Space, number: int) -> tuple[str, str]:
    """Choose one of the regions that the target offers and tell its cloud and name.

    Raises:
        TargetError: it lists none.

    """
    answer = space.devops.send("GET", "/regions/serverless", title="list regions")
    offered = sorted((str(one.get("cloudProvider")), str(one.get("name"))) for one in objects_in(answer.body))
    if not offered:
        raise TargetError(f"no region is listed: {answer}")
    return offered[number % len(offered)]


def wish(cloud: str, place: str, name: str = "wished") -> dict[str, Any]:
    """Describe a new database by the members that are required."""
    return {"name": name, "cloudProvider": cloud, "tier": "serverless", "capacityUnits": 1, "region": place}
