"""createCollection: options, their refusals, creating again, limits, stored keys (data-api 4.5, jina-api 3.9)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.mocks.dataapi.lab import DATABASE, V2, V3, Lab

from vectorproof.mocks.dataapi import DataApiParts, DataApiSettings

SELF_MANAGED = DataApiSettings(edition="self-managed", default_database_id=DATABASE, shared_secret_enabled=False)


def service(**members: Any) -> dict[str, Any]:
    return {"provider": "jinaAI", "modelName": V2, **members}


def explained(lab: Lab, name: str) -> Any:
    collections = lab.keyspace("findCollections", options={"explain": True}).json["status"]["collections"]
    return next(collection["options"] for collection in collections if collection["name"] == name)


@pytest.mark.parametrize(
    ("name", "legal"),
    [("a" * 48, True), ("a" * 49, False), ("_9", True), ("9a", True), ("a-b", False), ("a b", False), ("", False),
     ("über", False), ("$x", False), (None, False), ("Case", True), ("a.b", False)],
)  # fmt: skip
def test_names(lab: Lab, name: str | None, *, legal: bool) -> None:
    reply = lab.keyspace("createCollection", name=name)
    assert reply.codes == ([] if legal else ["UNSUPPORTED_SCHEMA_NAME"])
    if legal:
        lab.keyspace("deleteCollection", name=name)


NORMAL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"vector": {"dimension": 5}}, {"vector": {"dimension": 5, "metric": "cosine", "sourceModel": "other"}}),
    ({"vector": {"size": 4, "function": "euclidean"}},
     {"vector": {"dimension": 4, "metric": "euclidean", "sourceModel": "other"}}),
    ({"vector": {"dimension": 3, "sourceModel": "ada002"}},
     {"vector": {"dimension": 3, "metric": "dot_product", "sourceModel": "ada002"}}),
    ({"vector": {"dimension": 6.9}}, {"vector": {"dimension": 6, "metric": "cosine", "sourceModel": "other"}}),
    ({"vector": {"dimension": "7"}}, {"vector": {"dimension": 7, "metric": "cosine", "sourceModel": "other"}}),
    ({"vector": {"service": service()}},
     {"vector": {"dimension": 768, "metric": "cosine", "sourceModel": "other", "service": service()}}),
    ({"vector": {"dimension": 4, "service": service(modelName=V3, parameters={"task": "x", "late_chunking": True})}},
     {"vector": {"dimension": 4, "metric": "cosine", "sourceModel": "other",
                 "service": service(modelName=V3, parameters={"task": "x", "late_chunking": True})}}),
    ({"indexing": {"deny": ["a", "b.c"]}}, {"indexing": {"deny": ["a", "b.c"]}}),
    ({"defaultId": {"type": "uuidv7"}}, {"defaultId": {"type": "uuidv7"}}),
    ({"lexical": {"enabled": True, "analyzer": {"tokenizer": {"name": "standard"}}}},
     {"lexical": {"enabled": True, "analyzer": {"tokenizer": {"name": "standard"}}}}),
    ({"lexical": {"enabled": False}, "rerank": {"enabled": False}}, {"lexical": {"enabled": False}}),
]  # fmt: skip
DEFAULTS = {"lexical": {"enabled": True, "analyzer": "standard"}, "rerank": {"enabled": False}}


@pytest.mark.parametrize(("options", "normal"), NORMAL, ids=str)
def test_options_are_shown_with_their_defaults_and_accepted_again(lab: Lab, options: Any, normal: Any) -> None:
    assert lab.create("normal", **options).json == {"status": {"ok": 1}}
    try:
        assert explained(lab, "normal") == {**DEFAULTS, **normal}
        assert lab.create("normal", **options).json == {"status": {"ok": 1}}
        assert lab.create("normal", **explained(lab, "normal")).json == {"status": {"ok": 1}}
    finally:
        lab.keyspace("deleteCollection", name="normal")


@pytest.mark.parametrize("at", range(len(NORMAL)))
def test_any_other_settings_are_refused_and_nothing_changes(lab: Lab, at: int) -> None:
    lab.create("settled", **NORMAL[at][0])
    before = explained(lab, "settled")
    try:
        for options, _ in NORMAL[:at] + NORMAL[at + 1 :]:
            reply = lab.create("settled", **options)
            inherits = "lexical" not in options and before == {**DEFAULTS, **options, "lexical": before["lexical"]}
            assert reply.codes == ([] if inherits else ["EXISTING_COLLECTION_DIFFERENT_SETTINGS"]), options
        assert explained(lab, "settled") == before
    finally:
        lab.keyspace("deleteCollection", name="settled")


INVALID_FIELD, OPTIONS, INDEXING = (
    "INVALID_CREATE_COLLECTION_FIELD", "INVALID_CREATE_COLLECTION_OPTIONS", "INVALID_INDEXING_DEFINITION",
)  # fmt: skip
VALUE, SHAPE = "COMMAND_FIELD_VALUE_INVALID", "REQUEST_STRUCTURE_MISMATCH"
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"bogus": 1}, INVALID_FIELD, "bogus"), ({"vector": {"Dimension": 5}}, INVALID_FIELD, '"dimension"'),
    ({"indexing": {"Allow": []}}, INVALID_FIELD, "Allow"), ({"defaultId": {"typ": "uuid"}}, INVALID_FIELD, "typ"),
    ({"lexical": {"on": True}}, "COMMAND_FIELD_UNKNOWN", "on"),
    ({"vector": {"dimension": 0}}, VALUE, "greater than `0`"),
    ({"vector": {"dimension": 5, "metric": "COSINE"}}, VALUE, "function name can only be"),
    ({"vector": {"dimension": 5, "sourceModel": "x"}}, VALUE, "sourceModel options are"),
    ({"defaultId": {"type": "UUID"}}, VALUE, "Id type can only be"), ({"vector": {"dimension": "x"}}, SHAPE, ""),
    ({"vector": 5}, SHAPE, ""), ({"vector": {"dimension": True}}, SHAPE, ""), ({"indexing": {"allow": "a"}}, SHAPE, ""),
    ({"vector": {}}, OPTIONS, "'dimension' can not be null"),
    ({"vector": {"dimension": 4097}}, "VECTOR_SEARCH_TOO_BIG_VALUE", "4096"),
    ({"vector": {"service": {}}}, OPTIONS, "'provider'"),
    ({"vector": {"service": service(provider="jina")}}, OPTIONS, "'jina' is not supported"),
    ({"vector": {"service": service(modelName="m")}}, OPTIONS, "Model name 'm' for provider 'jinaAI' is not supported"),
    ({"vector": {"service": {"provider": "jinaAI"}}}, OPTIONS, "'modelName' is needed"),
    ({"vector": {"dimension": 1024, "service": service()}}, OPTIONS,
     "doesn't match the model's supported dimension value '768'"),
    ({"vector": {"dimension": 1025, "service": service(modelName=V3)}}, OPTIONS,
     "not within the supported numeric range [1, 1024]"),
    ({"vector": {"service": service(provider="huggingfaceDedicated", modelName="endpoint-defined-model")}}, OPTIONS,
     "'dimension' is needed"),
    ({"vector": {"dimension": 5, "service": {"provider": "bedrock", "modelName": "amazon.titan-embed-text-v2:0"}}},
     OPTIONS, "[256, 512, 1024]"),
    ({"vector": {"service": service(parameters={"task": "x"})}}, OPTIONS, "Unexpected parameter 'task'"),
    ({"vector": {"service": service(modelName=V3, parameters={"task": 5})}}, OPTIONS, "Expected: 'string'"),
    ({"vector": {"service": service(modelName=V3, parameters={"late_chunking": "x"})}}, OPTIONS, "Expected: 'boolean'"),
    ({"vector": {"service": service(modelName=V3, parameters={"vectorDimension": 5})}}, OPTIONS, "vectorDimension"),
    ({"vector": {"service": service(provider="azureOpenAI", modelName="text-embedding-ada-002")}}, OPTIONS,
     "Required parameter 'resourceName'"),
    ({"vector": {"service": service(authentication={"apiKey": "k"})}}, OPTIONS,
     "does not support authentication key 'apiKey'"),
    ({"vector": {"service": service(authentication={"providerKey": "gone"})}}, "VECTORIZE_CREDENTIAL_INVALID",
     "(GVC-005): Credential not found."),
    ({"indexing": {}}, INDEXING, "should be provided"),
    ({"indexing": {"allow": ["a"], "deny": ["b"]}}, INDEXING, "together"),
    ({"indexing": {"allow": ["a", "a"]}}, INDEXING, "duplicates"),
    ({"indexing": {"deny": [""]}}, INDEXING, "non-empty"),
    ({"indexing": {"allow": ["$x"]}}, INDEXING, "must not start with '$'"),
    ({"indexing": {"allow": ["a&b"]}}, INDEXING, "a&b"),
    ({"lexical": {}}, OPTIONS, "'enabled' is required"),
    ({"lexical": {"enabled": False, "analyzer": "x"}}, OPTIONS, "disabled"),
    ({"lexical": {"enabled": True, "analyzer": 5}}, OPTIONS, "Number"),
    ({"lexical": {"enabled": True, "analyzer": {"x": 1}}}, OPTIONS, "x"),
    ({"lexical": {"enabled": True, "analyzer": {"tokenizer": []}}}, OPTIONS, "tokenizer"),
    ({"rerank": {}}, OPTIONS, "'enabled' is required"),
    ({"rerank": {"enabled": True}}, "RERANKING_FEATURE_NOT_ENABLED", ""),
]  # fmt: skip


@pytest.mark.parametrize(("options", "code", "fragment"), REFUSED, ids=str)
def test_refusals_make_nothing(lab: Lab, options: dict[str, Any], code: str, fragment: str) -> None:
    reply = lab.create("refused", **options)
    assert reply.codes == [code]
    assert fragment in reply.message
    assert "refused" not in lab.keyspace("findCollections").json["status"]["collections"]


def test_a_switched_off_feature_is_refused() -> None:
    lab = Lab(replace(SELF_MANAGED, vectorize_enabled=False, lexical=False))
    try:
        assert lab.create("c", vector={"service": service()}).codes == ["VECTORIZE_FEATURE_NOT_AVAILABLE"]
        assert lab.general("findEmbeddingProviders").codes == ["VECTORIZE_FEATURE_NOT_AVAILABLE"]
        assert lab.create("c", lexical={"enabled": True}).codes == ["LEXICAL_FEATURE_NOT_ENABLED"]
        assert lab.create("c").codes == []
        assert explained(lab, "c") == {"lexical": {"enabled": False}, "rerank": {"enabled": False}}
    finally:
        lab.close()


def test_a_self_managed_server_refuses_stored_keys() -> None:
    lab = Lab(SELF_MANAGED)
    try:
        reply = lab.create("c", vector={"service": service(authentication={"providerKey": "k"})})
        assert reply.codes == ["INVALID_CREATE_COLLECTION_OPTIONS"]
        assert "does not support authentication key 'providerKey'" in reply.message
    finally:
        lab.close()


@pytest.mark.parametrize(
    ("given_name", "reference"),
    [("k", "k.providerKey"), ("k.providerKey", "k.providerKey"), ("k.other", "k.other.providerKey"),
     (".providerKey", ".providerKey.providerKey")],
)  # fmt: skip
def test_a_key_is_kept_by_its_suffixed_name(fresh: Lab, given_name: str, reference: str) -> None:
    fresh.keys.secrets[reference] = "secret"
    reply = fresh.create("c", vector={"service": service(authentication={"providerKey": given_name})})
    assert reply.codes == []
    assert explained(fresh, "c")["vector"]["service"]["authentication"] == {"providerKey": reference}
    assert fresh.keys.asked[0].provider == "jinaAI"


def test_a_key_that_is_gone_refuses_even_the_same_collection_and_beats_other_refusals(fresh: Lab) -> None:
    fresh.keys.secrets["k.providerKey"] = "secret"
    bound = service(authentication={"providerKey": "k"})
    assert fresh.create("c", vector={"service": bound}).codes == []
    fresh.keys.secrets.clear()
    assert fresh.create("c", vector={"service": bound}).codes == ["VECTORIZE_CREDENTIAL_INVALID"]
    assert fresh.create("c", vector={"service": {**bound, "modelName": V3}}).codes == ["VECTORIZE_CREDENTIAL_INVALID"]
    assert fresh.create("d", vector={"service": {**bound, "modelName": "nope"}}).codes == [
        "VECTORIZE_CREDENTIAL_INVALID"
    ]


def test_collections_are_counted_over_all_keyspaces() -> None:
    lab = Lab(collection_max=3)
    try:
        lab.general("createKeyspace", name="second")
        assert [lab.create(name).codes for name in ("a", "b")] == [[], []]
        assert lab.send("/v1/second", b'{"createCollection":{"name":"c"}}').codes == []
        refused = lab.create("d")
        assert refused.codes == ["TOO_MANY_COLLECTIONS"]
        assert "database already has 3" in refused.message
        assert lab.create("a").codes == []
        lab.keyspace("deleteCollection", name="a")
        assert lab.create("d").codes == []
    finally:
        lab.close()


@pytest.mark.parametrize("edition", ["astra", "self-managed"])
@pytest.mark.parametrize(
    ("budget", "options", "fit"),
    [
        (100, {"vector": {"dimension": 2}}, 10), (100, {}, 11), (100, {"lexical": {"enabled": False}}, 12),
        (50, {"vector": {"dimension": 2}}, 5), (50, {"lexical": {"enabled": False}}, 6),
    ],
    ids=str,
)  # fmt: skip
def test_as_many_collections_as_the_indexes_allow(edition: Any, budget: int, options: Any, fit: int) -> None:
    lab = Lab(replace(SELF_MANAGED, edition=edition), index_budget=budget)
    try:
        made = [lab.create(f"c{at}", **options).codes for at in range(fit)]
        assert made == [[]] * fit
        refused = lab.create("more", **options)
        assert refused.codes == ["TOO_MANY_INDEXES_FOR_COLLECTION"]
        assert "more" not in lab.keyspace("findCollections").json["status"]["collections"]
        assert lab.create("c0", **options).codes == []
        lab.keyspace("deleteCollection", name="c0")
        assert lab.create("more", **options).codes == []
    finally:
        lab.close()


def test_without_rollback_a_half_made_collection_stays() -> None:
    lab = Lab(parts=DataApiParts(rollback=False), index_budget=12)
    try:
        lab.create("a")
        assert lab.create("b").codes == ["TOO_MANY_INDEXES_FOR_COLLECTION"]
        assert lab.keyspace("findCollections").json["status"]["collections"] == ["a", "b"]
    finally:
        lab.close()


def test_a_default_id_without_a_type_breaks_the_collection(fresh: Lab) -> None:
    assert fresh.create("broken", defaultId={}).codes == []
    assert fresh.run("broken", "insertOne", document={}).codes == ["INTERNAL_SERVER_ERROR"]
    assert fresh.keyspace("findCollections", options={"explain": True}).codes == ["INTERNAL_SERVER_ERROR"]


def test_providers_are_listed_by_status(lab: Lab) -> None:
    def models(**members: Any) -> list[str]:
        listed = lab.general("findEmbeddingProviders", **members).json["status"]["embeddingProviders"]
        return [model["name"] for model in listed["jinaAI"]["models"]]

    assert models() == sorted([V2, V3, *(f"jina-embeddings-v2-base-{each}" for each in ("de", "es", "code", "zh"))])
    assert models(options={}) == models(options={"filterModelStatus": "supported"}) == models()
    assert models(options={"filterModelStatus": "DEPRECATED"}) == []
    assert lab.general("findEmbeddingProviders", options={"filterModelStatus": "x"}).codes == [VALUE]


def test_what_is_listed_of_jina(lab: Lab) -> None:
    jina = lab.general("findEmbeddingProviders").json["status"]["embeddingProviders"]["jinaAI"]
    assert jina["url"] == "https://api.jina.ai/v1/embeddings"
    shared = {"enabled": True, "tokens": [{"accepted": "providerKey", "forwarded": "Authorization"}]}
    assert jina["supportedAuthentication"]["SHARED_SECRET"] == shared
    v3 = next(model for model in jina["models"] if model["name"] == V3)
    assert v3["vectorDimension"] is None
    parameters = {parameter["name"]: parameter for parameter in v3["parameters"]}
    assert parameters["vectorDimension"]["validation"] == {"numericRange": [1, 1024]}
    assert (parameters["vectorDimension"]["defaultValue"], parameters["task"]["type"]) == ("1024", "string")


def test_reranking_providers_need_the_feature(lab: Lab) -> None:
    assert lab.general("findRerankingProviders").codes == ["RERANKING_FEATURE_NOT_ENABLED"]
    headers = {"Token": "x", "Content-Type": "application/json", "Feature-Flag-reranking": "true"}
    reply = lab.send("/v1", b'{"findRerankingProviders":{}}', headers)
    assert reply.json["status"]["rerankingProviders"]["nvidia"]["isDefault"] is True
    loud = lab.send("/v1", b'{"findRerankingProviders":{}}', {**headers, "Feature-Flag-reranking": "TRUE"})
    assert loud.codes == ["RERANKING_FEATURE_NOT_ENABLED"]


@given(dimension=st.integers(-5, 1100))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_dimensions_of_the_model_with_a_range(lab: Lab, dimension: int) -> None:
    reply = lab.create("ranged", vector={"dimension": dimension, "service": service(modelName=V3)})
    lab.keyspace("deleteCollection", name="ranged")
    expected = [] if 1 <= dimension <= 1024 else [OPTIONS] if dimension > 1024 else [VALUE]
    assert reply.codes == expected
