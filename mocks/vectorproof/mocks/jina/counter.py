"""What every paid route does around its own work: the door, the journal, faults, and errors in the provider's form.

Knows callers and money; does not know what a body asks for.
"""

import asyncio
import logging
import random
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from aiohttp import StreamReader, web

from vectorproof.mocks.core.bodies import BODY
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.faults.contract import Fault
from vectorproof.mocks.faults.wire import Answer, Exchange, Sent
from vectorproof.mocks.jina import asking
from vectorproof.mocks.jina.accounts import Key
from vectorproof.mocks.jina.door import Door, secret_of
from vectorproof.mocks.jina.fault_kinds import AnswerFault, ReshapedFault, Scene
from vectorproof.mocks.jina.journal import Call, Journal
from vectorproof.mocks.jina.plan import Plan
from vectorproof.mocks.jina.plugged import EmbedderError
from vectorproof.mocks.jina.refusals import Refusal, envelope, error_text
from vectorproof.mocks.jina.reshaping import Means
from vectorproof.mocks.jina.settings import Dialect

_LOG = logging.getLogger(__name__)
# A caller may name itself, so that one of several that share a key can be told from the others.
CLIENT = "X-Mock-Client"
_TRACE = "traceparent"
_TRACE_MAX = 200
_BUG = Answer(
    500,
    b'{"bug":"of the simulator or its embedder: its log says where"}',
    headers=(("X-Sim-Bug", "1"),),
)
_TOO_LARGE = Answer(413, b"<html><head><title>413 Request Entity Too Large</title></head></html>", "text/html")

Work = Callable[[web.Request, Call, Key], Awaitable[web.StreamResponse]]


class BodyTooLargeError(Exception):
    """The body goes on beyond what is read of any."""


class CallerLeftError(Exception):
    """The connection ended before the body did."""


@dataclass(frozen=True, slots=True)
class Order:
    """One call that passed every check, and how its right answer is made.

    ``texts`` are what faults match by; ``whole`` gives the plain vectors for answers that spoil them, ``None`` where
    the answer has no vectors of that form: a fault that would spoil them is then not met. ``in_thread`` where making
    them may take its time.
    """

    texts: tuple[str, ...]
    model: str
    right: Callable[[], Awaitable[Answer]]
    whole: Callable[[], list[list[float]]] | None = None
    in_thread: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """Where calls are let in, paid, recorded and answered."""

    door: Door
    plan: Plan
    journal: Journal
    dialect: Dialect
    clock: Clock
    ids: Ids

    async def serve(self, request: web.Request, work: Work, *, embeds: bool = True) -> web.StreamResponse:
        """Answer one request; on every path exactly one call is recorded; ``embeds`` tells whether it gives vectors."""
        call = self.begun(request, self.journal.open(self.clock.monotonic_s()))
        try:
            response = await self._response(request, call, work, embeds=embeds)
            call.status = response.seen_status if isinstance(response, Sent) else response.status
            return response
        finally:
            self.journal.close(call, self.clock.monotonic_s())

    def begun(self, request: web.Request, call: Call) -> Call:
        """Note in a call what its caller tells of itself."""
        headers = request.headers
        call.trace = headers.get(_TRACE, "")[:_TRACE_MAX] or None
        call.client = headers.get(CLIENT, "")[:_TRACE_MAX] or None
        call.address = request.remote or ""
        return call

    async def fulfil(self, order: Order, request: web.Request, call: Call) -> web.StreamResponse:
        """Answer a call rightly, or by the fault that the plan has for it."""
        met = self.plan.meet(call, order.texts, lambda step: order.whole or not isinstance(step, ReshapedFault))
        if met is None or met.step is None:
            return (await order.right()).whole()
        return await self._faulty(met.step, met.released, order, request)

    def pay(self, key: Key, call: Call, tokens: int) -> None:
        """Charge a call.

        Raises:
            Refusal: the tokens fit the minute or the balance no longer.

        """
        self.door.charge(key, tokens)
        call.tokens = tokens

    def success(self, key: Key, call: Call, body: bytes) -> Answer:
        """Put a body into the answer to a call with a known key."""
        return Answer(200, body, headers=self.door.headers(key, 200, call))

    async def _response(self, request: web.Request, call: Call, work: Work, *, embeds: bool) -> web.StreamResponse:
        key: Key | None = None
        try:
            key = self.door.authenticate(request.headers.get("Authorization"), call, embeds=embeds)
            with self.door.entered(key, call):
                return await work(request, call, key)
        except Refusal as refusal:
            return self._refused(refusal, key, call).response()
        except BodyTooLargeError:
            return _TOO_LARGE.response()
        except CallerLeftError:
            return Sent(None)
        except EmbedderError as error:  # Its text is ours and quotes nothing.
            _LOG.error("call %d: %s", call.n, error)  # it tells all
            return _BUG.response()
        except Exception as error:  # noqa: BLE001  # a bug of ours must answer, be marked, and keep its secrets
            # The text of an exception may quote what was sent; its type and place may not.
            _LOG.error("bug while answering call %d: %s", call.n, place_of(error))
            return _BUG.response()

    async def _faulty(
        self, step: AnswerFault | Fault, released: asyncio.Event, order: Order, request: web.Request
    ) -> web.StreamResponse:
        right = await order.right() if step.charged else None
        if isinstance(step, Fault):
            assert right is not None, "every transport fault is charged"
            return await step.play(Exchange(request, right, released))
        # A thread must not draw from the ids that the loop gives out meanwhile: they would come in another order.
        chance = _drawing(self.ids.hex(32)) if order.in_thread else self._chance
        means = Means(order.whole or list, chance)
        scene = Scene(self.dialect, order.model, self.ids.hex(32), secret_of(request.headers), means)
        answer = await asyncio.to_thread(step.answer, right, scene) if order.in_thread else step.answer(right, scene)
        return Exchange(request, answer, released).respond()

    def _chance(self, bound: int) -> int:
        return int(self.ids.hex(8), 16) % bound

    def _refused(self, refusal: Refusal, key: Key | None, call: Call) -> Answer:
        error = error_text(refusal, self.dialect.generation)
        call.code = error.code
        answer = envelope(error, self.dialect, self.ids.hex(32))
        if key is None:
            return answer
        return replace(answer, headers=answer.headers + self.door.headers(key, answer.status, call))


def _drawing(seed: str) -> Callable[[int], int]:
    """Draw numbers below a bound that follow from a seed alone."""
    drawn = random.Random(seed)  # noqa: S311  # what a fault draws must repeat, not resist
    return drawn.randrange


def place_of(error: BaseException) -> str:
    """Name an exception's type, file and line: enough to find a bug, nothing that was sent."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


async def body_of(request: web.Request) -> bytes:
    """Read the body up to the mock's own bound; the application's smaller default is for others.

    Raises:
        BodyTooLargeError: it goes on beyond that bound.
        CallerLeftError: it never came to its end.
        Refusal: it cannot be unpacked, and so is no JSON.

    """
    if BODY in request:  # It was all there and has been read.
        return request[BODY]
    try:
        request[BODY] = await _read(request.content)
    except web.RequestPayloadError as error:  # It is not compressed as its Content-Encoding says.
        raise asking.not_json() from error
    except ConnectionError as error:
        raise CallerLeftError from error
    return request[BODY]


async def _read(content: StreamReader) -> bytes:
    pieces: list[bytes] = []
    left = asking.BODY_MAX
    while piece := await content.readany():
        left -= len(piece)
        if left < 0:
            raise BodyTooLargeError
        pieces.append(piece)
    return b"".join(pieces)
