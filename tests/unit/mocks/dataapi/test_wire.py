"""HTTP: tokens, methods, content types, bodies, levels, which database is meant (data-api 1)."""

import json
from dataclasses import replace

import pytest
from tests.unit.mocks.dataapi.lab import DATABASE, OTHER, READER, STRANGER, TOKEN, Lab

from vectorproof.mocks.dataapi import DataApiSettings
from vectorproof.mocks.dataapi.settings import CommandLimits

JSON = {"Content-Type": "application/json"}
CASSANDRA = "Cassandra:Y2Fzc2FuZHJh:Y2Fzc2FuZHJh"
KEYSPACES = b'{"findKeyspaces":{}}'


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [
        ({}, 401, "MISSING_AUTHENTICATION_TOKEN"),
        ({"Authorization": f"Bearer {TOKEN}"}, 401, "MISSING_AUTHENTICATION_TOKEN"),
        ({"Token": "AstraCS:nobody"}, 401, "UNAUTHENTICATED_REQUEST"),
        ({"Token": STRANGER}, 401, "UNAUTHENTICATED_REQUEST"),
        ({"Token": "Cassandra:Y2Fzc2FuZHJh:d3Jvbmc="}, 401, "UNAUTHENTICATED_REQUEST"),
        ({"Token": ""}, 200, "INTERNAL_SERVER_ERROR"),
        ({"Token": "Cassandra:onlytwo"}, 200, "UNEXPECTED_SERVER_ERROR"),
        ({"Token": "Cassandra:%%%:eA=="}, 200, "UNEXPECTED_SERVER_ERROR"),
        ({"Token": TOKEN}, 200, None),
        ({"X-Cassandra-Token": TOKEN}, 200, None),
        ({"token": READER}, 200, None),
        ({"Token": CASSANDRA}, 200, None),
    ],
    ids=str,
)
def test_tokens(lab: Lab, token: dict[str, str], status: int, code: str | None) -> None:
    reply = lab.send("/v1", KEYSPACES, {**JSON, **token})
    assert reply.status == status
    assert reply.codes == ([] if code is None else [code])


def test_a_reader_may_not_write(lab: Lab) -> None:
    reply = lab.send("/v1", b'{"createKeyspace":{"name":"x"}}', {**JSON, "Token": READER})
    assert (reply.status, reply.codes) == (401, ["UNAUTHORIZED_ACCESS"])


def test_the_missing_token_comes_first(lab: Lab) -> None:
    for method, path, body in (("POST", "/v1", b"{wrong"), ("GET", "/v1", None), ("POST", "/v1/a/b/c", b"")):
        assert lab.send(path, body, {"Content-Type": "text/plain"}, method).status == 401


def test_commands_that_ask_no_database_take_any_token(lab: Lab) -> None:
    reply = lab.send("/v1", b'{"findEmbeddingProviders":{}}', {**JSON, "Token": "whatever"})
    assert "jinaAI" in reply.json["status"]["embeddingProviders"]


def test_an_unknown_command_is_noticed_before_a_bad_token(lab: Lab) -> None:
    assert lab.send("/v1", b'{"bogus":{}}', {**JSON, "Token": "nobody"}).codes == ["COMMAND_UNKNOWN"]


@pytest.mark.parametrize("path", ["/v1", "/v1/ks", "/v1/ks/c"])
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD"])
def test_other_methods(lab: Lab, method: str, path: str) -> None:
    reply = lab.send(path, None, {"Token": TOKEN}, method)
    assert (reply.status, reply.raw) == (405 if path == "/v1" else 404, b"")


def test_options(lab: Lab) -> None:
    reply = lab.send("/v1/ks", None, {"Token": TOKEN}, "OPTIONS")
    assert (reply.status, reply.headers["Allow"]) == (200, "HEAD, POST, OPTIONS")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/", 200),
        ("//v1", 404),
        ("/v1//ks/", 200),
        ("/api/json/v1", 200),
        ("/api/json/v1/ks", 200),
        ("/v1/a/b/c", 404),
    ],
)
def test_paths(lab: Lab, path: str, status: int) -> None:
    assert lab.send(path, b'{"bogus":{}}').status == status


