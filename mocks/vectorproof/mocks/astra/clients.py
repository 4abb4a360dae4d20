"""What each client needs to find a simulator at Astra's addresses: variables of its environment, or words to type.

Everything is told from the ready line of ``vectorproof serve --tls``; nothing is written or changed here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast

from vectorproof.mocks.astra.authority import TRUST_STORE_PASSWORD

_FOLDER: Final = Path(__file__).parent
_HOSTS: Final = ".astra.datastax.com"


class NotServedError(ValueError):
    """A ready line is none of a simulator that serves TLS; the text says what would be right."""


class Client(StrEnum):
    """A kind of client, by the language that it is called from."""

    PYTHON = "python"
    NODE = "node"
    JAVA = "java"
    CURL = "curl"


@dataclass(frozen=True, slots=True)
class ClientNeeds:
    """One client's way to the simulator: variables that do it alone, or ``arguments`` for the program instead.

    There are no arguments where the program has none for this.
    """

    variables: Mapping[str, str]
    arguments: tuple[str, ...]


def needs_of(client: Client, ready: Mapping[str, Any]) -> ClientNeeds:
    """Tell what one client needs, besides the variables that every client of Astra reads (``variables_of``).

    Raises:
        NotServedError: the ready line names no TLS port.

    """
    return _NEEDS[client](_tls(ready))


def variables_of(ready: Mapping[str, Any], clients: Iterable[Client] = tuple(Client)) -> dict[str, str]:
    """Give the whole environment in which these clients find the default database, its token among it.

    Raises:
        NotServedError: the ready line names no TLS port.

    """
    tls = _tls(ready)
    common = {
        "ASTRA_DB_API_ENDPOINT": str(tls["api_endpoint"]),
        "ASTRA_DB_APPLICATION_TOKEN": ready.get("token"),
        "ASTRA_DB_KEYSPACE": ready.get("keyspace"),
    }
    variables = {name: str(value) for name, value in common.items() if value is not None}
    for client in clients:
        variables |= _NEEDS[client](tls).variables
    return variables


def curl_settings(ca_bundle: Path, address: str) -> str:
    """Give the ``.curlrc`` with which curl trusts the authority, and goes to ``address`` for every https address."""
    return f'cacert = "{ca_bundle}"\nconnect-to = ":443:{address}"\nnoproxy = "*"\n'


def _tls(ready: Mapping[str, Any]) -> Mapping[str, Any]:
    tls = ready.get("tls")
    if not isinstance(tls, Mapping):
        raise NotServedError("this simulator serves no TLS; vectorproof serve --tls is right")
    return cast("Mapping[str, Any]", tls)


def _python(tls: Mapping[str, Any]) -> ClientNeeds:
    path = {"PYTHONPATH": str(_FOLDER / "python"), "NO_PROXY": _HOSTS}
    return ClientNeeds({**path, **_place(tls)}, ())


def _node(tls: Mapping[str, Any]) -> ClientNeeds:
    preload = str(_FOLDER / "node" / "preload.cjs")
    # Quoted for NODE_OPTIONS, which splits at blanks, with the backslashes of a path doubled.
    quoted = preload.replace("\\", "\\\\").replace('"', '\\"')
    variables = {
        "NODE_OPTIONS": f'--require "{quoted}"',
        "NODE_EXTRA_CA_CERTS": str(tls["ca_bundle"]),
        **_place(tls),
    }
    return ClientNeeds(variables, ())


def _java(tls: Mapping[str, Any]) -> ClientNeeds:
    host, _, port = str(tls["proxy"]).removeprefix("http://").rpartition(":")
    properties = {
        "https.proxyHost": host.strip("[]"),
        "https.proxyPort": port,
        "javax.net.ssl.trustStore": str(tls["trust_store"]),
        "javax.net.ssl.trustStorePassword": TRUST_STORE_PASSWORD,
        "javax.net.ssl.trustStoreType": "PKCS12",
    }
    arguments = tuple(f"-D{name}={value}" for name, value in properties.items())
    # The virtual machine reads this one before everything else, and takes quoted words whole.
    return ClientNeeds({"JAVA_TOOL_OPTIONS": " ".join(_quoted(word) for word in arguments)}, arguments)


def _curl(tls: Mapping[str, Any]) -> ClientNeeds:
    connect = f":443:{tls['address']}"
    arguments = ("--cacert", str(tls["ca_bundle"]), "--connect-to", connect, "--noproxy", "*")
    return ClientNeeds({"CURL_HOME": str(Path(tls["ca_bundle"]).parent)}, arguments)


def _place(tls: Mapping[str, Any]) -> dict[str, str]:
    return {"VECTORPROOF_ASTRA": str(tls["address"]), "VECTORPROOF_ASTRA_CA": str(tls["ca_bundle"])}


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


_NEEDS: Final[Mapping[Client, Callable[[Mapping[str, Any]], ClientNeeds]]] = {
    Client.PYTHON: _python,
    Client.NODE: _node,
    Client.JAVA: _java,
    Client.CURL: _curl,
}
