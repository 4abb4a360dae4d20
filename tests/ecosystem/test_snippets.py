"""The page's snippets against the simulator at Astra's addresses, each with an unmodified client of its generation.

As printed where that works, else with what the page leaves out; and in the form of today's clients. What is wrong with
the page itself is data: ``snippets/erring.toml``. What the clients send is data of the suites, which replay it on any
target; here it is held true.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.ecosystem.clients import SNIPPETS, Ended, Java, Language, Python, Shell, TypeScript

from vectorproof.mocks.config import WorldConfig
from vectorproof.mocks.parts import Reply, Seen
from vectorproof.mocks.running import AstraMode
from vectorproof.mocks.world import World
from vectorproof.specs.requirements import requirements
from vectorproof.suites.client.page import snippet as page_text
from vectorproof.suites.client.recorded import Sent, recordings

MODEL = "jina-embeddings-v2-base-en"
KEY = "jina-main"
COLLECTION = "page_collection"
DIMENSION_LINE = "MODEL_DIMENSIONS"
METRICS = {"COSINE": "cosine", "DOT_PRODUCT": "dot_product", "EUCLIDEAN": "euclidean"}
MISSING = "ASTRA_DB_API_ENDPOINT"
# What one connection says to its neighbour, and what is new with each request.
PASSING = {"host", "connection", "content-length", "accept-encoding", "x-cassandra-request-id"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """One snippet: its language, its text, whether its metrics are names or values, and what it prints at the end."""

    language: Language
    text: str
    says: tuple[str, ...]
    wire_metrics: bool = False
    # The first generation of the Java client writes the stored key's full name, where later ones leave that to the API.
    key_suffix: str = ""

    def source(self, words: Mapping[str, str]) -> str:
        """Fill in the words in capitals; a word without a value takes its line with it."""
        lines = self.text.splitlines(keepends=True)
        for word in ("COLLECTION_NAME", "SIMILARITY_METRIC", "API_KEY_NAME", "MODEL_NAME", "MODEL_DIMENSIONS"):
            kept = [line for line in lines if word in words or word not in line]
            lines = [line.replace(word, words.get(word, "")) for line in kept]
        return "".join(lines)


PYTHON = ("* Database: products", "* Collection: default_keyspace.{name}")
TYPESCRIPT = ("* Connected to DB {database}", "* Created collection default_keyspace.{name}")
PYTHON_2, TYPESCRIPT_2, JAVA_2 = Python("2.x", "astrapy"), TypeScript("2.x"), Java("2.x")
JAVA = ("Connected to AstraDB", "Connected to Database.", "Created a collection")
CLIENTS = recordings()


def closed(language: str) -> str:
    """Give a snippet of the page with the last brackets that it lacks."""
    return page_text(language) + CLIENTS[f"{language}-1.x"].closing


def corrected(language: Language) -> str:
    """Read a snippet in the form that a later client wants."""
    return next(language.folder.glob("corrected.*")).read_text()


PAGE = {
    "python-1.x": Snippet(Python("1.x", "astrapy1"), page_text("python"), PYTHON),
    "typescript-1.x": Snippet(TypeScript("1.x"), closed("typescript"), TYPESCRIPT, wire_metrics=True),
    "java-1.x": Snippet(Java("1.x"), closed("java"), JAVA, key_suffix=".providerKey"),
    "curl": Snippet(Shell(), page_text("curl").replace(" # optional", ""), ('"ok": 1',), wire_metrics=True),
}
TODAY = {
    "python-2.x": Snippet(PYTHON_2, corrected(PYTHON_2), PYTHON),
    "typescript-2.x": Snippet(TYPESCRIPT_2, corrected(TYPESCRIPT_2), TYPESCRIPT, wire_metrics=True),
    "java-2.x": Snippet(JAVA_2, corrected(JAVA_2), JAVA),
}
ALL = PAGE | TODAY
ERRING: list[dict[str, Any]] = tomllib.loads((SNIPPETS / "erring.toml").read_text())["erring"]


class RecordingAstra(AstraMode):
    """Astra as the simulator has it, which keeps every request that came."""

    def __init__(self) -> None:
        self.requests: list[Seen] = []
        super().__init__()

    def _made(self, config: WorldConfig, defects: Iterable[str], seed: int) -> World:
        world = super()._made(config, defects, seed)
        return replace(world, parts=replace(world.parts, rewrite=self._keep))

    def _keep(self, seen: Seen) -> Reply:
        self.requests.append(seen)
        return seen.reply

    def creations(self) -> list[tuple[str, Any]]:
        """Tell each request to create a collection, as its path and its body."""
        bodies = [(seen.path, json.loads(seen.request_body)) for seen in self.requests if seen.request_body]
        return [(path, body) for path, body in bodies if "createCollection" in body]

    def sent(self) -> list[Sent]:
        """Tell each request as a recording has it."""
        return [Sent(seen.method, seen.path, _kept(seen), seen.request_body.decode()) for seen in self.requests]


def _kept(seen: Seen) -> dict[str, str]:
    return {name: value for name, value in seen.request_headers.items() if name.lower() not in PASSING}


def recorded(name: str, filled: Mapping[str, str], astra: AstraMode) -> list[Sent]:
    """Tell what the recording says that this client sends."""
    metric = METRICS.get(filled["SIMILARITY_METRIC"], filled["SIMILARITY_METRIC"])
    ours = {"APPLICATION_TOKEN": astra.token, "DATABASE_ID": astra.ready["database_id"], "SIMILARITY_METRIC": metric}
    return [sent.filled({**filled, **ours}) for sent in CLIENTS[name].requests]


@pytest.fixture(scope="module")
def serving() -> Iterator[RecordingAstra]:
    with RecordingAstra() as astra:
        yield astra


@pytest.fixture
def astra(serving: RecordingAstra) -> Iterator[RecordingAstra]:
    """Give the simulator with no request kept, and drop the test's collection at the end."""
    serving.requests.clear()
    yield serving
    body = json.dumps({"deleteCollection": {"name": COLLECTION}}).encode()
    headers = {"Token": serving.token, "Content-Type": "application/json"}
    urlopen(Request(f"{serving.ready['api_endpoint']}/v1/default_keyspace", body, headers)).close()


