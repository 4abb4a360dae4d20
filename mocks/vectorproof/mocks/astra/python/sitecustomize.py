"""Astra's host names lead to a simulator on this machine, for this process and its children only.

Python imports this module at its start when its folder is on ``PYTHONPATH``. ``VECTORPROOF_ASTRA`` says where the
simulator's TLS port is, as ``127.0.0.1:8443``, and ``VECTORPROOF_ASTRA_CA`` which authority signs for it. Names and
authorities of anybody else stay as they are. It stands alone: no package is needed where it is used. A
``sitecustomize`` further down the path is imported as if this one were not there.
"""

import importlib.machinery
import importlib.util
import os
import re
import socket
import ssl
import sys
from collections.abc import Callable
from typing import Any

_NAMES = re.compile(r"(?:api|[0-9a-z-]+\.apps)\.astra\.datastax\.com\.?", re.IGNORECASE)


# Astra's names are looked up as this address, which nobody else has any use for; a connection to it goes elsewhere.
# To look up the simulator's own address and port is not enough: some programs keep of an answer only the address.
# There is one for each family: a socket of one cannot be connected to an address of the other.
_STAND_INS = {False: "127.65.83.84", True: "fd41:5354:5241::1"}


def lead_names_to(host: str, port: int, ca_bundle: str) -> Callable[[], None]:
    """Let every connection to one of Astra's names go to this address, and trust the authority for these names.

    ``host`` is an address, not a name. Gives the function that undoes it. A loop that looks names up by itself, as
    uvloop does, is not led.
    """
    stand_in = _STAND_INS[":" in host]
    undo = [
        _look_up(stand_in),
        *(_connect(method, stand_in, (host, port)) for method in ("connect", "connect_ex")),
        *(_trust(method, ca_bundle) for method in ("wrap_socket", "wrap_bio")),
    ]

    def undone() -> None:
        for step in undo:
            step()

    return undone


def _look_up(stand_in: str) -> Callable[[], None]:
    before: Callable[..., Any] = socket.getaddrinfo

    def getaddrinfo(name: Any, *rest: Any, **named: Any) -> Any:
        return before(stand_in if _is_astra(name) else name, *rest, **named)

    return _replaced(socket, "getaddrinfo", getaddrinfo)


def _connect(method: str, stand_in: str, place: tuple[str, int]) -> Callable[[], None]:
    before: Callable[..., Any] = getattr(socket.socket, method)

    def connect(own: socket.socket, address: Any) -> Any:
        led = isinstance(address, tuple) and address[:1] == (stand_in,)
        return before(own, place if led else address)

    return _replaced(socket.socket, method, connect)


def _trust(method: str, ca_bundle: str) -> Callable[[], None]:
    """Replace one of the two methods by which a client greets a server, whoever made its context, and of what."""
    before: Callable[..., Any] = getattr(ssl.SSLContext, method)

    def wrapped(context: ssl.SSLContext, *given: Any, **named: Any) -> Any:
        if _is_astra(named.get("server_hostname")):
            context.load_verify_locations(ca_bundle)
        return before(context, *given, **named)

    return _replaced(ssl.SSLContext, method, wrapped)


def _replaced(owner: Any, name: str, new: Callable[..., Any]) -> Callable[[], None]:
    before = getattr(owner, name)
    setattr(owner, name, new)
    return lambda: setattr(owner, name, before)


def _is_astra(name: Any) -> bool:
    text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
    return isinstance(text, str) and _NAMES.fullmatch(text) is not None


def _begin() -> None:
    host, _, port = os.environ.get("VECTORPROOF_ASTRA", "").rpartition(":")
    ca_bundle = os.environ.get("VECTORPROOF_ASTRA_CA", "")
    if host and port.isdigit() and ca_bundle:
        lead_names_to(host.strip("[]"), int(port), ca_bundle)


def _pass_on() -> None:
    here = os.path.realpath(os.path.dirname(__file__))  # noqa: PTH120  # no module more than needed, this early
    path = [entry for entry in sys.path if os.path.realpath(entry or os.curdir) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", path)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if __name__ == "sitecustomize":
    _begin()
    _pass_on()
