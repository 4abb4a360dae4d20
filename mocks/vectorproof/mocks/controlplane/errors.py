"""Refusals of the control plane: raised by code and facts, worded by the error catalogue alone.

``ControlError`` is a refusal that the other side must see; anything else that is raised is a bug of ours.
"""

from collections.abc import Mapping
from typing import Any, Final

from vectorproof.specs.errors import catalogue

INTEGRATIONS: Final = "INTEGRATIONS"
DEVOPS: Final = "DEVOPS"


class ControlError(Exception):
    """One refusal: a code of the catalogue, the facts of its message, and members beside ``errors`` in the body."""

    def __init__(
        self, code: str, *, scope: str = INTEGRATIONS, beside: Mapping[str, Any] | None = None, **facts: object
    ) -> None:
        super().__init__(f"{scope}/{code}")
        self.code = code
        self.scope = scope
        self.facts = facts
        self.beside = dict(beside or {})


def refusal(error: ControlError) -> tuple[int, dict[str, Any]]:
    """Word a refusal: the HTTP status and the body.

    Only our own surface has a symbolic ``code``; the DevOps API's errors have a number and a text.
    """
    spec = catalogue().find(error.code, error.scope)
    symbol = {"code": spec.code} if error.scope == INTEGRATIONS else {}
    entry = {"ID": spec.number, **symbol, "message": spec.render(error.facts)}
    return spec.status, {"errors": [entry], **error.beside}
