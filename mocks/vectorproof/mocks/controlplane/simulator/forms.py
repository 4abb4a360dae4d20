"""The portal's create-collection form: what it offers, and what it does when it is sent (CLIENT-012).

What models there are it asks the Data API, and what it creates the Data API creates: the form knows neither itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import CREATE_COLLECTIONS, VIEW_DATABASES
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.surface import Route, invalid, json_response, members, text
from vectorproof.mocks.core.tenants import Database

_PATH: Final = "/sim/v1/databases/{database}/create-collection-form"
_MEMBERS: Final = ("keyspace", "name", "vector", "provider", "modelName", "dimension", "metric", "key")
_OF_VECTORS: Final = ("provider", "modelName", "dimension", "metric", "key")
_KEYSPACE: Final = "default_keyspace"
METRICS: Final[Mapping[str, str]] = {"Cosine": "cosine", "Dot Product": "dot_product", "Euclidean": "euclidean"}


@dataclass(frozen=True, slots=True)
class Forms:
    """Models the form for a database and sends it."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("GET", _PATH, self.shown), Route("POST", _PATH, self.sent))

    async def shown(self, request: web.Request) -> web.Response:
        """Show what the form offers for one provider (SCOPE-010, COLL-009, COLL-017)."""
        token = self.plane.access.portal(request, VIEW_DATABASES)
        database = self.plane.own_database(request, token)
        return json_response(await self._form(database, request.query.get("provider", "jinaAI")))

    async def sent(self, request: web.Request) -> web.Response:
        """Make the collection by the equal Data API request, which the answer repeats."""
        token = self.plane.access.portal(request, CREATE_COLLECTIONS)
        database = self.plane.own_database(request, token)
        body = await members(request, *_MEMBERS)
        keyspace = text(body, "keyspace", _KEYSPACE)
        command = {"createCollection": await self._wanted(database, body)}
        _, answer = await self.plane.run_command(database.id, keyspace, None, command)
        if answer.get("errors"):
            raise self._refused(answer["errors"])
        return json_response({"keyspace": keyspace, "command": command, "answer": answer}, HTTPStatus.CREATED)

    async def _form(self, database: Database, provider_id: str) -> dict[str, Any]:
        provider = self.plane.keychain.provider(provider_id)
        names = [key.name for key in self.plane.keychain.available(database, provider_id)]
        active = self.plane.keychain.active(database.organization_id, provider)
        offered = self.plane.parts.integration_offered(active=active, available_count=len(names))
        return {
            "databaseId": database.id,
            "keyspace": {"value": _KEYSPACE, "options": list(database.keyspaces)},
            "provider": {"id": provider.id, "displayName": provider.display_name},
            "offered": offered or not provider.takes_keys,
            "key": self.plane.parts.key_field(names),
            "models": await self._models(database, provider_id),
            "metric": {
                "value": METRICS["Cosine"],
                "options": [{"label": label, "value": value} for label, value in METRICS.items()],
            },
        }

    async def _models(self, database: Database, provider_id: str) -> list[dict[str, Any]]:
        _, body = await self.plane.run_command(database.id, None, None, {"findEmbeddingProviders": {}})
        known = body.get("status", {}).get("embeddingProviders", {}).get(provider_id, {})
        return [{"name": m["name"], "dimension": self.plane.parts.dimension_field(m)} for m in known.get("models", ())]

    async def _wanted(self, database: Database, body: dict[str, Any]) -> dict[str, Any]:
        name = text(body, "name")
        is_vector = body.get("vector", True)
        if not isinstance(is_vector, bool):
            raise invalid("vector is true or false")
        if not is_vector:
            _refuse_method(body)
            return {"name": name}
        vector: dict[str, Any] = {}
        if "dimension" in body:
            vector["dimension"] = _dimension(body["dimension"])
        if "metric" in body:
            metric = text(body, "metric")
            vector["metric"] = METRICS.get(metric, metric)
        if "provider" in body:
            vector["service"] = await self._service(database, body)
        return {"name": name, "options": {"vector": vector}}

    async def _service(self, database: Database, body: dict[str, Any]) -> dict[str, Any]:
        form = await self._form(database, text(body, "provider"))
        if not form["offered"]:
            raise ControlError("FORM_REFUSED", detail="the integration is not offered for this database")
        service = {"provider": form["provider"]["id"], "modelName": text(body, "modelName")}
        key = _chosen(form["key"], body.get("key"))
        return service if key is None else {**service, "authentication": {"providerKey": key}}

    def _refused(self, errors: list[dict[str, Any]]) -> ControlError:
        """Say it in the portal's words where it has words of its own, else in the Data API's (LIMIT-006, ERROR-011)."""
        first = errors[0]
        if self.plane.parts.is_collection_limit(first.get("errorCode", "")):
            return ControlError("COLLECTION_LIMIT_REACHED")
        return ControlError("FORM_REFUSED", detail=first["message"], beside={"dataApi": {"errors": errors}})


def _dimension(value: object) -> int | float | None:
    """Read the field for the dimension, which takes digits only; which numbers are right the Data API says."""
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise invalid("dimension is a number")
    return value


def _refuse_method(body: Mapping[str, Any]) -> None:
    """Refuse what only a vector-enabled collection has; the form would not show it (COLL-008)."""
    given = [member for member in _OF_VECTORS if member in body]
    if given:
        raise ControlError("FORM_REFUSED", detail=f"{given[0]} needs a vector-enabled collection")


def _chosen(field: dict[str, Any], wanted: object) -> str | None:
    """Choose the key as the form does: the only one by itself, one of several by the person (COLL-009, COLL-010)."""
    options: list[str] = field["options"]
    if wanted is None and field["mode"] == "choice":
        raise ControlError("FORM_REFUSED", detail="the database may use several keys: choose one")
    if wanted is not None and wanted not in options:
        raise ControlError("FORM_REFUSED", detail="the database may not use that key")
    return field["value"] if wanted is None else str(wanted)
