"""The journal: questions by everything that a call is, waiting without polling, and bounded memory."""

import asyncio
import json
import threading
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.jina import JinaConfig
from vectorproof.mocks.jina.journal import CHARACTERS_MAX, TEXT_MAX, Journal
from vectorproof.mocks.jina.members import parameters_of

V3 = "jina-embeddings-v3"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def told(lab: Any, key: str) -> tuple[Any, str]:
    """Make five calls that differ in everything that can be asked for; gives the mock and their key."""
    lab.account("own")
    lab.fault(key, "internal", match={"text_contains": "spoiled"})
    lab.fault(key, "reset", match={"text_contains": "torn"})
    lab.embed(key, ("red car", "two"), client="one")
    lab.embed(key, ("spoiled",), model=V3)
    lab.embed(key, ("torn",), client="two")
    lab.embed(key, ("long [[tokens:9000]]",))
    body = json.dumps({"model": V3, "input": "traced"}).encode()
    lab.send(body, f"Bearer {key}", more=f"traceparent: {TRACE}\r\n")
    return lab, key


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("client=one", [1]),
        ("client=nobody", []),
        ("address=127.0.0.1&latest=2", [4, 5]),
        ("address=127.0.0.9", []),
        (f"model={V3}", [2, 5]),
        ("text_contains=car", [1]),
        ("text_matches=^t", [1, 3, 5]),
        ("batch_size=2", [1]),
        ("status=200", [1, 5]),
        ("status=none", [3]),
        ("code=INPUT_TOKEN_LIMIT_EXCEEDED", [4]),
        ("fault=internal", [2]),
        ("fault=none&status=200", [1, 5]),
        (f"trace={TRACE}", [5]),
        ("since=3", [4, 5]),
        ("account=own", []),
        ("latest=1", [5]),
        ("at_least=5&latest=1", [5]),
    ],
)
def test_calls_are_found_by_what_they_are(told: tuple[Any, str], query: str, found: list[int]) -> None:
    lab, key = told
    calls = lab.control("GET", f"/journal?key={key}&{query}")["calls"]
    assert [call["n"] for call in calls] == found


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("since=x", "since: found 'x', a whole number"),
        ("at_least=-1", "at_least"),
        ("status=ok", "status: found 'ok'"),
        ("batch_size=0", "query.batch_size: found 0, a whole number from 1"),
        ("text_matches=(", "query.text_matches"),
        ("modle=a", "'modle' is unknown; account, address"),
        (f"since={'9' * 400}", "whole number"),
    ],
)
def test_a_wrong_question_says_what_would_be_right(lab: Any, query: str, right: str) -> None:
    status, answer = lab.control_status("GET", f"/journal?{query}")
    assert (status, right in answer["error"]) == (400, True)


def test_waiting_ends_with_the_call_that_makes_it_enough(lab: Any, key: str) -> None:
    answers: list[Any] = []
    path = f"/journal?key={key}&status=200&at_least=2&within_s=30"
    waiting = threading.Thread(target=lambda: answers.append(lab.control("GET", path)))
    waiting.start()
    lab.fault(key, "internal")
    began = time.monotonic()
    assert [lab.embed(key, (str(number),)).status for number in range(3)] == [500, 200, 200]
    waiting.join(30)
    assert [call["texts"] for call in answers[0]["calls"]] == [["0"], ["1"], ["2"]][-2:]
    assert time.monotonic() - began < 20


def test_waiting_in_vain_ends_with_what_there_is(lab: Any, key: str) -> None:
    lab.embed(key)
    assert len(lab.calls(key, at_least=2, within_s=0)) == 1


def test_a_call_counts_for_whoever_waits_when_it_ends_and_not_before(lab: Any, key: str) -> None:
    fault = lab.fault(key, "hold")
    body = json.dumps({"model": V3, "input": "hi"}).encode()
    with lab.connect(body, f"Bearer {key}") as client:
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1)
        (call,) = lab.calls(key, at_least=1, within_s=0)
        assert call["ended_s"] is None
        client.settimeout(20)
        lab.control("DELETE", f"/faults/{fault}")
        (call,) = lab.calls(key, at_least=1, within_s=10)
        assert call["ended_s"] >= call["started_s"]
        assert client.recv(15) == b"HTTP/1.1 200 OK"


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["wanted", "other"]), max_size=30),
    st.integers(0, 30),
    st.integers(0, 8),
    st.integers(1, 8),
)
def test_a_wait_is_over_exactly_when_enough_wanted_calls_have_ended(
    names: list[str], already: int, since: int, at_least: int
) -> None:
    async def main() -> None:
        journal = Journal(1_000)

        def end(name: str) -> None:
            call = journal.open(0.0)
            call.client = name
            journal.close(call, 1.0)

        for name in names[:already]:
            end(name)
        waiting = asyncio.ensure_future(journal.wait_for(lambda call: call.client == "wanted", since, at_least, 60))
        for number, name in enumerate(names[already:], start=already):
            await turn()
            assert waiting.done() == (names[since:number].count("wanted") >= at_least)
            end(name)
        await turn()
        assert waiting.done() == (names[since:].count("wanted") >= at_least)
        waiting.cancel()

    asyncio.run(main())


async def turn() -> None:
    """Let whoever can go on do so: a task begins, an event is seen, a wait returns."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_memory_of_the_journal_is_bounded(start: Any) -> None:
    lab = start(JinaConfig(journal_calls=5))
    key = lab.control("POST", "/keys", {})["key"]
    for _ in range(8):
        lab.embed(key)
    assert [call["n"] for call in lab.calls(key)] == [4, 5, 6, 7, 8]


def test_long_texts_push_old_calls_out() -> None:
    journal, texts = Journal(10_000), ("x" * (TEXT_MAX + 1),) * 1000
    for _ in range(20):
        call = journal.open(0.0)
        call.record("m", len(texts), texts, {})
        journal.close(call, 1.0)
    kept = journal.matching(lambda _: True)
    assert all(len(text) == TEXT_MAX for call in kept for text in call.texts)
    assert 1 < len(kept) == CHARACTERS_MAX // (TEXT_MAX * 1000)


def test_parameters_without_end_are_cut_and_counted() -> None:
    sent = {f"{number:<300}": "v" * 1_000 for number in range(1_000)}
    kept = parameters_of({"model": "m", "input": "i", **sent}, frozenset({"model", "input"}))
    assert (len(kept), max(map(len, kept)), max(len(str(value)) for value in kept.values())) == (50, 200, 200)
    journal = Journal(1_000_000)
    for _ in range(3_000):
        call = journal.open(0.0)
        call.record("m", 0, (), kept)
        journal.close(call, 1.0)
    assert len(journal.matching(lambda _: True)) == CHARACTERS_MAX // (50 * 400)


def test_forgotten_calls_free_their_room() -> None:
    journal = Journal(10)
    for _ in range(3):
        call = journal.open(0.0)
        call.record("m", 1, ("x" * TEXT_MAX,) * 1000, {})
        journal.close(call, 1.0)
    journal.forget(lambda call: call.n < 3)
    assert [call.n for call in journal.matching(lambda _: True)] == [3]
    for _ in range(7):
        call = journal.open(0.0)
        call.record("m", 1, ("x" * TEXT_MAX,) * 1000, {})
        journal.close(call, 1.0)
    assert [call.n for call in journal.matching(lambda _: True)] == list(range(4, 11))
