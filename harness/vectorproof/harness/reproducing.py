"""Sending the exchanges of a finding once more, to the same target or another: is its last answer still the same?

Values that were made anew, such as ids and tokens, are taken from the answers on the way, as they come.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from vectorproof.harness.client import Client
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.reports.replay.pytest_file import answer_pattern
from vectorproof.reports.replay.steps import GIVEN, Place, Replay, ReplayStep, pieces


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What came back, step by step, and whether the last answer is the one of the finding."""

    exchanges: tuple[Exchange, ...]
    again: bool


def reproduce(replay: Replay, endpoint: Endpoint, client: Client) -> Reproduced:
    """Send every step to a target; raises ``TargetError`` where the target lacks what a step needs."""
    values = {**replay.made_up, **_given(replay, endpoint)}
    exchanges: list[Exchange] = []
    for step in replay.steps:
        exchange = client.send(_request(step, values, replay.variables))
        exchanges.append(exchange)
        values |= {name: _told(exchange, place, name) for name, place in step.told.items()}
    wanted = replay.steps[-1].exchange
    answer = exchanges[-1].raw.decode("utf-8", "replace")
    same = exchanges[-1].status == wanted.status and re.fullmatch(answer_pattern(wanted.answer), answer, re.DOTALL)
    return Reproduced(tuple(exchanges), bool(same))


def _given(replay: Replay, endpoint: Endpoint) -> Mapping[str, str]:
    """Take addresses and secrets from the target."""
    key = endpoint.embedding_key
    known = {
        "DATA_API": endpoint.data_api,
        "CONTROL": endpoint.control,
        "DEVOPS": endpoint.devops,
        "JINA": endpoint.jina,
        "JINA_CONTROL": endpoint.jina_control,
        "DATABASE_ID": endpoint.database_id,
        "KEYSPACE": endpoint.keyspace,
        "VECTORPROOF_TOKEN": endpoint.token.reveal(),
        "VECTORPROOF_EMBEDDING_KEY": None if key is None else key.reveal(),
    }
    missing = [name for name in replay.given if known.get(name) is None]
    if missing:
        raise TargetError(f"the target does not say {GIVEN[missing[0]]}, which the finding needs")
    return {name: str(known[name]) for name in replay.given}


def _request(step: ReplayStep, values: Mapping[str, str], variables: frozenset[str]) -> Request:
    def filled(text: str) -> str:
        return "".join(values[piece] if is_name else piece for piece, is_name in pieces(text, variables))

    exchange = step.exchange
    where = urlsplit(filled(exchange.url))
    return Request(
        method=exchange.method,
        origin=f"{where.scheme}://{where.netloc}",
        path=f"{where.path}?{where.query}" if where.query else where.path,
        headers={name: filled(value) for name, value in exchange.headers.items()},
        body=None if exchange.body is None else filled(exchange.body).encode("utf-8", "surrogatepass"),
        title=exchange.title,
    )


def _told(exchange: Exchange, place: Place, name: str) -> str:
    try:
        value = json.loads(exchange.raw)
        for part in place:
            value = value[part]
    except (ValueError, LookupError, TypeError) as error:
        raise TargetError(f"{exchange.request.title}: the answer does not tell ${name.lower()}: {exchange}") from error
    return str(value)
