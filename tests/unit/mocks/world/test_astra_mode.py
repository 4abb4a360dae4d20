"""The simulator at Astra's own addresses: names, TLS, the proxy, and what each client is told to do."""

import asyncio
import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from vectorproof.mocks.astra import Client, NotServedError, needs_of, variables_of
from vectorproof.mocks.astra.python.sitecustomize import lead_names_to
from vectorproof.mocks.config import load_world
from vectorproof.mocks.running import AstraMode, Simulator
from vectorproof.mocks.serving import Serving
from vectorproof.mocks.world import make_world

COMMAND = Path(sys.executable).with_name("vectorproof")
DEVOPS = "api.astra.datastax.com"
KEYSPACES = '{"findKeyspaces": {}}'


@pytest.fixture(scope="module")
def astra() -> Iterator[AstraMode]:
    with AstraMode() as served:
        yield served


def asked(
    astra: AstraMode, name: str, path: str, *, host: str | None = None, body: str | None = None, ca: Path | None = None
) -> tuple[int, Any]:
    """Greet the TLS port as ``name`` and ask it as ``host``, by hand: nothing of this process is changed for it."""
    context = ssl.create_default_context(cafile=ca or astra.ca_bundle)
    context.set_alpn_protocols(["h2", "http/1.1"])
    where = urlsplit(str(astra.ready["tls"]["origin"]))
    connection = HTTPSConnection(name, timeout=10)
    connection.sock = context.wrap_socket(socket.create_connection((where.hostname, where.port)), server_hostname=name)
    assert connection.sock.selected_alpn_protocol() == "http/1.1"
    headers = {"Host": host or name, "Token": astra.token, "Authorization": f"Bearer {astra.token}"}
    kind = {"Content-Type": "application/json"} if body else {}
    connection.request("POST" if body else "GET", path, body, {**headers, **kind})
    response = connection.getresponse()
    raw = response.read()
    connection.close()
    return response.status, json.loads(raw) if raw else None


def hosts(astra: AstraMode) -> dict[str, str]:
    return {d["name"]: f"{d['id']}-{d['region']}.apps.astra.datastax.com" for d in astra.ready["databases"]}


def test_a_database_is_reached_by_its_host_name(astra: AstraMode) -> None:
    body = '{"createCollection": {"name": "only_here"}}'
    names = '{"findCollections": {}}'
    path = "/api/json/v1/default_keyspace"
    here, there = hosts(astra)["support"], hosts(astra)["products"]

    assert asked(astra, here, path, body=body) == (200, {"status": {"ok": 1}})
    assert asked(astra, here, path, body=names) == (200, {"status": {"collections": ["only_here"]}})
    assert asked(astra, there, path, body=names) == (200, {"status": {"collections": []}})


def test_the_devops_api_has_a_host_of_its_own(astra: AstraMode) -> None:
    status, database = asked(astra, DEVOPS, f"/v2/databases/{astra.ready['database_id']}")

    assert (status, database["info"]["name"]) == (200, "products")


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        (DEVOPS, "/sim/v1", 404),
        (DEVOPS, "/internal/sync/x/v1", 404),
        (DEVOPS, "/api/json/v1", 404),
        ("products", "/v2/currentOrg", 404),
        ("products", "/v1/default_keyspace", 404),
        ("products", "/sim/v1", 404),
        ("127.0.0.1", "/v2/currentOrg", 421),
        ("example.com", "/api/json/v1", 421),
    ],
)
def test_each_host_has_its_own_surface_and_no_other(astra: AstraMode, host: str, path: str, status: int) -> None:
    assert asked(astra, DEVOPS, path, host=hosts(astra).get(host, host)) == (status, None)


def test_the_host_of_the_request_decides_and_not_the_name_of_the_greeting(astra: AstraMode) -> None:
    path, body = "/api/json/v1", '{"createKeyspace": {"name": "by_host"}}'
    greeted, meant = hosts(astra)["products"], hosts(astra)["support"]

    assert asked(astra, greeted, path, body=body, host=meant) == (200, {"status": {"ok": 1}})
    listed = [asked(astra, host, path, body='{"findKeyspaces": {}}')[1]["status"] for host in (greeted, meant)]
    assert ["by_host" in status["keyspaces"] for status in listed] == [False, True]


