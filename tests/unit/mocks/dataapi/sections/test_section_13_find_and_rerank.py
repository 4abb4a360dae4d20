"""findAndRerank, rule by rule (reference section 13), and the models that the database hosts."""

import base64
import struct
from collections.abc import Sequence
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import (
    Expect,
    Row,
    Send,
    covers,
    each,
    find,
    finds,
    finds_in_order,
    fine,
    refused,
    says,
)

from vectorproof.mocks.dataapi.local_models import relevance, vectors

SHAPE, FIELD = "REQUEST_STRUCTURE_MISMATCH", "COMMAND_FIELD_VALUE_INVALID"
QUERY = [1, 0, 0]
BINARY = {"$binary": base64.b64encode(struct.pack(">3f", *QUERY)).decode()}
DOCUMENTS: tuple[Any, ...] = (
    {"_id": "fox", "t": "a red fox", "$lexical": "a red fox", "$vector": [1, 0, 0]},
    {"_id": "hen", "t": "a white hen", "$lexical": "a white hen", "$vector": [0.9, 0.1, 0]},
    {"_id": "cat", "t": "the black cat", "$lexical": "the black cat", "$vector": [0, 1, 0]},
    {"_id": "mute", "$lexical": "a fox without a text", "$vector": [1, 0, 0]},
    {"_id": "blank", "t": "  ", "$vector": [1, 0, 0]},
)
HOSTED: tuple[Any, ...] = (
    {"_id": "fox", "$hybrid": "a red fox"}, {"_id": "hen", "$hybrid": "a white hen"},
    {"_id": "cat", "$hybrid": {"$vectorize": "the black cat", "$lexical": "nothing"}},
)  # fmt: skip
ON = {"rerankOn": "t", "rerankQuery": "red fox"}


def rerank(sort: Any, **options: Any) -> Send:
    """Search and rerank."""
    return "findAndRerank", {"sort": sort, "options": options}


def hybrid(**parts: Any) -> Any:
    """Sort by these parts."""
    return {"$hybrid": {f"${name}": value for name, value in parts.items()}}


def scored(**expected: Sequence[Any]) -> Expect:
    """Expect documents in this order with these places in the search by vector and in that by words."""

    def expect(reply: Reply) -> None:
        assert reply.codes == [], reply.json
        documents, scores = reply.json["data"]["documents"], reply.json["status"]["documentResponses"]
        assert [document["_id"] for document in documents] == list(expected)
        for entry, (vector_rank, lexical_rank) in zip(scores, expected.values(), strict=True):
            found = entry["scores"]
            assert (found["$vectorRank"], found["$bm25Rank"]) == (vector_rank, lexical_rank)
            assert found["$rrf"] == pytest.approx(
                sum(1 / (60 + place) for place in (vector_rank, lexical_rank) if place)
            )
            assert isinstance(found["$rerank"], float)

    return expect


ORDER_ROWS = [
    Row("13", "the vector search needs vectors", "plain", (rerank(hybrid(vector=QUERY), hybridLimits=0),),
        refused("UNSUPPORTED_VECTOR_SORT_FOR_COLLECTION")),
    Row("13", "the text search needs vectors", "plain", (rerank({"$hybrid": "a"}),),
        refused("UNSUPPORTED_VECTOR_SORT_FOR_COLLECTION")),
    Row("13", "the text search needs a service", "vector", (rerank({"$hybrid": "a"}, hybridLimits=0),),
        refused("UNSUPPORTED_VECTORIZE_SORT_FOR_COLLECTION")),
    Row("13", "the word search needs words", "wordless", (rerank(hybrid(lexical="a"), hybridLimits=0),),
        refused("LEXICAL_NOT_ENABLED_FOR_COLLECTION")),
    *(
        Row("13", f"limits {limits!r}", "vector", (rerank(hybrid(vector=QUERY), hybridLimits=limits),),
            says(FIELD, f"'hybridLimits.{name}'", "must be between 1 and 100 (inclusive)"))
        for limits, name in (
            (0, "$vector"), (101, "$vector"), ({"$vector": 101, "$lexical": 0}, "$vector"),
                ({"$vector": 1, "$lexical": 0}, "$lexical"),
        )
    ),
    Row("13", "limits come before the service", "vector",
        (rerank(hybrid(vector=QUERY), hybridLimits=0, rerank={"provider": "x"}),), refused(FIELD)),
    *(
        Row("13", f"an override {override!r}", "vector", (rerank(hybrid(vector=QUERY), rerank=override),),
            says("INVALID_RERANK_OVERRIDE", "Invalid reranking service"))
        for override in (
            {}, {"provider": "x", "modelName": "y"}, {"provider": "nvidia"}, {"provider": "nvidia", "modelName": "y"},
            {"provider": "nvidia", "modelName": "nvidia/llama-3.2-nv-rerankqa-1b-v2", "parameters": {"a": 1}},
            {"provider": "nvidia", "modelName": "nvidia/llama-3.2-nv-rerankqa-1b-v2", "authentication": {"a": "b"}},
        )
    ),
    Row("13", "the empty command has no text", "vector", (("findAndRerank", {}),),
        refused("MISSING_RERANK_QUERY_TEXT")),
    Row("13", "a vector has no text", "vector", (rerank(hybrid(vector=QUERY), rerankOn="t"),),
        refused("MISSING_RERANK_QUERY_TEXT")),
    Row("13", "a blank text is none", "texts", (rerank({"$hybrid": "  "}),), refused("MISSING_RERANK_QUERY_TEXT")),
    Row("13", "a vector needs a field", "vector", (rerank(hybrid(vector=QUERY), rerankQuery="a"),),
        refused("UNEXPECTED_SERVER_ERROR")),
    Row("13", "something must be searched for", "vector", (rerank({}, **ON),), refused("UNEXPECTED_SERVER_ERROR")),
    Row("13", "the filter is read last", "vector",
        (("findAndRerank", {"sort": hybrid(vector=QUERY), "options": ON, "filter": {"$x": 1}}),),
        refused("FILTER_INVALID_EXPRESSION")),
]  # fmt: skip

