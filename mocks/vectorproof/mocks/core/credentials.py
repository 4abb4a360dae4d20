"""How a Data API asks for a provider's stored secret: the seam between it and the control plane.

The Data API knows only the protocol here; the control plane answers it. The internal credential routes answer from
the same object, so the two paths cannot drift apart (control-plane C.2).
"""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Purpose: TypeAlias = Literal["valid", "secret"]


@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """One question: the secret behind ``reference`` for a provider, asked on behalf of a database.

    ``reference`` is the suffixed form ``<key name>.providerKey``. ``purpose`` tells the two questions of the service
    apart: whether a credential exists, and what it is. ``caller`` stands for the token of who asks, hashed.
    """

    database_id: str
    provider: str
    reference: str
    purpose: Purpose = "secret"
    caller: str = ""


class CredentialNotFoundError(Exception):
    """No such key, or the database is not in its scope: one answer for both (control-plane 0.3, 4)."""

    def __init__(self, code: str = "GVC-005", text: str = "Credential not found") -> None:
        super().__init__(f"({code}) {text}")
        self.code = code
        self.text = text


class CredentialServiceError(Exception):
    """The credential service failed, or its answer is of no use; ``status`` is an HTTP status, else ``None``.

    ``kind`` says how: ``status``, ``silent`` (no answer in time), ``closed`` (no answer at all), ``html`` (no JSON),
    ``empty`` (JSON without the credential).
    """

    def __init__(self, kind: str, status: int | None = None) -> None:
        super().__init__(f"{kind} {status or ''}".strip())
        self.kind = kind
        self.status = status


class Credentials(Protocol):
    """What answers a Data API's questions for stored secrets."""

    def resolve(self, request: CredentialRequest) -> str:
        """Give the secret, evaluated now: scope counts at look-up time, not when the collection was made.

        Raises:
            CredentialNotFoundError: no key of that name whose scope holds the database.
            CredentialServiceError: there is no answer, or none that is of use.

        """
        ...
