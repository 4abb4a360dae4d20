"""createCollection, rule by rule (reference section 4.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import V2, V3, Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import covers, each, refused, says, service

OPTIONS, INDEXING, FIELD = (
    "INVALID_CREATE_COLLECTION_OPTIONS",
    "INVALID_INDEXING_DEFINITION",
    "COMMAND_FIELD_VALUE_INVALID",
)
STRANGE, NAME, SHAPE = "INVALID_CREATE_COLLECTION_FIELD", "UNSUPPORTED_SCHEMA_NAME", "REQUEST_STRUCTURE_MISMATCH"
RERANKER = {"provider": "nvidia", "modelName": "nvidia/llama-3.2-nv-rerankqa-1b-v2"}


@dataclass(frozen=True, slots=True)
class Creating:
    """Options of createCollection, and what has to come of them: what findCollections explains, or a refusal."""

    section: str
    rule: str
    options: Any
    explained: Mapping[str, Any] | None = None
    refusal: Callable[[Reply], None] | None = None

    def __str__(self) -> str:
        return f"{self.section} {self.rule}"


def explains(rule: str, options: Any, **explained: Any) -> Creating:
    """Say how a collection is explained; words and reranking are as by default unless said."""
    shown = {"lexical": {"enabled": True, "analyzer": "standard"}, "rerank": {"enabled": False}, **explained}
    return Creating("4.5", rule, options, shown)


def refuses(rule: str, options: Any, code: str, *fragments: str) -> Creating:
    """Say what options are refused with."""
    return Creating("4.5", rule, options, refusal=says(code, *fragments) if fragments else refused(code))


def vector(dimension: int, metric: str = "cosine", source: str = "other", **more: Any) -> dict[str, Any]:
    """Explain vectors."""
    return {"dimension": dimension, "metric": metric, "sourceModel": source, **more}


CREATION_ROWS = [
    *(explains(f"options {none}", none) for none in (None, {},
        {"vector": None, "indexing": None, "lexical": None, "rerank": None})),
    *(explains(f"defaultId {kind}", {"defaultId": {"type": kind}}, defaultId={"type": kind}) for kind in ("objectId",
        "uuid", "uuidv6", "uuidv7")),
    refuses("another defaultId", {"defaultId": {"type": "x"}}, FIELD, "idType"),
    *(
        refuses(f"an unknown {name} in {place}", options, STRANGE, f'"{name}"')
        for place, name, options in each(
            ("options", "InDex", {"InDex": {}}), ("defaultId", "x", {"defaultId": {"x": 1}}),
            ("indexing", "x", {"indexing": {"x": []}}), ("vector", "x", {"vector": {"x": 1}}),
        )
    ),
    *(
        refuses(f"an unknown field in {place}", options, "COMMAND_FIELD_UNKNOWN")
        for place, options in (
            ("lexical", {"lexical": {"enabled": True, "x": 1}}), ("rerank", {"rerank": {"enabled": False, "x": 1}}),
            ("service", {"vector": {"service": service(x=1)}}),
                ("rerank.service", {"rerank": {"enabled": True, "service": {"x": 1}}}),
        )
    ),
    *(refuses(f"options {wrong!r}", wrong, SHAPE) for wrong in each(5, "a", [])),
    *(refuses(f"{name} of no object", {name: 5}, SHAPE) for name in ("defaultId", "vector", "indexing", "lexical",
        "rerank")),
    explains("a dimension", {"vector": {"dimension": 5}}, vector=vector(5)),
    explains("older names", {"vector": {"size": 5, "function": "dot_product"}}, vector=vector(5, "dot_product")),
    *(explains(f"metric {metric}", {"vector": {"dimension": 2, "metric": metric}},
        vector=vector(2, metric)) for metric in ("cosine", "dot_product", "euclidean")),
    *(
        explains(f"source {source}", {"vector": {"dimension": 2, "sourceModel": source}},
            vector=vector(2, "dot_product", source))
        for source in ("ada002", "bert", "cohere-v3", "gecko", "nv-qa-4", "openai-v3-large", "openai-v3-small")
    ),
    explains("source other", {"vector": {"dimension": 2, "sourceModel": "other"}}, vector=vector(2)),
    explains("source and metric", {"vector": {"dimension": 2, "sourceModel": "bert", "metric": "euclidean"}},
        vector=vector(2, "euclidean", "bert")),
    *(refuses(f"dimension {wrong}", {"vector": {"dimension": wrong}}, FIELD, "dimension") for wrong in (0, -1)),
    refuses("another metric", {"vector": {"dimension": 2, "metric": "hamming"}}, FIELD, "metric"),
    refuses("another source", {"vector": {"dimension": 2, "sourceModel": "x"}}, FIELD, "sourceModel"),
    refuses("no dimension", {"vector": {}}, OPTIONS, "The 'dimension' can not be null if 'service' is not provided"),
    explains("the largest dimension", {"vector": {"dimension": 4096}}, vector=vector(4096)),
    refuses("a larger dimension", {"vector": {"dimension": 4097}}, "VECTOR_SEARCH_TOO_BIG_VALUE"),
    explains("a service of one dimension", {"vector": {"service": service()}}, vector=vector(768, service=service())),
    explains("its dimension", {"vector": {"dimension": 768, "service": service()}},
        vector=vector(768, service=service())),
    explains("a service of many dimensions", {"vector": {"service": service(model=V3)}},
        vector=vector(1024, service=service(model=V3))),
    explains("one of them", {"vector": {"dimension": 7, "service": service(model=V3)}},
        vector=vector(7, service=service(model=V3))),
    explains("parameters", {"vector": {"service": service(model=V3, parameters={"task": "t", "late_chunking": True})}},
             vector=vector(1024, service=service(model=V3, parameters={"task": "t", "late_chunking": True}))),
    refuses("no provider", {"vector": {"service": {"modelName": V2}}}, OPTIONS),
    refuses("an unknown provider", {"vector": {"service": service("x")}}, OPTIONS,
        "Service provider 'x' is not supported"),
    *(refuses(f"a disabled provider, {name}", {"vector": {"service": service(name)}},
        OPTIONS) for name in ("vertexai", "cohere")),
    refuses("no model", {"vector": {"service": service(model=None)}}, OPTIONS, "%s"),
    refuses("an unknown model", {"vector": {"service": service(model="m")}}, OPTIONS,
        "Model name 'm' for provider 'jinaAI' is not supported"),
    refuses("another dimension", {"vector": {"dimension": 123, "service": service()}}, OPTIONS,
            "The provided dimension value '123' doesn't match the model's supported dimension value '768'"),
    *(
        refuses(f"dimension {dimension} of {provider}",
            {"vector": {"dimension": dimension, "service": service(provider, model, **more)}}, OPTIONS, words)
        for provider, model, dimension, words, more in (
            ("openai", "text-embedding-3-small", 1, "(1) is not within the supported numeric range [2, 1536]", {}),
            ("jinaAI", V3, 1025, "not within the supported numeric range [1, 1024]", {}),
            ("bedrock", "amazon.titan-embed-text-v2:0", 300, "not within the supported options [256, 512, 1024]",
                {"parameters": {"region": "r"}}),
        )
    ),
    refuses("a dedicated endpoint without dimension",
            {"vector": {"service": service("huggingfaceDedicated", "endpoint-defined-model",
                                           parameters={"endpointName": "e", "regionName": "r", "cloudName": "c"})}},
                                               OPTIONS, "'dimension' is needed for provider"),
    refuses("a strange parameter", {"vector": {"service": service(parameters={"x": 1})}}, OPTIONS,
        "Unexpected parameter 'x' for the provider 'jinaAI' provided"),
    refuses("the dimension as parameter", {"vector": {"service": service(model=V3,
        parameters={"vectorDimension": 5})}}, OPTIONS, "Unexpected parameter 'vectorDimension'"),
    refuses("a missing parameter", {"vector": {"service": service("azureOpenAI", "text-embedding-3-small")}}, OPTIONS,
            "Required parameter 'resourceName' for the provider 'azureOpenAI' missing"),
    refuses("a parameter of another type", {"vector": {"service": service(model=V3, parameters={"task": 1})}}, OPTIONS,
            "The provided parameter 'task' type is incorrect. Expected: 'string'"),
    refuses("another name for the key", {"vector": {"service": service(authentication={"x": "y"})}}, OPTIONS,
        "does not support authentication key 'x'"),
    refuses("a key that nobody stored", {"vector": {"service": service(authentication={"providerKey": "none"})}},
        "VECTORIZE_CREDENTIAL_INVALID"),
    refuses("the key comes before the model", {"vector": {"service": service(model="m",
        authentication={"providerKey": "none"})}}, "VECTORIZE_CREDENTIAL_INVALID"),
    refuses("a hosted provider takes no key", {"vector": {"service": service("nvidia", "NV-Embed-QA",
        authentication={"providerKey": "k"})}}, OPTIONS),
    *(explains(f"indexing {lists}", {"indexing": lists}, indexing=lists) for lists in each({"allow": ["a", "b.c"]},
        {"deny": ["a"]}, {"allow": ["*"]}, {"deny": ["*"]}, {"allow": []}, {"deny": []}, {"deny": ["$vector"]})),
    *(
        refuses(f"indexing {lists}", {"indexing": lists}, INDEXING, "'createCollection' indexing definition invalid: ")
        for lists in ({"allow": ["a"], "deny": ["b"]}, {}, {"allow": ["a", "a"]}, {"deny": [""]}, {"allow": ["$x"]},
            {"allow": ["a&b"]})
    ),
    *(
        explains(f"lexical {given}", {"lexical": given}, lexical=shown)
        for given, shown in each(
            ({"enabled": True}, {"enabled": True, "analyzer": "standard"}),
                ({"enabled": True, "analyzer": {}}, {"enabled": True, "analyzer": "standard"}),
            ({"enabled": True, "analyzer": "english"}, {"enabled": True, "analyzer": "english"}),
            ({"enabled": True, "analyzer": {"tokenizer": {"name": "keyword"}, "filters": None}},
                {"enabled": True, "analyzer": {"tokenizer": {"name": "keyword"}, "filters": None}}),
            ({"enabled": False}, {"enabled": False}), ({"enabled": False, "analyzer": None}, {"enabled": False}),
                ({"enabled": False, "analyzer": {}}, {"enabled": False}),
        )
    ),
    refuses("lexical without a word", {"lexical": {}}, OPTIONS,
        "'enabled' is required property for 'lexical' Object value"),
    *(
        refuses(f"lexical {given}", {"lexical": given}, OPTIONS)
        for given in each(
            {"enabled": False, "analyzer": "standard"}, {"enabled": True, "analyzer": 5},
                {"enabled": True, "analyzer": []}, {"enabled": True, "analyzer": True},
            {"enabled": True, "analyzer": {"x": 1}}, {"enabled": True, "analyzer": {"tokenizer": "standard"}},
                {"enabled": True, "analyzer": {"filters": {}}},
        )
    ),
    *(
        refuses(f"an analyzer {analyzer}", {"lexical": {"enabled": True, "analyzer": analyzer}}, OPTIONS,
            "Invalid analyzer config")
        for analyzer in ("klingon", {"tokenizer": {"name": "x"}}, {"filters": [{"name": "lowercase"}]},
            {"tokenizer": {"name": "standard"}, "filters": [{"name": "x"}]})
    ),
    explains("no reranking", {"rerank": {"enabled": False}}, rerank={"enabled": False}),
    refuses("rerank without a word", {"rerank": {}}, OPTIONS, "'enabled'"),
    refuses("no reranking, and a service", {"rerank": {"enabled": False, "service": RERANKER}}, OPTIONS),
    refuses("reranking where it is off", {"rerank": {"enabled": True}}, "RERANKING_FEATURE_NOT_ENABLED"),
    refuses("the vector comes before the indexing", {"vector": {}, "indexing": {}}, OPTIONS),
    refuses("the indexing comes before the words", {"indexing": {}, "lexical": {}}, INDEXING),
    refuses("the words come before the reranking", {"lexical": {}, "rerank": {"enabled": True}}, OPTIONS),
]  # fmt: skip

RERANK_ROWS = [
    *(
        Creating("4.5", f"rerank {given}", {"rerank": given},
            {"lexical": {"enabled": True, "analyzer": "standard"}, "rerank": {"enabled": True, "service": RERANKER}})
        for given in (None, {"enabled": True}, {"enabled": True, "service": RERANKER})
    ),
    *(
        Creating("4.5", f"a reranker {given}", {"rerank": {"enabled": True, "service": given}},
            refusal=refused(OPTIONS))
        for given in ({"provider": "x"}, {"provider": "nvidia"}, {"provider": "nvidia", "modelName": "m"},
            {**RERANKER, "parameters": {"a": 1}}, {**RERANKER, "authentication": {"a": "b"}})
    ),
]  # fmt: skip


def created(row: Creating, lab: Lab) -> None:
    """Create, twice if it is right, and look at the explanation."""
    name = "created"
    reply = lab.keyspace("createCollection", name=name, options=row.options)
    if row.refusal is not None:
        row.refusal(reply)
        assert name not in lab.keyspace("findCollections").json["status"]["collections"]
        return
    assert reply.json == {"status": {"ok": 1}}
    assert lab.keyspace("createCollection", name=name, options=row.options).json == {"status": {"ok": 1}}
    listed = lab.keyspace("findCollections", options={"explain": True}).json["status"]["collections"]
    explained = {each["name"]: each["options"] for each in listed}[name]
    assert explained == row.explained
    assert lab.keyspace("createCollection", name=name, options=explained).json == {"status": {"ok": 1}}
    lab.keyspace("deleteCollection", name=name)


@pytest.mark.parametrize("row", CREATION_ROWS, ids=str)
def test_creation(row: Creating, rules_lab: Lab) -> None:
    created(row, rules_lab)


@pytest.mark.parametrize("row", RERANK_ROWS, ids=str)
def test_creation_with_reranking(row: Creating, reranking_lab: Lab) -> None:
    created(row, reranking_lab)


DIFFERENT: list[tuple[Any, Any]] = [
    ({"vector": {"dimension": 2}}, {}), ({}, {"vector": {"dimension": 2}}),
        ({"vector": {"dimension": 2}}, {"vector": {"dimension": 3}}),
    ({"vector": {"dimension": 2}}, {"vector": {"dimension": 2, "metric": "euclidean"}}),
        ({"vector": {"dimension": 2, "metric": "cosine"}},
            {"vector": {"dimension": 2, "metric": "cosine", "sourceModel": "bert"}}),
    ({"vector": {"service": service()}}, {"vector": {"dimension": 768}}),
        ({"vector": {"service": service()}}, {"vector": {"service": service(model="jina-embeddings-v2-base-de")}}),
    ({"vector": {"service": service(model=V3)}}, {"vector": {"service": service(model=V3, parameters={"task": "t"})}}),
    ({"defaultId": {"type": "uuid"}}, {}), ({"defaultId": {"type": "uuid"}}, {"defaultId": {"type": "uuidv6"}}),
    ({"indexing": {"allow": ["a"]}}, {}), ({"indexing": {"allow": ["a"]}}, {"indexing": {"deny": ["a"]}}),
        ({}, {"indexing": {"allow": ["*"]}}),
    ({}, {"lexical": {"enabled": False}}), ({}, {"lexical": {"enabled": True, "analyzer": "english"}}),
]  # fmt: skip


@covers("4.5")
@pytest.mark.parametrize(("first", "second"), DIFFERENT, ids=str)
def test_other_settings_are_refused_and_change_nothing(first: Any, second: Any, fresh: Lab) -> None:
    fresh.create("c", **first)
    before = fresh.keyspace("findCollections", options={"explain": True}).json
    reply = fresh.create("c", **second)
    assert reply.codes == ["EXISTING_COLLECTION_DIFFERENT_SETTINGS"]
    assert (
        "Collection 'c' already exists but with settings different from ones passed with 'createCollection' command"
        in reply.message
    )
    assert fresh.keyspace("findCollections", options={"explain": True}).json == before


SAME: list[tuple[Any, Any]] = [
    ({"indexing": {"allow": ["a", "b"]}}, {"indexing": {"allow": ["b", "a"]}}), ({"lexical": {"enabled": False}}, {}),
    ({"vector": {"service": service(model=V3)}}, {"vector": {"dimension": 1024, "service": service(model=V3)}}),
    ({"vector": {"dimension": 768, "service": service()}}, {"vector": {"service": service()}}),
        ({}, {"lexical": {"enabled": True}}),
    ({"vector": {"dimension": 2}}, {"vector": {"dimension": 2, "metric": "cosine", "sourceModel": "other"}}),
]  # fmt: skip


@covers("4.5")
@pytest.mark.parametrize(("first", "second"), SAME, ids=str)
def test_the_same_settings_are_welcome(first: Any, second: Any, fresh: Lab) -> None:
    assert fresh.create("c", **first).codes == fresh.create("c", **second).codes == []


@covers("4.5")
def test_a_name_of_a_key_with_and_without_its_ending(fresh: Lab) -> None:
    fresh.keys.secrets["k.providerKey"] = "secret"
    for name in ("k", "k.providerKey", "k"):
        assert fresh.create("c", vector={"service": service(authentication={"providerKey": name})}).codes == []
    (explained,) = fresh.keyspace("findCollections", options={"explain": True}).json["status"]["collections"]
    assert explained["options"]["vector"]["service"]["authentication"] == {"providerKey": "k.providerKey"}