SHAPE_ROWS = [
    *(
        Row("13", f"a sort {sort!r}", "vector", (rerank(sort),), refused(SHAPE))
        for sort in each(
            [], "a", {"n": 1}, {"$hybrid": 1}, {"$hybrid": "a", "n": 1}, {"$hybrid": []}, {"$hybrid": None},
                hybrid(x="a"),
            hybrid(lexical=1), hybrid(vectorize=[]), hybrid(vector="a"), hybrid(vector={"x": 1}), {"$vector": QUERY},
        )
    ),
    Row("13", "a vector of nothing", "vector", (rerank(hybrid(vector=[])),), refused("SHRED_BAD_VECTOR_SIZE")),
    Row("13", "a vector of texts", "vector", (rerank(hybrid(vector=["a"])),), refused("SHRED_BAD_VECTOR_VALUE")),
    *(
        Row("13", f"limits of the shape {limits!r}", "vector", (rerank(hybrid(vector=QUERY), hybridLimits=limits),),
            refused(SHAPE))
        for limits in each("5", 1.5, [], {}, {"$vector": 5}, {"$vector": 5, "$lexical": "5"},
            {"$vector": 1, "$lexical": 1, "x": 1})
    ),
    Row("13", "a limit of nothing", "vector", (rerank(hybrid(vector=QUERY), limit=0),),
        says(FIELD, "limit should be greater than `0`")),
    Row("13", "an unknown option", "vector", (rerank({}, skip=1),), refused("COMMAND_FIELD_UNKNOWN")),
]  # fmt: skip

