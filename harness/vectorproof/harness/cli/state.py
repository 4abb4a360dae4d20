"""``vectorproof state``: save everything that a simulator holds to one file, and load it where tests are to begin."""

import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

from vectorproof.harness.errors import HarnessError, UsageError
from vectorproof.harness.private_files import write_private
from vectorproof.mocks.core.ledger import NotKeptError
from vectorproof.mocks.durability import FILE, DataDirectoryError, SqliteLedger
from vectorproof.mocks.snapshots import SnapshotError, furnish, load, save

_TIMEOUT_S: Final = 60
_TOKEN: Final = "VECTORPROOF_TOKEN"  # noqa: S105  # the name of a variable
_At = Annotated[
    str | None,
    typer.Option(metavar="URL", help=f"The control address of a running simulator; its token in {_TOKEN}."),
]
_DataDir = Annotated[Path | None, typer.Option(metavar="DIR", help="A data directory that no simulator is using.")]


def register(app: typer.Typer) -> None:
    """Add the verb to a command line."""
    state = typer.Typer(help="Save a simulator's whole state to one file, and load it.", no_args_is_help=True)
    state.command("save")(saved)
    state.command("load")(loaded)
    app.add_typer(state, name="state")


def saved(
    file: Annotated[Path, typer.Argument(help="Where to; written for its owner only.")],
    *,
    at: _At = None,
    data_dir: _DataDir = None,
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Put in tokens and stored keys that were made meanwhile, too.")
    ] = False,
) -> None:
    """Save databases, collections and documents, and who exists; secrets only if they are asked for."""
    if _source(at, data_dir) is not None:
        flag = "true" if with_secrets else "false"
        raw = _asked("GET", f"{at}/control/snapshot?secrets={flag}", None)
    else:
        with _held(data_dir) as ledger:
            raw = save(ledger, with_secrets=with_secrets)
    _write(file, raw)
    typer.echo(f"{file}: {len(raw)} bytes{', with secrets' if with_secrets else ''}")


def loaded(
    file: Annotated[Path, typer.Argument(help="What was saved.")], *, at: _At = None, data_dir: _DataDir = None
) -> None:
    """Make a running simulator what it was when the file was saved, or make a new data directory of it."""
    raw = _read(file)
    if _source(at, data_dir) is not None:
        _asked("PUT", f"{at}/control/snapshot", raw)
        return
    try:
        snapshot = load(raw)
    except SnapshotError as error:
        raise UsageError(f"{file}: {error}") from error
    with _ledger(data_dir) as ledger:
        if ledger.shelves():
            raise UsageError(f"--data-dir {data_dir} holds a world already; an empty or a new directory is right")
        try:
            furnish(snapshot, ledger)
        except NotKeptError as error:
            raise HarnessError(str(error)) from error


def _source(at: str | None, data_dir: Path | None) -> str | None:
    if (at is None) == (data_dir is None):
        raise UsageError("either --at URL or --data-dir DIR says which simulator; one of them is right")
    return at


def _held(data_dir: Path | None) -> SqliteLedger:
    """Open a directory that has a world: asking must not make one."""
    assert data_dir is not None
    if not (data_dir / FILE).exists():
        raise UsageError(f"--data-dir {data_dir} holds no world; a directory of a simulator is right")
    return _ledger(data_dir)


def _ledger(data_dir: Path | None) -> SqliteLedger:
    assert data_dir is not None
    try:
        return SqliteLedger(data_dir)
    except DataDirectoryError as error:
        raise UsageError(str(error)) from error


def _asked(method: str, url: str, body: bytes | None) -> bytes:
    token = os.environ.get(_TOKEN)
    if not token:
        raise UsageError(f"{_TOKEN} is not set; the token that serve says when it is ready is right")
    if not url.startswith(("http://", "https://")):
        raise UsageError("--at takes the control address of a simulator, such as http://127.0.0.1:8181/sim/v1")
    request = urllib.request.Request(url, body, {"Authorization": f"Bearer {token}"}, method=method)  # noqa: S310  # http only, see above
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310  # as above
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        raise UsageError(f"the simulator refused: {_said(error)}") from error
    except OSError as error:
        raise HarnessError(f"the simulator does not answer at {url.partition('/control/')[0]}") from error


def _said(error: urllib.error.HTTPError) -> str:
    try:
        return str(orjson.loads(error.read())["errors"][0]["message"])
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError):
        return f"HTTP {error.code}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error


def _write(file: Path, raw: bytes) -> None:
    try:
        write_private(file, raw)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
