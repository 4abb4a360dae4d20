"""Keyspaces, collections and providers, rule by rule (reference section 4)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import DATABASE, KEY, V3, Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import covers, service

from vectorproof.mocks.dataapi import DataApiSettings, defining
from vectorproof.mocks.dataapi.commands import find_embedding_providers
from vectorproof.mocks.dataapi.providers import providers

OPTIONS, INDEXING, FIELD = (
    "INVALID_CREATE_COLLECTION_OPTIONS",
    "INVALID_INDEXING_DEFINITION",
    "COMMAND_FIELD_VALUE_INVALID",
)
STRANGE, NAME, SHAPE = "INVALID_CREATE_COLLECTION_FIELD", "UNSUPPORTED_SCHEMA_NAME", "REQUEST_STRUCTURE_MISMATCH"
RERANKER = {"provider": "nvidia", "modelName": "nvidia/llama-3.2-nv-rerankqa-1b-v2"}


@covers("4.1")
@pytest.mark.parametrize(
    ("command", "send"),
    [("createCollection", Lab.keyspace), ("createKeyspace", Lab.general), ("createNamespace", Lab.general)],
)
@pytest.mark.parametrize("name", [None, "", "a" * 49, "a-b", "a b", "ü", "${car}", "a.b", "missing"])
def test_names_that_cannot_be(command: str, send: Callable[..., Reply], name: str | None, fresh: Lab) -> None:
    members = {} if name == "missing" else {"name": name}
    assert send(fresh, command, **members).codes == [NAME]


@covers("4.1")
@pytest.mark.parametrize("name", ["a", "a" * 48, "9", "_", "9_a", "Testcollection", "testCollection"])
def test_names_that_can_be(name: str, fresh: Lab) -> None:
    assert fresh.create(name).codes == []
    assert fresh.general("createKeyspace", name=name).codes == []
    assert fresh.keyspace("findCollections").json["status"]["collections"] == [name]


@covers("4.1", "4.7")
def test_names_to_drop_are_only_looked_for(fresh: Lab) -> None:
    for command, send in (
        ("deleteCollection", fresh.keyspace),
        ("dropKeyspace", fresh.general),
        ("dropNamespace", fresh.general),
    ):
        assert send(command, name="no such-name").json["status"]["ok"] == 1
        assert send(command, name="").codes == [FIELD]
        assert send(command).codes == [FIELD]


REPLICATIONS: list[tuple[Any, list[str]]] = [
    ({"class": "SimpleStrategy", "replication_factor": 1}, []), ({"class": "NetworkTopologyStrategy", "dc1": 3}, []),
    ({"class": "simplestrategy"}, [FIELD]), ({"replication_factor": 1}, [FIELD]),
        ({"class": "SimpleStrategy", "dc": "x"}, [SHAPE]),
]  # fmt: skip


@covers("4.2")
@pytest.mark.parametrize(("replication", "codes"), REPLICATIONS, ids=str)
def test_replication(replication: Any, codes: list[str], fresh: Lab) -> None:
    assert fresh.general("createKeyspace", name="k", options={"replication": replication}).codes == codes


@covers("4.2")
def test_keyspaces_come_and_go(fresh: Lab) -> None:
    for _ in range(2):
        assert fresh.general("createKeyspace", name="k").json == {"status": {"ok": 1}}
    assert "k" in fresh.general("findKeyspaces").json["status"]["keyspaces"]
    for _ in range(2):
        assert fresh.general("dropKeyspace", name="k").json == {"status": {"ok": 1}}
    assert "k" not in fresh.general("findKeyspaces").json["status"]["keyspaces"]


@covers("4.2")
def test_older_names_work_and_warn(fresh: Lab) -> None:
    for older, newer, members in (
        ("createNamespace", "createKeyspace", {"name": "k"}), ("dropNamespace", "dropKeyspace", {"name": "k"}),
            ("findNamespaces", "findKeyspaces", {}),
    ):  # fmt: skip
        (warning,) = fresh.general(older, **members).json["status"]["warnings"]
        assert (warning["family"], warning["scope"], warning["errorCode"]) == (
            "REQUEST",
            "WARNING",
            "DEPRECATED_COMMAND",
        )
        assert f"The deprecated command is: {older}." in warning["message"]
        assert f"The new command to use is: {newer}." in warning["message"]
    assert set(fresh.general("findNamespaces").json["status"]) == {"namespaces", "warnings"}
    assert set(fresh.general("dropNamespace", name="").json) == {"errors"}
    refused_with_warning = fresh.general("createNamespace", name="a-b").json
    assert set(refused_with_warning) == {"errors", "status"}


@covers("4.3")
@pytest.mark.parametrize(("options", "listed"), [(None, True), ({}, True), ({"filterModelStatus": ""}, True),
    ({"filterModelStatus": None}, True),
                                                 ({"filterModelStatus": "supported"}, True),
                                                     ({"filterModelStatus": "DEPRECATED"}, False),
                                                         ({"filterModelStatus": "End_Of_Life"}, False)])  # fmt: skip
def test_providers_by_status(options: Any, listed: bool, fresh: Lab) -> None:  # noqa: FBT001  # a parameter of a test
    members = {} if options is None else {"options": options}
    providers = fresh.general("findEmbeddingProviders", **members).json["status"]["embeddingProviders"]
    assert bool(providers["jinaAI"]["models"]) is listed
    assert {
        "openai",
        "azureOpenAI",
        "bedrock",
        "huggingface",
        "huggingfaceDedicated",
        "nvidia",
        "jinaAI",
        "voyageAI",
        "mistral",
        "upstageAI",
    } <= set(providers)
    assert not {"vertexai", "cohere"} & set(providers)


@covers("4.3")
def test_what_is_told_of_a_provider(fresh: Lab) -> None:
    providers = fresh.general("findEmbeddingProviders").json["status"]["embeddingProviders"]
    jina = providers["jinaAI"]
    assert {
        "displayName": "Jina AI",
        "url": "https://api.jina.ai/v1/embeddings",
        "parameters": [],
    }.items() <= jina.items()
    assert jina["supportedAuthentication"]["HEADER"] == {
        "enabled": True,
        "tokens": [{"accepted": "x-embedding-api-key", "forwarded": "Authorization"}],
    }
    names = [model["name"] for model in jina["models"]]
    assert names == sorted(names)
    v3 = next(model for model in jina["models"] if model["name"] == V3)
    assert v3["vectorDimension"] is None
    assert [(each["name"], each["type"], each["required"], each["defaultValue"]) for each in v3["parameters"]] == [
        ("vectorDimension", "number", True, "1024"), ("task", "string", False, "text-matching"),
            ("late_chunking", "boolean", False, "false"),
    ]  # fmt: skip
    assert v3["parameters"][0]["validation"] == {"numericRange": [1, 1024]}
    assert providers["bedrock"]["url"] is None
    assert providers["azureOpenAI"]["parameters"][0]["type"] == "STRING"
    assert set(providers["azureOpenAI"]["parameters"][0]) >= {"displayName", "hint"}
    assert list(providers["nvidia"]["supportedAuthentication"]) == ["NONE"]


@pytest.fixture(params=["DEPRECATED", "END_OF_LIFE"])
def old_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let one of Jina's models have another status: none of the shipped ones has; gives the status."""
    status, known = str(request.param), dict(providers())
    jina = known["jinaAI"]
    known["jinaAI"] = replace(jina, models={**jina.models, V3: replace(jina.models[V3], status=status)})
    for module in (defining, find_embedding_providers):
        monkeypatch.setattr(module, "providers", lambda: known)
    return status


