"""Document ids: which values may be one, and under which key the database keeps them. Source: data-api 7.1."""

from typing import Any, Final, TypeAlias

from vectorproof.mocks.dataapi.clauses import ejson
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import compact, is_number

#: Kind (string 1, number 2, boolean 3, null 4, date 5) and text: what makes an id unique in a collection.
DocumentKey: TypeAlias = tuple[int, str]

STRING, NUMBER, BOOLEAN, NULL, DATE = 1, 2, 3, 4, 5
_NAMES: Final = {STRING: "StringId", NUMBER: "NumberId", BOOLEAN: "BooleanId", NULL: "NullId", DATE: "DateId"}


def key_of(document_id: Any) -> DocumentKey:
    """Give the key of an id.

    Raises:
        WireError: ``SHRED_BAD_DOCID_VALUE`` for the empty string, ``SHRED_BAD_DOCID_TYPE`` for what cannot be an id.

    """
    if document_id is None:
        return (NULL, "null")
    if isinstance(document_id, bool):
        return (BOOLEAN, "true" if document_id else "false")
    if is_number(document_id):
        return (NUMBER, compact(document_id))
    if isinstance(document_id, str):
        if not document_id:
            raise WireError("SHRED_BAD_DOCID_VALUE", detail="empty String not allowed")
        return (STRING, document_id)
    return _wrapped(document_id)


def wire_form(document_id: Any) -> Any:
    """Give the form in which answers show an id: wrappers are kept, a UUID is in lower case."""
    kind = ejson.wrapper(document_id)
    return {kind: ejson.text_of(kind, document_id[kind])} if kind == ejson.UUID else document_id


def quoted(document_id: Any) -> str:
    """Show an id inside a message: strings in single quotes, others as JSON."""
    return f"'{document_id}'" if isinstance(document_id, str) else compact(document_id)


def described(document_id: Any) -> str:
    """Show an id with its kind, as ``StringId('a')`` or ``NumberId(1)``."""
    kind, text = key_of(document_id)
    return f"{_NAMES[kind]}('{text}')" if kind == STRING else f"{_NAMES[kind]}({text})"


def _wrapped(document_id: Any) -> DocumentKey:
    kind = ejson.wrapper(document_id)
    if kind is None:
        raise _bad_type("Document Id must be a JSON String, Number, Boolean, EJSON-Encoded value or null")
    inner = document_id[kind]
    if kind == ejson.DATE and ejson.problem(kind, inner):
        raise _bad_type(f"unrecognized JSON extension type '{kind}'")
    wrong = ejson.problem(kind, inner)
    if wrong:
        raise _bad_type(wrong)
    return (DATE, str(inner)) if kind == ejson.DATE else (STRING, ejson.text_of(kind, inner))


def _bad_type(detail: str) -> WireError:
    return WireError("SHRED_BAD_DOCID_TYPE", detail=detail)
