"""What a command can refuse, and how a refusal becomes the object that the wire shows.

``WireError`` is what the other side must see; texts, titles and HTTP statuses come from the catalogue and exist nowhere
else. ``Refusals`` carries several at once: one request may break several constraints. Anything else that is raised is a
bug of ours. Does not know HTTP.
"""

from collections.abc import Sequence
from typing import Any

from vectorproof.specs.errors import Era, ErrorSpec, catalogue


class WireError(Exception):
    """One error as a client must see it: a code of the catalogue and the facts that its message names."""

    def __init__(self, code: str, scope: str | None = None, /, **facts: object) -> None:
        super().__init__(f"{scope or ''}/{code}")
        self.spec: ErrorSpec = catalogue().find(code, scope)
        self.facts = facts
        self.document_ids: tuple[Any, ...] = ()
        self.situation: int | None = None

    def concerning(self, document_id: object) -> "WireError":
        """Name the document that the error is about, in the form in which the wire shows its ``_id``."""
        self.document_ids = (document_id,)
        return self

    def told_apart(self, situation: int) -> "WireError":
        """Say which of several situations it is, where an older era had an error for each; counted from 0."""
        self.situation = situation
        return self

    def wire(self, error_id: str, era: Era) -> dict[str, Any]:
        """Make the error object; the first era knew only code and message (control-plane A.9)."""
        form = self.spec.form(era, self.situation)
        text = {"errorCode": form.code, "message": self.spec.render(self.facts, era, self.situation)}
        if era == "E1":
            return text
        head = {"id": error_id, "family": form.family, "scope": form.scope, "errorCode": form.code}
        body: dict[str, Any] = {**head, "title": self.spec.title, "message": text["message"]}
        return {**body, "documentIds": list(self.document_ids)} if self.document_ids else body


class Refusals(Exception):  # noqa: N818  # several errors, not one
    """Several errors of one request, in the order in which the answer lists them."""

    def __init__(self, errors: Sequence[WireError]) -> None:
        super().__init__(", ".join(map(str, errors)))
        self.errors = tuple(errors)


def errors_of(raised: "WireError | Refusals") -> tuple[WireError, ...]:
    """Flatten what a command raised."""
    return raised.errors if isinstance(raised, Refusals) else (raised,)


def unexpected(java_class: str, detail: str) -> WireError:
    """Make the answer for a slip of the real server: what it did not expect, it reports with the name of a class."""
    return WireError("UNEXPECTED_SERVER_ERROR", error_class=java_class, detail=detail)


def internal(detail: str) -> WireError:
    """Make the answer for what the real server holds impossible."""
    return WireError("INTERNAL_SERVER_ERROR", detail=detail)
