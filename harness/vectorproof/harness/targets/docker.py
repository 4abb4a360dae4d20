"""An image of this machine, started for the run in a container of its own; its logs go with each finding."""

import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from vectorproof.harness.config import Config, NamedTarget
from vectorproof.harness.containers import Running, Wish, running
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import object_in
from vectorproof.harness.targets import ready, url

NAME: Final = "docker"
FORM: Final = "an image (docker:NAME)"
_SIGN: Final = "docker:"
_PORT_OF: Final = re.compile(r"^http://[^/:]+:(\d+)(.*)$")
_DATA_API: Final = 8181


def claims(config: Config) -> bool:
    """Claim what says that it is an image."""
    return config.target.startswith(_SIGN)


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Start the image as it is."""
    with opened_as(config, NamedTarget(image=config.target.removeprefix(_SIGN))) as endpoint:
        yield endpoint


@contextmanager
def opened_as(config: Config, named: NamedTarget) -> Generator[Endpoint]:
    """Start the image as the settings say, and find its addresses: from the ready line that it logs, or by its port."""
    handed = {name: config.variable(name, f"what {named.image} is to be given") for name in named.handed}
    wish = Wish(named.image, {**named.environment, **handed}, named.command)
    with running(wish, config.environment) as container:
        told = _ready_line(container)
        with _told(config, told, container) if told else _by_port(config, named, container) as found:
            yield replace(found, name=config.target, kind=NAME, container=container.id)


def _ready_line(container: Running) -> Mapping[str, Any] | None:
    """Find the line by which our own simulator says where it listens; other images log what they like."""
    for line in container.said.splitlines():
        if line.startswith("{") and '"data_api"' in line:
            return object_in(json.loads(line))
    return None


@contextmanager
def _told(config: Config, told: Mapping[str, Any], container: Running) -> Generator[Endpoint]:
    """Read a ready line, each address by the host's port; what listens on ports that are not published is left out."""
    published = {name: _outside(value, container) for name, value in told.items()}
    yield ready.endpoint_of({name: value for name, value in published.items() if value}, config, name=NAME, kind=NAME)


def _outside(value: object, container: Running) -> object:
    found = _PORT_OF.match(value) if isinstance(value, str) else None
    if found is None:
        return value
    port = container.ports.get(int(found[1]))
    return f"http://127.0.0.1:{port}{found[2]}" if port else None


@contextmanager
def _by_port(config: Config, named: NamedTarget, container: Running) -> Generator[Endpoint]:
    inside = named.port or (_DATA_API if _DATA_API in container.ports else next(iter(container.ports), 0))
    if inside not in container.ports:
        there = ", ".join(map(str, container.ports)) or "none"
        raise UsageError(f"{named.image}: port {inside} is not published by the image; there are {there}")
    with url.opened(replace(config, target=f"http://127.0.0.1:{container.ports[inside]}")) as endpoint:
        yield endpoint