def words(**others: str) -> dict[str, str]:
    """Give what the words in capitals stand for, every line of the snippet kept."""
    usual = {
        "COLLECTION_NAME": COLLECTION,
        "SIMILARITY_METRIC": "COSINE",
        "API_KEY_NAME": KEY,
        "MODEL_NAME": MODEL,
        "MODEL_DIMENSIONS": "768",
    }
    return {**usual, **others}


def chosen(snippet: Snippet, metric: str) -> dict[str, str]:
    """Choose a metric as the snippet spells it: as the client's name for it, or as the value on the wire."""
    return {"SIMILARITY_METRIC": METRICS[metric] if snippet.wire_metrics else metric}


def played(snippet: Snippet, filled: Mapping[str, str], astra: AstraMode, work: Path) -> Ended:
    """Build a snippet, which must work, and run it."""
    built = snippet.language.build(snippet.source(filled), work)
    assert built.code == 0, built
    return snippet.language.run(work, astra.environment(snippet.language.client))


def expected_body(metric: str | None, dimension: int | None, key: str) -> dict[str, Any]:
    """Write the request that the page's curl command shows."""
    service = {"provider": "jinaAI", "modelName": MODEL, "authentication": {"providerKey": key}}
    optional = {"dimension": dimension, "metric": metric}
    vector = {**{member: value for member, value in optional.items() if value is not None}, "service": service}
    return {"createCollection": {"name": COLLECTION, "options": {"vector": vector}}}


@pytest.mark.parametrize("name", ALL)
def test_the_snippet_creates_its_collection_and_says_so(name: str, astra: RecordingAstra, tmp_path: Path) -> None:
    snippet = ALL[name]

    filled = words(**chosen(snippet, "COSINE"))

    ended = played(snippet, filled, astra, tmp_path)

    assert ended.code == 0, ended
    facts = {"name": COLLECTION, "database": astra.ready["database_id"]}
    assert [line for line in snippet.says if line.format(**facts) not in ended.output] == []
    body = expected_body("cosine", 768, KEY + snippet.key_suffix)
    assert astra.creations() == [("/api/json/v1/default_keyspace", body)]
    if name in CLIENTS:
        assert astra.sent() == recorded(name, filled, astra)
        assert ended.output.strip().splitlines()[-1] == CLIENTS[name].tells.replace("COLLECTION_NAME", COLLECTION)


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("python")])
def test_the_python_snippet_asks_the_devops_api_for_the_name(name: str, astra: RecordingAstra, tmp_path: Path) -> None:
    snippet = ALL[name]

    played(snippet, words(**chosen(snippet, "COSINE")), astra, tmp_path)

    asked = [(seen.method, seen.path) for seen in astra.requests if seen.path.startswith("/v2/")]
    assert asked == [("GET", f"/v2/databases/{astra.ready['database_id']}")]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("name", ALL)
