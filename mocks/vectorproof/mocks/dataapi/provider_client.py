"""Calls an embedding provider over HTTP, one batch at a time, with the documented patience. Source: jina-api 3.3, 3.5.

The provider is reached by its URL only; whoever answers there is a stranger.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from vectorproof.mocks.core.calls import CALL, traceparent
from vectorproof.mocks.core.clock import Clock
from vectorproof.mocks.core.tenants import ProviderPace
from vectorproof.mocks.dataapi import local_models, provider_answers, provider_wire
from vectorproof.mocks.dataapi.embedded import Made
from vectorproof.mocks.dataapi.errors import WireError, unexpected
from vectorproof.mocks.dataapi.jsontext import write
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.mocks.dataapi.provider_answers import Answer
from vectorproof.mocks.dataapi.provider_wire import Wire


@dataclass(frozen=True, slots=True)
class Batch:
    """The texts of one request and what the model is told about them."""

    provider: str
    model: str
    texts: tuple[str, ...]
    #: ``None`` where the model has one dimension only: then none is sent.
    dimensions: int | None
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    #: For a model that the database hosts itself, the size of its vectors: it is called only where a URL is set.
    hosted: int | None = None

    def request(self) -> Mapping[str, Any]:
        """Make the request as the provider wants it; defaults that the collection does not set are not sent."""
        dimensions = {} if self.dimensions is None else {"dimensions": self.dimensions}
        return {"input": list(self.texts), "model": self.model, **dimensions, **self.parameters}


class ProviderClient:
    """One for all calls, with connections that are kept alive; closed with the Data API."""

    def __init__(self, urls: Mapping[str, str], parts: DataApiParts, clock: Clock) -> None:
        self.urls = dict(urls)
        self._parts = parts
        self._clock = clock
        self._wire = Wire()
        self._session: aiohttp.ClientSession | None = None

    async def embed(self, batch: Batch, key: str | None, pace: ProviderPace) -> list[Made]:
        """Get the vectors of a batch; time-outs are tried again, all other failures are final.

        Raises:
            WireError: what the client of the Data API sees instead.

        """
        if batch.hosted is not None and batch.provider not in self.urls:
            return list(local_models.vectors(batch.texts, batch.hosted))
        pace = self._parts.pace(pace)
        answer, attempts = None, self._parts.attempts(pace)
        for attempt in range(1, attempts + 1):
            answer = await self._call(batch, key, pace)
            if answer is not None and 200 <= answer.status < 400:  # noqa: PLR2004  # what is decoded (jina-api 3.7)
                return self._parts.decoded(answer, batch.model)
            if attempt == attempts or not self._parts.retried(None if answer is None else answer.status):
                break
            await self._clock.sleep(pace.backoff_s)
        raise self._failure(batch.provider, answer)

    async def close(self) -> None:
        """Close all connections."""
        self._wire.close()
        if self._session is not None:
            await self._session.close()

    def _failure(self, provider: str, answer: Answer | None) -> WireError:
        if answer is None:
            return provider_answers.late(provider)
        return provider_answers.failure(provider, answer, self._parts.failure_code(answer.status))

    async def _call(self, batch: Batch, key: str | None, pace: ProviderPace) -> Answer | None:
        """Send one request; ``None`` when no answer came in time."""
        url = self.urls.get(batch.provider)
        if url is None:
            raise WireError("EMBEDDING_PROVIDER_BAD_HOST_NAME", provider=batch.provider, detail="no route to this host")
        headers = {"Content-Type": "application/json"}
        call = CALL.get()
        if call is not None:
            headers["traceparent"] = traceparent(call)
        if key is not None:
            headers["Authorization"] = f"Bearer {self._parts.bearer(key)}".strip()
        body = write(self._parts.provider_request(batch.request()))
        short = provider_wire.target(url)
        try:
            if short is not None and provider_wire.is_plain(headers.get("Authorization", "none")):
                return await self._wire.post(short, headers, body, pace.timeout_s)
            return await self._long_way(url, headers, body, pace.timeout_s)
        except TimeoutError:
            return None
        except provider_wire.LostError as error:
            raise unexpected("IOException", f"connection to the provider failed ({error.kind})") from error
        except aiohttp.ClientConnectorDNSError as error:
            detail = f"the name '{error.host}' is not known"
            raise WireError("EMBEDDING_PROVIDER_BAD_HOST_NAME", provider=batch.provider, detail=detail) from error
        except aiohttp.ClientError as error:
            raise unexpected("IOException", f"connection to the provider failed ({type(error).__name__})") from error
        except ValueError as error:
            # The cause holds the key itself: it is not kept.
            raise unexpected("IllegalArgumentException", "the key cannot stand in a header") from error.__class__()

    async def _long_way(self, url: str, headers: Mapping[str, str], body: bytes, within_s: float) -> Answer:
        # Without the threshold aiohttp rounds five seconds and more up to a whole second of its clock.
        timeout = aiohttp.ClientTimeout(total=within_s, ceil_threshold=math.inf)
        posted = self._open().post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False)
        async with posted as response:
            return Answer(response.status, response.headers.get("Content-Type", ""), await response.read())

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            # A cookie of a provider is none of the next caller's business.
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session
