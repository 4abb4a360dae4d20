"""A keyspace of the run's own on a target that is somebody's: made before the first case, dropped after the last.

Everything that a run makes there lies inside it, so that nothing of the owner's can be touched, and nothing stays.
"""

import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import orjson

from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint, KeyspaceMaker
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import object_in, texts_in
from vectorproof.harness.planning import client_of

ASTRA_DEVOPS: Final = "https://api.astra.datastax.com/v2"
_WAIT_S: Final = 180.0
_POLL_S: Final = 1.0
_RANDOM_BYTES: Final = 4


def new_keyspace() -> str:
    """Make up a name that nobody else uses, and that tells whose it is if it should ever stay."""
    return f"vectorproof_{secrets.token_hex(_RANDOM_BYTES)}"


@contextmanager
def ground(endpoint: Endpoint) -> Generator[list[str]]:
    """Make the endpoint's keyspace if it is to be the run's own; the list tells afterwards what could not be dropped.

    Raises:
        TargetError: it cannot be made; the text says how to name one that exists.

    """
    left: list[str] = []
    if endpoint.makes_keyspace is None:
        yield left
        return
    client = client_of(endpoint)
    try:
        _make(endpoint, client)
        try:
            if endpoint.makes_keyspace is KeyspaceMaker.DEVOPS:
                _await(endpoint, client)
            yield left
        finally:
            left += _drop(endpoint, client)
    finally:
        client.close()


def _make(endpoint: Endpoint, client: Client) -> None:
    try:
        made = client.send(_request(endpoint, "make"))
    except TargetError:
        _drop(endpoint, client)  # Without an answer nobody knows whether it was made.
        raise
    if not made.ok:
        raise TargetError(
            f"no keyspace could be made for the run: {made}; --keyspace NAME, of one that exists, is right"
        )


def _drop(endpoint: Endpoint, client: Client) -> list[str]:
    try:
        dropped = client.send(_request(endpoint, "drop"))
    except TargetError as error:
        return [f"keyspace {endpoint.keyspace}: {error}"]
    return [] if dropped.ok else [f"keyspace {endpoint.keyspace}: {dropped}"]


def _await(endpoint: Endpoint, client: Client) -> None:
    """Wait until the database works with the new keyspace: it changes its state meanwhile, and refuses work."""
    until = time.monotonic() + _WAIT_S
    while not _is_there(client.send(_devops(endpoint, "GET", "")), endpoint.keyspace):
        if time.monotonic() > until:
            raise TargetError(f"the keyspace {endpoint.keyspace} was asked for and is not there after {_WAIT_S:.0f} s")
        time.sleep(_POLL_S)


def _is_there(told: Exchange, keyspace: str) -> bool:
    database = object_in(told.body) or {}
    info = object_in(database.get("info")) or {}
    return database.get("status") == "ACTIVE" and keyspace in texts_in(info.get("keyspaces"))


def _request(endpoint: Endpoint, what: str) -> Request:
    if endpoint.makes_keyspace is KeyspaceMaker.DEVOPS:
        return _devops(endpoint, {"make": "POST", "drop": "DELETE"}[what], f"/keyspaces/{endpoint.keyspace}")
    command = {"make": "createKeyspace", "drop": "dropKeyspace"}[what]
    headers = {"Token": endpoint.token.reveal(), "Content-Type": "application/json"}
    body = orjson.dumps({command: {"name": endpoint.keyspace}})
    return Request("POST", endpoint.data_api, f"{endpoint.prefix or ''}/v1", headers, body, command)


def _devops(endpoint: Endpoint, method: str, path: str) -> Request:
    parts = urlsplit(endpoint.devops or ASTRA_DEVOPS)
    headers = {"Authorization": f"Bearer {endpoint.token.reveal()}"}
    whole = f"{parts.path.rstrip('/')}/databases/{endpoint.database_id}{path}"
    return Request(method, f"{parts.scheme}://{parts.netloc}", whole, headers, None, "the run's keyspace")
