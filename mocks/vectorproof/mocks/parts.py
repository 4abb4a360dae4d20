"""What the whole simulator is made of: the parts of its three providers, and a last word on every answer.

A defect is a function from ``Parts`` to ``Parts``: it replaces one part by a wrong one, and nothing is patched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.mocks.jina.parts import JinaParts


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


def as_it_is(seen: Seen) -> Reply:
    """Leave an answer as it is."""
    return seen.reply


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that can be replaced; the defaults are right."""

    data_api: DataApiParts = field(default_factory=DataApiParts)
    control_plane: ControlPlaneParts = field(default_factory=ControlPlaneParts)
    jina: JinaParts = field(default_factory=JinaParts)
    rewrite: Callable[[Seen], Reply] = as_it_is

    def with_data_api(self, **rules: Any) -> "Parts":
        """Replace rules of the Data API, each by its name."""
        return replace(self, data_api=replace(self.data_api, **rules))

    def with_control_plane(self, **rules: Any) -> "Parts":
        """Replace rules of the control plane, each by its name."""
        return replace(self, control_plane=replace(self.control_plane, **rules))
