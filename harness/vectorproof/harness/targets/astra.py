"""A real Astra database: ASTRA_DB_API_ENDPOINT and ASTRA_DB_APPLICATION_TOKEN say where and who."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint, KeyspaceMaker
from vectorproof.harness.errors import UsageError
from vectorproof.harness.ground import new_keyspace
from vectorproof.harness.targets import url

NAME: Final = "astra"
FORM: Final = "astra"
_DATABASE_ID: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-")

# Others use the service, too, and it counts requests: ten a second are enough.
_GAP_S: Final = 0.1


def claims(config: Config) -> bool:
    """Claim the one word."""
    return config.target == NAME


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Read the two variables that every Astra client reads; only this kind looks at them."""
    address = config.variable("ASTRA_DB_API_ENDPOINT", "the database's endpoint")
    token = config.variable("ASTRA_DB_APPLICATION_TOKEN", "the application token")
    if not address.startswith("https://"):
        raise UsageError("ASTRA_DB_API_ENDPOINT: an address that starts with https:// is right")
    environment = {**config.environment, "VECTORPROOF_TOKEN": token}
    with url.opened(replace(config, target=address, environment=environment)) as endpoint:
        found = _DATABASE_ID.match(urlsplit(address).hostname or "")
        named = replace(
            endpoint,
            name=NAME,
            kind=NAME,
            prefix=endpoint.prefix or "/api/json",
            database_id=found[1] if found else None,
            gap_s=_GAP_S,
        )
        own = replace(named, keyspace=new_keyspace(), makes_keyspace=KeyspaceMaker.DEVOPS)
        yield named if config.keyspace or found is None else own