def test_escapes_in_names_are_decoded_after_splitting(lab: Lab) -> None:
    assert "na/me" in lab.send("/v1/ks/na%2Fme", b'{"find":{}}').message


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (None, 200), ("application/json", 200), ("APPLICATION/JSON; charset=utf-8", 200), ("*/*", 200),
        ("text/plain", 415), ("application/xml", 415), ("application/vnd.api+json", 415),
    ],
)  # fmt: skip
def test_content_types(lab: Lab, content_type: str | None, status: int) -> None:
    headers = {"Token": TOKEN} | ({} if content_type is None else {"Content-Type": content_type})
    reply = lab.send("/v1", KEYSPACES, headers)
    assert reply.status == status
    assert reply.codes == ([] if status == 200 else ["UNSUPPORTED_CONTENT_TYPE"])


BODIES = [
    ("", "COMMAND_FIELD_VALUE_INVALID"), ("null", "COMMAND_FIELD_VALUE_INVALID"), ("{}", "REQUEST_STRUCTURE_MISMATCH"),
    ("[]", "REQUEST_STRUCTURE_MISMATCH"), ('{"find":{},"findOne":{}}', "REQUEST_STRUCTURE_MISMATCH"),
    ('{"find":null}', "REQUEST_STRUCTURE_MISMATCH"), ('{"find":5}', "REQUEST_STRUCTURE_MISMATCH"),
    ('{"find":{"filter":{"a":1,"a":2}}}', "REQUEST_NOT_JSON"), ('{"find"', "REQUEST_NOT_JSON"),
    ('{"createCollection":{}}', "COMMAND_UNKNOWN"), ('{"bogus":{}}', "COMMAND_UNKNOWN"),
    ('{"find":{"bogus":1}}', "COMMAND_FIELD_UNKNOWN"), ('{"findOne":{"options":{"limit":1}}}', "COMMAND_FIELD_UNKNOWN"),
    ('{"find":{"options":5}}', "REQUEST_STRUCTURE_MISMATCH"),
    ('{"find":{"options":{"limit":0}}}', "COMMAND_FIELD_VALUE_INVALID"),
    ('{"insertMany":{"documents":{}}}', "REQUEST_STRUCTURE_MISMATCH"),
    ('{"insertOne":{}}', "COMMAND_FIELD_VALUE_INVALID"),
    ('{"deleteOne":{}}', "COMMAND_FIELD_VALUE_INVALID"), ('{"updateOne":{"filter":{}}}', "COMMAND_FIELD_VALUE_INVALID"),
    ('{"deleteOne":{"filter":{},"options":{"x":1}}}', "COMMAND_ACCEPTS_NO_OPTIONS"),
    ('{"updateOne":{"update":{"$set":5}}}', "UNSUPPORTED_UPDATE_DATA_TYPE"),
    ('{"find":{"options":{"skip":1}}}', "COMMAND_FIELD_VALUE_INVALID"),
    ('{"find":{"sort":{"$vector":[1]},"options":{"limit":1001}}}', "COMMAND_FIELD_VALUE_INVALID"),
    ('{"findOneAndUpdate":{"update":{},"options":{"returnDocument":"BEFORE"}}}', "COMMAND_FIELD_VALUE_INVALID"),
    ('{"findOneAndDelete":{"options":{}}}', "COMMAND_FIELD_UNKNOWN"),
    ('{"updateMany":{"sort":{}}}', "COMMAND_FIELD_UNKNOWN"),
    ('{"find":{}}', "UNKNOWN_COLLECTION_OR_TABLE"), ('{"findAndRerank":{}}', "UNKNOWN_COLLECTION_OR_TABLE"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code"), BODIES)
def test_bodies_sent_to_a_collection_that_is_not_there(lab: Lab, body: str, code: str) -> None:
    reply = lab.send("/v1/ks/nowhere", body.encode())
    assert (reply.status, reply.codes) == (200, [code])
    assert set(reply.json) == {"errors"}


def test_several_broken_constraints_are_several_errors(lab: Lab) -> None:
    assert lab.run("nowhere", "insertMany").codes == ["COMMAND_FIELD_VALUE_INVALID"] * 2


def test_an_unknown_command_is_answered_with_those_there_are(lab: Lab) -> None:
    message = lab.send("/v1/ks", b'{"find":{}}').message
    assert "is not a Keyspace Command" in message
    assert "createCollection" in message
    assert "createTable" in message


def test_real_commands_that_are_not_simulated_say_so(lab: Lab) -> None:
    (error,) = lab.keyspace("listTables").json["errors"]
    assert (error["family"], error["scope"], error["errorCode"]) == ("SERVER", "SIMULATOR", "NOT_SIMULATED")
    assert "listTables" in error["message"]


def test_a_command_for_tables_is_refused_by_a_collection(lab: Lab) -> None:
    assert lab.run(lab.filled("notable"), "listIndexes").codes == ["UNSUPPORTED_COLLECTION_COMMAND"]


def test_keyspaces(fresh: Lab) -> None:
    for name in ("one", "one", "_9"):
        assert fresh.general("createKeyspace", name=name).json == {"status": {"ok": 1}}
    assert fresh.general("findKeyspaces").json["status"]["keyspaces"] == ["ks", "one", "_9"]
    assert fresh.send("/v1/one", b'{"createCollection":{"name":"c"}}').codes == []
    assert fresh.keyspace("findCollections").json == {"status": {"collections": []}}
    assert fresh.general("dropKeyspace", name="one").json == {"status": {"ok": 1}}
    assert fresh.send("/v1/one/c", b'{"find":{}}').codes == ["UNKNOWN_KEYSPACE"]
    fresh.general("createKeyspace", name="one")
    assert fresh.send("/v1/one", b'{"findCollections":{}}').json == {"status": {"collections": []}}


def test_deprecated_names_warn(fresh: Lab) -> None:
    made = fresh.general("createNamespace", name="old").json
    assert made["status"]["ok"] == 1
    assert made["status"]["warnings"][0]["errorCode"] == "DEPRECATED_COMMAND"
    assert "createKeyspace" in made["status"]["warnings"][0]["message"]
    assert "old" in fresh.general("findNamespaces").json["status"]["namespaces"]
    refused = fresh.general("createNamespace", name="a b").json
    assert refused["errors"][0]["errorCode"] == "UNSUPPORTED_SCHEMA_NAME"
    assert "warnings" in refused["status"]
    assert "status" not in fresh.general("dropNamespace", name="").json
    bad = fresh.send("/v1", b'{"findNamespaces":{}}', {**JSON, "Token": "nobody"})
    assert (bad.status, bad.codes) == (401, ["UNAUTHENTICATED_REQUEST"])
    assert "warnings" in bad.json["status"]


def test_a_database_is_chosen_by_host_before_header_before_default(lab: Lab) -> None:
    lab.filled("only_ours")
    ask = b'{"findCollections":{}}'

    def seen(token: str, **headers: str) -> bool:
        reply = lab.send("/v1/ks", ask, {**JSON, "Token": token, **headers})
        return "only_ours" in reply.json["status"]["collections"]

    assert seen(TOKEN)
    assert seen(TOKEN, **{"X-Sim-Database": DATABASE})
    assert not seen(STRANGER, **{"X-Sim-Database": OTHER})
    host = f"{DATABASE}-us-east-2.apps.example.com"
    assert seen(TOKEN, Host=host, **{"X-Sim-Database": OTHER})
    unknown = {**JSON, "Token": TOKEN, "X-Sim-Database": "no-such-database"}
    assert lab.send("/v1/ks", ask, unknown).status == 404


def test_a_body_may_not_be_too_large() -> None:
    settings = DataApiSettings(default_database_id=DATABASE, commands=replace(CommandLimits(), max_body_bytes=100))
    lab = Lab(settings)
    try:
        assert lab.send("/v1", b'{"findKeyspaces":{}}' + b" " * 80).status == 200
        assert lab.send("/v1", b'{"findKeyspaces":{}}' + b" " * 81).status == 413
    finally:
        lab.close()


def test_a_self_managed_server_has_no_prefix() -> None:
    lab = Lab(DataApiSettings(edition="self-managed", default_database_id=DATABASE))
    try:
        assert lab.send("/api/json/v1", KEYSPACES).status == 404
        assert lab.send("/stargate/health", None, {}, "GET").json["status"] == "UP"
    finally:
        lab.close()


def test_a_bug_of_ours_cannot_be_taken_for_an_answer(fresh: Lab) -> None:
    fresh.tenants.database = None  # type: ignore[assignment,method-assign]  # anything that breaks
    reply = fresh.send("/v1", KEYSPACES)
    assert (reply.status, reply.headers["X-Sim-Bug"]) == (500, "1")
    assert set(reply.json) == {"bug"}


def test_who_takes_no_json_gets_text(lab: Lab) -> None:
    reply = lab.send("/v1", KEYSPACES, {**JSON, "Token": TOKEN, "Accept": "text/html"})
    assert reply.status == 200
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply.raw)
