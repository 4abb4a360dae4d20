"""The ordered exchanges of one example, and how they read as evidence: curl commands without secrets.

Recording is one append; nothing is formatted before there is a finding.
"""

from collections.abc import Callable, Mapping, Sequence

from vectorproof.harness.client import Client
from vectorproof.harness.exchange import Exchange, Request, shortened
from vectorproof.harness.redaction import Redactor
from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.record import Step
from vectorproof.reports.replay.shell import curl as command

_MAX_BODY_CHARACTERS = 20_000
_MAX_ANSWER_CHARACTERS = 2_000
_MAX_KEPT_CHARACTERS = 100_000
_LONGEST_SECRET = 1_000


class Transcript:
    """What was sent and answered, in order.

    ``exchange_count`` counts what the case itself sent; what leasing and tidying up send is evidence but no work of
    the case.
    """

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.exchange_count = 0

    def clear(self) -> None:
        """Forget the exchanges of an earlier example and go on counting."""
        self.exchanges.clear()

    def add(self, exchange: Exchange, *, counted: bool = True) -> None:
        """Append an exchange."""
        self.exchanges.append(exchange)
        self.exchange_count += counted


class Steps:
    """Sends requests and writes each into the transcript of the case that asked."""

    def __init__(self, client: Client, transcript: Transcript, redactor: Redactor) -> None:
        self._client = client
        self.transcript = transcript
        self.redactor = redactor

    def take(self, request: Request, *, counted: bool = True) -> Exchange:
        """Send one request; what network trouble raises goes through."""
        exchange = self._client.send(request)
        self.transcript.add(exchange, counted=counted)
        return exchange

    def quietly(self, request: Request) -> Exchange:
        """Send what is no evidence, such as the tidying up after an example."""
        return self._client.send(request)


def evidence(exchanges: Sequence[Exchange], redactor: Redactor) -> tuple[Step, ...]:
    """Write exchanges as steps: title, curl command, answer; every secret is a placeholder."""
    return tuple(
        Step(
            title=redactor.apply(exchange.request.title),
            curl=curl(exchange.request, redactor),
            answer=_answer(exchange, redactor),
        )
        for exchange in exchanges
    )


def recorded(exchanges: Sequence[Exchange], redactor: Redactor) -> tuple[ExchangeRecord, ...]:
    """Write exchanges down in full for the evidence beside the record; every secret is a placeholder."""
    return tuple(_recorded(exchange, redactor) for exchange in exchanges)


def _recorded(exchange: Exchange, redactor: Redactor) -> ExchangeRecord:
    request = exchange.request
    return ExchangeRecord(
        title=redactor.apply(request.title),
        method=request.method,
        url=redactor.apply(request.origin + request.path),
        headers=_redacted(request.headers, redactor),
        body=None if request.body is None else _kept(request.body, redactor.apply_to_sent),
        status=exchange.status,
        answer_headers=_redacted(exchange.headers, redactor),
        answer=_kept(exchange.raw, redactor.apply),
        seconds=round(exchange.elapsed_s, 4),
    )


def _kept(content: bytes, redacted: Callable[[str], str]) -> str:
    """Redact a body; a very long one is cut, with room enough that no secret can lie across the cut and be kept."""
    text = content.decode("utf-8", "backslashreplace")
    if len(text) <= _MAX_KEPT_CHARACTERS:
        return redacted(text)
    begin = redacted(text[:_MAX_KEPT_CHARACTERS])[:-_LONGEST_SECRET]
    return f"{begin}… ({len(text)} characters)"


def curl(request: Request, redactor: Redactor) -> str:
    """Write a request as a curl command that a shell runs once the placeholders are exported."""
    body = (
        None if request.body is None else shortened(_kept(request.body, redactor.apply_to_sent), _MAX_BODY_CHARACTERS)
    )
    url, headers = redactor.apply(request.origin + request.path), _redacted(request.headers, redactor)
    sent = ExchangeRecord(request.title, request.method, url, headers, body, status=0)
    return command(sent, (name.removeprefix("$") for name in redactor.variables()))


def _answer(exchange: Exchange, redactor: Redactor) -> str:
    text = exchange.raw.decode("utf-8", "backslashreplace")
    return shortened(f"HTTP {exchange.status} {redactor.apply(text)}".strip(), _MAX_ANSWER_CHARACTERS)


def _redacted(headers: Mapping[str, str], redactor: Redactor) -> dict[str, str]:
    return {name: redactor.apply(value) for name, value in headers.items()}