RESULT_ROWS = [
    Row("13", "both searches, one list", "vector", (rerank(hybrid(vector=QUERY, lexical="red fox hen"),
        includeScores=True, rerankOn="t", rerankQuery="a red fox, white"),),
        scored(fox=(1, 1), hen=(2, 2), cat=(3, None)), DOCUMENTS[:3]),
    Row("13", "documents without a passage are dropped", "vector", (rerank(hybrid(vector=QUERY), **ON),),
        finds("fox", "hen", "cat"), DOCUMENTS),
    Row("13", "words alone", "vector", (rerank(hybrid(lexical="fox"), **ON),), finds("fox"), DOCUMENTS),
    Row("13", "bytes for numbers", "vector", (rerank(hybrid(vector=BINARY), limit=1, **ON),), finds("fox"), DOCUMENTS),
    Row("13", "the reranker decides", "vector", (rerank(hybrid(vector=QUERY), rerankOn="t", rerankQuery="black cat",
        limit=1),),
        finds("cat"), DOCUMENTS),
    Row("13", "a limit of each search", "vector",
        (rerank(hybrid(vector=QUERY, lexical="cat"), hybridLimits={"$vector": 1, "$lexical": 1}, rerankOn="$lexical",
            rerankQuery="x"),),
        finds("fox", "cat"), DOCUMENTS[:3]),
    Row("13", "the filter holds for both", "vector",
        (("findAndRerank", {"filter": {"_id": "cat"}, "sort": hybrid(vector=QUERY, lexical="fox"), "options": ON}),),
        finds("cat"), DOCUMENTS),
    Row("13", "a passage may be any scalar", "vector", (rerank(hybrid(vector=QUERY), rerankOn="n.0", rerankQuery="5"),
        ),
        finds(1), ({"_id": 1, "n": [5], "$vector": QUERY},)),
    Row("13", "a passage is no object", "vector", (rerank(hybrid(vector=QUERY), rerankOn="n", rerankQuery="5"),),
        refused("UNEXPECTED_SERVER_ERROR"), ({"_id": 1, "n": [5], "$vector": QUERY},)),
    Row("13", "the usual projection", "vector", (rerank(hybrid(vector=QUERY), limit=1, **ON),),
        lambda reply: shown(reply, {"_id": "fox", "t": "a red fox"}), DOCUMENTS),
    Row("13", "an own projection", "vector",
        (("findAndRerank", {"sort": hybrid(vector=QUERY), "options": {**ON, "limit": 1}, "projection": {"_id": 1,
            "*": 0}}),),
        refused("UNSUPPORTED_PROJECTION_PARAM"), DOCUMENTS),
    Row("13", "the sort vector", "vector", (rerank(hybrid(vector=[0.1, 0, 0]), includeSortVector=True, **ON),),
        lambda reply: with_sort_vector(reply, [0.1, 0.0, 0.0]), DOCUMENTS),
    Row("13", "no sort vector", "vector", (rerank(hybrid(lexical="fox"), includeSortVector=True, **ON),),
        lambda reply: with_sort_vector(reply, None), DOCUMENTS),
    Row("13", "a text is embedded, searched for and asked by", "hosted", (rerank({"$hybrid": "a red fox, white"}),),
        finds_in_order("fox", "hen", "cat"), HOSTED),
    Row("13", "vectorize beats vector", "hosted", (rerank(hybrid(vectorize="black cat", vector=[1, 2]), limit=1),),
        finds("cat"), HOSTED),
    Row("13", "an override that is right", "hosted",
        (rerank({"$hybrid": "red fox"}, rerank={"provider": "nvidia",
            "modelName": "nvidia/llama-3.2-nv-rerankqa-1b-v2"}),), fine, HOSTED),
]  # fmt: skip

ROWS = [*ORDER_ROWS, *SHAPE_ROWS, *RESULT_ROWS]


def shown(reply: Reply, document: Any) -> None:
    """Expect one document, so."""
    assert reply.json["data"] == {"documents": [document], "nextPageState": None}


def with_sort_vector(reply: Reply, vector: list[float] | None) -> None:
    """Expect this sort vector."""
    assert reply.json["status"] == {"sortVector": vector}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, reranking_lab: Lab) -> None:
    row.check(reranking_lab)


@covers("13")
def test_the_feature_is_asked_for_first(rules_lab: Lab) -> None:
    row = Row("13", "", "plain", (rerank({"$hybrid": "a"}, hybridLimits=0),), refused("RERANKING_FEATURE_NOT_ENABLED"))
    row.check(rules_lab)


@covers("13")
def test_the_feature_can_be_switched_on_by_a_header(rules_lab: Lab) -> None:
    on = {"Feature-Flag-reranking": "true"}
    Row(
        "13", "", "plain", (rerank({"$hybrid": "a"}),), refused("UNSUPPORTED_VECTOR_SORT_FOR_COLLECTION"), (), on
    ).check(rules_lab)
    Row(
        "13", "", "vector", (rerank(hybrid(vector=QUERY), **ON),), refused("UNSUPPORTED_RERANKING_COMMAND"), (), on
    ).check(rules_lab)


@covers("4.3")
def test_the_hosted_provider_needs_no_key_and_no_call(rules_lab: Lab) -> None:
    rules_lab.keys.asked.clear()
    rules_lab.provider.calls.clear()
    no_key = {"x-embedding-api-key": ""}
    row = Row(
        "4.3", "", "hosted", (find(sort={"$vectorize": "red fox"}, options={"limit": 1}),), finds("fox"), HOSTED, no_key
    )
    row.check(rules_lab)
    assert (rules_lab.keys.asked, rules_lab.provider.calls) == ([], [])


def test_hosted_vectors_are_of_unit_length_and_for_ever_the_same() -> None:
    first, second = vectors(["a red fox", ""], 1024)
    assert [sum(value * value for value in vector) for vector in (first, second)] == pytest.approx([1.0, 1.0], abs=1e-5)
    assert vectors(["a red fox"], 1024) == [first]
    assert [round(value, 6) for value in first[:3]] == [
        round(value, 6) for value in vectors(["a red fox"], 1024)[0][:3]
    ]


def test_relevance_falls_with_what_is_shared() -> None:
    same, part, none = relevance("a red fox", ["a red fox", "a fox ran", "winter"])
    assert same > part > none
    assert none < 0 < same
