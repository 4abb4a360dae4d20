"""Waiting for an answer: asked again until it is so, or for as long as the patience lasts, and evidence only once."""

from collections.abc import Callable

import pytest

from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.redaction import Redactor
from vectorproof.harness.surface import Surface
from vectorproof.harness.transcript import Steps, Transcript
from vectorproof.harness.watching import watched


class Counting:
    """A client that answers with the number of the question."""

    def __init__(self) -> None:
        self.asked = 0

    def send(self, request: Request) -> Exchange:
        """Answer with how manieth question this is."""
        self.asked += 1
        return Exchange(request, 200, {}, self.asked, str(self.asked).encode(), 0.0)


@pytest.fixture
def client() -> Counting:
    return Counting()


@pytest.fixture
def transcript() -> Transcript:
    return Transcript()


@pytest.fixture
def watch(client: Counting, transcript: Transcript) -> Callable[..., tuple[Exchange, list[float]]]:
    """Watch without waiting, and tell the answer and the pauses."""

    def run(until: int, patience_s: float = 60) -> tuple[Exchange, list[float]]:
        pauses = list[float]()
        surface = Surface(Steps(client, transcript, Redactor()), "http://h/v2", {})  # type: ignore[arg-type]  # it sends
        seen = watched(surface, "/x", lambda at: at.body >= until, title="t", patience_s=patience_s, rest=pauses.append)
        return seen, pauses

    return run


def test_what_is_so_at_once_is_asked_for_once_more(
    client: Counting, watch: Callable[..., tuple[Exchange, list[float]]]
) -> None:
    seen, pauses = watch(1)

    assert (seen.body, client.asked, pauses) == (2, 2, [])


def test_it_is_asked_again_until_it_is_so_with_longer_pauses(
    watch: Callable[..., tuple[Exchange, list[float]]],
) -> None:
    seen, pauses = watch(5)

    assert seen.body == 6
    assert pauses == sorted(set(pauses))
    assert len(pauses) == 4


def test_patience_ends(watch: Callable[..., tuple[Exchange, list[float]]]) -> None:
    seen, pauses = watch(10_000, 10)

    assert 10 <= sum(pauses) <= 12
    assert seen.body == len(pauses) + 1


def test_only_the_last_answer_is_evidence(
    transcript: Transcript, watch: Callable[..., tuple[Exchange, list[float]]]
) -> None:
    seen, _ = watch(5)

    assert [exchange.body for exchange in transcript.exchanges] == [seen.body]
