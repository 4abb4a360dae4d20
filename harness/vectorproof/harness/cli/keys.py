"""``vectorproof keys``: what hangs on the stored keys of an organization; looks only, and changes nothing."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from vectorproof.harness.cli.showing import FORMATS, shown
from vectorproof.harness.client import Client
from vectorproof.harness.config import DEFAULT_OUTPUT, SETTINGS_FILE, Config, read_named_targets
from vectorproof.harness.errors import UsageError
from vectorproof.harness.key_sheets import keys_sheet, rotation_sheet, scope_of, usage_sheet
from vectorproof.harness.keyring import Keyring, Place, read_keyring
from vectorproof.harness.probing import probe
from vectorproof.harness.targets import kind_of
from vectorproof.reports.sheet import Sheet

SENTENCE: Final = "Tell what hangs on the stored keys of an organization, and what a rotation would break."
BREAKS: Final = 1
"""The exit code of a rotation that would break a collection."""

Target = Annotated[str, typer.Option(metavar="WHAT", help="An address, a ready file, or a name of yours.")]
Devops = Annotated[str | None, typer.Option(metavar="U", help="Where the DevOps API answers.")]
Control = Annotated[str | None, typer.Option(metavar="U", help="Where the control API for keys answers.")]
Provider = Annotated[str, typer.Option(metavar="NAME", help="Whose keys.")]
Format = Annotated[list[str] | None, typer.Option("--format", metavar="NAME", help=FORMATS)]
Output = Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A stored key's name.")]


def register(app: typer.Typer) -> None:
    """Add the verb, a group of its own verbs, to a command line."""
    group = typer.Typer(help=SENTENCE, no_args_is_help=True)
    for name, verb in (("list", list_), ("usage", usage), ("rotate-check", rotate_check)):
        group.command(name)(verb)
    app.add_typer(group, name="keys")


def list_(
    *,
    target: Target,
    devops_url: Devops = None,
    control_url: Control = None,
    provider: Provider = "jinaAI",
    format_: Format = None,
    output: Output = Path(DEFAULT_OUTPUT),
) -> None:
    """List the stored keys: the hint to each secret, the scope, and how many collections embed by it."""
    shown(keys_sheet(_read(target, devops_url, control_url, provider)), format_ or (), output)


def usage(
    name: Name,
    *,
    target: Target,
    devops_url: Devops = None,
    control_url: Control = None,
    provider: Provider = "jinaAI",
    format_: Format = None,
    output: Output = Path(DEFAULT_OUTPUT),
) -> None:
    """Tell which collections of which databases embed by a key."""
    keyring = _read(target, devops_url, control_url, provider)
    _known(keyring, name)
    shown(usage_sheet(keyring, name), format_ or (), output)


def rotate_check(
    name: Name,
    *,
    target: Target,
    new_name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Store the new key by another name.")
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(metavar="DB", help="A database of the new key's scope, by id or name."),
    ] = None,
    devops_url: Devops = None,
    control_url: Control = None,
    provider: Provider = "jinaAI",
    format_: Format = None,
    output: Output = Path(DEFAULT_OUTPUT),
) -> None:
    """Tell what removing a key and storing a new one would break: by the same name and scope, or by others.

    Ends with 0 if every collection embeds again afterwards, with 1 if one would not.
    """
    keyring = _read(target, devops_url, control_url, provider)
    _known(keyring, name)
    places = _places(keyring, scope) if scope else scope_of(keyring.key(name), keyring, name)
    sheet = rotation_sheet(keyring, name, new_name or name, places)
    _show_and_end(sheet, format_ or (), output)


def _show_and_end(sheet: Sheet, formats: Sequence[str], folder: Path) -> None:
    shown(sheet, formats, folder)
    if sheet.status != "PASS":
        raise typer.Exit(BREAKS)


def _read(target: str, devops_url: str | None, control_url: str | None, provider: str) -> Keyring:
    config = Config(
        target=target,
        devops_url=devops_url,
        control_url=control_url,
        named=read_named_targets(Path(SETTINGS_FILE)),
        environment=dict(os.environ),
    )
    with kind_of(config).opened(config) as opened:
        client = Client(
            ca_bundle=opened.ca_bundle, headers={name: each.reveal() for name, each in opened.headers.items()}
        )
        endpoint, _capabilities = probe(opened, client)
        return read_keyring(endpoint, client, provider)


def _known(keyring: Keyring, name: str) -> None:
    names = {key.name for key in keyring.keys} | set(keyring.names_in_use())
    if name not in names:
        raise UsageError(f"no key {name!r} is stored, and no collection asks for it; there are {_listed(names)}")


def _places(keyring: Keyring, wanted: Sequence[str]) -> tuple[Place, ...]:
    known = {place.id: place for place in keyring.databases} | {place.name: place for place in keyring.databases}
    for each in wanted:
        if each not in known:
            raise UsageError(
                f"--scope {each!r} is no database; there are {_listed(place.name for place in keyring.databases)}"
            )
    return tuple(known[each] for each in wanted)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
