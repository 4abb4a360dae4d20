"""What the whole simulator is made of: the parts of its three providers, and a last word on every answer.

A defect is a function from ``Parts`` to ``Parts``: it replaces one part by a wrong one, and nothing is patched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import orjson

from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.dataapi.hearing import Heard
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.mocks.jina.parts import JinaParts

#: From the JSON of an answer to what is answered instead; ``None`` leaves it as it is.
Change = Callable[[dict[str, Any]], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer as it would leave: status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request and the right answer to it; ``request_body`` is empty where a file was uploaded."""

    method: str
    path: str
    request_body: bytes = field(repr=False)
    reply: Reply
    request_headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def command(self) -> str | None:
        """The command of the Data API that was sent, ``None`` where it was none."""
        if self.method != "POST" or "/v1" not in self.path or "/sim/" in self.path:
            return None
        try:
            body: object = orjson.loads(self.request_body)
        except orjson.JSONDecodeError:
            return None
        return next(map(str, cast("dict[str, object]", body)), None) if isinstance(body, dict) else None

    @property
    def json(self) -> dict[str, Any] | None:
        """The answer's JSON, ``None`` where it is no object."""
        try:
            body: object = orjson.loads(self.reply.body)
        except orjson.JSONDecodeError:
            return None
        return cast("dict[str, Any]", body) if isinstance(body, dict) else None


def as_it_is(seen: Seen) -> Reply:
    """Leave an answer as it is."""
    return seen.reply


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that can be replaced; the defaults are right."""

    # One type checker does not take the class itself as a factory: too many of its defaults are functions.
    data_api: DataApiParts = field(default_factory=lambda: DataApiParts())  # noqa: PLW0108  # see above
    control_plane: ControlPlaneParts = field(default_factory=ControlPlaneParts)
    jina: JinaParts = field(default_factory=JinaParts)
    rewrite: Callable[[Seen], Reply] = as_it_is

    def with_answers(self, change: Change, *commands: str) -> "Parts":
        """Change the JSON of answers to these commands, or to all: what ``change`` gives, or nothing at ``None``."""
        before = self.rewrite

        def rewrite(seen: Seen) -> Reply:
            reply, command = before(seen), seen.command
            if command is None or (commands and command not in commands) or not reply.body.startswith(b"{"):
                return reply
            changed = change(orjson.loads(reply.body))
            return reply if changed is None else replace(reply, body=orjson.dumps(changed))

        return replace(self, rewrite=rewrite)

    def with_replies(self, change: Callable[[Seen], Reply | None]) -> "Parts":
        """Change whole answers, whatever was asked: what ``change`` gives, or nothing at ``None``."""
        before = self.rewrite

        def rewrite(seen: Seen) -> Reply:
            right = replace(seen, reply=before(seen))
            return change(right) or right.reply

        return replace(self, rewrite=rewrite)

    def with_commands(self, change: Change, *commands: str) -> "Parts":
        """Change the members of these commands before they are read: what ``change`` gives, or nothing at ``None``."""

        def hear(heard: Heard) -> Heard:
            told: object = heard.command
            if not isinstance(told, dict) or len(cast("dict[str, object]", told)) != 1:
                return heard
            ((name, members),) = cast("dict[str, Any]", told).items()
            is_meant = name in commands and isinstance(members, dict)
            changed = change(cast("dict[str, Any]", members)) if is_meant else None
            return heard if changed is None else replace(heard, command={name: changed})

        return self.with_hearing(hear)

    def with_hearing(self, hear: Callable[[Heard], Heard]) -> "Parts":
        """Change what is understood of a command, behind whatever was changed before."""
        before = self.data_api.heard

        def both(heard: Heard) -> Heard:
            return hear(before(heard))

        return self.with_data_api(heard=both)

    def with_data_api(self, **rules: Any) -> "Parts":
        """Replace rules of the Data API, each by its name."""
        return replace(self, data_api=replace(self.data_api, **rules))

    def with_control_plane(self, **rules: Any) -> "Parts":
        """Replace rules of the control plane, each by its name."""
        return replace(self, control_plane=replace(self.control_plane, **rules))