@covers("4.3", "4.5")
def test_a_model_of_another_status_is_listed_by_it_and_begins_no_collection(old_model: str, fresh: Lab) -> None:
    def listed(**members: Any) -> list[str]:
        shown = fresh.general("findEmbeddingProviders", **members).json["status"]["embeddingProviders"]["jinaAI"]
        return [model["name"] for model in shown["models"] if model["apiModelSupport"]["status"] == old_model]

    assert listed() == []
    assert listed(options={}) == listed(options={"filterModelStatus": old_model.lower()}) == [V3]
    assert fresh.create("c", vector={"service": service("jinaAI", V3)}).codes == [f"{old_model}_AI_MODEL"]
    assert fresh.keyspace("findCollections").json["status"]["collections"] == []


@covers("4.3", "4.4")
def test_a_status_that_is_none(reranking_lab: Lab) -> None:
    for command in ("findEmbeddingProviders", "findRerankingProviders"):
        reply = reranking_lab.general(command, options={"filterModelStatus": "random"})
        assert reply.codes == [FIELD]
        assert "Command field 'command.options.filterModelStatus' value \"random\" not valid: " in reply.message


@covers("4.3")
def test_a_foreign_provider_is_known_and_out_of_reach(fresh: Lab) -> None:
    fresh.filled("c", vector={"service": service("openai", "text-embedding-ada-002")})
    assert fresh.run("c", "insertOne", KEY, document={"$vectorize": "a"}).codes == ["EMBEDDING_PROVIDER_BAD_HOST_NAME"]
    assert fresh.run("c", "insertOne", document={"$vectorize": "a"}).codes == [
        "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED"
    ]
    assert fresh.run("c", "insertOne", document={"$vector": [0.1] * 1536}).codes == []


