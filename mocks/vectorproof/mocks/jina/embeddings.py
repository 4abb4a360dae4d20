"""POST /v1/embeddings: the one route a Data API calls, from its front door to the last byte.

Reads as the order of checks of the real service (jina-api 2); what is checked how lives elsewhere.
"""

import asyncio
import logging
import traceback
from dataclasses import dataclass, field, replace

from aiohttp import web

from vectorproof.mocks.core.bodies import BODY
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Answer, Exchange, Sent
from vectorproof.mocks.jina import answering, asking
from vectorproof.mocks.jina.accounts import Key
from vectorproof.mocks.jina.asking import Ask
from vectorproof.mocks.jina.door import Door, secret_of
from vectorproof.mocks.jina.fault_kinds import AnswerFault, Scene
from vectorproof.mocks.jina.journal import Call, Journal
from vectorproof.mocks.jina.memory import KnownBodies
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.plan import Plan
from vectorproof.mocks.jina.refusals import Refusal, envelope, error_text
from vectorproof.mocks.jina.reshaping import Means
from vectorproof.mocks.jina.settings import Dialect
from vectorproof.mocks.jina.vectors import EncodedVectors

_LOG = logging.getLogger(__name__)
_TRACE = "traceparent"
_TRACE_MAX = 200
_BUG = Answer(500, b'{"bug":"of the simulator: please report"}', headers=(("X-Sim-Bug", "1"),))
_TOO_LARGE = Answer(413, b"<html><head><title>413 Request Entity Too Large</title></head></html>", "text/html")


class BodyTooLargeError(Exception):
    """The body goes on beyond what is read of any."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One call that passed every check: who asks what, and where it is recorded."""

    request: web.Request
    call: Call
    key: Key
    ask: Ask


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Answers embeddings requests, recording each of them whatever becomes of it."""

    door: Door
    plan: Plan
    journal: Journal
    vectors: EncodedVectors
    parts: JinaParts
    dialect: Dialect
    clock: Clock
    ids: Ids
    known: KnownBodies = field(default_factory=KnownBodies)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; on every path exactly one call is recorded."""
        call = self.journal.open(self.clock.monotonic_s())
        call.trace = request.headers.get(_TRACE, "")[:_TRACE_MAX] or None
        try:
            response = await self._response(request, call)
            call.status = response.seen_status if isinstance(response, Sent) else response.status
            return response
        finally:
            self.journal.close(call, self.clock.monotonic_s())

    async def _response(self, request: web.Request, call: Call) -> web.StreamResponse:
        key: Key | None = None
        try:
            key = self.door.authenticate(request.headers.get("Authorization"), call)
            with self.door.entered(key, request.remote or "", call):
                return await self._let_in(request, call, key)
        except Refusal as refusal:
            return self._refused(refusal, key, call).response()
        except BodyTooLargeError:
            return _TOO_LARGE.response()
        except Exception as error:  # noqa: BLE001  # a bug of ours must answer, be marked, and keep its secrets
            # The text of an exception may quote what was sent; its type and place may not.
            _LOG.error("bug while answering call %d: %s", call.n, place_of(error))
            return _BUG.response()

    async def _let_in(self, request: web.Request, call: Call, key: Key) -> web.StreamResponse:
        ask = self._understood(await _body(request), call)
        self.door.check(key, ask.total)
        met = self.plan.meet(call, ask.sent)
        turn = _Turn(request, call, key, ask)
        if met is None or met.step is None:
            return (await self._right(turn)).response()
        return await self._faulty(met.step, met.released, turn)

    def _understood(self, body: bytes, call: Call) -> Ask:
        """Read a body, recording what was asked before anything in it can be refused."""
        ask = self.known.find(body) if self.parts.cached else None
        if ask is not None:
            call.record(ask.model.id, len(ask.sent), ask.sent, ask.parameters)
            return ask
        read = asking.parse(body)
        model = read.get("model")
        shown = model[:_TRACE_MAX] if isinstance(model, str) else None
        call.record(shown, len(asking.inputs_of(read)), asking.texts_of(read), asking.parameters_of(read))
        ask = asking.understand(read, self.parts.count_tokens)
        self.known.keep(body, ask)
        return ask

    async def _right(self, turn: _Turn) -> Answer:
        ask, tokens = turn.ask, turn.ask.total
        self.door.charge(turn.key, tokens)
        turn.call.tokens = tokens
        if not self.parts.cached:
            self.vectors.forget()
        encoded = await self.vectors.encoded(ask)
        shown = self.parts.reported(tokens)
        body = answering.body(ask, encoded, shown, self.parts.order, count=self.dialect.prompt_tokens)
        return Answer(200, body, headers=self.door.headers(turn.key, 200))

    async def _faulty(self, step: AnswerFault | Fault, released: asyncio.Event, turn: _Turn) -> web.StreamResponse:
        right = await self._right(turn) if step.charged else None
        if isinstance(step, Fault):
            assert right is not None, "every transport fault is charged"
            return await step.play(Exchange(turn.request, right, released))
        answer = step.answer(right, self._scene(turn.request, turn.ask))
        return Exchange(turn.request, answer, released).respond()

    def _scene(self, request: web.Request, ask: Ask) -> Scene:
        def whole() -> list[list[float]]:
            return [vector.tolist() for vector in self.vectors.plain(ask, ask.model.dimensions)]

        means = Means(whole, self._chance)
        return Scene(self.dialect, ask.model.id, self.ids.hex(32), secret_of(request.headers), means)

    def _chance(self, bound: int) -> int:
        return int(self.ids.hex(8), 16) % bound

    def _refused(self, refusal: Refusal, key: Key | None, call: Call) -> Answer:
        error = error_text(refusal, self.dialect.generation)
        call.code = error.code
        answer = envelope(error, self.dialect, self.ids.hex(32))
        if key is None:
            return answer
        return replace(answer, headers=answer.headers + self.door.headers(key, answer.status))


def place_of(error: BaseException) -> str:
    """Name an exception's type, file and line: enough to find a bug, nothing that was sent."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


async def _body(request: web.Request) -> bytes:
    """Read the body up to the mock's own bound; the application's smaller default is for others."""
    pieces: list[bytes] = []
    left = asking.BODY_MAX
    while piece := await request.content.readany():
        left -= len(piece)
        if left < 0:
            raise BodyTooLargeError
        pieces.append(piece)
    request[BODY] = b"".join(pieces)
    return b"".join(pieces)
