"""What a target is and can do, asked before the first case: capabilities are found, never guessed from an address."""

from typing import Final

import orjson

from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import TargetError, UnreachableError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import list_in, object_in, texts_in
from vectorproof.harness.needs import CAPABILITIES

_PREFIXES: Final = ("", "/api/json")
_UNAUTHORIZED: Final = 401
_OK: Final = 200
_PRODUCT: Final = "vectorproof"
_INTERNAL: Final = "/internal/sync"


def probe(endpoint: Endpoint, client: Client) -> tuple[Endpoint, frozenset[str]]:
    """Find where the Data API answers and which capabilities the target has.

    Raises:
        TargetError: it cannot be reached, is no Data API, refuses the token, or lacks the keyspace; or another address
            that was given is not what it should be.

    """
    endpoint = _found(endpoint, client)
    capabilities = {"data-api"} | _control(endpoint, client) | _provider(endpoint, client) | _devops(endpoint, client)
    if "fresh-databases" in capabilities:
        capabilities.add("two-databases")
    if "provider-control" in capabilities or endpoint.embedding_key is not None or endpoint.key_name is not None:
        capabilities.add("embedding-key")
    if endpoint.key_name is not None or {"key-control", "provider-control"} <= capabilities:
        capabilities.add("stored-key")
    if "credential-service" in capabilities:
        endpoint = endpoint.with_credential_service(_origin(endpoint.control or "") + _INTERNAL)
    return endpoint, frozenset(capabilities)


def _found(endpoint: Endpoint, client: Client) -> Endpoint:
    """Ask for the keyspaces where a Data API could answer: the one question every edition answers."""
    prefixes = _PREFIXES if endpoint.prefix is None else (endpoint.prefix,)
    answers: list[Exchange] = []
    for prefix in prefixes:
        answer = _ask_for_keyspaces(endpoint, prefix, client)
        if _is_envelope(answer):
            _judge_welcome(endpoint, answer)
            return endpoint.with_prefix(prefix)
        answers.append(answer)
    raise TargetError(f"{endpoint.data_api} is not a Data API: findKeyspaces got {answers[0]}")


def _ask_for_keyspaces(endpoint: Endpoint, prefix: str, client: Client) -> Exchange:
    headers = {"Token": endpoint.token.reveal(), "Content-Type": "application/json"}
    body = orjson.dumps({"findKeyspaces": {}})
    request = Request("POST", endpoint.data_api, f"{prefix}/v1", headers, body, "findKeyspaces")
    try:
        return client.send(request)
    except UnreachableError as error:
        said = str(error).removeprefix("findKeyspaces: ")
        raise UnreachableError(f"{endpoint.data_api} cannot be reached: {said}") from error


def _is_envelope(answer: Exchange) -> bool:
    keyspaces = list_in(answer.status_member.get("keyspaces"))
    listed = keyspaces is not None and all(isinstance(name, str) for name in keyspaces)
    return listed or any(error.code and error.message for error in answer.errors)


def _judge_welcome(endpoint: Endpoint, answer: Exchange) -> None:
    if answer.status == _UNAUTHORIZED:
        raise TargetError(f"{endpoint.data_api} refused the token")
    keyspaces = texts_in(answer.status_member.get("keyspaces"))
    if not answer.errors and endpoint.makes_keyspace is None and endpoint.keyspace not in keyspaces:
        there = ", ".join(keyspaces) or "none"
        raise TargetError(f"{endpoint.data_api} has no keyspace {endpoint.keyspace!r}; there are: {there}")


def _control(endpoint: Endpoint, client: Client) -> set[str]:
    return _claimed(endpoint.control, client, "--control-url")


def _provider(endpoint: Endpoint, client: Client) -> set[str]:
    return _claimed(endpoint.jina_control, client, "--jina-url")


def _claimed(base: str | None, client: Client, option: str) -> set[str]:
    """Ask one of our own surfaces what it can; whatever else answers there is a mistake of the command line."""
    if base is None:
        return set()
    answer = _get(base, "", {}, client, option)
    body = object_in(answer.body) or {}
    if body.get("product") != _PRODUCT or list_in(body.get("capabilities")) is None:
        raise TargetError(f"{option} {base} is not what it should be: {answer}")
    return {name for name in texts_in(body["capabilities"]) if name in CAPABILITIES}


def _devops(endpoint: Endpoint, client: Client) -> set[str]:
    if endpoint.devops is None:
        return set()
    headers = {"Authorization": f"Bearer {endpoint.token.reveal()}"}
    answer = _get(endpoint.devops, "/currentOrg", headers, client, "--devops-url")
    if answer.status != _OK or "id" not in (object_in(answer.body) or {}):
        raise TargetError(f"--devops-url {endpoint.devops} does not answer as the DevOps API: {answer}")
    return {"devops"}


def _get(base: str, path: str, headers: dict[str, str], client: Client, option: str) -> Exchange:
    origin = _origin(base)
    try:
        return client.send(Request("GET", origin, base.removeprefix(origin) + path, headers, None, option))
    except UnreachableError as error:
        raise UnreachableError(f"{base} cannot be reached: {str(error).removeprefix(f'{option}: ')}") from error


def _origin(base: str) -> str:
    scheme, _, rest = base.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
