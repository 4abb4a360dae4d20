"""A call that was answered before, answered at once: test suites send the same texts again and again.

Everything is looked at first and nothing is changed; only when nothing stands in the way is the call accounted for,
in one step without a pause. Whatever is unusual (a refusal, a fault that might be met, a text whose vector is not
known, a caller who keeps apart by a name) is left to the ordinary way, which then finds everything as it was.
"""

from dataclasses import dataclass

from aiohttp import web
from multidict import istr

from vectorproof.mocks.core.bodies import BODY
from vectorproof.mocks.core.whole import WholeResponse
from vectorproof.mocks.jina import answering
from vectorproof.mocks.jina.accounts import Key, fingerprint
from vectorproof.mocks.jina.asking import Ask
from vectorproof.mocks.jina.counter import Counter
from vectorproof.mocks.jina.door import SCHEME, is_well_formed
from vectorproof.mocks.jina.journal import Call
from vectorproof.mocks.jina.memory import BODY_BYTES, KnownBodies
from vectorproof.mocks.jina.parts import JinaParts
from vectorproof.mocks.jina.quota import rate_headers
from vectorproof.mocks.jina.vectors import EncodedVectors

_AUTHORIZATION = istr("Authorization")


@dataclass(frozen=True, slots=True)
class Repeating:
    """Answers embeddings requests that need no work but their account."""

    counter: Counter
    vectors: EncodedVectors
    parts: JinaParts
    known: KnownBodies

    def answer(self, request: web.Request) -> WholeResponse | None:
        """Answer a request, or change nothing and give ``None``."""
        ask = self._ask(request)
        if ask is None:
            return None
        key = self._key(request.headers.get(_AUTHORIZATION, ""))
        encoded = None if key is None else self.vectors.known(ask, self.vectors.geometry.view(key.id, None))
        if key is None or encoded is None:
            return None
        call = self._call(request, key, ask, self.counter.clock.monotonic_s())
        if call.client is not None or key.has_expired(call.started_s) or not self._has_room(key, ask, call):
            return None
        if self.counter.plan.concerns(call, ask.sent):
            return None
        return self._accounted(call, key, ask, encoded)

    def _ask(self, request: web.Request) -> Ask | None:
        """Find what a body asks, if all of it is here; it is read then, and left for whoever comes next."""
        content = request.content
        if content.total_bytes > BODY_BYTES or not content.is_eof() or content.exception() is not None:
            return None
        body = request[BODY] = content.read_nowait()
        return self.known.find(body) if self.parts.cached else None

    def _key(self, authorization: str) -> Key | None:
        """Find a key that may embed."""
        if self.parts.fingerprint is not fingerprint or not is_well_formed(authorization):
            return None
        key = self.counter.door.accounts.find(fingerprint(authorization[len(SCHEME) :])[0])
        return key if key is not None and self.parts.key_problem(key) is None else None

    def _call(self, request: web.Request, key: Key, ask: Ask, now_s: float) -> Call:
        """Make the record of the call, which is not in the journal yet."""
        call = self.counter.begun(request, Call(self.counter.journal.last + 1, now_s))
        call.key_sha256, call.key_hint, call.key_id, call.account = key.sha256, key.hint, key.id, key.account.name
        call.record(ask.model.id, len(ask.sent), ask.sent, ask.parameters)
        call.in_flight = key.meter.in_flight + 1
        return call

    def _has_room(self, key: Key, ask: Ask, call: Call) -> bool:
        """Tell whether rates and balance allow the call."""
        balance, can_pay, admits = key.account.balance_tokens, self.parts.can_pay, self.parts.admits
        return (
            key.meter.has_room(key.account.limits, call.address, ask.total, call.started_s, admits)
            and can_pay(balance, 0)
            and can_pay(balance, ask.total)
        )

    def _accounted(self, call: Call, key: Key, ask: Ask, encoded: list[bytes]) -> WholeResponse:
        """Count, charge, record and answer the call."""
        counter, parts, account, tokens = self.counter, self.parts, key.account, ask.total
        key.meter.count(account.limits, call.address, tokens, call.started_s)
        account.pay(tokens, parts.balance_after(account.balance_tokens, tokens))
        call.tokens, call.status = tokens, 200
        counter.journal.add(call)
        counter.journal.close(call, counter.clock.monotonic_s())
        pieces = answering.pieces(
            ask, encoded, parts.reported(tokens), parts.order, count=counter.dialect.prompt_tokens
        )
        headers = rate_headers(key.meter, account.limits, call.started_s)
        return WholeResponse(pieces, headers=headers)
