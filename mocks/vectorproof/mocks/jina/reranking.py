"""POST /v1/rerank: documents in the order of what they have to do with a query (jina-api 1.2).

A score is the cosine of the two texts' vectors, from 0 up: the same texts always get the same score, everywhere.
"""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from aiohttp import web

from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina import asking
from vectorproof.mocks.jina.accounts import Key
from vectorproof.mocks.jina.counter import Counter, Order, body_of
from vectorproof.mocks.jina.embedding import Embedder, Request, Vector
from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.members import name_of, parameters_of
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.ranking_asks import RankingAsk, documents_of, understand
from vectorproof.mocks.jina.vectors import portions

_SIZE = 768
_NOT_A_PARAMETER = frozenset({"model", "query", "documents"})


@dataclass(frozen=True, slots=True)
class Reranking:
    """Answers reranking requests."""

    counter: Counter
    embedder: Embedder
    parts: JinaParts
    in_thread: bool = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; on every path exactly one call is recorded."""
        return await self.counter.serve(request, self._let_in, embeds=False)

    async def _let_in(self, request: web.Request, call: Call, key: Key) -> web.StreamResponse:
        read = asking.parse(await body_of(request))
        texts = documents_of(read)
        call.record(name_of(read), len(texts), tuple(texts), parameters_of(read, _NOT_A_PARAMETER))
        ask = understand(read, self.parts.count_tokens)
        self.counter.door.check(key, ask.tokens)

        async def right() -> Answer:
            self.counter.pay(key, call, ask.tokens)
            scores = await self._scores(ask)
            return self.counter.success(key, call, _body(ask, scores, self.parts.reported(ask.tokens)))

        return await self.counter.fulfil(Order((ask.query, *ask.documents), ask.model, right), request, call)

    async def _scores(self, ask: RankingAsk) -> list[float]:
        """Score each document, letting others in between portions."""
        (query,) = await self._embed(ask.model, [ask.query])
        scores: list[float] = []
        for portion in portions(ask.documents):
            await asyncio.sleep(0)
            scores += [score(query, document) for document in await self._embed(ask.model, portion)]
        return scores

    async def _embed(self, model: str, texts: Sequence[str]) -> Sequence[Vector]:
        requests = [Request(text, model, "", _SIZE) for text in texts]
        if self.in_thread:
            return await asyncio.to_thread(self.embedder.embed, requests)
        return self.embedder.embed(requests)


def score(query: Vector, document: Vector) -> float:
    """Give the cosine of two unit vectors, from 0 to 1; summed exactly, so that no machine differs in a digit."""
    cosine = math.fsum(query.astype("float64") * document.astype("float64"))
    return min(1.0, max(0.0, cosine))


def _body(ask: RankingAsk, scores: Sequence[float], tokens: int) -> bytes:
    best = sorted(range(len(scores)), key=lambda at: -scores[at])[: ask.top]
    head = b'{"model":"%s","object":"list","usage":{"total_tokens":%d},"results":[' % (ask.model.encode(), tokens)
    return head + b",".join(_result(ask, at, scores[at]) for at in best) + b"]}"


def _result(ask: RankingAsk, at: int, value: float) -> bytes:
    shown = b',"document":' + orjson.dumps({"text": ask.documents[at]}) if ask.shown else b""
    return b'{"index":%d,"relevance_score":%.8f%s}' % (at, value, shown)
