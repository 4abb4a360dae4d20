"""A small target over real sockets: it keeps collections and keys, and lies when it is told to."""

import json
import re
import threading
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "AstraCS:thisisacanary000000:" + "c0ffee" * 10
EMBEDDING_KEY = "jina_" + "Canary" * 10
NAME_RULE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,48}[A-Za-z0-9])?")

Answer = tuple[int, Any]
Lie = Callable[[str, str, Any], Answer | None]


class FakeTarget:
    """Answers enough of the Data API and of the control surface; ``lie`` is asked first."""

    def __init__(self) -> None:
        self.collections: dict[str, Any] = {"somebody_elses": {}}
        self.worlds: dict[str, dict[str, str]] = {}
        self.seen: list[tuple[str, str, Any]] = []
        self.lie: Lie = lambda _method, _path, _body: None
        self.raw: Callable[[BaseHTTPRequestHandler], bool] = lambda _handler: False
        self.token = TOKEN
        self.url = ""
        self.lock = threading.Lock()

    def answer(self, method: str, path: str, body: Any, headers: Any) -> Answer:
        """Answer one request, by a lie if there is one."""
        self.seen.append((method, path, body))
        lied = self.lie(method, path, body)
        if lied is not None:
            return lied
        if path.startswith("/sim/v1"):
            return self.control(method, path.removeprefix("/sim/v1"), body, headers)
        if not path.startswith("/v1"):
            return 404, None
        if headers.get("Token") != self.token and headers.get("X-Sim-Database") not in self.worlds:
            return 401, error("UNAUTHENTICATED_REQUEST", "who are you?")
        return self.command(path, *next(iter(body.items())))

    def command(self, path: str, name: str, body: Any) -> Answer:
        """Answer a Data API command."""
        if name == "findKeyspaces":
            return 200, {"status": {"keyspaces": ["default_keyspace"]}}
        if name == "createCollection":
            self.collections[body["name"]] = body.get("options", {})
            return 200, {"status": {"ok": 1}}
        if name == "deleteCollection":
            self.collections.pop(body["name"], None)
            return 200, {"status": {"ok": 1}}
        if name == "findCollections":
            return 200, {"status": {"collections": sorted(self.collections)}}
        if name == "insertOne" and path.count("/") == 3:
            return 200, {"status": {"insertedIds": [body["document"]["_id"]]}}
        return 200, error("NOT_SIMULATED", f"{name} is not simulated")

    def control(self, method: str, path: str, body: Any, headers: Any) -> Answer:
        """Answer the control surface."""
        if path == "":
            return 200, {"product": "vectorproof", "version": "0", "capabilities": ["key-control", "fresh-databases"]}
        if path == "/control/worlds" and headers.get("Authorization") == f"Bearer {self.token}":
            world = str(uuid.uuid4())
            self.worlds[world] = {}
            databases = [
                {"id": world, "name": f"db{n}", "region": "r", "keyspaces": ["default_keyspace"]}
                for n, _ in enumerate(body["databases"])
            ]
            members = {"organization": {"id": world, "name": "w"}, "databases": databases}
            return 201, {"id": world, "token": f"t-{world}", "unprivilegedToken": f"u-{world}", **members}
        if method == "DELETE" and path.startswith("/control/worlds/"):
            self.worlds.pop(path.rpartition("/")[2], None)
            return 204, None
        found = re.fullmatch(r"/organizations/([^/]+)/integrations/jinaAI/keys", path)
        if found and method == "POST":
            return self.add_key(self.worlds[found[1]], body)
        return 501, {"errors": [{"ID": 9990501, "message": "not simulated"}]}

    @staticmethod
    def add_key(keys: dict[str, str], body: Any) -> Answer:
        """Store a key if its name is right."""
        if not NAME_RULE.fullmatch(body["name"]):
            return 422, {"errors": [{"ID": 9990001, "code": "KEY_NAME_INVALID", "message": "not a name"}]}
        keys[body["name"]] = body["secret"]
        return 201, {"name": body["name"]}


def error(code: str, message: str) -> dict[str, Any]:
    one = {"id": str(uuid.uuid4()), "family": "REQUEST", "scope": "", "errorCode": code, "title": code.title()}
    return {"errors": [{**one, "message": message}]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet
    fake: FakeTarget

    def reply(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        if self.fake.raw(self):
            return
        with self.fake.lock:
            status, body = self.fake.answer(self.command, self.path, json.loads(raw) if raw else None, self.headers)
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = do_PATCH = reply  # noqa: N815  # names that the library looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it
        """Keep quiet."""


@contextmanager
def listening() -> Generator[FakeTarget]:
    """Let a target listen that is right until a test makes it lie; its ``url`` is where it answers."""
    target = FakeTarget()
    handler = type("Handler", (_Handler,), {"fake": target})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    target.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield target
    finally:
        server.shutdown()
        server.server_close()