@pytest.mark.parametrize("name", ["example.com", "apps.astra.datastax.com", "a.b.apps.astra.datastax.com", "localhost"])
def test_no_other_name_gets_a_certificate(astra: AstraMode, name: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        asked(astra, name, "/v2/currentOrg")


def test_the_authority_of_one_start_does_not_sign_for_another(astra: AstraMode) -> None:
    with AstraMode() as other, pytest.raises(ssl.SSLCertVerificationError):
        asked(astra, DEVOPS, "/v2/currentOrg", ca=other.ca_bundle)


def through_proxy(astra: AstraMode, line: str) -> bytes:
    where = urlsplit(str(astra.ready["tls"]["proxy"]))
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(f"{line}\r\nHost: x\r\n\r\n".encode())
        return connection.recv(4096)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (f"CONNECT {DEVOPS}:443 HTTP/1.1", b"HTTP/1.1 200 "),
        (f"CONNECT {DEVOPS}:80 HTTP/1.1", b"HTTP/1.1 403 "),
        ("CONNECT example.com:443 HTTP/1.1", b"HTTP/1.1 403 "),
        ("CONNECT apps.astra.datastax.com:443 HTTP/1.1", b"HTTP/1.1 403 "),
        ("GET http://example.com/ HTTP/1.1", b"HTTP/1.1 400 "),
        ("CONNECT", b"HTTP/1.1 400 "),
    ],
)
def test_the_proxy_leads_to_astra_s_names_only(astra: AstraMode, line: str, answer: bytes) -> None:
    assert through_proxy(astra, line).startswith(answer)


LOOKS = """
import os, sys, urllib.request
request = urllib.request.Request(os.environ["ASTRA_DB_API_ENDPOINT"] + "/api/json/v1", b'{"findKeyspaces": {}}',
    {"Token": os.environ["ASTRA_DB_APPLICATION_TOKEN"], "Content-Type": "application/json"})
print(urllib.request.urlopen(request).read().decode(), getattr(sys, "came_along", None))
"""


