"""What a world declares of those who live in it: organizations, their databases, tokens and stored keys."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from vectorproof.mocks.config.shapes import Law
from vectorproof.mocks.core import roles

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,48}[A-Za-z0-9])?"


class Role(StrEnum):
    """The roles a token can have."""

    ADMINISTRATOR = roles.ADMINISTRATOR
    ADMIN_USER = roles.ADMIN_USER
    API_ADMIN_USER = roles.API_ADMIN_USER
    READ_WRITE_SERVICE = roles.READ_WRITE_SERVICE
    READ_SERVICE = roles.READ_SERVICE
    READ_ONLY = roles.READ_ONLY


@dataclass(frozen=True, slots=True)
class OrganizationConfig:
    """An organization: the owner of databases, tokens and keys."""

    name: Annotated[str, Law("A name that other tables refer to", pattern=r".+")]
    id: Annotated[str | None, Law("A UUID; made from the seed when it is missing", pattern=_UUID)] = None


@dataclass(frozen=True, slots=True)
class TokenConfig:
    """An application token of an organization."""

    organization: Annotated[str, Law("The name of a declared organization")]
    role: Annotated[Role, Law("What the token may do; only an administrator manages keys")] = Role.ADMINISTRATOR
    secret: Annotated[
        str | None, Law("The whole token; made from the seed when it is missing", pattern=r"\S+", secret=True)
    ] = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DatabaseConfig:
    """A database of an organization."""

    name: Annotated[str, Law("A name that other tables refer to, of 1 to 50 characters", pattern=r".{1,50}")]
    organization: Annotated[str, Law("The name of a declared organization")]
    created: Annotated[datetime, Law("When it was created: decides the number of its indexes")]
    id: Annotated[str | None, Law("A UUID; made from the seed when it is missing", pattern=_UUID)] = None
    region: Annotated[
        str, Law("A region of lower-case letters, digits and single hyphens", pattern=r"[a-z0-9]+(-[a-z0-9]+)*")
    ] = "us-east-2"
    vector: Annotated[bool, Law("Whether it is a vector database; only these can be put in a key's scope")] = True
    keyspaces: Annotated[
        tuple[str, ...],
        Law("A keyspace name of 1 to 48 letters, digits and underscores", pattern=r"[A-Za-z0-9][A-Za-z0-9_]{0,47}"),
    ] = ("default_keyspace",)


@dataclass(frozen=True, slots=True)
class KeyConfig:
    """A provider key that an organization has stored, and the databases that may use it."""

    organization: Annotated[str, Law("The name of a declared organization")]
    name: Annotated[str, Law("A name of 1 to 50 letters, digits, - and _, the latter two inside", pattern=_KEY_NAME)]
    databases: Annotated[tuple[str, ...], Law("Names of databases of the same organization")] = ()
    provider: Annotated[str, Law("The provider's id, as the Data API names it", pattern=r"\w+")] = "jinaAI"
    provider_key: Annotated[str | None, Law("The name of a declared key at Jina, whose secret is stored")] = None
    secret: Annotated[str | None, Law("The secret itself, instead of provider_key", pattern=r"\S+", secret=True)] = (
        field(default=None, repr=False)
    )
