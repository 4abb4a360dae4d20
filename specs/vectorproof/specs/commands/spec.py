"""One command as the catalogue tells it: where it is sent, what it takes, what it answers.

Knows schemas; does not know where they are written down, nor who answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, cast

from vectorproof.specs.commands.bundle import Schema, name_of
from vectorproof.specs.loading import SpecError

Level: TypeAlias = Literal["general", "keyspace", "collection"]
Family: TypeAlias = Literal["collections", "tables"]

#: The path that each level of commands is sent to; all are POST.
PATHS: Final[Mapping[Level, str]] = {
    "general": "/v1",
    "keyspace": "/v1/{keyspace}",
    "collection": "/v1/{keyspace}/{collection}",
}


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command of the Data API. Without a schema, ``request`` and ``result`` are None."""

    name: str
    level: Level
    #: What the command works on: collections, tables or both.
    serves: tuple[Family, ...]
    summary: str
    #: Whether our simulator answers it.
    simulated: bool
    #: The command that took the place of this deprecated one.
    replaced_by: str | None
    #: Self-contained JSON Schema of the object under the command's name.
    request: Schema | None
    #: Self-contained JSON Schema of the body of an answer that did something, wholly or in part.
    result: Schema | None

    @property
    def path(self) -> str:
        """The path that this command is sent to, with the names of keyspace and collection left open."""
        return PATHS[self.level]

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the command's own fields, sorted."""
        return self.known()

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the members of the command's ``options``, sorted; none where it takes none."""
        return self.known("options") if "options" in self.fields else ()

    def known(self, *path: str) -> tuple[str, ...]:
        """Names of the members that the request knows below a path of members, sorted (``"options", "vector"``).

        A path that the request does not know, or a command without schema, is a ``SpecError``.
        """
        if self.request is None:
            raise SpecError("commands", self.name, "has no schema")
        node = self.request
        for member in path:
            properties = self._properties(node)
            if member not in properties:
                raise SpecError("commands", f"{self.name}.{'.'.join(path)}", f"there is no {member!r}")
            node = cast("Schema", properties[member])
        return tuple(sorted(self._properties(node)))

    def _properties(self, node: Schema) -> Mapping[str, Any]:
        if "$ref" in node and self.request is not None:
            node = self.request["$defs"][name_of(node["$ref"])]
        return cast("Mapping[str, Any]", node.get("properties", {}))
