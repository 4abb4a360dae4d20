"""The page from its first step to its last, as whoever follows it would do it: with curl and a client library only.

A key is made at Jina, stored and scoped; a collection is created by the page's own command, loaded and searched by
text; the key is deleted at Jina, removed, and rotated by the same name; collections are created up to the limit. After
each step the provider's journal tells which secret served the calls, if any.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from astrapy import Collection, DataAPIClient, Database
from astrapy.exceptions import DataAPIResponseException

KEY_NAME = "my_jina_key"
COLLECTION = "products_of_the_page"
DIMENSION = 768
LIMIT = 10
NOT_FOUND_IN_SCOPE = "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE"

LAMP = "A lamp that lights a desk without glare"
BLANKET = "A warm blanket of wool for cold evenings"
KETTLE = "A kettle that boils water for tea in two minutes"

# The page's command without its two remarks, the words in capitals replaced, the answer not printed in colours.
CREATE = """\
curl -sS -L -X POST "$ASTRA_DB_API_ENDPOINT/api/json/v1/default_keyspace" \\
--header "Token: $ASTRA_DB_APPLICATION_TOKEN" \\
--header "Content-Type: application/json" \\
--data '{
  "createCollection": {
    "name": "products_of_the_page",
    "options": {
      "vector": {
        "dimension": 768,
        "metric": "cosine",
        "service": {
          "provider": "jinaAI",
          "modelName": "jina-embeddings-v2-base-en",
          "authentication": {
            "providerKey": "my_jina_key"
          }
        }
      }
    }
  }
}'"""

