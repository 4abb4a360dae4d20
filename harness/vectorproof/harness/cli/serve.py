"""``vectorproof serve``: run a world of the simulator until a signal ends it; says when it is ready, and where."""

import asyncio
import contextlib
import ipaddress
import os
import signal
import socket
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer

from vectorproof.harness.private_files import write_private
from vectorproof.mocks.astra import TlsMissingError
from vectorproof.mocks.config import WorldConfig, WorldError, load_world
from vectorproof.mocks.core.ledger import KeptError, Ledger, NotKeptError, Remembered
from vectorproof.mocks.dataapi.providers import providers
from vectorproof.mocks.defects import UnknownDefectError
from vectorproof.mocks.durability import DataDirectoryError, SqliteLedger
from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.identity import OtherWorldError
from vectorproof.mocks.jina import SettingError
from vectorproof.mocks.serving import ListeningError, Serving, ServingJina, run
from vectorproof.mocks.world import World, make_world

USAGE: Final = 2
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
_PORT_MAX: Final = 65_535
_CONTROL_TOKEN: Final = "VECTORPROOF_JINA_CONTROL_TOKEN"  # noqa: S105  # the name of a variable


class UsageProblemError(ValueError):
    """Something on the command line that a person can set right; says what would be right."""


class Alone(StrEnum):
    """A part of the simulator that can be served without the others."""

    JINA = "jina"


_SERVINGS: Final[Mapping[Alone | None, type[Serving]]] = {None: Serving, Alone.JINA: ServingJina}


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    app.command("serve")(serve)


