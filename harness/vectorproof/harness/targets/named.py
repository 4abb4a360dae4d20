"""A target that vectorproof.toml names: its addresses or its image, and the variables that hold its secrets."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.targets import docker, url

NAME: Final = "named"
FORM: Final = "a name of vectorproof.toml"


def claims(config: Config) -> bool:
    """Claim the names of the settings file."""
    return config.target in config.named


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Open the address behind the name; what the command line gives wins over the file."""
    named = config.named[config.target]
    environment = dict(config.environment)
    if named.token_env:
        environment["VECTORPROOF_TOKEN"] = config.variable(named.token_env, f"the token of {config.target}")
    if named.embedding_key_env:
        key = config.variable(named.embedding_key_env, f"the embedding key of {config.target}")
        environment["VECTORPROOF_EMBEDDING_KEY"] = key
    if named.key_name:
        environment["VECTORPROOF_KEY_NAME"] = named.key_name
    meant = replace(
        config,
        target=named.url,
        devops_url=config.devops_url or named.devops_url,
        control_url=config.control_url or named.control_url,
        jina_url=config.jina_url or named.jina_url,
        keyspace=config.keyspace or named.keyspace,
        ca_bundle=config.ca_bundle or named.ca_bundle,
        environment=environment,
    )
    with docker.opened_as(meant, named) if named.image else url.opened(meant) as endpoint:
        yield replace(endpoint, name=config.target, kind=NAME)