@covers("4.4")
def test_the_reranker(reranking_lab: Lab, fresh: Lab) -> None:
    provider = reranking_lab.general("findRerankingProviders").json["status"]["rerankingProviders"]["nvidia"]
    assert provider["isDefault"] is True
    (model,) = provider["models"]
    assert (model["name"], model["isDefault"]) == (RERANKER["modelName"], True)
    none = reranking_lab.general("findRerankingProviders", options={"filterModelStatus": "DEPRECATED"})
    assert none.json["status"]["rerankingProviders"]["nvidia"]["models"] == []
    assert fresh.general("findRerankingProviders").codes == ["RERANKING_FEATURE_NOT_ENABLED"]


@pytest.fixture
def bare() -> Iterator[Lab]:
    """Serve a Data API with everything optional off."""
    settings = DataApiSettings(
        default_database_id=DATABASE,
        edition="self-managed",
        vectorize_enabled=False,
        lexical=False,
        reranking=False,
        shared_secret_enabled=False,
    )
    served = Lab(settings, index_budget=20, collection_max=3)
    yield served
    served.close()


@covers("4.3", "4.5")
def test_what_is_off_is_refused(bare: Lab) -> None:
    assert bare.general("findEmbeddingProviders").codes == ["VECTORIZE_FEATURE_NOT_AVAILABLE"]
    assert bare.create("c", vector={"service": service()}).codes == ["VECTORIZE_FEATURE_NOT_AVAILABLE"]
    assert bare.create("c", lexical={"enabled": True}).codes == ["LEXICAL_FEATURE_NOT_ENABLED"]
    assert bare.create("c").codes == []
    (explained,) = bare.keyspace("findCollections", options={"explain": True}).json["status"]["collections"]
    assert explained["options"] == {"lexical": {"enabled": False}, "rerank": {"enabled": False}}


@covers("4.5", "0")
def test_indexes_count_over_all_keyspaces(bare: Lab) -> None:
    bare.general("createKeyspace", name="second")
    assert bare.create("one").codes == []
    assert bare.send("/v1/second", b'{"createCollection":{"name":"two"}}').codes == []
    reply = bare.send("/v1/second", b'{"createCollection":{"name":"three"}}')
    assert reply.codes == ["TOO_MANY_INDEXES_FOR_COLLECTION"]
    assert bare.create("one").codes == []


@covers("4.5", "0")
def test_collections_count_over_all_keyspaces_and_before_indexes(bare: Lab) -> None:
    bare.general("createKeyspace", name="second")
    for name in ("a", "b"):
        assert bare.create(name, indexing={"deny": ["*"]}).codes == []
    assert bare.send("/v1/second", b'{"createCollection":{"name":"c"}}').codes == []
    reply = bare.send("/v1/second", b'{"createCollection":{"name":"d"}}')
    assert reply.codes == ["TOO_MANY_COLLECTIONS"]
    for words in (
        "Cannot create collection 'd'",
        "the maximum number of collections per database is 3, database already has 3",
    ):
        assert words in reply.message
    assert bare.create("a", indexing={"deny": ["*"]}).codes == []
    bare.keyspace("deleteCollection", name="a")
    assert bare.send("/v1/second", b'{"createCollection":{"name":"d"}}').codes == []


@covers("4.6", "4.7")
def test_listing_and_dropping(fresh: Lab) -> None:
    assert fresh.keyspace("findCollections").json == {"status": {"collections": []}}
    fresh.filled("c", {"_id": 1})
    assert fresh.keyspace("findCollections", options={}).json == {"status": {"collections": ["c"]}}
    assert fresh.send("/v1/none", b'{"findCollections":{}}').codes == ["UNKNOWN_KEYSPACE"]
    assert fresh.keyspace("deleteCollection", name="c", options={"x": 1}).codes == ["COMMAND_ACCEPTS_NO_OPTIONS"]
    for _ in range(2):
        assert fresh.keyspace("deleteCollection", name="c").json == {"status": {"ok": 1}}
    assert fresh.run("c", "find").codes == ["UNKNOWN_COLLECTION_OR_TABLE"]
    assert fresh.create("c", vector={"dimension": 2}).codes == []
    assert fresh.ids("c") == []
