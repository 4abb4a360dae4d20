"""Ways in which a server goes wrong, to make defects of: it hears something else, or it tells something else.

Each gives a function from parts to parts. What is heard otherwise is really done otherwise; what is told otherwise was
done rightly, and told wrongly.
"""

import copy
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from functools import reduce
from typing import Any, Final, cast

import orjson

from vectorproof.mocks.dataapi.hearing import Heard
from vectorproof.mocks.parts import Change, Parts, Reply, Seen

Json = dict[str, Any]
NOTHING: Final[Mapping[str, Any]] = {"no_such_member": {"$exists": True}}
"""A filter that finds nothing."""

Spoil = Callable[[Parts], Parts]
#: Whether the members of a command are those that are meant.
Where = Callable[[Json], bool]

#: The command that a provider is asked for: several run side by side.
_RUNNING: Final[ContextVar[str]] = ContextVar("running", default="")
_READS: Final = frozenset({"find", "findOne", "findOneAndUpdate", "findOneAndReplace", "findOneAndDelete"})


def hearing(change: Change, *commands: str) -> Spoil:
    """Hear other members of these commands."""
    return lambda parts: parts.with_commands(lambda members: change(copy.deepcopy(members)), *commands)


def overlooking(path: str, *commands: str) -> Spoil:
    """Overlook one member of these commands; dots lead into objects."""
    return hearing(lambda members: _at(members, path, lambda parent, name: parent.pop(name)), *commands)


def nowhere(members: Json) -> Json:
    """Let the filter of a command find nothing."""
    return {**members, "filter": dict(NOTHING)}


def taking(path: str, otherwise: Callable[[Any], Any], *commands: str) -> Spoil:
    """Take one member of these commands for another value."""

    def put(parent: Json, name: str) -> None:
        parent[name] = otherwise(parent[name])

    return hearing(lambda members: _at(members, path, put), *commands)


def telling(change: Change, *commands: str, where: Where | None = None) -> Spoil:
    """Tell another answer to these commands, or to all; with ``where`` only if their members are so."""

    def told(seen: Seen) -> Reply | None:
        if seen.command is None or (commands and seen.command not in commands):
            return None
        if (where is not None and not where(asked(seen))) or not seen.reply.body.startswith(b"{"):
            return None
        changed = change(orjson.loads(seen.reply.body))
        return None if changed is None else replace(seen.reply, body=orjson.dumps(changed))

    return lambda parts: parts.with_replies(told)


def telling_as(code: str, instead: str, *commands: str, saying: str = "", where: Where | None = None) -> Spoil:
    """Tell refusals of one code, and of certain words, by another code."""

    def change(body: Json) -> Json | None:
        if not _refused(body, code, saying):
            return None
        return {
            **body,
            "errors": [{**e, "errorCode": instead} if e["errorCode"] == code else e for e in body["errors"]],
        }

    return telling(change, *commands, where=where)


def forgiving(code: str, *commands: str, saying: str = "", where: Where | None = None) -> Spoil:
    """Tell a success where there was a refusal of this code: what was wrong is overlooked, and nothing is done."""

    def told(seen: Seen) -> Reply | None:
        if seen.command is None or (commands and seen.command not in commands):
            return None
        if not _refused(seen.json or {}, code, saying) or (where is not None and not where(asked(seen))):
            return None
        return replace(seen.reply, status=200, body=orjson.dumps(_success(seen.command)))

    return lambda parts: parts.with_replies(told)


def refusing(code: str, *commands: str, where: Where | None = None) -> Spoil:
    """Tell a refusal where there was none; what was asked for is done all the same."""

    def change(body: Json) -> Json | None:
        return None if "errors" in body else {"errors": [_error(code)]}

    return telling(change, *commands, where=where)


def refusing_if(code: str, when: Callable[[Seen], bool]) -> Spoil:
    """Tell a refusal whatever the answer was, if a request is so."""

    def told(seen: Seen) -> Reply | None:
        return replace(seen.reply, body=orjson.dumps({"errors": [_error(code)]})) if when(seen) else None

    return lambda parts: parts.with_replies(told)


def refusing_again(code: str, first: Callable[[Seen], object], again: Callable[[Seen], object]) -> Spoil:
    """Tell a refusal of what ``again`` names, if ``first`` has named it before; both name nothing by ``None``."""

    def spoil(parts: Parts) -> Parts:
        known = set[object]()

        def told(seen: Seen) -> Reply | None:
            is_known = again(seen) in known
            known.update({first(seen)} - {None})
            return replace(seen.reply, body=orjson.dumps({"errors": [_error(code)]})) if is_known else None

        return parts.with_replies(told)

    return spoil


def forgetting(kept: slice, when: Callable[[Seen], bool], *, ends: Callable[[Seen], bool] | None = None) -> Spoil:
    """Tell only the ``kept`` documents of a find that is sent again; ``ends`` tells what makes all be new once more."""

    def fewer(body: Json) -> Json | None:
        data: Json = body.get("data") or {}
        return {**body, "data": {**data, "documents": data["documents"][kept]}} if "documents" in data else None

    def spoil(parts: Parts) -> Parts:
        known = set[tuple[str, bytes]]()

        def told(seen: Seen) -> Reply | None:
            if ends is not None and ends(seen):
                known.clear()
            question = (seen.path, seen.request_body)
            is_known = question in known and when(seen)
            known.add(question)
            return telling(fewer, "find")(Parts()).rewrite(seen) if is_known else None

        return parts.with_replies(told)

    return spoil


