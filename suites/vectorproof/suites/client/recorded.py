"""What unmodified clients send for the page's snippets, as ``recorded.toml`` has it, with its words filled in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.surface import Surface
from vectorproof.suites.client.page import Choice, answered

_DEVOPS: Final = "/v2"
_OPTIONAL: Final = '"dimension":MODEL_DIMENSIONS,'


@dataclass(frozen=True, slots=True)
class Sent:
    """One request; ``body`` is empty where none was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str = ""

    @property
    def asks_devops(self) -> bool:
        """Tell whether it goes to the DevOps API."""
        return self.path.startswith(f"{_DEVOPS}/")

    @property
    def command(self) -> str:
        """Name the command of the Data API that it sends, empty where it sends none."""
        return self.body.partition('"')[2].partition('"')[0]

    def filled(self, words: Mapping[str, str]) -> "Sent":
        """Give what is sent for these words; without ``MODEL_DIMENSIONS`` the dimension is left out."""
        body = self.body if "MODEL_DIMENSIONS" in words else self.body.replace(_OPTIONAL, "")
        headers = {name: filled(value, words) for name, value in self.headers.items()}
        return Sent(self.method, filled(self.path, words), headers, filled(body, words))


@dataclass(frozen=True, slots=True)
class Client:
    """One client in one version: what its snippet asks, in order, and the last line that the snippet prints.

    ``closing`` is what the page leaves out at the end of the snippet.
    """

    library: str
    tells: str
    requests: tuple[Sent, ...]
    closing: str = ""

    @property
    def creation(self) -> Sent:
        """Give the request that creates the collection."""
        return next(sent for sent in self.requests if sent.command == "createCollection")


@cache
def recordings() -> Mapping[str, Client]:
    """Read every recording, by language and generation, such as ``python-1.x``."""
    text = (files("vectorproof.suites.client") / "recorded.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _client(**members) for name, members in tomllib.loads(text).items()})


def filled(text: str, words: Mapping[str, str]) -> str:
    """Replace the words in capitals by what they stand for."""
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def words_of(collection: str, key_name: str, choice: Choice) -> dict[str, str]:
    """Say what the words stand for that a person fills in."""
    chosen = {"MODEL_DIMENSIONS": choice.dimension, "SIMILARITY_METRIC": choice.metric, "MODEL_NAME": choice.model}
    named = {"COLLECTION_NAME": collection, "API_KEY_NAME": key_name}
    return named | {word: str(value) for word, value in chosen.items() if value is not None}


def ask(database: Database, client: Client, sent: Sent, words: Mapping[str, str], token: str = "") -> Exchange:
    """Send one request to the Data API as the client sends it, with the database's token or another one.

    Raises:
        Missing: the target has nothing at the client's path.

    """
    whole = sent.filled({"APPLICATION_TOKEN": token or database.token, **words})
    title = f"{sent.command} by {client.library}"
    return answered(database.replay(whole.method, whole.path, whole.headers, whole.body, title=title))


def play(database: Database, client: Client, words: Mapping[str, str]) -> Exchange:
    """Send the Data API everything that the client sends for its snippet; gives the last exchange, the creation."""
    return [ask(database, client, sent, words) for sent in client.requests if not sent.asks_devops][-1]


def ask_devops(devops: Surface, client: Client, words: Mapping[str, str]) -> Exchange:
    """Send the client's question to the DevOps API."""
    whole = next(sent for sent in client.requests if sent.asks_devops).filled(words)
    path, title = whole.path.removeprefix(_DEVOPS), f"GET a database by {client.library}"
    return devops.send_bytes(whole.method, path, None, title=title, headers=whole.headers)


def _client(requests: list[dict[str, Any]], **members: str) -> Client:
    return Client(**members, requests=tuple(Sent(**request) for request in requests))
