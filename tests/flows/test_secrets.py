"""A secret in every place where one can stand: none of them comes out again, wherever one looks.

What hands a secret over on purpose is left out: the line that ``serve`` prints when ready, the credential service, and
the answer that makes a token or a provider's key.
"""

import gzip
import http.client
import json
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

COMMAND = Path(sys.executable).with_name("vectorproof")
FORMATS = ("html", "junit", "ctrf", "allure", "sarif", "markdown", "csv", "badge")
KS = "default_keyspace"


def key(word: str) -> str:
    """Make a canary of the form of a provider's key."""
    return f"jina_Canary{word}".ljust(65, "q")


TOKEN = "AstraCS:canaryClient:CanaryToken" + "0" * 40
READER = "AstraCS:canaryReader:CanaryReader" + "0" * 40
STORED, PROVIDER, ADDED, SENT, WRONG = (key(word) for word in ("Stored", "Provider", "Added", "Sent", "Wrong"))
LOST = "AstraCS:canaryLost:CanaryLost" + "0" * 40
CANARIES = (TOKEN, READER, STORED, PROVIDER, ADDED, SENT, WRONG, LOST)

WORLD = f"""
summary = "A secret in every place"
organizations = [{{ name = "O" }}]
tokens = [
  {{ organization = "O", secret = "{TOKEN}" }},
  {{ organization = "O", secret = "{READER}", role = "Read Only User" }},
]
databases = [{{ name = "d", organization = "O", created = 2025-01-01T00:00:00Z }}]
keys = [
  {{ organization = "O", name = "stored", secret = "{STORED}", databases = ["d"] }},
  {{ organization = "O", name = "good", provider_key = "main", databases = ["d"] }},
]
[jina]
accounts = [{{ name = "a" }}]
keys = [{{ name = "main", account = "a", secret = "{PROVIDER}" }}]
"""


@dataclass
class Desk:
    """A world full of secrets, and everything that came out of it."""

    ready: Mapping[str, Any]
    said: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def send(self, method: str, url: str, body: object = None, token: str = TOKEN, **headers: str) -> Any:
        """Send a request, and remember the answer with its headers."""
        where = urlsplit(url)
        named = {"Authorization": f"Bearer {token}", "Token": token, "Content-Type": "application/json"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=30)
        try:
            target = f"{where.path}?{where.query}" if where.query else where.path
            connection.request(method, target, None if body is None else json.dumps(body), named)
            answer = connection.getresponse()
            raw = answer.read()
        finally:
            connection.close()
        text = gzip.decompress(raw).decode() if raw[:2] == b"\x1f\x8b" else raw.decode()
        self.said.append((f"{method} {where.path}", f"{answer.getheaders()} {text}"))
        return json.loads(text) if text.startswith(("{", "[")) and "gzip" not in str(answer.getheaders()) else None

    def command(self, command: dict[str, Any], *path: str, **headers: str) -> Any:
        """Send a Data API command."""
        return self.send("POST", "/".join([self.ready["api_endpoint"], "v1", *path]), command, **headers)


@contextmanager
def serving(folder: Path) -> Generator[tuple[Desk, Path]]:
    """Serve the world from a file, keep its data, and add what it says on standard error to what came out."""
    world, log, ready = folder / "world.toml", folder / "serve.log", folder / "ready.json"
    world.write_text(WORLD)
    ports = ("--port", "0", "--jina-port", "0")
    line = [str(COMMAND), "serve", "--world", str(world), "--json", *ports, "--ready-file", str(ready)]
    with log.open("w") as said, subprocess.Popen(line, stdout=subprocess.PIPE, stderr=said, text=True) as process:
        assert process.stdout is not None
        desk = Desk(json.loads(process.stdout.readline()))
        try:
            yield desk, ready
        finally:
            process.terminate()
            process.wait(15)
            desk.said.append(("what serve says", log.read_text() + process.stdout.read()))


