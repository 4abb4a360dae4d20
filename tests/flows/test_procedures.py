"""Each numbered procedure of the page in the order in which it is printed, and orders that it warns of.

The portal's dialogs are spoken to as what they send; each scenario ends where the page says that it does.
"""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.flows.test_story import JinaKey, curl

KS, NAME, MODEL = "default_keyspace", "products", "jina-embeddings-v2-base-en"
GONE = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"
METRICS = {"Cosine": "cosine", "Dot Product": "dot_product", "Euclidean": "euclidean"}
CSV = b'n,words\n1,"a lamp, bright"\n2,a warm blanket\n3,\n'


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


@pytest.fixture
def person(serve: Callable[..., AbstractContextManager[Mapping[str, Any]]]) -> Iterator[Person]:
    """Sit down before an organization without any key."""
    with serve() as ready:
        somebody = Person(ready)
        assert somebody.remove(ready["key_name"]) == 204
        yield somebody


@pytest.fixture
def settled(person: Person) -> Person:
    """Have a key for both databases, and a collection that is bound to it in each."""
    person.made.append(person.new_secret())
    assert person.add("main", person.made[0], 0, 1)[0] == 201
    for database in (0, 1):
        assert person.submit(database)[0] == 201
        assert person.writes(database) is None
    return person


def test_add_the_integration_to_your_organization(person: Person) -> None:
    assert person.shown() == ("INACTIVE", {})
    assert person.form(0)["offered"] is False
    first, second = person.new_secret(), person.new_secret()

    assert person.add("broad-key", first, 0, 1)[0] == 201

    assert person.shown() == ("ACTIVE", {"broad-key": ["products", "support"]})
    assert person.add("narrow-key", second, 0)[0] == 201
    assert person.shown()[1] == {"broad-key": ["products", "support"], "narrow-key": ["products"]}
    assert person.form(0)["key"] == {"mode": "choice", "value": None, "options": ["broad-key", "narrow-key"]}
    assert person.form(1)["key"] == {"mode": "fixed", "value": "broad-key", "options": ["broad-key"]}
    assert person.portal("PATCH", f"{person.integration}/keys/broad-key", {"name": "other"})[0] == 405
    assert person.add("broad-key", second, 0)[0] == 409


@pytest.mark.parametrize("label", METRICS)
def test_add_the_integration_to_a_new_collection(person: Person, label: str) -> None:
    person.add("main", person.new_secret(), 0)
    form = person.form(0)

    assert form["keyspace"]["value"] == KS
    assert form["offered"]
    assert label in [metric["label"] for metric in form["metric"]["options"]]
    dimension = {model["name"]: model["dimension"] for model in form["models"]}[MODEL]
    assert dimension == {"mode": "fixed", "value": 768}
    status, made = person.submit(0, metric=label)

    assert (status, made["answer"]) == (201, {"status": {"ok": 1}})
    url = f"{person.databases[0]['data_api']}/api/json/v1/{KS}"
    _, listed = curl(
        "POST", url, {"findCollections": {"options": {"explain": True}}}, f"Token: {person.ready['token']}"
    )
    (collection,) = listed["status"]["collections"]
    vector = collection["options"]["vector"]
    assert (vector["dimension"], vector["metric"]) == (768, METRICS[label])
    assert vector["service"]["authentication"] == {"providerKey": "main.providerKey"}
    assert person.writes() is None


@pytest.mark.parametrize("name", ["rows.csv", "rows.json"])
def test_load_and_search_data(settled: Person, name: str, tmp_path: Any) -> None:
    rows = [{"n": "1", "words": "a lamp, bright"}, {"n": "2", "words": "a warm blanket"}, {"n": "3"}]
    file = tmp_path / name
    file.write_bytes(CSV if name.endswith("csv") else json.dumps(rows).encode())
    settled.command(0, {"deleteMany": {}})
    before = settled.used(settled.made[0])

    report = load(settled, file)

    assert (report["state"], report["rows"], report["loaded"]) == ("done", 3, 3)
    assert settled.used(settled.made[0]) == before + 1
    found = settled.command(0, {"find": {"sort": {"$vectorize": "a warm blanket"}}})["data"]["documents"]
    assert [document["n"] for document in found] == ["2", "1"]
    whole = settled.command(0, {"find": {"filter": {"n": "1"}, "projection": {"*": 1}}})["data"]["documents"]
    assert (whole[0]["words"], whole[0]["$vectorize"]) == (rows[0]["words"], rows[0]["words"])


def load(person: Person, file: Any) -> Any:
    """Fill in the dialog Load Data with Vector Field ``words``."""
    url = f"{person.ready['control']}/databases/{person.databases[0]['id']}/load-data"
    fields = [word for one in (f"collection={NAME}", "vectorField=words", f"file=@{file}") for word in ("-F", one)]
    line = ["curl", "-sS", url, "-H", f"Authorization: Bearer {person.ready['token']}", *fields]
    return json.loads(subprocess.run(line, capture_output=True, text=True, check=True).stdout)


def test_manage_scoped_databases(settled: Person) -> None:
    second = settled.databases[1]
    assert settled.shown()[1] == {"main": ["products", "support"]}
    scope = f"{settled.integration}/keys/main/scope"

    assert settled.portal("DELETE", f"{scope}/{second['id']}?confirm=products")[0] == 422
    assert settled.writes(1) is None
    assert settled.portal("DELETE", f"{scope}/{second['id']}?confirm=support")[0] == 204

    assert settled.shown()[1] == {"main": ["products"]}
    assert (settled.writes(0), settled.writes(1), settled.searches(1)) == (None, GONE, GONE)
    assert settled.form(1)["offered"] is False
    assert settled.portal("POST", scope, {"databases": [second["id"]]})[0] == 204
    assert (settled.writes(1), settled.searches(1)) == (None, None)


