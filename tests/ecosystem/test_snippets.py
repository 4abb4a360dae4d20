"""The page's snippets against the simulator at Astra's addresses, each with an unmodified client of its generation.

As printed where that works, else with what the page leaves out; and in the form of today's clients. What is wrong with
the page itself is data: ``snippets/erring.toml``.
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

MODEL = "jina-embeddings-v2-base-en"
KEY = "jina-main"
COLLECTION = "page_collection"
DIMENSION_LINE = "MODEL_DIMENSIONS"
METRICS = {"COSINE": "cosine", "DOT_PRODUCT": "dot_product", "EUCLIDEAN": "euclidean"}
MISSING = "ASTRA_DB_API_ENDPOINT"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One snippet: its language, its file, whether its metrics are names or values, and what it prints at the end."""

    language: Language
    file: str
    says: tuple[str, ...]
    wire_metrics: bool = False
    # The first generation of the Java client writes the stored key's full name, where later ones leave that to the API.
    key_suffix: str = ""

    def source(self, words: Mapping[str, str]) -> str:
        """Fill in the words in capitals; a word without a value takes its line with it."""
        lines = (self.language.folder / self.file).read_text().splitlines(keepends=True)
        for word in ("COLLECTION_NAME", "SIMILARITY_METRIC", "API_KEY_NAME", "MODEL_NAME", "MODEL_DIMENSIONS"):
            kept = [line for line in lines if word in words or word not in line]
            lines = [line.replace(word, words.get(word, "")) for line in kept]
        return "".join(lines)


PYTHON = ("* Database: products", "* Collection: default_keyspace.{name}")
TYPESCRIPT = ("* Connected to DB {database}", "* Created collection default_keyspace.{name}")
JAVA = ("Connected to AstraDB", "Connected to Database.", "Created a collection")
PAGE = {
    "python-1.x": Snippet(Python("1.x", "astrapy1"), "printed.py.txt", PYTHON),
    "typescript-1.x": Snippet(TypeScript("1.x"), "completed.ts.txt", TYPESCRIPT, wire_metrics=True),
    "java-1.x": Snippet(Java("1.x"), "completed.java.txt", JAVA, key_suffix=".providerKey"),
    "curl": Snippet(Shell(), "corrected.sh.txt", ('"ok": 1',), wire_metrics=True),
}
TODAY = {
    "python-2.x": Snippet(Python("2.x", "astrapy"), "corrected.py.txt", PYTHON),
    "typescript-2.x": Snippet(TypeScript("2.x"), "corrected.ts.txt", TYPESCRIPT, wire_metrics=True),
    "java-2.x": Snippet(Java("2.x"), "corrected.java.txt", JAVA),
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

    ended = played(snippet, words(**chosen(snippet, "COSINE")), astra, tmp_path)

    assert ended.code == 0, ended
    facts = {"name": COLLECTION, "database": astra.ready["database_id"]}
    assert [line for line in snippet.says if line.format(**facts) not in ended.output] == []
    body = expected_body("cosine", 768, KEY + snippet.key_suffix)
    assert astra.creations() == [("/api/json/v1/default_keyspace", body)]


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
    snippet = replace(PAGE[erring["snippet"]], file=erring["file"])
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
        ("python-1.x", Python("2.x", "astrapy"), "ImportError: cannot import name 'CollectionVectorServiceOptions'"),
        ("typescript-1.x", TypeScript("2.x"), "Property 'collectionName' does not exist"),
        ("java-1.x", Java("2.x"), "package com.datastax.astra.client.model does not exist"),
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


@pytest.mark.parametrize(
    ("printed", "completed", "added"),
    [
        ("typescript/1.x/printed.ts.txt", "typescript/1.x/completed.ts.txt", "})();\n"),
        ("java/1.x/printed.java.txt", "java/1.x/completed.java.txt", "  }\n}\n"),
    ],
)
def test_only_the_last_brackets_were_added(printed: str, completed: str, added: str) -> None:
    assert (SNIPPETS / printed).read_text() + added == (SNIPPETS / completed).read_text()
