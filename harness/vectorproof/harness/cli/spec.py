"""``vectorproof spec``: print the Data API as an OpenAPI document; serves nothing and judges nothing."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, assert_never

import typer
import yaml

from vectorproof.specs.openapi import View, document


class ViewName(StrEnum):
    """The views, as a person types them."""

    WIRE = "wire"
    PER_COMMAND = "per-command"


class Notation(StrEnum):
    """The notations, as a person types them."""

    JSON = "json"
    YAML = "yaml"


class _Whole(yaml.SafeDumper):
    """Writes parts that occur twice out twice: readers of OpenAPI do not all know YAML's anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  the base class passes it
        return True


def _as_json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _as_yaml(found: Mapping[str, Any]) -> str:
    return yaml.dump(found, Dumper=_Whole, sort_keys=False, allow_unicode=True, width=120)


WRITERS: Final[Mapping[Notation, Callable[[Mapping[str, Any]], str]]] = {
    Notation.JSON: _as_json,
    Notation.YAML: _as_yaml,
}


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("spec")(spec)


def spec(
    view: Annotated[
        ViewName, typer.Option(help="As on the wire, with three paths; or with a path key for each command.")
    ] = ViewName.WIRE,
    format_: Annotated[Notation, typer.Option("--format", help="How to write it.")] = Notation.JSON,
) -> None:
    """Print the Data API's collection commands as an OpenAPI 3.1 document."""
    typer.echo(WRITERS[format_](document(_view(view))), nl=False)


def _view(name: ViewName) -> View:
    match name:
        case ViewName.WIRE:
            return "wire"
        case ViewName.PER_COMMAND:
            return "per-command"
        case _ as never:
            assert_never(never)
