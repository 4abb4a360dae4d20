"""An organization as suites speak to it: integrations, stored keys, their scopes, and the portal's dialogs as forms.

Every method answers with its exchange and judges nothing (routes: control-plane C.3).
"""

import uuid
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final
from urllib.parse import quote

from vectorproof.harness.database import Database
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in, texts_in
from vectorproof.harness.surface import Surface

JINA: Final = "jinaAI"
_CREDENTIAL_FAULTS: Final = "/control/credential-faults"


class Typed(Enum):
    """What a person types where a confirmation is asked for, when they mean it."""

    ITS_NAME = "the name of what is removed"


class Organization:
    """One organization, spoken to as its administrator; ``unprivileged`` speaks with a token that may only look."""

    def __init__(
        self,
        surface: Surface,
        id: str,  # noqa: A002  # the wire's own word
        *,
        name: str = "",
        unprivileged: Surface | None = None,
    ) -> None:
        self.id = id
        self.name = name
        self._surface = surface
        self._unprivileged = unprivileged
        self._root = f"/organizations/{quote(id, safe='')}/integrations"

    @property
    def unprivileged(self) -> "Organization":
        """The same organization, spoken to with a token that lacks the permissions for integrations."""
        return Organization(self._unprivileged or self._surface, self.id, name=self.name)

    def integrations(self) -> Exchange:
        """List the integrations that the organization can have, with their state."""
        return self._surface.send("GET", self._root, title="list integrations")

    def integration(self, provider: str = JINA) -> Exchange:
        """Read one integration with its keys and their scopes."""
        return self._surface.send("GET", f"{self._root}/{provider}", title=f"read integration {provider}")

    def remove_integration(self, provider: str = JINA) -> Exchange:
        """Try to remove the integration itself, for which the document knows no operation."""
        return self._surface.send("DELETE", f"{self._root}/{provider}", title=f"remove integration {provider}")

    def add_key(
        self, name: str, secret: str, databases: Sequence[Database | str] = (), *, provider: str = JINA
    ) -> Exchange:
        """Store a provider's secret under a name, usable by these databases (or ids)."""
        self._surface.steps.redactor.number(secret, "$KEY")
        body = {"name": name, "secret": secret, "databases": _ids(databases)}
        return self.add_key_as(body, provider=provider)

    def add_key_as(self, body: Mapping[str, Any], *, provider: str = JINA) -> Exchange:
        """Send any body to where keys are added; a member ``secret`` in it is kept out of the evidence."""
        secret = body.get("secret")
        if isinstance(secret, str):
            self._surface.steps.redactor.number(secret, "$KEY")
        return self._surface.send("POST", f"{self._root}/{provider}/keys", dict(body), title="add key")

    def keys(self, provider: str = JINA) -> Exchange:
        """List the keys of a provider."""
        return self._surface.send("GET", f"{self._root}/{provider}/keys", title="list keys")

    def key(self, name: str, *, provider: str = JINA) -> Exchange:
        """Read one key: its name, its scope, never its secret."""
        return self._surface.send("GET", self._key(name, provider), title=f"read key {name}")

    def rename_key(self, name: str, new_name: str, *, provider: str = JINA) -> Exchange:
        """Try to rename a key."""
        return self.change_key(name, {"name": new_name}, provider=provider)

    def change_key(
        self, name: str, body: Mapping[str, Any], *, method: str = "PATCH", provider: str = JINA
    ) -> Exchange:
        """Try to change anything of a stored key."""
        secret = body.get("secret")
        if isinstance(secret, str):
            self._surface.steps.redactor.number(secret, "$KEY")
        return self._surface.send(method, self._key(name, provider), dict(body), title=f"change key {name}")

    def remove_key(self, name: str, *, confirm: str | Typed | None = Typed.ITS_NAME, provider: str = JINA) -> Exchange:
        """Remove a key; ``confirm`` is what is typed as confirmation, ``None`` sends no confirmation at all."""
        path = self._key(name, provider) + _confirmation(confirm, name)
        return self._surface.send("DELETE", path, title=f"remove key {name}")

    def add_scope(self, name: str, databases: Sequence[Database | str], *, provider: str = JINA) -> Exchange:
        """Put databases (or ids) into a key's scope, in one operation."""
        path = self._key(name, provider) + "/scope"
        return self._surface.send("POST", path, {"databases": _ids(databases)}, title=f"add to the scope of {name}")

    def remove_scope(
        self,
        name: str,
        database: Database,
        *,
        confirm: str | Typed | None = Typed.ITS_NAME,
        provider: str = JINA,
    ) -> Exchange:
        """Take a database out of a key's scope; ``confirm`` is typed as confirmation, ``None`` sends none at all."""
        path = f"{self._key(name, provider)}/scope/{_id(database)}{_confirmation(confirm, database.name)}"
        return self._surface.send("DELETE", path, title=f"take a database out of the scope of {name}")

    def available_keys(self, database: Database, *, provider: str = JINA) -> Exchange:
        """List the keys that a database may use."""
        path = f"/databases/{_id(database)}/embedding-keys?provider={provider}"
        return self._surface.send("GET", path, title="list the database's keys")

    def form(self, database: Database, *, provider: str = JINA) -> Exchange:
        """Read the create-collection dialog as it would be offered for a database."""
        path = f"/databases/{_id(database)}/create-collection-form?provider={provider}"
        return self._surface.send("GET", path, title="read the create-collection form")

    def submit_form(self, database: Database, fields: Mapping[str, Any]) -> Exchange:
        """Submit the create-collection dialog."""
        path = f"/databases/{_id(database)}/create-collection-form"
        return self._surface.send("POST", path, dict(fields), title="submit the create-collection form")

    def load_data(self, database: Database, content: bytes, *, file_name: str, fields: Mapping[str, str]) -> Exchange:
        """Load a file of JSON or CSV; ``fields`` are the dialog's other fields, such as ``vectorField``."""
        boundary = uuid.uuid5(uuid.NAMESPACE_OID, file_name).hex  # the same request in every run
        raw = _multipart(boundary, file_name, content, fields)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        path = f"/databases/{_id(database)}/load-data"
        return self._surface.send_bytes("POST", path, raw, title=f"load {file_name}", headers=headers)

    def credential_fault(self, fault: Mapping[str, Any], *, times: int = 1_000) -> str:
        """Let the credential service fail for the organization's databases, and give the fault's id.

        Raises:
            TargetError: it was not planned, so the case cannot be judged.

        """
        body = {"faults": [{"fault": dict(fault), "times": times}]}
        exchange = self._surface.send("POST", _CREDENTIAL_FAULTS, body, title="let the credential service fail")
        ids = texts_in((object_in(exchange.body) or {}).get("ids"))
        if not exchange.ok or not ids:
            raise TargetError(f"the fault that the case stands on was not planned: {exchange}")
        return ids[0]

    def end_credential_fault(self, fault_id: str) -> Exchange:
        """Let the credential service work again."""
        path = f"{_CREDENTIAL_FAULTS}/{fault_id}"
        return self._surface.send("DELETE", path, title="let the credential service work")

    def send(self, method: str, path: str, body: object = None, *, title: str) -> Exchange:
        """Send anything else to the control surface, such as a route that must not exist."""
        return self._surface.send(method, path, body, title=title)

    def _key(self, name: str, provider: str) -> str:
        return f"{self._root}/{provider}/keys/{quote(name, safe='')}"


def _id(database: Database | str) -> str:
    found = database if isinstance(database, str) else database.id
    if found is None:
        raise AssertionError("a database without an id cannot be scoped; ask for key_control")
    return found


def _ids(databases: Sequence[Database | str]) -> list[str]:
    return [_id(database) for database in databases]


def _confirmation(confirm: str | Typed | None, name: str) -> str:
    if confirm is None:
        return ""
    return f"?confirm={quote(name if isinstance(confirm, Typed) else confirm, safe='')}"


def _multipart(boundary: str, file_name: str, content: bytes, fields: Mapping[str, str]) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n'.encode()
    return b"".join([*parts, head, content, f"\r\n--{boundary}--\r\n".encode()])
