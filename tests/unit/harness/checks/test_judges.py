"""Every judge accepts what is right and tells each wrong answer: the tables are the judges' specification."""

import hashlib
from typing import Any

import orjson
import pytest

from vectorproof.harness import checks
from vectorproof.harness.exchange import Exchange, Request, parsed
from vectorproof.harness.judging import Judge
from vectorproof.harness.provider import Call, Observed, ProviderKey

KEY = ProviderKey("key-1", "jina_" + "k" * 60)
OTHER = ProviderKey("key-2", "jina_" + "o" * 60)
REFUSAL = {
    "errors": [
        {
            "id": "1",
            "family": "REQUEST",
            "scope": "SCHEMA",
            "errorCode": "NO",
            "title": "Not so",
            "message": "It is not so",
        }
    ]
}


def answer(body: Any = None, status: int = 200, headers: dict[str, str] | None = None) -> Exchange:
    raw = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
    return Exchange(Request("POST", "http://h", "/v1", {}, b"", "t"), status, headers or {}, parsed(raw), raw, 0.0)


def call(key: ProviderKey = KEY, **members: Any) -> Call:
    sha256 = hashlib.sha256(key.secret.encode()).hexdigest()
    entry = {"n": 1, "key": {"id": key.id, "sha256": sha256}, "model": "m", "texts": ["a"], "status": 200}
    return Call.of(entry | members)


def find(*documents: dict[str, Any]) -> Exchange:
    return answer({"data": {"documents": list(documents), "nextPageState": None}})


RIGHT: list[tuple[Judge[Any], Any]] = [
    (checks.succeeded(), answer({"status": {"ok": 1}})),
    (checks.succeeded(204), answer(None, 204)),
    (checks.succeeded(), answer([], 200)),
    (
        checks.refused_with("NO", "NEITHER", family="REQUEST", scope="SCHEMA", status=200, says="NOT SO"),
        answer(REFUSAL),
    ),
    (checks.refused_telling("NO", "is not"), answer(REFUSAL)),
    (checks.http_status(404, 405), answer(None, 405)),
    (checks.message_says("is not"), answer(REFUSAL)),
    (checks.says("errorCode"), answer(REFUSAL)),
    (checks.status_holds(count=3), answer({"status": {"count": 3, "moreData": True}})),
    (checks.options_hold({"vector": {"metric": "cosine"}}), {"vector": {"metric": "cosine", "dimension": 3}, "x": 1}),
    (checks.well_formed(), answer(REFUSAL)),
    (checks.inserted(1, "a"), answer({"status": {"insertedIds": [1, "a"]}})),
    (checks.found_ids(1, 2), find({"_id": 2}, {"_id": 1})),
    (checks.found_ids(), find()),
    (checks.nearest_is(2), find({"_id": 2}, {"_id": 1})),
    (checks.found_no_document(), find()),
    (checks.found_no_document(), answer({"data": {"document": None}})),
    (checks.document_is({"_id": 1}), answer({"data": {"document": {"_id": 1}}})),
    (checks.holds_vector(2), answer({"data": {"document": {"$vector": [0.5, 1]}}})),
    (checks.in_order_of_similarity(), find({"$similarity": 1}, {"$similarity": 0.5}, {"$similarity": 0.5})),
    (checks.similarity_in_range(), find({"$similarity": 1.0000001})),
    (checks.same_vectors([1.0, 2.0], 0.1), [1.05, 2.0]),
    (checks.no_calls(), ()),
    (checks.number_of_calls(1), (call(),)),
    (checks.embedded_with(KEY, never=OTHER), Observed(None, (call(), call()))),
    (checks.embedded_texts("a", "b"), (call(), call(texts=["b"]))),
    (checks.with_model("m"), (call(),)),
    (checks.with_dimensions(None), (call(),)),
    (checks.with_dimensions(3), (call(parameters={"dimensions": 3}),)),
    (checks.equals(3), 3),
    (checks.same_as([1]), [1]),
    (checks.one_of([1, 2]), 2),
    (checks.holds("even", lambda n: n % 2 == 0), 2),
    (checks.every(checks.equals(1)), [1, 1]),
    (checks.all_of(checks.equals(1), checks.one_of([1])), 1),
    (checks.any_of(checks.equals(1), checks.equals(2)), 2),
    (checks.absent(KEY), answer({"hint": "***kkk"})),
]

