"""The commands of the Data API as data: all their names, and JSON Schema of what they take and answer.

Reads ``catalogue.toml`` and ``schemas/``. Does not know how a server binds a body: that is more lenient.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Final, cast

from vectorproof.specs.commands.bundle import SHARED, Schema, bundle
from vectorproof.specs.commands.spec import PATHS, CommandSpec, Family, Level
from vectorproof.specs.loading import SpecError, Table, folder, read_toml

__all__ = ["PATHS", "CommandSpec", "Family", "Level", "commands", "definitions", "load", "of_level", "refusal"]

CATALOGUE: Final = "catalogue.toml"
SERVES: Final = frozenset({"collections", "tables"})


@cache
def commands() -> Mapping[str, CommandSpec]:
    """Read all commands once, by name, in the order in which they are written down."""
    return load(folder("commands"))


def of_level(level: Level) -> tuple[str, ...]:
    """Names of all commands of a level, simulated or not, sorted: what a server lists to who sent an unknown one."""
    return tuple(sorted(name for name, spec in commands().items() if spec.level == level))


@cache
def definitions() -> Mapping[str, Schema]:
    """Read the definitions that the schemas share; they refer to each other as ``#/$defs/<name>``."""
    return _definitions(folder("commands").joinpath("schemas"))


@cache
def refusal() -> Schema:
    """Self-contained schema of the body of an answer that did nothing: errors, no data."""
    return bundle(definitions()["refusal"], definitions(), SHARED)


def load(root: Traversable) -> Mapping[str, CommandSpec]:
    """Read a folder of commands; a typo, or a schema of no command, is a ``SpecError`` that names file and key."""
    entries, schemas = read_toml(root.joinpath(CATALOGUE)), root.joinpath("schemas")
    shared = _definitions(schemas)
    written = {file.name.removesuffix(".json") for file in schemas.iterdir() if file.name.endswith(".json")}
    strange = sorted(written - entries.keys() - {SHARED.removesuffix(".json")})
    if strange:
        raise SpecError(f"{strange[0]}.json", strange[0], f"is no command of {CATALOGUE}")
    specs = {name: _spec(name, entry, schemas if name in written else None, shared) for name, entry in entries.items()}
    _refuse_strange_replacements(specs)
    return MappingProxyType(specs)


def _spec(name: str, entry: object, schemas: Traversable | None, shared: Mapping[str, Schema]) -> CommandSpec:
    table = Table(CATALOGUE, name, entry)
    request, result = (None, None) if schemas is None else _schemas(schemas.joinpath(f"{name}.json"), shared)
    spec = CommandSpec(
        name=name,
        level=cast("Level", table.text("level", among=frozenset(PATHS))),
        serves=cast("tuple[Family, ...]", table.texts("serves", among=SERVES)),
        summary=table.text("summary"),
        simulated=table.flag("simulated"),
        replaced_by=table.optional_text("replaced_by"),
        request=request,
        result=result,
    )
    table.done()
    if spec.simulated and spec.request is None:
        raise table.error("simulated", f"a simulated command has a schema, and there is no schemas/{name}.json")
    return spec


def _refuse_strange_replacements(specs: Mapping[str, CommandSpec]) -> None:
    for spec in specs.values():
        if spec.replaced_by is not None and spec.replaced_by not in specs:
            raise SpecError(CATALOGUE, f"{spec.name}.replaced_by", f"{spec.replaced_by!r} is no command")


def _definitions(schemas: Traversable) -> Mapping[str, Schema]:
    shared = _members(schemas.joinpath(SHARED))
    for schema in shared.values():
        bundle(schema, shared, SHARED)
    return MappingProxyType(shared)


def _schemas(file: Traversable, shared: Mapping[str, Schema]) -> tuple[Schema, Schema]:
    members = _members(file)
    if members.keys() != {"request", "result"}:
        raise SpecError(file.name, "$defs", f"found {sorted(members)}, exactly request and result are right")
    return bundle(members["request"], shared, file.name), bundle(members["result"], shared, file.name)


def _members(file: Traversable) -> dict[str, Schema]:
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SpecError(file.name, "JSON", str(error)) from error
    defs = cast("dict[str, Any]", document).get("$defs") if isinstance(document, dict) else None
    if not isinstance(defs, dict):
        raise SpecError(file.name, "$defs", "missing, an object of schemas is right")
    return cast("dict[str, Schema]", defs)
