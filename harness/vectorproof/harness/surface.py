"""One HTTP surface beside the Data API: a base URL, standing headers, JSON bodies. Knows no route."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from vectorproof.harness.errors import Missing, TargetError
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import object_in
from vectorproof.harness.transcript import Steps

_NOT_IMPLEMENTED: Final = 501


class Surface:
    """Sends to paths below one base URL; an answer 501 ends the case as SKIPPED with what is not simulated."""

    def __init__(self, steps: Steps, base: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(base)
        self.steps = steps
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._path = parts.path.rstrip("/")
        self._headers = dict(headers)

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        title: str,
        headers: Mapping[str, str] | None = None,
        counted: bool = True,
    ) -> Exchange:
        """Send one request; ``path`` starts with a slash and is quoted already."""
        raw = None if body is None else orjson.dumps(body)
        return self.send_bytes(method, path, raw, title=title, headers=headers, counted=counted)

    def send_bytes(
        self,
        method: str,
        path: str,
        raw: bytes | None,
        *,
        title: str,
        headers: Mapping[str, str] | None = None,
        counted: bool = True,
    ) -> Exchange:
        """Send one request with a body of any content; JSON unless ``headers`` say otherwise."""
        merged = {
            **self._headers,
            **({"Content-Type": "application/json"} if raw is not None else {}),
            **(headers or {}),
        }
        request = Request(method, self._origin, self._path + path, merged, raw, title)
        exchange = self.steps.take(request, counted=counted)
        if exchange.status == _NOT_IMPLEMENTED:
            raise Missing("NOT_SIMULATED", f"not simulated yet: {title}")
        if "x-sim-bug" in exchange.headers:
            raise TargetError(f"the simulator has a bug of its own at {title}")
        return exchange

    def glance(self, path: str, *, title: str) -> Exchange:
        """GET a path without leaving evidence: for what is asked again until it is so."""
        return self.steps.quietly(Request("GET", self._origin, self._path + path, self._headers, None, title))

    def forget(self, path: str, *, title: str) -> bool:
        """Send a DELETE that is no evidence; tells whether it worked, and never fails a case."""
        request = Request("DELETE", self._origin, self._path + path, self._headers, None, title)
        try:
            return self.steps.quietly(request).ok
        except TargetError:
            return False

    def made(self, path: str, body: object, *, title: str, counted: bool = True) -> Mapping[str, Any]:
        """POST what the case stands on and give the answer's object.

        Raises:
            TargetError: it was not made.

        """
        exchange = self.send("POST", path, body, title=title, counted=counted)
        body = object_in(exchange.body)
        if not exchange.ok or body is None:
            raise TargetError(f"{title} did not work: {exchange}")
        return body