WRONG: list[tuple[Judge[Any], Any]] = [
    (checks.succeeded(), answer({})),
    (checks.succeeded(), answer(b"")),
    (checks.succeeded(), answer(b"garbage")),
    (checks.succeeded(), answer(REFUSAL)),
    (checks.succeeded(), answer({"status": {"ok": 1}}, 500)),
    (checks.succeeded(), answer({"status": {"ok": 1}, "errors": None}, 500)),
    (checks.succeeded(201), answer({"status": {"ok": 1}}, 200)),
    (checks.refused_telling("NO", "another fact"), answer(REFUSAL)),
    (checks.refused_telling("YES"), answer(REFUSAL)),
    (checks.refused_with("NO"), answer({})),
    (checks.refused_with("NO"), answer({"status": {"ok": 1}})),
    (checks.refused_with("YES"), answer(REFUSAL)),
    (checks.refused_with("NO"), answer({**REFUSAL, "data": {"document": {}}, "status": {}})),
    (checks.refused_with("NO", status=422), answer(REFUSAL)),
    (checks.refused_with("NO", family="SERVER"), answer(REFUSAL)),
    (checks.refused_with("NO", scope=""), answer(REFUSAL)),
    (checks.refused_with("NO", says="otherwise"), answer(REFUSAL)),
    (checks.http_status(404), answer(None, 200)),
    (checks.message_says("otherwise"), answer(REFUSAL)),
    (checks.message_says("is not"), answer({})),
    (checks.says("x"), answer({})),
    (checks.status_holds(count=3), answer({"status": {"count": 2}})),
    (checks.status_holds(count=None), answer({"status": {"ok": 1}})),
    (checks.options_hold({"vector": {"metric": "cosine"}}), {"vector": {"metric": "euclidean"}}),
    (checks.options_hold({"vector": {}}), {}),
    (checks.options_hold({}), None),
    (checks.well_formed(), answer([])),
    (checks.well_formed(), answer({})),
    (checks.well_formed(), answer({"status": {}})),
    (checks.well_formed(), answer({"status": {"ok": 1}, "else": 1})),
    (checks.well_formed(), answer({**REFUSAL, "data": {}})),
    (checks.well_formed(), answer({"errors": []})),
    (checks.well_formed(), answer({"errors": [{"message": "m"}]})),
    (checks.inserted(1), answer({"status": {"insertedIds": []}})),
    (checks.inserted(1), answer({"status": {"insertedIds": [1]}, **REFUSAL})),
    (checks.found_ids(1), find({"_id": 1}, {"_id": 1})),
    (checks.found_ids(1, 2, ordered=True), find({"_id": 2}, {"_id": 1})),
    (checks.found_ids(), answer({})),
    (checks.nearest_is(1), find()),
    (checks.found_no_document(), find({"_id": 1})),
    (checks.found_no_document(), answer({})),
    (checks.document_is(None), answer({})),
    (checks.document_is({"_id": 1}), answer({"data": {"document": {"_id": 2}}})),
    (checks.holds_vector(2), answer({"data": {"document": {}}})),
    (checks.holds_vector(2), answer({"data": {"document": {"$vector": [1]}}})),
    (checks.holds_vector(2), answer({"data": {"document": {"$vector": [0, 0]}}})),
    (checks.holds_vector(2), answer({"data": {"document": {"$vector": [True, 1]}}})),
    (checks.in_order_of_similarity(), find({"$similarity": 0.5}, {"$similarity": 0.6})),
    (checks.in_order_of_similarity(), find({"_id": 1})),
    (checks.in_order_of_similarity(), answer({})),
    (checks.similarity_in_range(), find({"$similarity": 1.1})),
    (checks.same_vectors([1.0]), [1.1]),
    (checks.same_vectors([1.0]), [1.0, 1.0]),
    (checks.same_vectors([1.0]), None),
    (checks.no_calls(), (call(),)),
    (checks.number_of_calls(2), (call(),)),
    (checks.embedded_with(KEY), ()),
    (checks.embedded_with(KEY, never=OTHER), (call(), call(OTHER))),
    (checks.embedded_texts("b", "a"), (call(texts=["a", "b"]),)),
    (checks.with_model("n"), (call(),)),
    (checks.with_model("m"), ()),
    (checks.with_dimensions(None), (call(parameters={"dimensions": 3}),)),
    (checks.equals(3), 4),
    (checks.same_as([1]), []),
    (checks.one_of([1]), 2),
    (checks.holds("even", lambda n: n % 2 == 0), 3),
    (checks.every(checks.equals(1)), [1, 2]),
    (checks.all_of(checks.equals(1), checks.equals(2)), 1),
    (checks.any_of(checks.equals(1), checks.equals(2)), 3),
    (checks.absent(KEY), answer({"key": KEY.secret})),
    (checks.absent(KEY), answer({}, headers={"x-debug": KEY.secret})),
]


@pytest.mark.parametrize(("judge", "seen"), RIGHT, ids=[str(n) for n, _ in enumerate(RIGHT)])
def test_right_is_accepted(judge: Judge[Any], seen: Any) -> None:
    assert judge(seen) is None


@pytest.mark.parametrize(("judge", "seen"), WRONG, ids=[str(n) for n, _ in enumerate(WRONG)])
def test_wrong_is_told(judge: Judge[Any], seen: Any) -> None:
    mismatch = judge(seen)
    assert mismatch is not None
    assert mismatch.expected
    assert mismatch.found


def test_every_judge_is_in_both_tables() -> None:
    for table in (RIGHT, WRONG):
        assert {judge.__qualname__.partition(".")[0] for judge, _ in table} == {
            {"with_model": "_each", "with_dimensions": "_each"}.get(name, name) for name in checks.__all__
        }


def test_a_leaked_secret_is_not_told_again() -> None:
    mismatch = checks.absent(KEY)(answer({"key": KEY.secret}))
    assert mismatch is not None
    assert KEY.secret not in f"{mismatch}"


def test_every_names_the_first_that_is_wrong() -> None:
    mismatch = checks.every(checks.equals(1), "answer")([1, 2, 3])
    assert mismatch is not None
    assert mismatch.expected.startswith("answer 2:")
