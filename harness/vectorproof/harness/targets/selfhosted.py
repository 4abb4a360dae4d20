"""A Data API that you run yourself: no other surface needed, a user and a password, a keyspace made for the run."""

import base64
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint, KeyspaceMaker
from vectorproof.harness.ground import new_keyspace
from vectorproof.harness.targets import url

NAME: Final = "selfhosted"
FORM: Final = "a Data API of your own (selfhosted, selfhosted:http://host:port)"
_SIGN: Final = "selfhosted:"
_HERE: Final = "http://127.0.0.1:8181"
_TOKEN: Final = "VECTORPROOF_TOKEN"  # noqa: S105  # the name of a variable
# What the database takes as long as nobody has given it other ones.
_USER: Final = "cassandra"


def claims(config: Config) -> bool:
    """Claim the one word, with or without an address behind it."""
    return config.target == NAME or config.target.startswith(_SIGN)


@contextmanager
def opened(config: Config) -> Generator[Endpoint]:
    """Sign in with user and password, or with VECTORPROOF_TOKEN where it is set; nothing is started."""
    address = config.target.removeprefix(NAME).removeprefix(":") or _HERE
    environment = {**config.environment, _TOKEN: config.environment.get(_TOKEN) or token_of(config.environment)}
    with url.opened(replace(config, target=address, environment=environment)) as endpoint:
        found = replace(endpoint, kind=NAME, prefix=endpoint.prefix or "")
        own = replace(found, keyspace=new_keyspace(), makes_keyspace=KeyspaceMaker.DATA_API)
        yield found if config.keyspace else own


def token_of(environment: Mapping[str, str]) -> str:
    """Write user and password as such a Data API takes them: both in base 64, behind a word that says what they are."""
    named = (environment.get(f"VECTORPROOF_{what}") or _USER for what in ("USERNAME", "PASSWORD"))
    return ":".join(["Cassandra", *(base64.b64encode(text.encode()).decode() for text in named)])