Documents = Collection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class JinaKey:
    """A key as its owner sees it on Jina's site, where it also has an id."""

    id: str
    secret: str

    @property
    def sha256(self) -> str:
        """What the journal shows of the secret."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody sits who has an account at either side: what there is to speak to, and with which token."""

    ready: Mapping[str, Any]

    def portal(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Do in the portal what its dialogs do."""
        return curl(method, self.ready["control"] + path, body, f"Authorization: Bearer {self.ready['token']}")

    def jina(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Do at Jina what an account's owner does there, or look into the journal."""
        return curl(method, self.ready["jina_control"] + path, body)

    def in_shell(self, command: str, *, endpoint: str | None = None) -> Any:
        """Run a command of the page in a shell with the page's two variables; give the JSON that it prints."""
        variables = {
            "PATH": os.environ["PATH"],
            "ASTRA_DB_API_ENDPOINT": endpoint or self.ready["data_api"],
            "ASTRA_DB_APPLICATION_TOKEN": self.ready["token"],
        }
        done = subprocess.run(["sh", "-c", command], env=variables, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def database(self) -> Database:
        """Reach the database with the client library."""
        return DataAPIClient(self.ready["token"]).get_database(self.ready["data_api"], keyspace=self.ready["keyspace"])

    def collection(self) -> Documents:
        """Reach the page's collection with the client library."""
        return self.database().get_collection(COLLECTION)

    def keys(self) -> str:
        """Give the portal's path to the keys of the Jina AI integration."""
        bearer = f"Authorization: Bearer {self.ready['token']}"
        _, organization = curl("GET", f"{self.ready['devops']}/currentOrg", None, bearer)
        return f"/organizations/{organization['id']}/integrations/jinaAI/keys"

    def served_by(self, key: JinaKey) -> list[str]:
        """Tell which texts the provider was sent with this secret, in their order, refused or not."""
        _, journal = self.jina("GET", f"/journal?key={key.id}")
        assert all(call["key"]["sha256"] == key.sha256 for call in journal["calls"])
        return [text for call in journal["calls"] for text in call["texts"]]


def curl(method: str, url: str, body: Any, *headers: str) -> tuple[int, Any]:
    """Send a request with curl; give the HTTP status and what the JSON of the answer says."""
    line = ["curl", "-sS", "-X", method, url, "-w", "\n%{http_code}"]
    line += [word for header in headers for word in ("-H", header)]
    line += [] if body is None else ["-H", "Content-Type: application/json", "--data-raw", json.dumps(body)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    said, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(said) if said else None


@pytest.fixture
def desk(serve: Callable[..., AbstractContextManager[Mapping[str, Any]]]) -> Iterator[Desk]:
    """Sit down before a service that nobody has used."""
    assert shutil.which("curl"), "the story is told with curl"
    with serve() as ready:
        assert ready["databases"][0]["id"] == ready["database_id"]
        yield Desk(ready)


def test_the_page_s_story(desk: Desk) -> None:
    first = create_a_key_at_jina(desk)
    add_the_integration(desk, first)
    add_it_to_a_new_collection(desk)
    load_and_search(desk, first)

    delete_the_key_at_jina(desk, first)
    remove_the_key(desk, first)
    second = rotate_the_key(desk, first)

    reach_the_collection_limit(desk)
    assert desk.served_by(second)[-1] == KETTLE, "creating and deleting collections embeds nothing"


def create_a_key_at_jina(desk: Desk) -> JinaKey:
    """Create the Jina AI API key."""
    status, key = desk.jina("POST", "/keys", {})

    assert status == 201
    return JinaKey(key["id"], key["key"])


def add_the_integration(desk: Desk, key: JinaKey) -> None:
    """Store the key under a name, with the database in its scope: it is listed with it, and without its secret."""
    here = desk.ready["database_id"]
    status, _ = desk.portal("POST", desk.keys(), {"name": KEY_NAME, "secret": key.secret, "databases": [here]})
    _, listed = desk.portal("GET", f"{desk.keys()}/{KEY_NAME}")
    _, integration = desk.portal("GET", desk.keys().removesuffix("/keys"))

    assert status == 201
    assert integration["status"] == "ACTIVE"
    assert [entry["databaseId"] for entry in listed["scope"]] == [here]
    assert key.secret not in json.dumps([listed, integration])


def add_it_to_a_new_collection(desk: Desk) -> None:
    """Create a collection that names the key, by the page's own command: in the scoped database, and in no other."""
    here, elsewhere = (database["data_api"] for database in desk.ready["databases"])
    assert desk.in_shell(CREATE, endpoint=elsewhere)["errors"][0]["errorCode"] == "VECTORIZE_CREDENTIAL_INVALID"
    assert desk.in_shell(CREATE, endpoint=here) == {"status": {"ok": 1}}

    vector = desk.collection().options().vector
    assert vector is not None
    assert vector.service is not None
    assert (vector.dimension, vector.metric, vector.service.provider) == (DIMENSION, "cosine", "jinaAI")
    assert vector.service.authentication == {"providerKey": f"{KEY_NAME}.providerKey"}


def load_and_search(desk: Desk, key: JinaKey) -> None:
    """Load texts, then search with a text: the nearest document comes first, and the key served every text."""
    documents = [{"_id": "lamp", "$vectorize": LAMP}, {"_id": "blanket", "$vectorize": BLANKET}]
    assert desk.served_by(key) == []

    loaded = desk.collection().insert_many(documents)

    assert sorted(loaded.inserted_ids) == ["blanket", "lamp"]
    assert nearest(desk, BLANKET) == "blanket"
    assert desk.served_by(key) == [LAMP, BLANKET, BLANKET]


def delete_the_key_at_jina(desk: Desk, key: JinaKey) -> None:
    """Delete the key at Jina: that breaks the integration, and the error says that the provider refused."""
    status, _ = desk.jina("DELETE", f"/keys/{key.id}")
    assert status == 204

    for error in (refused(lambda: load_a_kettle(desk)), refused(lambda: nearest(desk, LAMP))):
        assert error.error_code == "EMBEDDING_PROVIDER_CLIENT_ERROR"
        assert "the embedding provider returned a http client error" in f"{error.title} {error.message}".lower()
        assert "401" in str(error.message)
    assert what_is_stored(desk) == {"lamp": LAMP, "blanket": BLANKET}


def remove_the_key(desk: Desk, key: JinaKey) -> None:
    """Remove the key: its name has to be typed; from then on nothing is embedded, and what is stored stays."""
    before = desk.served_by(key)
    refusal, _ = desk.portal("DELETE", f"{desk.keys()}/{KEY_NAME}?confirm=another_key")
    assert refusal == 422
    removal, _ = desk.portal("DELETE", f"{desk.keys()}/{KEY_NAME}?confirm={KEY_NAME}")
    assert removal == 204

    for error in (refused(lambda: load_a_kettle(desk)), refused(lambda: nearest(desk, LAMP))):
        assert error.error_code == NOT_FOUND_IN_SCOPE
        assert "credential not found" in str(error.message).lower()
    assert desk.served_by(key) == before, "the removed key was used once more"
    assert desk.in_shell(CREATE)["errors"][0]["errorCode"] == "VECTORIZE_CREDENTIAL_INVALID"
    assert what_is_stored(desk) == {"lamp": LAMP, "blanket": BLANKET}


def rotate_the_key(desk: Desk, old: JinaKey) -> JinaKey:
    """Add a new key by the same name, with the same scope: the collection works again as it is, with the new secret."""
    before, settings = desk.served_by(old), desk.collection().options()
    new = create_a_key_at_jina(desk)
    add_the_integration(desk, new)

    load_a_kettle(desk)

    assert nearest(desk, KETTLE) == "kettle"
    assert what_is_stored(desk) == {"lamp": LAMP, "blanket": BLANKET, "kettle": KETTLE}
    assert desk.collection().options() == settings
    assert (desk.served_by(old), desk.served_by(new)) == (before, [KETTLE, KETTLE])
    return new


def reach_the_collection_limit(desk: Desk) -> None:
    """Create collections until there are ten; the next is refused until one of them is deleted."""
    database = desk.database()
    there = database.list_collection_names()
    for number in range(LIMIT - len(there)):
        database.create_collection(f"number_{number}", definition={"vector": {"dimension": 5}})
    assert len(database.list_collection_names()) == LIMIT

    error = refused(lambda: database.create_collection("eleventh", definition={"vector": {"dimension": 5}}))
    assert error.error_code == "TOO_MANY_INDEXES_FOR_COLLECTION"
    assert "eleventh" not in database.list_collection_names()

    database.drop_collection("number_0")
    database.create_collection("eleventh", definition={"vector": {"dimension": 5}})
    assert "eleventh" in database.list_collection_names()
    assert nearest_without_text(desk) == "kettle"


def load_a_kettle(desk: Desk) -> None:
    """Load one more document."""
    desk.collection().insert_one({"_id": "kettle", "$vectorize": KETTLE})


def nearest(desk: Desk, text: str) -> str:
    """Search with a text and give the id of what comes first."""
    found = list(desk.collection().find(sort={"$vectorize": text}, include_similarity=True))
    assert [one["$similarity"] for one in found] == sorted((one["$similarity"] for one in found), reverse=True)
    return str(found[0]["_id"])


def nearest_without_text(desk: Desk) -> str:
    """Search with the stored vector of the kettle, for which nothing has to be embedded."""
    kettle = desk.collection().find_one({"_id": "kettle"}, projection={"$vector": True})
    assert kettle is not None
    found = desk.collection().find(sort={"$vector": kettle["$vector"]}, limit=1)
    return str(next(iter(found))["_id"])


def what_is_stored(desk: Desk) -> dict[str, str]:
    """Read every document with its text, for which nothing has to be embedded."""
    return {d["_id"]: d["$vectorize"] for d in desk.collection().find({}, projection={"$vectorize": True})}


def refused(action: Callable[[], object]) -> Any:
    """Do what must be refused, and give the one error that the client library found in the answer."""
    with pytest.raises(DataAPIResponseException) as raised:
        action()
    (error,) = raised.value.error_descriptors
    return error