def test_without_the_optional_dimension_none_is_sent(
    name: str, metric: str, astra: RecordingAstra, tmp_path: Path
) -> None:
    """And a client's metric arrives as the documented value."""
    snippet = ALL[name]
    filled = words(**chosen(snippet, metric))
    del filled[DIMENSION_LINE]

    ended = played(snippet, filled, astra, tmp_path)

    assert ended.code == 0, ended
    body = expected_body(METRICS[metric], None, KEY + snippet.key_suffix)
    assert [body for _, body in astra.creations()] == [body]
    if name in CLIENTS:
        assert astra.sent() == recorded(name, filled, astra)


@pytest.mark.parametrize("name", [name for name in PAGE if name in CLIENTS])
def test_without_a_collection_no_success_is_told(name: str, astra: RecordingAstra, tmp_path: Path) -> None:
    snippet = PAGE[name]

    ended = played(snippet, words(**chosen(snippet, "COSINE"), MODEL_NAME="no-such-model"), astra, tmp_path)

    assert ended.code != 0
    assert ended.output.strip().splitlines()[-1] != CLIENTS[name].tells.replace("COLLECTION_NAME", COLLECTION)
    assert "no-such-model" in ended.complaint


@pytest.mark.parametrize("name", ALL)
def test_without_an_endpoint_the_client_complains_itself(name: str, astra: RecordingAstra, tmp_path: Path) -> None:
    snippet = ALL[name]
    assert snippet.language.build(snippet.source(words(**chosen(snippet, "COSINE"))), tmp_path).code == 0
    variables = astra.environment(snippet.language.client)
    del variables[MISSING]

    ended = snippet.language.run(tmp_path, variables)

    # A pipe ends as its last program does, and that has nothing to complain of.
    assert ended.code != 0 or isinstance(snippet.language, Shell)
    assert ended.complaint
    assert astra.requests == []


@pytest.mark.parametrize("erring", ERRING, ids=lambda erring: f"{erring['snippet']} {erring['requirement']}")
def test_what_the_page_has_wrong_is_wrong(erring: Mapping[str, Any], astra: RecordingAstra, tmp_path: Path) -> None:
    found = PAGE[erring["snippet"]]
    printed = page_text(erring["snippet"].partition("-")[0]) if erring.get("printed") else found.text
    snippet = replace(found, text=printed)
    filled = words(**{**chosen(snippet, "COSINE"), **erring.get("set", {})})

    built = snippet.language.build(snippet.source(filled), tmp_path)
    ended = built if built.code else snippet.language.run(tmp_path, astra.environment(snippet.language.client))

    assert requirements()[erring["requirement"]].level == "ERRATUM"
    assert ("build" if built.code else "run") == erring["fails"]
    assert erring["says"] in ended.output + ended.complaint
    assert [seen for seen in astra.requests if seen.reply.body == b'{"status":{"ok":1}}'] == []


@pytest.mark.parametrize(
    ("page", "language", "says"),
    [
        ("python-1.x", PYTHON_2, "ImportError: cannot import name 'CollectionVectorServiceOptions'"),
        ("typescript-1.x", TYPESCRIPT_2, "Property 'collectionName' does not exist"),
        ("java-1.x", JAVA_2, "package com.datastax.astra.client.model does not exist"),
    ],
)
def test_today_s_clients_refuse_the_page_s_form(
    page: str, language: Language, says: str, astra: RecordingAstra, tmp_path: Path
) -> None:
    snippet = PAGE[page]

    built = language.build(snippet.source(words(**chosen(snippet, "COSINE"))), tmp_path)
    ended = built if built.code else language.run(tmp_path, astra.environment(language.client))

    assert ended.code != 0
    assert says in ended.output + ended.complaint