def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=_PORT_MAX, help="Data API and control plane; 0 takes a free one.")
    ] = 8181,
    jina_port: Annotated[int, typer.Option(min=0, max=_PORT_MAX, help="The Jina mock; 0 takes a free one.")] = 8182,
    jina_control_port: Annotated[
        int | None, typer.Option(min=0, max=_PORT_MAX, help="The Jina mock's control API on a port of its own.")
    ] = None,
    tls: Annotated[
        bool, typer.Option("--tls", help="Answer over TLS as Astra does, by its host names; see astra-env.")
    ] = False,
    tls_port: Annotated[int, typer.Option(min=0, max=_PORT_MAX, help="With --tls: its port; 0 takes a free one.")] = 0,
    world: Annotated[str, typer.Option(metavar="FILE|NAME", help="A ready world, or a TOML file.")] = "default",
    data_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the data here over a restart; for its owner only.")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Begin with what `vectorproof state save` has saved.")
    ] = None,
    durable: Annotated[
        bool,
        typer.Option("--durable", help="With --data-dir: answer only when the disk has it, against loss of power."),
    ] = False,
    provider_url: Annotated[
        list[str] | None, typer.Option(metavar="NAME=URL", help="Call this provider there; the complete URL.")
    ] = None,
    defect: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Behave wrongly in one way; may be given several times.")
    ] = None,
    only: Annotated[Alone | None, typer.Option(help="Serve this part alone, on the port that it has.")] = None,
    faults: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="TOML or JSON: plans of faults to begin with, the provider's and the Data API's."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Where ids and secrets come from.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Say when ready in one line of JSON.")] = False,
    ready_file: Annotated[
        Path | None, typer.Option(metavar="F", help="Write that line to a file, too, for its owner only.")
    ] = None,
) -> None:
    """Serve the simulator: Data API and control plane on one port, the Jina mock on another.

    With --tls it can also be reached at the addresses of Astra; `vectorproof astra-env` tells what a client needs.
    Runs until SIGTERM or Ctrl-C and then ends with 0; ends with 2 when it cannot begin.
    """
    try:
        _refuse_nothing_to_keep(data_dir, only)
        _refuse_no_tls(tls, tls_port, only)
        config = _with_control(_with_urls(load_world(world), provider_url or ()), jina_control_port)
        with _ledger(data_dir, durable=durable) as ledger:
            made = make_world(config, defects=defect or (), seed=seed, ledger=ledger)
            if faults is not None:
                made.jina.plan_faults(faults)
                made.data_api.faults.add_file(made.people.organization_ids[config.default.organization], faults)
            if state is not None:
                _begin_with(made, state)
            _forget_ready(ready_file)
            _refuse_unresolved(host)
            _warn_of_exposure(host)
            serving = _SERVINGS[only](made, host, port, jina_port, tls_port if tls else None)
            run(_serving(serving, made, ready_file, json=json))
    except _REFUSED as error:
        typer.echo(f"vectorproof serve: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(USAGE) from error


async def _serving(serving: Serving, world: World, ready_file: Path | None, *, json: bool) -> None:
    ended = asyncio.Event()
    for number in _SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with serving:
        ready = serving.ready()
        if ready_file is not None:
            _write_ready(ready_file, ready)
        if json:
            typer.echo(orjson.dumps(ready).decode())
        else:
            _greet(ready, world)
        await ended.wait()


def _begin_with(world: World, file: Path) -> None:
    try:
        problem = world.state.refusal(file.read_bytes())
    except OSError as error:
        raise UsageProblemError(f"--state {file} cannot be read: {error.strerror}") from error
    if problem is not None:
        raise UsageProblemError(f"--state {file}: {problem}")


def _refuse_nothing_to_keep(data_dir: Path | None, only: Alone | None) -> None:
    if data_dir is not None and only is not None:
        raise UsageProblemError(f"--data-dir keeps nothing of {only}, which begins anew each time; without it is right")


def _refuse_no_tls(tls: bool, tls_port: int, only: Alone | None) -> None:
    if tls_port and not tls:
        raise UsageProblemError("--tls-port needs --tls")
    if tls and only is not None:
        raise UsageProblemError(f"--tls is of the Data API and the DevOps API, and --only {only} serves neither")


def _ledger(data_dir: Path | None, *, durable: bool) -> contextlib.AbstractContextManager[Ledger]:
    if data_dir is not None:
        return SqliteLedger(data_dir, durable=durable)
    if durable:
        raise UsageProblemError("--durable needs --data-dir DIR: what is in memory only ends with the process")
    return contextlib.nullcontext(Remembered())


def _with_urls(config: WorldConfig, given: Iterable[str]) -> WorldConfig:
    urls: dict[str, str] = {}
    for item in given:
        name, equals, url = item.partition("=")
        if not name or not equals or not url.startswith(("http://", "https://")):
            raise UsageProblemError("--provider-url takes NAME=URL, such as jinaAI=http://127.0.0.1:9000/v1/embeddings")
        _refuse_unknown_provider(name)
        urls[name] = url
    return replace(config, provider=replace(config.provider, urls={**config.provider.urls, **urls}))


def _with_control(config: WorldConfig, port: int | None) -> WorldConfig:
    """Say where the provider's control API is, and who may use it; both stand in the world's file otherwise."""
    jina = config.jina
    token = os.environ.get(_CONTROL_TOKEN) or jina.control_token
    own = jina.control_port if port is None else port
    return replace(config, jina=replace(jina, control_port=own, control_token=token))


def _refuse_unknown_provider(name: str) -> None:
    known = sorted(providers())
    if name not in known:
        near = ", ".join(get_close_matches(name, known, n=3))
        hint = f"near: {near}" if near else f"there are {', '.join(known)}"
        raise UsageProblemError(f"--provider-url names {name!r}, which is no provider; {hint}")


def _refuse_unresolved(host: str) -> None:
    """Refuse a name that nobody knows, before a warning about it; the empty one is every address of this machine."""
    try:
        socket.getaddrinfo(host or None, 0, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise UsageProblemError(
            f"--host {host}: this name cannot be resolved; an address of this machine is right"
        ) from error


def _warn_of_exposure(host: str) -> None:
    if not _is_loopback(host):
        typer.echo(
            f"vectorproof serve: warning: {host} can be reached from other machines, and whoever reaches it can"
            " read every stored key and delete all data; its tokens are no protection",
            err=True,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _forget_ready(path: Path | None) -> None:
    """Remove what an earlier run left: whoever waits for the file must not find that one."""
    if path is None:
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageProblemError(f"--ready-file {path} cannot be written: {error.strerror}") from error


def _write_ready(path: Path, ready: Mapping[str, Any]) -> None:
    try:
        write_private(path, orjson.dumps(ready) + b"\n")
    except OSError as error:
        raise UsageProblemError(f"--ready-file {path} cannot be written: {error.strerror}") from error


def _greet(ready: Mapping[str, Any], world: World) -> None:
    from rich.console import Console  # noqa: PLC0415  # programs ask for a line of JSON, and should not wait for it
    from rich.markup import escape  # noqa: PLC0415  # as above

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]vectorproof[/bold] is ready: {escape(world.config.summary)}\n")
    for title, name in _PLACES.items():
        if name in ready:
            console.print(f"{title:<12}{ready[name]}", markup=False)
    if not ready["jina_control"].startswith(ready["jina"]):
        console.print(f"{'controlled':<12}{ready['jina_control']}", markup=False)
    for title, name in _TLS_PLACES.items():
        if "tls" in ready:
            console.print(f"{title:<12}{ready['tls'][name]}", markup=False)
    for database in ready.get("databases", ()):
        console.print(f"{'Database':<12}{database['data_api']}  {database['name']} {database['id']}", markup=False)
    console.print("\nMade up for this world, and good nowhere else:")
    for variable, name in _HINTS.items():
        if ready.get(name) is not None:
            console.print(f"export {variable}={ready[name]}", markup=False)
    console.print("\nCtrl-C ends it.")


_REFUSED: Final = (
    NotKeptError,
    WorldError,
    UnknownDefectError,
    FaultError,
    SettingError,
    ListeningError,
    UsageProblemError,
    DataDirectoryError,
    KeptError,
    OtherWorldError,
    TlsMissingError,
)
_PLACES: Final[Mapping[str, str]] = {
    "Data API": "data_api",
    "DevOps API": "devops",
    "Control": "control",
    "Jina": "jina",
}
_TLS_PLACES: Final[Mapping[str, str]] = {"As Astra": "api_endpoint", "really at": "origin", "trusting": "ca_bundle"}
_HINTS: Final[Mapping[str, str]] = {
    "ASTRA_DB_API_ENDPOINT": "api_endpoint",
    "ASTRA_DB_APPLICATION_TOKEN": "token",
    "VECTORPROOF_TOKEN": "token",
    "VECTORPROOF_EMBEDDING_KEY": "provider_key",
}
