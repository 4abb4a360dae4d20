"""What makes two ``_id`` the same document's (section 7.1)."""

from decimal import Decimal
from typing import Any

from vectorproof.suites.models.values import kind, refuse, worth, wrapped


def key_of(document_id: Any) -> tuple[str, str]:
    """Give kind and text under which a document is kept: UUIDs and ObjectIds are texts, ``10`` and ``1E+1`` differ."""
    sort = kind(document_id)
    if document_id == "":
        refuse("SHRED_BAD_DOCID_VALUE")
    if sort in {"array", "object"}:
        refuse("SHRED_BAD_DOCID_TYPE")
    number = str(Decimal(repr(document_id)).normalize()) if isinstance(document_id, float) else str(document_id)
    return sort, number if sort == "number" else str(worth(document_id))


def as_shown(document_id: Any) -> Any:
    """Give an ``_id`` as answers show it: a UUID in lower case, everything else as it was sent."""
    return {"$uuid": document_id["$uuid"].lower()} if wrapped(document_id) == "$uuid" else document_id
