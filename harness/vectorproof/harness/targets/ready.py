"""A simulator that runs already: the file that `serve --ready-file` wrote says where, and what opens it."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from vectorproof.harness.addresses import base_of, data_api_of, origin_of
from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import object_in
from vectorproof.harness.redaction import Secret

NAME: Final = "ready"
FORM: Final = "a ready file (simulator.json)"
_WANTED: Final = ("data_api", "token")


def claims(config: Config) -> bool:
    """Claim whatever looks like a file: with a folder, or ending in ``.json``."""
    path = config.target
    looks = path.endswith(".json") or "/" in path or Path(path).is_file()
    return looks and "://" not in path and path not in config.named


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Read the file; an address on the command line wins over it."""
    file = Path(config.target)
    try:
        members = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"--target {file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"--target {file}: not a ready file: {error}") from error
    yield endpoint_of(members, config, name=NAME, kind=NAME)


def endpoint_of(members: object, config: Config, *, name: str, kind: str) -> Endpoint:
    """Make the endpoint that a ready line describes.

    Raises:
        UsageError: it lacks an address or the token.

    """
    found = object_in(members)
    if found is None or not all(isinstance(found.get(member), str) for member in _WANTED):
        raise UsageError(f"--target {config.target}: not a ready file; an object with {', '.join(_WANTED)} is right")
    origin, prefix = data_api_of(found["data_api"])
    jina = config.jina_url or found.get("jina")
    endpoint = Endpoint(
        name=name,
        kind=kind,
        data_api=origin,
        prefix=prefix,
        token=Secret(found["token"]),
        keyspace=config.keyspace or found.get("keyspace") or "default_keyspace",
        devops=_base(config.devops_url or found.get("devops"), "/v2", "--devops-url"),
        control=_base(config.control_url or found.get("control"), "/sim/v1", "--control-url"),
        jina=origin_of(jina, "--jina-url") if jina else None,
        jina_control=_base(config.jina_url or found.get("jina_control"), "/__mock__", "--jina-url"),
        database_id=found.get("database_id"),
        embedding_key=Secret(found["provider_key"]) if found.get("provider_key") else None,
        key_name=found.get("key_name"),
        ca_bundle=config.ca_bundle,
    )
    headers = {header: Secret(config.variable(env, f"header {header}")) for header, env in config.headers.items()}
    return replace(endpoint, headers=headers)


def _base(url: str | None, suffix: str, option: str) -> str | None:
    return base_of(url, suffix, option) if url else None
