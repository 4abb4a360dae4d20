"""Somebody who follows the page in the portal, at Jina and with the Data API; the dialogs are what they send."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.flows.test_story import JinaKey, curl

KS, NAME, MODEL = "default_keyspace", "products", "jina-embeddings-v2-base-en"
GONE = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"


@dataclass(frozen=True)
class Person:
    """Somebody who follows the page in the portal, at Jina, and with the Data API."""

    ready: Mapping[str, Any]
    made: list[JinaKey] = field(default_factory=list[JinaKey])

    @property
    def databases(self) -> list[Mapping[str, Any]]:
        """The two databases of the organization."""
        found: list[Mapping[str, Any]] = self.ready["databases"]
        return found

    def portal(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Do something in the portal."""
        return curl(method, self.ready["control"] + path, body, f"Authorization: Bearer {self.ready['token']}")

    @property
    def integration(self) -> str:
        """The path of the integration, behind Integrations in the navigation menu."""
        _, me = curl("GET", f"{self.ready['devops']}/currentOrg", None, f"Authorization: Bearer {self.ready['token']}")
        return f"/organizations/{me['id']}/integrations/jinaAI"

    def at_jina(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Do something in the account at Jina."""
        return curl(method, self.ready["jina_control"] + path, body)

    def new_secret(self) -> JinaKey:
        """Create a key at Jina."""
        _, key = self.at_jina("POST", "/keys", {})
        return JinaKey(key["id"], key["key"])

    def add(self, name: str, secret: JinaKey, *databases: int) -> tuple[int, Any]:
        """Fill in the dialog for a key, with databases in its scope."""
        scope = [self.databases[number]["id"] for number in databases]
        body = {"name": name, "secret": secret.secret, "databases": scope}
        return self.portal("POST", f"{self.integration}/keys", body)

    def remove(self, name: str, typed: str | None = None) -> int:
        """Remove a key by its name in the confirmation dialog."""
        return self.portal("DELETE", f"{self.integration}/keys/{name}?confirm={typed or name}")[0]

    def shown(self) -> tuple[str, dict[str, list[str]]]:
        """Read state and keys of the integration, each key with the names of its databases."""
        _, shown = self.portal("GET", self.integration)
        scopes = {key["name"]: [entry["databaseName"] for entry in key["scope"]] for key in shown["keys"]}
        return shown["status"], scopes

    def form(self, database: int) -> Any:
        """Open the dialog Create collection in a database's Data Explorer."""
        return self.portal("GET", f"/databases/{self.databases[database]['id']}/create-collection-form")[1]

    def submit(self, database: int, **fields: Any) -> tuple[int, Any]:
        """Complete the dialog and click Create collection."""
        usual = {"keyspace": KS, "name": NAME, "vector": True, "provider": "jinaAI", "modelName": MODEL}
        path = f"/databases/{self.databases[database]['id']}/create-collection-form"
        return self.portal("POST", path, usual | fields)

    def command(self, database: int, command: dict[str, Any], name: str = NAME) -> Any:
        """Send a Data API command to a collection."""
        url = f"{self.databases[database]['data_api']}/api/json/v1/{KS}/{name}"
        return curl("POST", url, command, f"Token: {self.ready['token']}")[1]

    def writes(self, database: int = 0, text: str = "a lamp", name: str = NAME) -> str | None:
        """Load one text; give the code of what was wrong."""
        return code(self.command(database, {"insertOne": {"document": {"$vectorize": text}}}, name))

    def searches(self, database: int = 0, text: str = "a lamp") -> str | None:
        """Search by a text; give the code of what was wrong."""
        return code(self.command(database, {"find": {"sort": {"$vectorize": text}}}))

    def used(self, secret: JinaKey) -> int:
        """Count the calls that Jina answered for a secret."""
        _, journal = self.at_jina("GET", f"/journal?key={secret.id}")
        return len([call for call in journal["calls"] if call["status"] == 200])


def code(answer: Any) -> str | None:
    """Give the code of an answer's error."""
    return answer["errors"][0].get("errorCode") if "errors" in answer else None


def load(person: Person, file: Any) -> Any:
    """Fill in the dialog Load Data with Vector Field ``words``."""
    url = f"{person.ready['control']}/databases/{person.databases[0]['id']}/load-data"
    fields = [word for one in (f"collection={NAME}", "vectorField=words", f"file=@{file}") for word in ("-F", one)]
    line = ["curl", "-sS", url, "-H", f"Authorization: Bearer {person.ready['token']}", *fields]
    return json.loads(subprocess.run(line, capture_output=True, text=True, check=True).stdout)
