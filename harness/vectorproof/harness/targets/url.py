"""Any Data API by its address; VECTORPROOF_TOKEN opens it, VECTORPROOF_EMBEDDING_KEY is its provider key."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from vectorproof.harness.addresses import base_of, data_api_of, origin_of
from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.redaction import Secret

NAME: Final = "url"
FORM: Final = "an address (http://host:port)"


def claims(config: Config) -> bool:
    """Claim whatever starts like an address."""
    return config.target.startswith(("http://", "https://"))


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Read addresses and secrets; nothing is started."""
    origin, prefix = data_api_of(config.target)
    embedding_key = config.environment.get("VECTORPROOF_EMBEDDING_KEY")
    yield Endpoint(
        name=origin,
        kind=NAME,
        data_api=origin,
        prefix=prefix,
        token=Secret(config.variable("VECTORPROOF_TOKEN", "the application token")),
        keyspace=config.keyspace or "default_keyspace",
        devops=base_of(config.devops_url, "/v2", "--devops-url") if config.devops_url else None,
        control=base_of(config.control_url, "/sim/v1", "--control-url") if config.control_url else None,
        jina=origin_of(config.jina_url, "--jina-url") if config.jina_url else None,
        jina_control=base_of(config.jina_url, "/__mock__", "--jina-url") if config.jina_url else None,
        embedding_key=Secret(embedding_key) if embedding_key else None,
        key_name=config.environment.get("VECTORPROOF_KEY_NAME") or None,
        ca_bundle=config.ca_bundle,
        headers={name: Secret(config.variable(env, f"header {name}")) for name, env in config.headers.items()},
    )
