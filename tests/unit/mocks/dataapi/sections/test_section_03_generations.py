"""Older generations of errors, by situation (reference sections 2.1 and 3, control-plane A.9)."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import DATABASE, KEY, Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import covers

from vectorproof.mocks.dataapi import DataApiSettings

# --- older generations of errors (control-plane A.9)

TEXTS = {"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}}
ERAS: list[tuple[str, str, dict[str, Any], str, str, tuple[str, str]]] = [
    ("another metric", "createCollection", {"name": "x", "options": {"vector": {"dimension": 2, "metric": "y"}}},
        "COMMAND_FIELD_INVALID", "COMMAND_FIELD_VALUE_INVALID", ("REQUEST", "")),
    ("one collection too many", "createCollection", {"name": "x", "options": {"indexing": {"deny": ["*"]}}},
        "TOO_MANY_COLLECTIONS", "TOO_MANY_COLLECTIONS", ("SERVER", "")),
    ("a key that nobody stored", "createCollection", {"name": "x",
        "options": {"vector": {"service": {**TEXTS["service"], "authentication": {"providerKey": "k"}}}}},
     "VECTORIZE_CREDENTIAL_INVALID", "VECTORIZE_CREDENTIAL_INVALID", ("SERVER", "EMBEDDING")),
    ("a vector and a field", "find", {"sort": {"$vector": [1], "n": 1}}, "VECTOR_SEARCH_USAGE_ERROR",
        "SORT_CLAUSE_INVALID", ("REQUEST", "SORT")),
    ("a text and a field", "find", {"sort": {"$vectorize": "a", "n": 1}}, "VECTORIZE_USAGE_ERROR",
        "SORT_CLAUSE_INVALID", ("REQUEST", "SORT")),
    ("a document with both", "insertOne", {"document": {"$vector": [1], "$vectorize": "a"}},
        "INVALID_USAGE_OF_VECTORIZE", "INVALID_USAGE_OF_VECTORIZE", ("REQUEST", "SCHEMA")),
    ("no key", "insertOne", {"document": {"$vectorize": "a"}}, "EMBEDDING_GATEWAY_PROCESSING_ERROR",
        "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", ("SERVER", "EMBEDDING")),
]  # fmt: skip


@pytest.fixture(scope="module")
def eras() -> Iterator[Mapping[str, Lab]]:
    """Serve one Data API of each generation, each full: with one collection that embeds texts."""
    settings: Mapping[str, DataApiSettings] = {
        era: DataApiSettings(default_database_id=DATABASE, era=era) for era in ("E1", "E2", "E3")
    }
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
@pytest.mark.parametrize(
    ("command", "members", "older", "newer", "place"), [row[1:] for row in ERAS], ids=[row[0] for row in ERAS]
)
def test_generations_of_errors(
    command: str, members: dict[str, Any], older: str, *, newer: str, place: tuple[str, str], eras: Mapping[str, Lab]
) -> None:
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
        for http_status, code in (
            (401, "CLIENT_ERROR"),
            (429, "RATE_LIMITED"),
            (500, "SERVER_ERROR"),
            (504, "TIMEOUT"),
        ):
            eras[era].provider.answer = lambda _, status=http_status: web.json_response(
                {"detail": "told"}, status=status
            )
            (error,) = eras[era].run("c", "insertOne", KEY, document={"$vectorize": "a"}).json["errors"]
            assert (error["errorCode"], error["family"], error["scope"]) == (
                f"EMBEDDING_PROVIDER_{code}",
                "SERVER",
                scope,
            )
            assert "told" in error["message"]
        eras[era].provider.answer = None
