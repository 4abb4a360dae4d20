"""HTTP, bodies and the order of checks, rule by rule (reference sections 0 and 1)."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.unit.mocks.dataapi.lab import DATABASE, KEY, OTHER, READER, STRANGER, TOKEN, Lab, Reply
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
    for headers, query, kind in (({}, "", "application/yaml"), ({"Accept": "application/json"}, "", "application/json"), ({}, "?format=json", "application/json")):
        reply = rules_lab.send(f"/api/json/openapi{query}", None, headers, "GET")
        assert reply.headers["Content-Type"].startswith(kind)
        assert set(reply.json["paths"]) == {"/v1", "/v1/{keyspace}", "/v1/{keyspace}/{collection}"}


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
@pytest.mark.parametrize(("value", "on"), [("true", True), ("false", False), ("TRUE", False), ("yes", False), ("", False), ("1", False)])
def test_a_feature_is_switched_by_one_word(value: str, on: bool, rules_lab: Lab) -> None:  # noqa: FBT001  # a parameter of a test
    reply = rules_lab.send("/v1", b'{"findRerankingProviders":{}}', {**JSON, "Feature-Flag-reranking": value})
    assert reply.codes == ([] if on else ["RERANKING_FEATURE_NOT_ENABLED"])


@covers("1.2", "0")
@pytest.mark.parametrize(("value", "explained"), [("false", {"enabled": False}), ("true", {"enabled": True, "analyzer": "standard"}), ("no", {"enabled": True, "analyzer": "standard"})])
def test_words_are_on_unless_the_header_says_false(value: str, explained: Any, fresh: Lab) -> None:
    fresh.send("/v1/ks", b'{"createCollection":{"name":"c"}}', {**JSON, "Feature-Flag-lexical": value})
    (listed,) = fresh.keyspace("findCollections", options={"explain": True}).json["status"]["collections"]
    assert listed["options"]["lexical"] == explained


@covers("1.2", "0")
def test_the_server_s_word_beats_the_header() -> None:
    off = Lab(DataApiSettings(default_database_id=DATABASE, reranking=False, lexical=False))
    try:
        assert off.send("/v1", b'{"findRerankingProviders":{}}', {**JSON, "Feature-Flag-reranking": "true"}).codes == ["RERANKING_FEATURE_NOT_ENABLED"]
        on = b'{"createCollection":{"name":"c","options":{"lexical":{"enabled":true}}}}'
        assert off.send("/v1/ks", on, {**JSON, "Feature-Flag-lexical": "true"}).codes == ["LEXICAL_FEATURE_NOT_ENABLED"]
    finally:
        off.close()


@covers("1.2")
def test_an_empty_key_counts_as_a_key(rules_lab: Lab) -> None:
    name = rules_lab.filled("emptykey", vector={"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}})
    rules_lab.provider.keys.clear()
    assert rules_lab.run(name, "insertOne", "", document={"$vectorize": "a"}).codes == []
    assert rules_lab.provider.keys == ["Bearer"]
    assert rules_lab.run(name, "insertOne", None, document={"$vectorize": "a"}).codes == ["EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"]
    assert rules_lab.run(name, "insertOne", KEY, document={"$vectorize": "a"}).codes == []


# --- 1.3 who asks


@covers("1.3", "1.4")
@pytest.mark.parametrize(("path", "body", "method", "kind"), [
    ("/v1/ks/c", FIND, "POST", "application/json"), ("/v1/a/b/c", b"", "GET", "text/plain"), ("/v1", b"{wrong", "POST", "application/json"), ("/v1/none", FIND, "POST", "text/plain"),
])  # fmt: skip
def test_without_a_token_nothing_else_matters(path: str, body: bytes, method: str, kind: str, rules_lab: Lab) -> None:
    reply = rules_lab.send(path, body, {"Content-Type": kind}, method)
    assert (reply.status, reply.codes, set(reply.json)) == (401, ["MISSING_AUTHENTICATION_TOKEN"], {"errors"})
    assert reply.json["errors"][0]["scope"] == "SECURITY"
    assert reply.headers["Content-Type"].startswith("application/json")


TOKENS: list[tuple[str, int, list[str]]] = [
    (TOKEN, 200, []), (READER, 200, []), (cassandra("cassandra", "cassandra"), 200, []),
    ("AstraCS:unknown", 401, ["UNAUTHENTICATED_REQUEST"]), (STRANGER, 401, ["UNAUTHENTICATED_REQUEST"]),
    (cassandra("cassandra", "wrong"), 401, ["UNAUTHENTICATED_REQUEST"]), ("Cassandra:a", 200, ["UNEXPECTED_SERVER_ERROR"]),
    ("Cassandra:!:!", 200, ["UNEXPECTED_SERVER_ERROR"]), ("Cassandra:a:b:c", 200, ["UNEXPECTED_SERVER_ERROR"]), ("", 200, ["INTERNAL_SERVER_ERROR"]),
]  # fmt: skip


@covers("1.3", "1.4")
@pytest.mark.parametrize(("token", "status", "codes"), TOKENS)
def test_tokens(token: str, status: int, codes: list[str], rules_lab: Lab) -> None:
    reply = rules_lab.send("/v1", KEYSPACES, {**JSON, "Token": token})
    assert (reply.status, reply.codes) == (status, codes)


@covers("1.3")
def test_who_may_only_read(rules_lab: Lab) -> None:
    name = rules_lab.filled("readonly", {"_id": 1})
    for path, body in ((f"/v1/ks/{name}", b'{"deleteMany":{}}'), ("/v1/ks", b'{"createCollection":{"name":"x"}}')):
        reply = rules_lab.send(path, body, {**JSON, "Token": READER})
        assert (reply.status, reply.codes) == (401, ["UNAUTHORIZED_ACCESS"])
    assert rules_lab.send(f"/v1/ks/{name}", FIND, {**JSON, "Token": READER}).codes == []


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


# --- 1.4 statuses, 1.5 bodies


@covers("1.4")
@pytest.mark.parametrize(("kind", "status"), [
    ("application/json", 200), ("application/json; charset=utf-8", 200), ("APPLICATION/JSON", 200), ("*/*", 200), ("text/plain", 415),
    ("application/xml", 415), ("application/vnd.api+json", 415), ("multipart/form-data", 415),
])  # fmt: skip
def test_content_types(kind: str, status: int, rules_lab: Lab) -> None:
    reply = rules_lab.send("/v1", KEYSPACES, {"Token": TOKEN, "Content-Type": kind})
    assert reply.status == status
    assert reply.codes == ([] if status == 200 else ["UNSUPPORTED_CONTENT_TYPE"])


@covers("1.4", "0")
def test_a_body_has_a_largest_size(rules_lab: Lab) -> None:
    assert rules_lab.send("/v1/ks/none", b'{"insertOne":{"document":{"a":"' + b"x" * (20 * 2**20) + b'"}}}').status == 413
    assert rules_lab.send("/v1/ks/none", b'{"insertOne":{"document":{"a":"' + b"x" * (19 * 2**20) + b'"}}}').status == 200


BODIES: list[tuple[str, bytes | None, list[str]]] = [
    ("no JSON", b"{wrong}", [NOT_JSON]), ("a word", b"wrong", [NOT_JSON]), ("cut off", b'{"find":{', [NOT_JSON]), ("NaN", b'{"find":{"filter":{"a":NaN}}}', [NOT_JSON]),
    ("a name twice", b'{"find":{"filter":{"a":1,"a":2}}}', [NOT_JSON]), ("a command twice", b'{"find":{},"find":{}}', [NOT_JSON]),
    ("no UTF-8", b'{"find":{"filter":{"a":"\xff"}}}', [NOT_JSON]),
    ("null in a command", b'{"find":null}', [SHAPE]), ("a number in a command", b'{"find":5}', [SHAPE]), ("an array in a command", b'{"find":[]}', [SHAPE]),
    ("nothing", b"", [FIELD]), ("null", b"null", [FIELD]), ("an empty object", b"{}", [SHAPE]), ("an array", b"[]", [SHAPE]), ("a scalar", b"5", [SHAPE]),
    ("two commands", b'{"find":{},"findOne":{}}', [SHAPE]), ("an unknown command", b'{"fynd":{}}', ["COMMAND_UNKNOWN"]),
    ("an unknown field", b'{"find":{"unknown":1}}', ["COMMAND_FIELD_UNKNOWN"]), ("an unknown option", b'{"find":{"options":{"unknown":1}}}', ["COMMAND_FIELD_UNKNOWN"]),
    ("a field of another kind", b'{"find":{"options":5}}', [SHAPE]), ("documents of another kind", b'{"insertMany":{"documents":{}}}', [SHAPE]),
    ("a long number", b'{"find":{"filter":{"a":' + b"1" * 110 + b"}}}", ["SHRED_DOC_LIMIT_VIOLATION"]),
    ("a short large number", b'{"find":{"filter":{"a":1e1000}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
    ("two broken constraints", b'{"find":{"options":{"limit":0,"skip":-1}}}', [FIELD, FIELD, FIELD]),
    ("what follows", b'{"find":{}} trailing', ["UNKNOWN_COLLECTION_OR_TABLE"]), ("what follows, closed once more", b'{"find":{}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
    ("a text as number", b'{"find":{"options":{"limit":"5"}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]), ("a fraction as number", b'{"find":{"options":{"limit":5.9}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
    ("a text as truth", b'{"find":{"options":{"includeSimilarity":"true"}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]), ("null as truth", b'{"find":{"options":{"includeSimilarity":null}}}', ["UNKNOWN_COLLECTION_OR_TABLE"]),
]  # fmt: skip


@covers("1.5", "1.4")
@pytest.mark.parametrize(("body", "codes"), [(body, codes) for _, body, codes in BODIES], ids=[name for name, _, _ in BODIES])
def test_bodies(body: bytes, codes: list[str], rules_lab: Lab) -> None:
    reply = rules_lab.send("/v1/ks/none", body)
    assert (reply.status, reply.codes, set(reply.json)) == (200, codes, {"errors"})


WORDS: list[tuple[bytes, str]] = [
    (b"{wrong}", "Request not valid JSON, problem: "), (b"null", "Command field 'command' value `null` not valid: must not be null."),
    (b'{"findOne":{"unknown":1}}', "Command field 'unknown' not recognized: not one of known fields ('filter', 'options', 'projection', 'sort')"),
    (b'{"find":{"filter":{"a":' + b"1" * 110 + b"}}}", "Number value length (110) exceeds the maximum allowed (100"),
    (b'{"find":{"options":{"limit":0}}}', "Command field 'command.options.limit' value 0 not valid: limit should be greater than `0`."),
    (b'{"findOneAndUpdate":{"update":{},"options":{"returnDocument":"x"}}}', 'value "x" not valid'),
]  # fmt: skip


@covers("1.5")
@pytest.mark.parametrize(("body", "words"), WORDS, ids=str)
def test_words(body: bytes, words: str, rules_lab: Lab) -> None:
    assert words in rules_lab.send("/v1/ks/none", body).message


@covers("1.5")
def test_scalars_become_names(fresh: Lab) -> None:
    for name in (b"5", b"7.5e0"):
        fresh.send("/v1/ks", b'{"createCollection":{"name":%s}}' % name)
    assert "5" in fresh.keyspace("findCollections").json["status"]["collections"]


# --- 1.6 which of several errors is told

ORDER: list[tuple[str, str, bytes, Mapping[str, str], list[str]]] = [
    ("content type before JSON", "/v1", b"{wrong", {"Token": TOKEN, "Content-Type": "text/plain"}, ["UNSUPPORTED_CONTENT_TYPE"]),
    ("JSON before the keyspace", "/v1/none/c", b"{wrong", JSON, [NOT_JSON]),
    ("an unknown field before a broken constraint", "/v1/ks/none", b'{"find":{"options":{"limit":0},"x":1}}', JSON, ["COMMAND_FIELD_UNKNOWN"]),
    ("the update's shape before the collection", "/v1/ks/none", b'{"updateOne":{"update":{"$x":{}}}}', JSON, ["UNSUPPORTED_UPDATE_OPERATION"]),
    ("both vector and text before the collection", "/v1/ks/none", b'{"updateOne":{"update":{"$set":{"$vector":[1],"$vectorize":"a"}}}}', JSON, ["INVALID_USAGE_OF_VECTORIZE"]),
    ("a constraint before the keyspace", "/v1/none/c", b'{"find":{"options":{"limit":0}}}', JSON, [FIELD]),
    ("a constraint before a bad token", "/v1/ks/c", b'{"find":{"options":{"limit":0}}}', {**JSON, "Token": "bad"}, [FIELD]),
    ("a bad token before the keyspace", "/v1/none/c", FIND, {**JSON, "Token": "bad"}, ["UNAUTHENTICATED_REQUEST"]),
    ("the keyspace before the collection", "/v1/none/none", FIND, JSON, ["UNKNOWN_KEYSPACE"]),
    ("the collection before the filter", "/v1/ks/none", b'{"find":{"filter":{"$x":1}}}', JSON, ["UNKNOWN_COLLECTION_OR_TABLE"]),
]  # fmt: skip


@covers("1.6")
@pytest.mark.parametrize(("path", "body", "headers", "codes"), [row[1:] for row in ORDER], ids=[row[0] for row in ORDER])
def test_order_before_the_collection(path: str, body: bytes, headers: Mapping[str, str], codes: list[str], rules_lab: Lab) -> None:
    assert rules_lab.send(path, body, headers).codes == codes


CLAUSES: list[tuple[str, dict[str, Any], str]] = [
    ("the filter before the sort", {"filter": {"$x": 1}, "sort": []}, "FILTER_INVALID_EXPRESSION"),
    ("the filter before the projection", {"filter": {"$x": 1}, "projection": []}, "FILTER_INVALID_EXPRESSION"),
    ("the filter before the embedding", {"filter": {"_id": 1, "$and": [{"_id": 2}]}, "sort": {"$vectorize": "a"}}, "FILTER_MULTIPLE_ID_FILTER"),
    ("the sort before the projection", {"sort": {"n": 0}, "projection": []}, "SORT_CLAUSE_VALUE_INVALID"),
    ("the embedding before the projection", {"sort": {"$vectorize": "a"}, "projection": []}, "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"),
    ("the projection last", {"projection": []}, "UNSUPPORTED_PROJECTION_DEFINITION"),
]  # fmt: skip


@covers("1.6")
@pytest.mark.parametrize(("members", "code"), [row[1:] for row in CLAUSES], ids=[row[0] for row in CLAUSES])
def test_order_of_clauses(members: dict[str, Any], code: str, fresh: Lab) -> None:
    fresh.filled("c", vector={"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}})
    assert fresh.run("c", "find", **members).codes == [code]
    assert fresh.provider.calls == []


@covers("1.6")
def test_both_vector_and_text_before_the_rest_of_the_document(rules_lab: Lab) -> None:
    name = rules_lab.filled("first", vector={"dimension": 3})
    assert rules_lab.run(name, "insertOne", document={"_id": [], "$vector": 1, "$vectorize": 2}).codes == ["INVALID_USAGE_OF_VECTORIZE"]


# --- older generations of errors (control-plane A.9)

TEXTS = {"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}}
ERAS: list[tuple[str, str, dict[str, Any], str, str, tuple[str, str]]] = [
    ("another metric", "createCollection", {"name": "x", "options": {"vector": {"dimension": 2, "metric": "y"}}}, "COMMAND_FIELD_INVALID", "COMMAND_FIELD_VALUE_INVALID", ("REQUEST", "")),
    ("one collection too many", "createCollection", {"name": "x", "options": {"indexing": {"deny": ["*"]}}}, "TOO_MANY_COLLECTIONS", "TOO_MANY_COLLECTIONS", ("SERVER", "")),
    ("a key that nobody stored", "createCollection", {"name": "x", "options": {"vector": {"service": {**TEXTS["service"], "authentication": {"providerKey": "k"}}}}},
     "VECTORIZE_CREDENTIAL_INVALID", "VECTORIZE_CREDENTIAL_INVALID", ("SERVER", "EMBEDDING")),
    ("a vector and a field", "find", {"sort": {"$vector": [1], "n": 1}}, "VECTOR_SEARCH_USAGE_ERROR", "SORT_CLAUSE_INVALID", ("REQUEST", "SORT")),
    ("a text and a field", "find", {"sort": {"$vectorize": "a", "n": 1}}, "VECTORIZE_USAGE_ERROR", "SORT_CLAUSE_INVALID", ("REQUEST", "SORT")),
    ("a document with both", "insertOne", {"document": {"$vector": [1], "$vectorize": "a"}}, "INVALID_USAGE_OF_VECTORIZE", "INVALID_USAGE_OF_VECTORIZE", ("REQUEST", "SCHEMA")),
    ("no key", "insertOne", {"document": {"$vectorize": "a"}}, "EMBEDDING_GATEWAY_PROCESSING_ERROR", "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", ("SERVER", "EMBEDDING")),
]  # fmt: skip


@pytest.fixture(scope="module")
def eras() -> Iterator[Mapping[str, Lab]]:
    """Serve one Data API of each generation, each full: with one collection that embeds texts."""
    settings: Mapping[str, DataApiSettings] = {era: DataApiSettings(default_database_id=DATABASE, era=era) for era in ("E1", "E2", "E3")}  # type: ignore[arg-type]  # literals
    served = {era: Lab(each, collection_max=1) for era, each in settings.items()}
    for lab in served.values():
        lab.filled("c", vector=TEXTS)
    yield served
    for lab in served.values():
        lab.close()


def asked(lab: Lab, command: str, members: dict[str, Any]) -> Reply:
    """Send a command to the level that it belongs to."""
    return lab.keyspace(command, **members) if command == "createCollection" else lab.run("c", command, **members)


@covers("3", "2.1")
@pytest.mark.parametrize(("command", "members", "older", "newer", "place"), [row[1:] for row in ERAS], ids=[row[0] for row in ERAS])
def test_generations_of_errors(command: str, members: dict[str, Any], older: str, newer: str, place: tuple[str, str], eras: Mapping[str, Lab]) -> None:
    first, second, third = (asked(eras[era], command, members).json["errors"][0] for era in ("E1", "E2", "E3"))
    assert set(first) == {"message", "errorCode"}
    assert first["errorCode"] == second["errorCode"] == older
    assert first["message"] == second["message"]
    assert set(second) == set(third) == {"id", "family", "scope", "errorCode", "title", "message"}
    assert (second["family"], second["scope"]) == place
    assert third["errorCode"] == newer


@covers("3")
def test_provider_failures_by_generation(eras: Mapping[str, Lab]) -> None:
    from aiohttp import web  # noqa: PLC0415  # what the double answers with

    for era, scope in (("E2", "EMBEDDING"), ("E3", "EMBEDDING_PROVIDER")):
        for http_status, code in ((401, "CLIENT_ERROR"), (429, "RATE_LIMITED"), (500, "SERVER_ERROR"), (504, "TIMEOUT")):
            eras[era].provider.answer = lambda _, status=http_status: web.json_response({"detail": "told"}, status=status)  # type: ignore[misc]  # a lambda's default
            (error,) = eras[era].run("c", "insertOne", KEY, document={"$vectorize": "a"}).json["errors"]
            assert (error["errorCode"], error["family"], error["scope"]) == (f"EMBEDDING_PROVIDER_{code}", "SERVER", scope)
            assert "told" in error["message"]
        eras[era].provider.answer = None