def use(desk: Desk) -> None:
    """Let every secret be used, rightly and wrongly, then look everywhere."""
    control, jina = desk.ready["control"], desk.ready["jina"]
    organization = desk.send("GET", f"{desk.ready['devops']}/currentOrg")["id"]
    keys = f"{control}/organizations/{organization}/integrations/jinaAI/keys"
    assert desk.send("POST", keys, {"name": "added", "secret": ADDED, "databases": []})["name"] == "added"
    desk.send("POST", keys, {"name": ADDED, "secret": "x", "databases": []})
    desk.send("PATCH", f"{keys}/added", {"secret": WRONG})
    for name, authentication in (
        ("stored", {"providerKey": "stored"}),
        ("sent", None),
        ("good", {"providerKey": "good"}),
    ):
        service = {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en", "authentication": authentication}
        desk.command({"createCollection": {"name": name, "options": {"vector": {"service": service}}}}, KS)
    insert = {"insertOne": {"document": {"$vectorize": "a text"}}}
    assert "status" in desk.command(insert, KS, "good")
    assert "errors" in desk.command(insert, KS, "stored")
    assert "errors" in desk.command(insert, KS, "sent", x_embedding_api_key=SENT)
    desk.command(insert, KS, "good", Token=LOST)
    desk.command(insert, KS, "good", Token=f"Cassandra:{LOST}:{LOST}")
    texts = {"model": "jina-embeddings-v2-base-en", "input": ["x"]}
    desk.send("POST", f"{jina}/v1/embeddings", texts, Authorization=f"Bearer {WRONG}")
    desk.send("POST", f"{jina}/v1/embeddings", {**texts, "model": "none"}, Authorization=f"Bearer {PROVIDER}")
    for path in places(desk, organization):
        for token in (TOKEN, READER, LOST):
            desk.send("GET", path, token=token)
    desk.command({"findCollections": {"options": {"explain": True}}}, KS)
    desk.send("DELETE", f"{keys}/added?confirm={WRONG}")


def places(desk: Desk, organization: str) -> Iterator[str]:
    """Name every address that shows anything."""
    control, devops, provider = desk.ready["control"], desk.ready["devops"], desk.ready["jina_control"]
    yield from (f"{control}/control/{name}" for name in (
        "state", "snapshot", "clock", "profile", "propagation", "credential-faults", "calls"))  # fmt: skip
    integrations = f"{control}/organizations/{organization}/integrations"
    database = f"{control}/databases/{desk.ready['database_id']}"
    yield from (integrations, f"{integrations}/jinaAI", f"{integrations}/jinaAI/keys/stored", control)
    yield from (f"{database}/embedding-keys", f"{database}/create-collection-form?provider=jinaAI")
    yield from (f"{devops}/{name}" for name in ("databases", "clientIdSecrets", "organizations/roles", "nothing"))
    yield from (f"{provider}{name}" for name in ("", "/accounts", "/keys", "/faults", "/journal", "/state"))


def judge(desk: Desk, ready: Path, folder: Path) -> None:
    """Judge the world by suites that use keys, in every form of report, and look at its keys by command."""
    forms = [word for name in FORMATS for word in ("--format", name)]
    run = ["run", "--target", ready, "--suite", "key/presented", "--suite", "error/astra_side", "--output", folder]
    for line in (
        [*run, *forms, "--log-format", "json"],
        ["report", folder / "record.jsonl"],
        ["keys", "list", "--target", ready],
        ["keys", "usage", "good", "--target", ready],
        ["keys", "rotate-check", "good", "--target", ready],
        ["world", "check", ready.with_name("world.toml")],
    ):
        words = [str(word) for word in (COMMAND, *line)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ready.parent)
        assert done.returncode in {0, 1}, done.stderr
        desk.said.append((" ".join(words[1:]), done.stdout + done.stderr))
    for file in (one for one in folder.rglob("*") if one.is_file()):
        raw = file.read_bytes()
        text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        desk.said.append((str(file.relative_to(folder)), text.decode("utf-8", "replace")))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Give everything that came out, each with where it came from."""
    folder = tmp_path_factory.mktemp("secrets")
    with serving(folder) as (desk, ready):
        use(desk)
        judge(desk, ready, folder / "report")
    return desk.said


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.rstrip("q0"))
def test_no_secret_comes_out(said: list[tuple[str, str]], canary: str) -> None:
    # The public part of a token may be shown; of what is secret in it not even a piece.
    secret = canary.rpartition(":")[2][:24]

    assert [where for where, text in said if secret in text] == []


def test_there_was_something_to_come_out(said: list[tuple[str, str]]) -> None:
    whole = "\n".join(text for _, text in said)

    assert all(word in whole for word in ("stored", "good", "canaryClient", "Credential", "record"))
    assert len(said) > 100
    assert sum(len(text) for _, text in said) > 200_000
