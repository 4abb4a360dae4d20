"""HTTP, bodies and the order of checks, rule by rule (reference sections 0 and 1)."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import DATABASE, KEY, OTHER, READER, STRANGER, TOKEN, Lab
from tests.unit.mocks.dataapi.sections.rows import covers

from vectorproof.mocks.dataapi import DataApiSettings
from vectorproof.specs import commands as specified

JSON = {"Token": TOKEN, "Content-Type": "application/json"}
FIND = b'{"find":{}}'
KEYSPACES = b'{"findKeyspaces":{}}'
FIELD, SHAPE, NOT_JSON = "COMMAND_FIELD_VALUE_INVALID", "REQUEST_STRUCTURE_MISMATCH", "REQUEST_NOT_JSON"


def cassandra(user: str, password: str) -> str:
    """Make a token of user and password."""
    return ":".join(["Cassandra", *(base64.b64encode(part.encode()).decode() for part in (user, password))])


@pytest.fixture(scope="module")
def managed() -> Iterator[Lab]:
    """Serve a self-managed Data API."""
    served = Lab(DataApiSettings(edition="self-managed", default_database_id=DATABASE, shared_secret_enabled=False))
    yield served
    served.close()


# --- 1.1 routes


@covers("1.1")
@pytest.mark.parametrize("prefix", ["", "/api/json"])
def test_both_prefixes_answer_on_astra(prefix: str, rules_lab: Lab) -> None:
    assert rules_lab.send(f"{prefix}/v1", KEYSPACES).json["status"]["keyspaces"] == ["ks"]
    assert rules_lab.send(f"{prefix}/v1/ks", b'{"findCollections":{}}').codes == []
    assert rules_lab.send(f"{prefix}/v1/ks/none", FIND).codes == ["UNKNOWN_COLLECTION_OR_TABLE"]


@covers("1.1")
def test_a_self_managed_server_has_one_prefix(managed: Lab) -> None:
    assert managed.send("/v1", KEYSPACES).status == 200
    assert managed.send("/api/json/v1", KEYSPACES).status == 404


METHODS = [(method, path, status) for method in ("GET", "PUT", "PATCH", "DELETE", "HEAD")
           for path, status in (("/v1", 405), ("/v1/ks", 404), ("/v1/ks/c", 404))]  # fmt: skip


@covers("1.1", "1.4")
@pytest.mark.parametrize(("method", "path", "status"), METHODS)
def test_only_post_is_a_command(method: str, path: str, status: int, rules_lab: Lab) -> None:
    reply = rules_lab.send(path, None, JSON, method)
    assert (reply.status, reply.raw) == (status, b"")


@covers("1.1")
@pytest.mark.parametrize("path", ["/v1", "/v1/ks", "/v1/ks/c"])
def test_options_tells_the_methods(path: str, rules_lab: Lab) -> None:
    reply = rules_lab.send(path, None, JSON, "OPTIONS")
    assert (reply.status, reply.raw) == (200, b"")
    assert set(reply.headers["Allow"].split(", ")) == {"HEAD", "POST", "OPTIONS"}


@covers("1.1", "1.4")
@pytest.mark.parametrize("path", ["/v1/a/b/c", "/v3", "/unknown/x/y", "/"])
def test_other_paths_are_not_there(path: str, rules_lab: Lab) -> None:
    reply = rules_lab.send(path, FIND)
    assert reply.status == 404
    assert b"errors" not in reply.raw


@covers("1.1")
def test_slashes_escapes_and_case_in_paths(rules_lab: Lab) -> None:
    name = rules_lab.filled("Path_1", {"_id": 1})
    for path in (f"/v1/ks/{name}/", f"/v1//ks//{name}", f"/v1/k%73/{name}", "/v1/ks/Path%5F1"):
        assert rules_lab.send(path, FIND).codes == [], path
    assert rules_lab.send("/v1/ks/path_1", FIND).codes == ["UNKNOWN_COLLECTION_OR_TABLE"]
    assert rules_lab.send("/v1/KS/Path_1", FIND).codes == ["UNKNOWN_KEYSPACE"]
    assert rules_lab.send("/v1/ks/no%20such-name!", FIND).codes == ["UNKNOWN_COLLECTION_OR_TABLE"]


@covers("1.1")
def test_health_and_description_need_no_token(rules_lab: Lab) -> None:
    for path in ("/stargate/health", "/stargate/health/live", "/stargate/health/ready"):
        assert rules_lab.send(path, None, {}, "GET").json["status"] == "UP"
    for headers, query, kind in (
        ({}, "", "application/yaml"),
        ({"Accept": "application/json"}, "", "application/json"),
        ({}, "?format=json", "application/json"),
    ):
        reply = rules_lab.send(f"/api/json/openapi{query}", None, headers, "GET")
        assert reply.headers["Content-Type"].startswith(kind)
        assert set(reply.json["paths"]) == {"/v1", "/v1/{keyspace}", "/v1/{keyspace}/{collection}"}


@covers("1.1")
@pytest.mark.parametrize("path", ["/metrics", "/swagger-ui", "/swagger-ui/", "/v1/mcp"])
def test_what_is_not_simulated_beside_the_commands_is_not_there(path: str, rules_lab: Lab) -> None:
    reply = rules_lab.send(path, None, JSON, "GET")
    assert (reply.status, reply.raw) == (404, b"")
    assert rules_lab.send("/v1/mcp", KEYSPACES).codes == ["COMMAND_UNKNOWN"]


@covers("1.1")
@pytest.mark.parametrize("name", sorted(specified.commands()))
def test_a_command_has_one_level(name: str, rules_lab: Lab) -> None:
    level = specified.commands()[name].level
    for other, path in (("general", "/v1"), ("keyspace", "/v1/ks"), ("collection", "/v1/ks/c")):
        if other != level:
            reply = rules_lab.send(path, json.dumps({name: {}}).encode())
            assert reply.codes == ["COMMAND_UNKNOWN"]
            assert f"Command '{name}' is not a {other.capitalize()} Command recognized by Data API" in reply.message
            assert str(list(specified.of_level(other))).replace("'", "") in reply.message  # type: ignore[arg-type]  # one of the three


# --- 1.2 headers


@covers("1.2")
@pytest.mark.parametrize("header", ["Token", "X-Cassandra-Token", "token", "TOKEN"])
def test_the_token_has_two_names(header: str, rules_lab: Lab) -> None:
    assert rules_lab.send("/v1", KEYSPACES, {header: TOKEN, "Content-Type": "application/json"}).codes == []


@covers("1.2", "0")
@pytest.mark.parametrize(
    ("value", "on"), [("true", True), ("false", False), ("TRUE", False), ("yes", False), ("", False), ("1", False)]
)
def test_a_feature_is_switched_by_one_word(value: str, on: bool, rules_lab: Lab) -> None:  # noqa: FBT001  # a parameter of a test
    reply = rules_lab.send("/v1", b'{"findRerankingProviders":{}}', {**JSON, "Feature-Flag-reranking": value})
    assert reply.codes == ([] if on else ["RERANKING_FEATURE_NOT_ENABLED"])


@covers("1.2", "0")
@pytest.mark.parametrize(
    ("value", "explained"),
    [
        ("false", {"enabled": False}),
        ("true", {"enabled": True, "analyzer": "standard"}),
        ("no", {"enabled": True, "analyzer": "standard"}),
    ],
)
def test_words_are_on_unless_the_header_says_false(value: str, explained: Any, fresh: Lab) -> None:
    fresh.send("/v1/ks", b'{"createCollection":{"name":"c"}}', {**JSON, "Feature-Flag-lexical": value})
    (listed,) = fresh.keyspace("findCollections", options={"explain": True}).json["status"]["collections"]
    assert listed["options"]["lexical"] == explained


@covers("1.2", "0")
def test_the_server_s_word_beats_the_header() -> None:
    off = Lab(DataApiSettings(default_database_id=DATABASE, reranking=False, lexical=False))
    try:
        assert off.send("/v1", b'{"findRerankingProviders":{}}', {**JSON, "Feature-Flag-reranking": "true"}).codes == [
            "RERANKING_FEATURE_NOT_ENABLED"
        ]
        on = b'{"createCollection":{"name":"c","options":{"lexical":{"enabled":true}}}}'
        assert off.send("/v1/ks", on, {**JSON, "Feature-Flag-lexical": "true"}).codes == ["LEXICAL_FEATURE_NOT_ENABLED"]
    finally:
        off.close()


@covers("1.2")
def test_an_empty_key_counts_as_a_key(rules_lab: Lab) -> None:
    name = rules_lab.filled(
        "emptykey", vector={"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}}
    )
    rules_lab.provider.keys.clear()
    assert rules_lab.run(name, "insertOne", "", document={"$vectorize": "a"}).codes == []
    assert rules_lab.provider.keys == ["Bearer"]
    assert rules_lab.run(name, "insertOne", None, document={"$vectorize": "a"}).codes == [
        "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"
    ]
    assert rules_lab.run(name, "insertOne", KEY, document={"$vectorize": "a"}).codes == []


# --- 1.3 who asks


@covers("1.3", "1.4")
@pytest.mark.parametrize(("path", "body", "method", "kind"), [
    ("/v1/ks/c", FIND, "POST", "application/json"), ("/v1/a/b/c", b"", "GET", "text/plain"),
        ("/v1", b"{wrong", "POST", "application/json"), ("/v1/none", FIND, "POST", "text/plain"),
])  # fmt: skip
def test_without_a_token_nothing_else_matters(path: str, body: bytes, method: str, kind: str, rules_lab: Lab) -> None:
    reply = rules_lab.send(path, body, {"Content-Type": kind}, method)
    assert (reply.status, reply.codes, set(reply.json)) == (401, ["MISSING_AUTHENTICATION_TOKEN"], {"errors"})
    assert reply.json["errors"][0]["scope"] == "SECURITY"
    assert reply.headers["Content-Type"].startswith("application/json")


@covers("1.3")
def test_the_error_of_a_missing_token_is_always_the_same_one(rules_lab: Lab) -> None:
    first, second = (rules_lab.send("/v1", body, {}).json["errors"][0]["id"] for body in (KEYSPACES, FIND))
    assert first == second
    other, another = (rules_lab.send("/v1", FIND).json["errors"][0]["id"] for _ in range(2))
    assert other != another


TOKENS: list[tuple[str, int, list[str]]] = [
    (TOKEN, 200, []), (READER, 200, []), (cassandra("cassandra", "cassandra"), 200, []),
    ("AstraCS:unknown", 401, ["UNAUTHENTICATED_REQUEST"]), (STRANGER, 401, ["UNAUTHENTICATED_REQUEST"]),
    (cassandra("cassandra", "wrong"), 401, ["UNAUTHENTICATED_REQUEST"]),
        ("Cassandra:a", 200, ["UNEXPECTED_SERVER_ERROR"]),
    ("Cassandra:!:!", 200, ["UNEXPECTED_SERVER_ERROR"]), ("Cassandra:a:b:c", 200, ["UNEXPECTED_SERVER_ERROR"]),
        ("", 200, ["INTERNAL_SERVER_ERROR"]),
]  # fmt: skip


@covers("1.3", "1.4")
@pytest.mark.parametrize(("token", "status", "codes"), TOKENS)
def test_tokens(token: str, status: int, codes: list[str], rules_lab: Lab) -> None:
    reply = rules_lab.send("/v1", KEYSPACES, {**JSON, "Token": token})
    assert (reply.status, reply.codes) == (status, codes)


NAMED: dict[str, Any] = {"name": "unheard_of"}
CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("insertOne", {"document": {}}), ("insertMany", {"documents": [{}]}), ("updateOne", {"update": {}}),
    ("updateMany", {"update": {}}), ("findOneAndUpdate", {"update": {}}), ("findOneAndReplace", {"replacement": {}}),
    ("findOneAndDelete", {}), ("deleteOne", {"filter": {}}), ("deleteMany", {}),
]  # fmt: skip
WRITES: list[tuple[str, str, dict[str, Any]]] = [
    *(("/v1", f"{verb}{what}", NAMED) for verb in ("create", "drop") for what in ("Keyspace", "Namespace")),
    *(("/v1/ks", f"{verb}Collection", NAMED) for verb in ("create", "delete")),
    *(("/v1/ks/readonly", command, members) for command, members in CHANGES),
]


@pytest.fixture(scope="module")
def readonly(rules_lab: Lab) -> Lab:
    """Serve a collection of that name, with one document."""
    rules_lab.filled("readonly", {"_id": 1})
    return rules_lab


@covers("1.3")
@pytest.mark.parametrize(("path", "command", "members"), WRITES, ids=[command for _, command, _ in WRITES])
def test_who_may_only_read_changes_nothing(path: str, command: str, members: dict[str, Any], readonly: Lab) -> None:
    reply = readonly.send(path, json.dumps({command: members}).encode(), {**JSON, "Token": READER})
    assert (reply.status, reply.codes) == (401, ["UNAUTHORIZED_ACCESS"])
    assert readonly.run("readonly", "find").json["data"]["documents"] == [{"_id": 1}]


@covers("1.3")
@pytest.mark.parametrize("command", ["find", "findOne", "countDocuments", "estimatedDocumentCount"])
def test_who_may_only_read_may_do_that(command: str, readonly: Lab) -> None:
    body = json.dumps({command: {}}).encode()
    assert readonly.send("/v1/ks/readonly", body, {**JSON, "Token": READER}).codes == []


@covers("1.3")
def test_what_asks_no_database_takes_any_token(rules_lab: Lab) -> None:
    bad = {**JSON, "Token": "AstraCS:unknown"}
    assert rules_lab.send("/v1", b'{"findEmbeddingProviders":{}}', bad).codes == []
    assert rules_lab.send("/v1", b'{"bogus":{}}', bad).codes == ["COMMAND_UNKNOWN"]
    assert rules_lab.send("/v1", b'{"findKeyspaces":{"x":1}}', bad).codes == ["COMMAND_FIELD_UNKNOWN"]
    older = rules_lab.send("/v1", b'{"findNamespaces":{}}', bad)
    assert (older.status, older.codes, list(older.json["status"])) == (401, ["UNAUTHENTICATED_REQUEST"], ["warnings"])


@covers("1.1")
def test_a_database_is_chosen_by_host(rules_lab: Lab) -> None:
    host = {**JSON, "Host": f"{OTHER}-us-east-2.apps.astra.datastax.com"}
    assert rules_lab.send("/v1", KEYSPACES, host).codes == ["UNAUTHENTICATED_REQUEST"]
    assert rules_lab.send("/v1", KEYSPACES, {**host, "Token": STRANGER}).codes == []
