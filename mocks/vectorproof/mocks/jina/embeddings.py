"""POST /v1/embeddings: the one route a Data API calls.

Reads as the order of checks of the real service (jina-api 2); what is checked how lives elsewhere.
"""

from dataclasses import dataclass

from aiohttp import web

from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina import answering, asking
from vectorproof.mocks.jina.accounts import Key
from vectorproof.mocks.jina.asking import Ask
from vectorproof.mocks.jina.counter import Counter, Order, body_of
from vectorproof.mocks.jina.geometry import Whose
from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.members import name_of, parameters_of
from vectorproof.mocks.jina.memory import KnownBodies
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.repeating import Repeating
from vectorproof.mocks.jina.vectors import EncodedVectors


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Answers embeddings requests."""

    counter: Counter
    vectors: EncodedVectors
    parts: JinaParts
    known: KnownBodies
    repeating: Repeating

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; on every path exactly one call is recorded."""
        at_once = self.repeating.answer(request)
        return await self.counter.serve(request, self._let_in) if at_once is None else at_once

    async def _let_in(self, request: web.Request, call: Call, key: Key) -> web.StreamResponse:
        ask = self._understood(await body_of(request), call)
        self.counter.door.check(key, ask.total)

        async def right() -> Answer:
            return await self._right(ask, call, key)

        def whole() -> list[list[float]]:
            view = self._view(key, call)
            return [vector.tolist() for vector in self.vectors.plain(ask, ask.model.dimensions, view)]

        order = Order(ask.sent, ask.model.id, right, None if ask.multi else whole, self.vectors.in_thread)
        return await self.counter.fulfil(order, request, call)

    def _understood(self, body: bytes, call: Call) -> Ask:
        """Read a body, recording what was asked before anything in it can be refused."""
        ask = self.known.find(body) if self.parts.cached else None
        if ask is not None:
            call.record(ask.model.id, len(ask.sent), ask.sent, ask.parameters)
            return ask
        read = asking.parse(body)
        parameters = parameters_of(read, asking.NOT_A_PARAMETER)
        call.record(name_of(read), len(asking.inputs_of(read)), asking.texts_of(read), parameters)
        ask = asking.understand(read, self.parts.count_tokens)
        self.known.keep(body, ask)
        return ask

    async def _right(self, ask: Ask, call: Call, key: Key) -> Answer:
        self.counter.pay(key, call, ask.total)
        if not self.parts.cached:
            self.vectors.forget()
        encoded = await self.vectors.encoded(ask, self._view(key, call))
        shown, counted = self.parts.reported(ask.total), self.counter.dialect.prompt_tokens
        return self.counter.success(key, call, answering.body(ask, encoded, shown, self.parts.order, count=counted))

    def _view(self, key: Key, call: Call) -> tuple[Whose, ...]:
        return self.vectors.geometry.view(key.id, call.client)