def test_remove_keys(settled: Person) -> None:
    other = settled.new_secret()
    settled.add("other", other, 0)
    assert settled.submit(0, name="with_other", key="other")[0] == 201
    stored = settled.command(0, {"find": {"projection": {"*": 1}}})["data"]

    assert settled.remove("main", "Main") == 422
    assert settled.writes() is None
    assert settled.remove("main") == 204

    assert settled.shown() == ("ACTIVE", {"other": ["products"]})
    assert [settled.writes(database) for database in (0, 1)] == [GONE, GONE]
    assert (settled.searches(), settled.writes(name="with_other")) == (GONE, None)
    assert stored["documents"][0] in settled.command(0, {"find": {"projection": {"*": 1}}})["data"]["documents"]
    direct = {"model": MODEL, "input": ["x"]}
    bearer = f"Authorization: Bearer {settled.made[0].secret}"
    assert curl("POST", f"{settled.ready['jina']}/v1/embeddings", direct, bearer)[0] == 200, "it is still there at Jina"
    assert settled.at_jina("DELETE", f"/keys/{settled.made[0].id}")[0] == 204
    assert curl("POST", f"{settled.ready['jina']}/v1/embeddings", direct, bearer)[0] == 401
    url = f"{settled.databases[0]['data_api']}/api/json/v1/{KS}"
    curl("POST", url, {"deleteCollection": {"name": NAME}}, f"Token: {settled.ready['token']}")
    assert settled.submit(0)[0] == 201, "with the only key that there is now"
    assert settled.writes() is None


def test_rotate_keys(settled: Person) -> None:
    old, new = settled.made[0], settled.new_secret()
    vector = settled.command(0, {"find": {"projection": {"$vector": 1}}})["data"]["documents"][0]["$vector"]
    _, scopes = settled.shown()
    assert settled.remove("main") == 204
    assert (settled.writes(), settled.searches()) == (GONE, GONE)

    assert settled.add("main", new, 0)[0] == 201
    assert (settled.writes(0), settled.writes(1)) == (None, GONE)
    added = {"databases": [settled.databases[1]["id"]]}
    assert settled.portal("POST", f"{settled.integration}/keys/main/scope", added)[0] == 204

    before = settled.used(old)
    assert [settled.writes(database) for database in (0, 1)] == [None, None]
    assert settled.searches() is None
    assert settled.shown()[1] == scopes
    assert (settled.used(old), settled.used(new)) == (before, 4)
    kept = settled.command(0, {"find": {"projection": {"$vector": 1}}})["data"]["documents"]
    assert vector in [document["$vector"] for document in kept]


def test_remove_the_integration_from_your_organization(settled: Person) -> None:
    settled.add("other", settled.new_secret(), 0)

    assert [settled.remove(name) for name in ("main", "other")] == [204, 204]

    assert settled.shown() == ("INACTIVE", {})
    assert [settled.form(database)["offered"] for database in (0, 1)] == [False, False]
    assert [settled.writes(database) for database in (0, 1)] == [GONE, GONE]
    assert settled.submit(0, name="another")[0] == 422
    assert settled.portal("DELETE", settled.integration)[0] in {404, 405}, "there is no switch of its own"


def test_collection_before_the_key(person: Person) -> None:
    assert person.submit(0)[0] == 422
    service = {"provider": "jinaAI", "modelName": MODEL, "authentication": {"providerKey": "main"}}
    url = f"{person.databases[0]['data_api']}/api/json/v1/{KS}"
    create = {"createCollection": {"name": NAME, "options": {"vector": {"service": service}}}}
    assert code(curl("POST", url, create, f"Token: {person.ready['token']}")[1]) == "VECTORIZE_CREDENTIAL_INVALID"

    person.add("main", person.new_secret(), 0)

    assert curl("POST", url, create, f"Token: {person.ready['token']}")[1] == {"status": {"ok": 1}}


def test_new_key_before_the_old_one_is_removed(settled: Person) -> None:
    new = settled.new_secret()

    assert settled.add("main", new, 0, 1)[0] == 409

    assert (settled.writes(), settled.used(new)) == (None, 0), "the old one goes on"


def test_new_key_by_another_name(settled: Person) -> None:
    settled.remove("main")
    new = settled.new_secret()

    assert settled.add("Main", new, 0, 1)[0] == 201

    assert [settled.writes(database) for database in (0, 1)] == [GONE, GONE]
    assert settled.add("main", new, 0, 1)[0] == 201
    assert [settled.writes(database) for database in (0, 1)] == [None, None]


def test_new_key_with_a_narrower_scope(settled: Person) -> None:
    settled.remove("main")

    assert settled.add("main", settled.new_secret(), 0)[0] == 201

    assert [settled.writes(database) for database in (0, 1)] == [None, GONE]


def test_old_key_deleted_at_jina_first(settled: Person) -> None:
    settled.at_jina("DELETE", f"/keys/{settled.made[0].id}")

    assert settled.writes() == "EMBEDDING_PROVIDER_CLIENT_ERROR"
    settled.remove("main")
    assert settled.writes() == GONE
    settled.add("main", settled.new_secret(), 0, 1)
    assert [settled.writes(database) for database in (0, 1)] == [None, None]
