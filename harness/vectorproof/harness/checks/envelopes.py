"""Judges of single rules of the envelope, each as strict as its sentence. Knows no command."""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from vectorproof.harness.checks.answers import refused_with
from vectorproof.harness.checks.plain import all_of, holds
from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import ApiError, Exchange
from vectorproof.harness.json_values import objects_in
from vectorproof.harness.judging import Judge

_TEXTS: Final = ("id", "family", "scope", "errorCode", "title", "message")
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)


def members_are(*names: str) -> Judge[Exchange]:
    """The envelope has these members and no other."""
    return holds(f"an envelope of {', '.join(names)} and nothing else", lambda seen: _names(seen.body) == set(names))


def members_are_known() -> Judge[Exchange]:
    """The envelope is an object of data, status and errors, at least one of them."""
    known = {"data", "status", "errors"}
    return holds(
        "an object of data, status and errors only", lambda seen: bool(_names(seen.body)) and _names(seen.body) <= known
    )


def errors_without_data() -> Judge[Exchange]:
    """There are errors, and no data beside them."""
    return holds("errors and no data", lambda seen: bool(seen.errors) and "data" not in _names(seen.body))


def errors_have_texts() -> Judge[Exchange]:
    """There are errors, and each has the six members that are texts, only the scope may be empty."""
    return _errors("six texts in each error", lambda error: all(_text(error.raw, name) for name in _TEXTS))


def families_are_known() -> Judge[Exchange]:
    """There are errors, each of one of the two families."""
    return _errors("the family REQUEST or SERVER", lambda error: error.family in {"REQUEST", "SERVER"})


def codes_are_in_capitals() -> Judge[Exchange]:
    """There are errors, whose codes and scopes are words of capitals."""
    return _errors(
        "a code in capitals, and a scope in capitals or an empty one",
        lambda error: bool(_CODE.fullmatch(error.code)) and (not error.scope or bool(_CODE.fullmatch(error.scope))),
    )


def ids_are_their_own() -> Judge[tuple[Exchange, ...]]:
    """Every error of several answers has a UUID that no other has."""

    def own(seen: tuple[Exchange, ...]) -> bool:
        ids = [error.id for answer in seen for error in answer.errors]
        return len(ids) >= len(seen) and len(set(ids)) == len(ids) and all(map(_uuid, ids))

    return holds("a UUID for each error, none of them twice", own)


def no_exception_class() -> Judge[Exchange]:
    """There are errors, none of which tells the class of an exception."""
    return _errors("no exceptionClass", lambda error: "exceptionClass" not in error.raw)


def status_has_members() -> Judge[Exchange]:
    """There is a status with members, or none at all; the answer says something in any case."""
    return holds("no empty status", lambda seen: bool(_names(seen.body)) and seen.body.get("status") != {})


def more_data(expected: bool) -> Judge[Exchange]:  # noqa: FBT001  # reads as on the wire: more_data(True)
    """``moreData`` is true, or it is not there; the status says something in any case."""
    where = "moreData: true" if expected else "no moreData"
    wanted = True if expected else None
    return holds(where, lambda seen: bool(seen.status_member) and seen.status_member.get("moreData") is wanted)


def is_page() -> Judge[Exchange]:
    """The data is a list of documents and a page state, a text or null."""

    def page(seen: Exchange) -> bool:
        states = (str, type(None))
        return is_list(seen.data.get("documents")) and isinstance(seen.data.get("nextPageState", 0), states)

    return all_of(members_are("data"), holds("documents, and nextPageState that is a text or null", page))


def gives_document(there: bool) -> Judge[Exchange]:  # noqa: FBT001  # reads as a sentence: gives_document(True)
    """The data has ``document``: an object, or null where nothing was found."""
    what = "document, an object" if there else "document: null"
    return holds(what, lambda seen: is_object(seen.data.get("document", 0)) if there else _is_null(seen))


def concerns(*document_ids: Any) -> Judge[Exchange]:
    """The first error concerns exactly these documents, ids in the form in which they were sent."""
    wanted = list(document_ids)
    return holds(
        f"documentIds {wanted}", lambda seen: bool(seen.errors) and seen.errors[0].raw.get("documentIds") == wanted
    )


def warns(*words: str) -> Judge[Exchange]:
    """There is one warning in the status, written like an error, that says these words; none stands beside it."""

    def warned(seen: Exchange) -> bool:
        warnings = objects_in(seen.status_member.get("warnings"))
        fine = len(warnings) == 1 and "warnings" not in _names(seen.body)
        return fine and all(_of_warning(warning, words) for warning in warnings)

    return holds(f"one warning DEPRECATED_COMMAND that says {', '.join(words)}", warned)


def refused_by_token() -> Judge[Exchange]:
    """The token is refused by the status, in an envelope of errors alone."""
    codes = ("MISSING_AUTHENTICATION_TOKEN", "UNAUTHENTICATED_REQUEST")
    return all_of(refused_with(*codes, status=401), members_are("errors"))


def _errors(what: str, right: Callable[[ApiError], bool]) -> Judge[Exchange]:
    return holds(f"errors with {what}", lambda seen: bool(seen.errors) and all(map(right, seen.errors)))


def _of_warning(warning: Mapping[str, Any], words: tuple[str, ...]) -> bool:
    fixed = (warning.get("family"), warning.get("scope"), warning.get("errorCode"))
    told = str(warning.get("message"))
    return fixed == ("REQUEST", "WARNING", "DEPRECATED_COMMAND") and all(word in told for word in words)


def _names(body: Any) -> set[str]:
    return set(body) if is_object(body) else set()


def _text(raw: Mapping[str, Any], name: str) -> bool:
    return isinstance(raw.get(name), str) and (bool(raw[name]) or name == "scope")


def _uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_null(seen: Exchange) -> bool:
    return "document" in seen.data and seen.data["document"] is None
