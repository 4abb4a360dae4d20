"""Containers by the Docker SDK: started from an image that is there, awaited until healthy, and gone afterwards.

Nothing is ever pulled: what a run judges is what somebody put on this machine on purpose.
"""

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vectorproof.harness.errors import TargetError, UsageError
from vectorproof.harness.json_values import object_in

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container

_LOOPBACK: Final = "127.0.0.1"
_STOP_S: Final = 10
_BETWEEN_LOOKS_S: Final = 0.2
_MOST_LOG_LINES: Final = 200
_LABEL: Final = "vectorproof.target"


@dataclass(frozen=True, slots=True)
class Wish:
    """A container to start. ``command`` is empty for the image's own; ``patience_s`` is how long it may take."""

    image: str
    environment: Mapping[str, str]
    command: tuple[str, ...] = ()
    patience_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Running:
    """A container that answers: its id, the host's port of each of its ports, and what it logged while it started."""

    id: str
    ports: Mapping[int, int]
    said: str


@contextmanager
def running(wish: Wish, environment: Mapping[str, str]) -> Generator[Running]:
    """Start a container, its ports on loopback, and wait until it is healthy; stop and remove it afterwards.

    ``environment`` says where the engine is, as for Docker's own command (``DOCKER_HOST`` and the like).

    Raises:
        UsageError: there is no SDK, no engine, or no such image.
        TargetError: the container ended, or did not become healthy in time; with the end of its log.

    """
    with _engine(environment) as engine:
        started = _started(engine, wish)
        try:
            _await(started, wish)
            yield Running(str(started.id), _ports(started), _logged(started))
        finally:
            with suppress(_docker_error()):
                started.stop(timeout=_STOP_S)
            with suppress(_docker_error()):
                started.remove(force=True, v=True)


def logged_since(container: str, moment: datetime, environment: Mapping[str, str]) -> str:
    """Give what a container logged since a moment, the last lines of it; empty where it cannot be read any more."""
    with suppress(UsageError, _docker_error()), _engine(environment) as engine:
        raw: bytes = engine.containers.get(container).logs(since=moment, tail=_MOST_LOG_LINES)
        return raw.decode("utf-8", "replace").strip()
    return ""


def _docker_error() -> type[Exception]:
    from docker.errors import DockerException  # noqa: PLC0415  # the SDK is an extra

    return DockerException


@contextmanager
def _engine(environment: Mapping[str, str]) -> "Generator[DockerClient]":
    try:
        import docker  # noqa: PLC0415  # the SDK is an extra
    except ImportError as error:
        raise UsageError("the target docker needs Docker's SDK: install vectorproof[docker]") from error
    try:
        engine = docker.from_env(environment=dict(environment))
        engine.ping()
    except _docker_error() as error:
        raise UsageError(f"no Docker engine answers here; DOCKER_HOST says where one is: {error}") from error
    try:
        yield engine
    finally:
        engine.close()


def _started(engine: "DockerClient", wish: Wish) -> "Container":
    try:
        image = engine.images.get(wish.image)
        exposed: Mapping[str, object] = image.attrs["Config"].get("ExposedPorts") or {}
        return engine.containers.run(
            image,
            list(wish.command) or None,
            detach=True,
            environment=dict(wish.environment),
            ports=dict.fromkeys(exposed, (_LOOPBACK, 0)),
            labels={_LABEL: "1"},
        )
    except _docker_error() as error:
        raise UsageError(f"the image {wish.image!r} cannot be started (nothing is pulled): {error}") from error


def _await(started: "Container", wish: Wish) -> None:
    """Wait for the image's own health check; an image without one counts as healthy while it runs."""
    end = time.monotonic() + wish.patience_s
    while True:
        started.reload()
        state: Mapping[str, Any] = started.attrs["State"]
        health = str((object_in(state.get("Health")) or {}).get("Status", "healthy"))
        if state["Status"] == "running" and health == "healthy":
            return
        if state["Status"] in {"exited", "dead"} or health == "unhealthy" or time.monotonic() > end:
            raise TargetError(
                f"the container of {wish.image} is {_condition(state, health)}; it logged: {_end(started)}"
            )
        time.sleep(_BETWEEN_LOOKS_S)


def _condition(state: Mapping[str, Any], health: str) -> str:
    return f"gone with exit code {state['ExitCode']}" if state["Status"] == "exited" else f"{state['Status']}, {health}"


def _ports(started: "Container") -> Mapping[int, int]:
    bound: Mapping[str, Sequence[Mapping[str, str]] | None] = started.attrs["NetworkSettings"]["Ports"]
    return {int(port.partition("/")[0]): int(hosts[0]["HostPort"]) for port, hosts in bound.items() if hosts}


def _logged(started: "Container") -> str:
    raw: bytes = started.logs()
    return raw.decode("utf-8", "replace")


def _end(started: "Container") -> str:
    words = _logged(started).strip().splitlines()
    return words[-1] if words else "nothing"