def test_a_python_that_knows_nothing_of_it_is_led_there(astra: AstraMode, tmp_path: Path) -> None:
    """The program imports nothing of ours; a start-up module that was there before goes on working."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.came_along = True\n")
    variables = astra.environment("python")
    variables["PYTHONPATH"] += os.pathsep + str(tmp_path)

    done = subprocess.run([sys.executable, "-c", LOOKS], env=variables, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, '{"status":{"keyspaces":["default_keyspace"]}} True\n'), done.stderr


def test_this_process_is_led_there_and_then_as_it_was(astra: AstraMode) -> None:
    before = (socket.getaddrinfo, ssl.SSLContext.wrap_socket, ssl.SSLContext.wrap_bio, dict(os.environ))

    with astra.here():
        connection = HTTPSConnection(DEVOPS, timeout=10)
        connection.request("GET", "/v2/currentOrg", headers={"Authorization": f"Bearer {astra.token}"})
        found = json.loads(connection.getresponse().read())
        connection.close()

    assert found["name"] == "Example"
    assert (socket.getaddrinfo, ssl.SSLContext.wrap_socket, ssl.SSLContext.wrap_bio, dict(os.environ)) == before


@pytest.mark.parametrize(("host", "family"), [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)])
def test_a_name_leads_to_a_socket_of_the_family_that_is_served(host: str, family: socket.AddressFamily) -> None:
    undo = lead_names_to(host, 1, "")
    try:
        found = {entry[0] for entry in socket.getaddrinfo(DEVOPS, 443)}
    finally:
        undo()

    assert found == {family}


def test_a_host_by_its_name_is_told_by_an_address_that_has_the_port() -> None:
    async def told() -> dict[str, str]:
        async with Serving(make_world(load_world("default")), "localhost", tls_port=0) as serving:
            ready = serving.ready()
        return {"data": ready["data_api"], "tls": ready["tls"]["origin"], "proxy": ready["tls"]["proxy"]}

    places = asyncio.run(told())

    assert {urlsplit(place).hostname for place in places.values()} <= {"127.0.0.1", "::1"}


def test_it_can_be_entered_from_a_loop() -> None:
    async def there() -> tuple[str, Path, bool]:
        async with AstraMode(seed=5) as astra:
            return astra.api_endpoint, astra.ca_bundle, astra.ca_bundle.is_file()

    endpoint, ca_bundle, was_there = asyncio.run(there())

    assert endpoint.endswith("-us-east-2.apps.astra.datastax.com")
    assert was_there
    assert not ca_bundle.exists()


def test_a_simulator_without_tls_says_how_to_have_it() -> None:
    with Simulator() as plain, pytest.raises(NotServedError, match="serve --tls"):
        variables_of(plain.ready)


def test_paths_with_blanks_stay_whole() -> None:
    tls = {"address": "[::1]:8443", "proxy": "http://[::1]:9", "ca_bundle": "/a b/ca.pem", "trust_store": "/a b/ca.p12"}

    java = needs_of(Client.JAVA, {"tls": tls})

    assert java.arguments[:3] == (
        "-Dhttps.proxyHost=::1",
        "-Dhttps.proxyPort=9",
        "-Djavax.net.ssl.trustStore=/a b/ca.p12",
    )
    assert '"-Djavax.net.ssl.trustStore=/a b/ca.p12"' in java.variables["JAVA_TOOL_OPTIONS"]
    assert needs_of(Client.CURL, {"tls": tls}).arguments[3] == ":443:[::1]:8443"


@pytest.fixture(scope="module")
def ready_file(astra: AstraMode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ready") / "ready.json"
    file.write_text(json.dumps(astra.ready))
    return file


def verb(*words: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(COMMAND), *words], capture_output=True, text=True, check=False, cwd=cwd)


def test_the_verb_sets_a_shell_up(astra: AstraMode, ready_file: Path) -> None:
    script = f'eval "$({COMMAND} astra-env)"; env -0'

    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, cwd=ready_file.parent)

    found = {line.partition("=")[0]: line.partition("=")[2] for line in done.stdout.split("\0")}
    assert {name: found[name] for name in astra.environment()} == astra.environment()


def test_the_verb_tells_one_client_what_to_type(astra: AstraMode, ready_file: Path) -> None:
    done = verb("astra-env", "--ready", str(ready_file), "--client", "curl", "--format", "json")

    told: Mapping[str, Any] = json.loads(done.stdout)
    assert told["environment"] == astra.environment("curl")
    assert told["arguments"]["curl"][:2] == ["--cacert", str(astra.ca_bundle)]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [(None, "cannot be read"), ("{", "not a ready file"), ("[]", "an object is right"), ("{}", "serve --tls is right")],
)
def test_a_file_that_leads_nowhere_is_refused(tmp_path: Path, text: str | None, complaint: str) -> None:
    if text is not None:
        (tmp_path / "ready.json").write_text(text)

    done = verb("astra-env", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr


def test_tls_without_its_packages_says_what_to_install() -> None:
    script = "import sys; sys.modules['trustme'] = None; from vectorproof.harness.cli import main; main()"
    line = [sys.executable, "-c", script, "serve", "--tls", "--port", "0", "--jina-port", "0"]

    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=30)

    assert done.returncode == 2
    assert "pip install 'vectorproof[tls]'" in done.stderr


@pytest.mark.parametrize("words", [("--tls-port", "8443"), ("--tls", "--only", "jina")])
def test_options_that_need_each_other_say_so(words: tuple[str, ...]) -> None:
    done = verb("serve", "--port", "0", "--jina-port", "0", *words)

    assert done.returncode == 2
    assert "--tls" in done.stderr
