"""What is answered at once is answered, accounted for and recorded as if it had gone the ordinary way."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import aiohttp
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.core.whole import WholeResponse
from vectorproof.mocks.jina import AccountSpec, JinaConfig, JinaMock, JinaParts, KeySpec, KeyState, Limits
from vectorproof.mocks.jina.asking import Ask
from vectorproof.mocks.jina.memory import KnownBodies
from vectorproof.mocks.jina.repeating import Repeating
from vectorproof.mocks.jina.standalone import serving

FREE, TIGHT, SHUT = "jina_" + "a" * 60, "jina_" + "b" * 60, "jina_" + "c" * 60
CONFIG = JinaConfig(
    accounts=(
        AccountSpec("free", 200),
        AccountSpec("tight", 10_000, limits=Limits(4, 40, 2, 5)),
    ),
    keys=(KeySpec(FREE, "free"), KeySpec(TIGHT, "tight"), KeySpec(SHUT, "free", state=KeyState.RESTRICTED)),
)
VOLATILE = {"started_s", "ended_s"}
texts = st.lists(st.sampled_from(["a red car", "an old tree", "", "[[near:0.5 a red car]]"]), min_size=1, max_size=3)
bodies = st.fixed_dictionaries(
    {"model": st.sampled_from(["jina-embeddings-v3", "jina-colbert-v2", "no-such-model"]), "input": texts},
    optional={"dimensions": st.sampled_from([64, 5_000]), "embedding_type": st.just("base64")},
)
bearers = st.sampled_from([*(f"Bearer {key}" for key in (FREE, FREE, TIGHT, SHUT)), f"Bearer  {FREE}"])
sent: dict[str, st.SearchStrategy[str]] = {"Authorization": bearers}
named: dict[str, st.SearchStrategy[str]] = {"X-Mock-Client": st.just("me"), "traceparent": st.just("00-1-2-01")}
calls = st.tuples(
    st.just("embed"),
    bodies,
    st.fixed_dictionaries(sent, optional=named),
)
fault = {"match": {"text_contains": "car"}, "fault": {"name": "internal"}}
controls = st.sampled_from(
    [
        ("clock", {"advance_s": 31}),
        ("faults", {"faults": [fault]}),
        ("vectors", {"vectors": [{"text": "an old tree", "anchor": "a red car", "cosine": 0.25}]}),
    ]
)


class NothingKnown(KnownBodies):
    """Remembers no body, so that nothing is ever answered at once."""

    def keep(self, body: bytes, ask: Ask) -> None:
        """Forget it."""


class Steps(Clock):
    """A clock that goes on only when it is told to: two mocks must see the same times."""

    def __init__(self) -> None:
        super().__init__()
        self._now_s = 0.0

    def monotonic_s(self) -> float:
        """Tell what was added."""
        return self._now_s

    def advance(self, seconds: float) -> None:
        """Step forward."""
        self._now_s += seconds


def made(*, at_once: bool) -> JinaMock:
    mock = JinaMock(CONFIG, JinaParts(), Steps(), Ids(3))
    if not at_once:
        known = NothingKnown()
        repeating = replace(mock.embeddings.repeating, known=known)
        mock.embeddings = replace(mock.embeddings, known=known, repeating=repeating)
    return mock


async def told(session: aiohttp.ClientSession, origin: str, step: Any) -> Any:
    """Take one step and give all that can be seen of it."""
    path = "/v1/embeddings" if step[0] == "embed" else f"/__mock__/{step[0]}"
    async with session.post(origin + path, json=step[1], headers=step[2] if step[0] == "embed" else {}) as answer:
        headers = {name: value for name, value in answer.headers.items() if name != "Date"}
        return answer.status, headers, await answer.read()


async def seen(mock: JinaMock, steps: list[Any]) -> list[Any]:
    async with AsyncExitStack() as stack:
        origin = (await stack.enter_async_context(serving(mock))).origin
        session = await stack.enter_async_context(aiohttp.ClientSession())
        answers = [await told(session, origin, step) for step in steps]
        async with session.get(f"{origin}/__mock__/faults") as answer:
            answers.append((await answer.json())["faults"])
    lines = [{name: value for name, value in call.wire().items() if name not in VOLATILE} for call in all_calls(mock)]
    accounts = [(account.balance_tokens, account.charged_tokens) for account in mock.accounts.all_accounts()]
    return [*answers, lines, accounts]


def all_calls(mock: JinaMock) -> list[Any]:
    return mock.journal.matching(lambda _: True)


@settings(deadline=None, max_examples=60)
@given(st.lists(calls | controls, min_size=1, max_size=14))
def test_at_once_is_like_the_ordinary_way(steps: list[Any]) -> None:
    # Each call twice: the second one may be answered at once.
    doubled = [again for step in steps for again in ([step, step] if step[0] == "embed" else [step])]

    assert asyncio.run(seen(made(at_once=True), doubled)) == asyncio.run(seen(made(at_once=False), doubled))


def test_a_repeated_call_is_answered_at_once() -> None:
    mock, met = made(at_once=True), list[WholeResponse | None]()
    repeating = mock.embeddings.repeating

    class Watching(Repeating):
        """Repeats, and tells what was answered at once."""

        def answer(self, request: web.Request) -> WholeResponse | None:
            """Answer as ever."""
            met.append(super().answer(request))
            return met[-1]

    fields = (repeating.counter, repeating.vectors, repeating.parts, repeating.known)
    mock.embeddings = replace(mock.embeddings, repeating=Watching(*fields))
    call = ("embed", {"model": "jina-embeddings-v3", "input": "a red car"}, {"Authorization": f"Bearer {FREE}"})
    asyncio.run(seen(mock, [call, call]))

    assert [one is not None for one in met] == [False, True]
