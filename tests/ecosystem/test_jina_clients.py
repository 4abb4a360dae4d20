"""Published clients of the provider's API work against the mock, with nothing altered but the address they call."""

import json
from collections.abc import Mapping
from operator import mul
from pathlib import Path
from typing import Any

import pytest
from tests.ecosystem.places import done, environment

from vectorproof.mocks.jina.running import JinaAccount

SCRIPTS = Path(__file__).with_name("jina_clients")
CLIENTS = {"jina-httpx": "plain_httpx.py", "jina-langchain": "langchain.py", "jina-llamaindex": "llamaindex.py"}

MODEL, DIMENSION = "jina-embeddings-v2-base-en", 768
RERANKER = "jina-reranker-v2-base-multilingual"
TEXTS = ["a recipe for soup", "a car with four wheels", "a mountain under snow"]
QUERY = "four wheels of a car"
REFUSED = "a text that is one too many"


def used(client: str, account: JinaAccount) -> Mapping[str, Any]:
    """Let a client embed the texts and the query, rerank them, and be refused once; gives what it told."""
    account.fail("rate-rpm", match={"text_contains": REFUSED})
    wish = {
        "origin": account.origin,
        "key": account.key,
        "model": MODEL,
        "reranker": RERANKER,
        "texts": TEXTS,
        "query": QUERY,
        "refused": REFUSED,
    }
    line = [environment(client), SCRIPTS / CLIENTS[client]]
    told: Mapping[str, Any] = json.loads(done(line, SCRIPTS, said=json.dumps(wish)))
    return told


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_embeds_reranks_and_is_refused(client: str, jina_mock: JinaAccount) -> None:
    told = used(client, jina_mock)

    assert [len(vector) for vector in told["vectors"]] == [DIMENSION] * len(TEXTS)
    near = [sum(map(mul, vector, told["query"])) for vector in told["vectors"]]
    assert near.index(max(near)) == told["order"][0] == TEXTS.index("a car with four wheels")
    assert sorted(told["order"]) == list(range(len(TEXTS)))
    assert "rate limit" in told["refusal"].lower()
    calls = jina_mock.calls()
    assert [call["status"] for call in calls if call["model"] == MODEL].count(429) == 1
    assert jina_mock.charged_tokens == sum(call["tokens"] for call in calls)


def test_every_client_is_given_the_same_vectors(jina_mock: JinaAccount) -> None:
    told = {client: used(client, jina_mock) for client in CLIENTS}
    one, *others = told.values()

    assert all(other["vectors"] == one["vectors"] and other["query"] == one["query"] for other in others)
    bits = told["jina-llamaindex"]["bits"]
    assert bits == [int(number > 0) for number in one["vectors"][0]]
