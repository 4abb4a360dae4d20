"""How the DevOps API describes a database. Source: control-plane B.1.

What costs money or measures a cluster is left out: the simulator has neither.
"""

from typing import Any, Final

from vectorproof.mocks.controlplane.devops.regions import REGIONS, cloud_of
from vectorproof.mocks.controlplane.times import written
from vectorproof.mocks.core.tenants import Database, DatabaseStatus

# The API's word for "never": a Go program's zero time.
_NEVER: Final = "0001-01-01T00:00:00Z"
_ACTIONS: Final = ("addKeyspace", "removeKeyspace", "terminate")


def described(database: Database) -> dict[str, Any]:
    """Describe a database; ``dbType`` is missing where it is no vector database (control-plane B.1)."""
    keyspaces = list(database.keyspaces)
    status = str(database.status)
    info: dict[str, Any] = {
        "name": database.name,
        "cloudProvider": cloud_of(database),
        "tier": "serverless",
        "capacityUnits": 1,
        "region": database.region,
        "datacenters": [datacenter(database)],
        "keyspaces": keyspaces,
    }
    info |= {"keyspace": keyspaces[0], "additionalKeyspaces": keyspaces[1:]} if keyspaces else {}
    info |= {"dbType": "vector"} if database.vector else {}
    return {
        "id": database.id,
        "orgId": database.organization_id,
        "ownerId": database.organization_id,
        "info": info,
        "creationTime": written(database.created_ms),
        "terminationTime": _NEVER if database.terminated_ms is None else written(database.terminated_ms),
        "lastUsageTime": written(database.created_ms),
        "status": status,
        "observedStatus": status,
        "availableActions": list(_ACTIONS) if database.status is DatabaseStatus.ACTIVE else [],
        "storage": {"nodeCount": 0, "replicationFactor": 1, "totalStorage": 0},
        "dataEndpointUrl": f"https://{database.id}-{database.region}.apps.astra.datastax.com/api/rest",
    }


def datacenter(database: Database) -> dict[str, Any]:
    """Describe the only region of a database."""
    region = REGIONS.get(database.region)
    return {
        "id": f"{database.id}-1",
        "name": "dc-1",
        "cloudProvider": cloud_of(database),
        "region": database.region,
        "tier": "serverless",
        "capacityUnits": 1,
        "dateCreated": written(database.created_ms),
        "regionZone": region.zone if region else "",
        "regionClassification": region.classification if region else "",
        "isPrimary": True,
        "status": str(database.status),
    }
