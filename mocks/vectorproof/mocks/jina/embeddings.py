"""POST /v1/embeddings: the one route a Data API calls, from its front door to the last byte.

Reads as the order of checks of the real service (jina-api 2); what is checked how lives elsewhere.
"""

import asyncio
import logging
import traceback
from dataclasses import replace

from aiohttp import web

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


class Embeddings:
    """Answers embeddings requests, recording each of them whatever becomes of it."""

    def __init__(
        self,
        door: Door,
        plan: Plan,
        journal: Journal,
        vectors: EncodedVectors,
        parts: JinaParts,
        dialect: Dialect,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._door = door
        self._plan = plan
        self._journal = journal
        self._vectors = vectors
        self._parts = parts
        self._dialect = dialect
        self._clock = clock
        self._ids = ids

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; on every path exactly one call is recorded."""
        call = self._journal.open(self._clock.monotonic_s())
        call.trace = request.headers.get(_TRACE, "")[:_TRACE_MAX] or None
        try:
            response = await self._response(request, call)
            call.status = response.seen_status if isinstance(response, Sent) else response.status
            return response
        finally:
            self._journal.close(call, self._clock.monotonic_s())

    async def _response(self, request: web.Request, call: Call) -> web.StreamResponse:
        key: Key | None = None
        try:
            key = self._door.authenticate(request.headers.get("Authorization"), call)
            with self._door.entered(key, request.remote or "", call):
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
        read = asking.parse(await _body(request))
        texts = asking.texts_of(read)
        model = read.get("model")
        shown = model[:_TRACE_MAX] if isinstance(model, str) else None
        call.record(shown, len(asking.inputs_of(read)), texts, asking.parameters_of(read))
        ask = asking.understand(read, self._parts.count_tokens)
        tokens = sum(ask.tokens)
        self._door.check(key, tokens)
        met = self._plan.meet(call, texts)
        if met is None or met.step is None:
            return (await self._right(ask, key, call, tokens)).response()
        return await self._faulty(met.step, met.released, request, ask, key, call, tokens)

    async def _right(self, ask: Ask, key: Key, call: Call, tokens: int) -> Answer:
        self._door.charge(key, tokens)
        call.tokens = tokens
        encoded = await self._encoded(ask)
        shown = self._parts.reported(tokens)
        body = answering.body(ask, encoded, shown, self._parts.order, count=self._dialect.prompt_tokens)
        return Answer(200, body, headers=self._door.headers(key, 200))

    async def _encoded(self, ask: Ask) -> list[bytes]:
        """Encode in portions, so that nobody else stalls behind a request of two thousand texts."""
        if not self._parts.cached:
            self._vectors.forget()
        return await self._vectors.encoded(ask)

    async def _faulty(
        self, step: AnswerFault | Fault, released: asyncio.Event, request: web.Request, ask: Ask, key: Key, call: Call,
        tokens: int,
    ) -> web.StreamResponse:  # fmt: skip
        right = await self._right(ask, key, call, tokens) if step.charged else None
        if isinstance(step, Fault):
            assert right is not None, "every transport fault is charged"
            return await step.play(Exchange(request, right, released))
        answer = step.answer(right, self._scene(request, ask))
        return Exchange(request, answer, released).respond()

    def _scene(self, request: web.Request, ask: Ask) -> Scene:
        def whole() -> list[list[float]]:
            return [vector.tolist() for vector in self._vectors.plain(ask, ask.model.dimensions)]

        return Scene(
            self._dialect, ask.model.id, self._ids.hex(32), secret_of(request.headers), Means(whole, self._chance)
        )

    def _chance(self, bound: int) -> int:
        return int(self._ids.hex(8), 16) % bound

    def _refused(self, refusal: Refusal, key: Key | None, call: Call) -> Answer:
        error = error_text(refusal, self._dialect.generation)
        call.code = error.code
        answer = envelope(error, self._dialect, self._ids.hex(32))
        if key is None:
            return answer
        return replace(answer, headers=answer.headers + self._door.headers(key, answer.status))


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
    return b"".join(pieces)
