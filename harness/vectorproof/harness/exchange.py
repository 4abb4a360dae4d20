"""One request and its answer, as values. Knows the envelope's members and no meaning of any of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from vectorproof.harness.json_values import object_in, objects_in


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: ``origin`` is scheme, host and port; ``path`` starts with a slash and carries the query.

    ``title`` says in the field's words what the step does, such as ``insertOne``.
    """

    method: str
    origin: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None
    title: str


@dataclass(frozen=True, slots=True)
class ApiError:
    """One member of ``errors``: texts as they were sent, empty where the answer left one out.

    ``code`` is ``errorCode`` of the Data API or the symbolic ``code`` of the control plane.
    """

    id: str
    family: str
    scope: str
    code: str
    title: str
    message: str
    raw: Mapping[str, Any]

    @classmethod
    def of(cls, member: Mapping[str, Any]) -> "ApiError":
        """Read one error object leniently: judging its members is a check's business."""
        code = member.get("errorCode", member.get("code", ""))
        texts = {name: str(member.get(name, "")) for name in ("family", "scope", "title", "message")}
        return cls(id=str(member.get("id", member.get("ID", ""))), code=str(code), raw=member, **texts)

    def __str__(self) -> str:
        return " ".join(part for part in (self.family, self.scope, self.code) if part) + f": {self.message}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer.

    ``body`` is the parsed JSON, or ``None`` when ``raw`` is empty or no JSON; header names are lower case.
    """

    request: Request
    status: int
    headers: Mapping[str, str]
    body: Any
    raw: bytes
    elapsed_s: float

    @property
    def errors(self) -> tuple[ApiError, ...]:
        """The error objects of the answer, in order; empty when there are none."""
        return tuple(ApiError.of(member) for member in objects_in(self._member("errors")))

    @property
    def error(self) -> ApiError | None:
        """The first error, if any."""
        errors = self.errors
        return errors[0] if errors else None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all errors, in order."""
        return tuple(error.code for error in self.errors)

    @property
    def data(self) -> Mapping[str, Any]:
        """The member ``data``; empty when it is missing or no object."""
        return self._object("data")

    @property
    def status_member(self) -> Mapping[str, Any]:
        """The member ``status`` of the envelope (not the HTTP status); empty when it is missing or no object."""
        return self._object("status")

    @property
    def documents(self) -> tuple[Mapping[str, Any], ...]:
        """The documents of a ``find``, in order; empty when there are none."""
        return tuple(objects_in(self.data.get("documents")))

    @property
    def document(self) -> Mapping[str, Any] | None:
        """The document of a ``findOne``; ``None`` when nothing was found."""
        return object_in(self.data.get("document"))

    @property
    def ok(self) -> bool:
        """Tell whether the answer is a 2xx without errors that says anything at all (a 204 needs no body)."""
        if not 200 <= self.status < 300 or self._member("errors") is not None:  # noqa: PLR2004  # HTTP's own classes
            return False
        return bool(self.body) or self.status in {201, 202, 204} or isinstance(self.body, list)

    def __str__(self) -> str:
        """Say the answer in one short line: what a finding shows as found."""
        if self.errors:
            return f"HTTP {self.status}, " + "; ".join(str(error) for error in self.errors)
        text = self.raw.decode("utf-8", "replace")
        return f"HTTP {self.status}, " + (shortened(text) if text else "no body")

    def _member(self, name: str) -> Any:
        return (object_in(self.body) or {}).get(name)

    def _object(self, name: str) -> Mapping[str, Any]:
        return object_in(self._member(name)) or {}


def shortened(text: str, limit: int = 600) -> str:
    """Cut a text for people to read, and say how much was cut."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def parsed(raw: bytes) -> Any:
    """Parse JSON; ``None`` for what is none."""
    try:
        return orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError:
        return None