def rewording(code: str, pattern: str, words: str = "") -> Spoil:
    """Say other words in refusals of this code: ``words`` in place of what the pattern finds in the message."""

    def change(body: Json) -> Json | None:
        if not _refused(body, code):
            return None
        return {**body, "errors": [{**e, "message": re.sub(pattern, words, e["message"])} for e in body["errors"]]}

    return telling(change)


def answering(path: str, change: Change, *, methods: str = "GET POST PUT PATCH DELETE") -> Spoil:
    """Tell another answer, if it is an object, at paths that this pattern finds, whoever serves them."""

    def told(seen: Seen) -> Reply | None:
        if seen.method not in methods.split() or not re.search(path, seen.path) or seen.json is None:
            return None
        changed = change(seen.json)
        return None if changed is None else replace(seen.reply, body=orjson.dumps(changed))

    return lambda parts: parts.with_replies(told)


def retelling(path: str, pattern: str, words: str, *, methods: str = "GET") -> Spoil:
    """Write other words in place of what a pattern finds in bodies, at paths that another pattern finds."""

    def told(seen: Seen) -> Reply | None:
        if seen.method not in methods.split() or not re.search(path, seen.path):
            return None
        return replace(seen.reply, body=re.sub(pattern.encode(), words.encode(), seen.reply.body))

    return lambda parts: parts.with_replies(told)


def both(*spoils: Spoil) -> Spoil:
    """Go wrong in several ways that are one to whoever looks."""
    return lambda parts: reduce(lambda made, spoil: spoil(made), spoils, parts)


def with_status(status: int, instead: int, path: str = "", methods: str = "") -> Spoil:
    """Answer with another HTTP status, and the same body."""

    def told(seen: Seen) -> Reply | None:
        fits = seen.reply.status == status and re.search(path, seen.path) is not None
        return replace(seen.reply, status=instead) if fits and seen.method in (methods or seen.method) else None

    return lambda parts: parts.with_replies(told)


def status_of(code: str, status: int) -> Spoil:
    """Answer refusals of this code, or of those that begin so, with another HTTP status."""

    def told(seen: Seen) -> Reply | None:
        errors: list[Json] = (seen.json or {}).get("errors") or []
        found = any(str(error.get("errorCode")).startswith(code) for error in errors)
        return replace(seen.reply, status=status) if found else None

    return lambda parts: parts.with_replies(told)


def asking(change: Change, *commands: str) -> Spoil:
    """Ask the provider otherwise, whenever it is asked, or only while these commands run."""

    def spoil(parts: Parts) -> Parts:
        def hear(heard: Heard) -> Heard:
            told: object = heard.command
            _RUNNING.set(next(iter(cast("dict[str, Any]", told)), "") if isinstance(told, dict) else "")
            return heard

        def request(right: Mapping[str, Any]) -> Mapping[str, Any]:
            changed = change(dict(right)) if not commands or _RUNNING.get() in commands else None
            return right if changed is None else changed

        return parts.with_hearing(hear).with_data_api(provider_request=request)

    return spoil


def with_data_api(**rules: Any) -> Spoil:
    """Replace rules of the Data API."""
    return lambda parts: parts.with_data_api(**rules)


def with_control_plane(**rules: Any) -> Spoil:
    """Replace rules of the control plane."""
    return lambda parts: parts.with_control_plane(**rules)


def asked(seen: Seen) -> Json:
    """Give the members of the command that was sent, none if it was no command."""
    try:
        body: object = orjson.loads(seen.request_body)
    except orjson.JSONDecodeError:
        return {}
    members: object = next(iter(body.values()), None) if isinstance(body, dict) else None  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType, reportUnknownMemberType]  # it is JSON
    return members if isinstance(members, dict) else {}  # pyright: ignore[reportUnknownVariableType]  # it is JSON


def _at(members: Json, path: str, change: Callable[[Json, str], object]) -> Json | None:
    """Change a member in place; ``None`` where it is not there."""
    *above, name = path.split(".")
    parent: Any = members
    for step in above:
        parent = parent.get(step) if isinstance(parent, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # it is JSON
    if not isinstance(parent, dict) or name not in parent:
        return None
    change(parent, name)  # pyright: ignore[reportUnknownArgumentType]  # it is JSON
    return members


def _refused(body: Json, code: str, saying: str = "") -> bool:
    errors: list[Json] = body.get("errors") or []
    return any(e.get("errorCode") == code and re.search(saying, str(e.get("message"))) for e in errors)


def _success(command: str) -> Json:
    if command == "find":
        return {"data": {"documents": [], "nextPageState": None}}
    if command in _READS:
        return {"data": {"document": None}}
    if command.startswith("insert"):
        return {"status": {"insertedIds": []}}
    return {"status": {"ok": 1, "matchedCount": 0, "modifiedCount": 0, "deletedCount": 0, "count": 0}}


def _error(code: str) -> Json:
    return {
        "id": "00000000-0000-4000-8000-000000000000",
        "family": "REQUEST",
        "scope": "",
        "errorCode": code,
        "title": "A refusal",
        "message": "This is refused.",
    }
