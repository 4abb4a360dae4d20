"""``vectorproof astra-env``: tell what a client needs so that Astra's own addresses lead it to a simulator."""

import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import object_in
from vectorproof.mocks.astra import Client, ClientNeeds, NotServedError, needs_of, variables_of

_USUAL: Final = Path("ready.json")


class Notation(StrEnum):
    """How it is written, as a person types it."""

    SHELL = "shell"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("astra-env")(astra_env)


def astra_env(
    ready: Annotated[
        Path, typer.Option(metavar="FILE", help="What `vectorproof serve --tls --ready-file FILE` wrote.")
    ] = _USUAL,
    client: Annotated[
        list[Client] | None, typer.Option(help="For this client alone; may be given several times.")
    ] = None,
    format_: Annotated[Notation, typer.Option("--format", help="Lines for a shell, or an object.")] = Notation.SHELL,
) -> None:
    """Print what clients need so that Astra's own addresses lead them to the simulator.

    `eval "$(vectorproof astra-env)"` sets it in a shell, and clients that are started from there run unchanged.
    """
    told = _read(ready)
    chosen = tuple(client or Client)
    try:
        needs = {one: needs_of(one, told) for one in chosen}
        variables = variables_of(told, chosen)
    except NotServedError as error:
        raise UsageError(f"--ready {ready}: {error}") from error
    typer.echo(_WRITERS[format_](variables, needs))


def _read(file: Path) -> Mapping[str, Any]:
    try:
        told = object_in(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(
            f"--ready {file}: cannot be read: {error.strerror}; the file that vectorproof serve --tls --ready-file"
            " wrote is right"
        ) from error
    except ValueError as error:
        raise UsageError(f"--ready {file}: not a ready file: {error}") from error
    if told is None:
        raise UsageError(f"--ready {file}: not a ready file: an object is right")
    return told


def _as_shell(variables: Mapping[str, str], needs: Mapping[Client, ClientNeeds]) -> str:
    lines = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return "\n".join([*lines, *_remarks(needs)])


def _remarks(needs: Mapping[Client, ClientNeeds]) -> Iterable[str]:
    for client, need in needs.items():
        if need.arguments:
            yield f"# or, instead of variables: {client} {shlex.join(need.arguments)}"


def _as_json(variables: Mapping[str, str], needs: Mapping[Client, ClientNeeds]) -> str:
    arguments = {str(client): need.arguments for client, need in needs.items() if need.arguments}
    return json.dumps({"environment": variables, "arguments": arguments}, indent=2)


_WRITERS: Final[Mapping[Notation, Callable[[Mapping[str, str], Mapping[Client, ClientNeeds]], str]]] = {
    Notation.SHELL: _as_shell,
    Notation.JSON: _as_json,
}
