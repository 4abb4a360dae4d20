"""The roles that a token can have, with the permissions that they hold. Source: control-plane B.2 and the DevOps API.

Ids and permissions of all but the read-only user are those that the real service lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

ADMINISTRATOR: Final = "Organization Administrator"
ADMIN_USER: Final = "Admin User"
API_ADMIN_USER: Final = "API Admin User"
READ_WRITE_SERVICE: Final = "R/W Svc Acct"
READ_SERVICE: Final = "RO Svc Acct"
READ_ONLY: Final = "Read Only User"

_READING = (
    "accesslist-read", "db-all-keyspace-describe", "db-keyspace-describe", "db-table-select", "db-table-describe",
    "db-graphql", "db-rest", "db-cql",
)  # fmt: skip
_MANAGING = (
    "org-billing-read", "org-billing-write", "org-user-read", "org-user-write", "org-db-view", "org-db-create",
    "org-db-passwordreset", "org-db-terminate", "org-db-suspend", "org-db-addpeering", "org-db-managemigratorproxy",
    "org-db-expand", "db-manage-privateendpoint", "db-manage-region", "db-all-keyspace-create",
    "db-all-keyspace-describe", "db-keyspace-grant", "db-keyspace-modify", "db-keyspace-describe",
    "db-keyspace-create", "db-keyspace-authorize", "db-keyspace-alter", "db-keyspace-drop", "db-table-select",
    "db-table-grant", "db-table-modify", "db-table-describe", "db-table-create", "db-table-authorize",
    "db-table-alter", "db-table-drop", "db-graphql", "db-rest",
)  # fmt: skip
_OPERATING = ("db-cql", "db-data-import", "db-manage-thirdpartymetrics", "org-read", "org-cmk-read", "org-cmk-write")
_GOVERNING = (
    "accesslist-read", "accesslist-write", "org-write", "org-audits-read", "org-role-read", "org-role-write",
    "org-role-delete", "org-external-auth-read", "org-external-auth-write", "org-notification-write",
    "org-token-read", "org-token-write", "org-stream-manage",
)  # fmt: skip
# The permission to manage keys: of all roles only the Organization Administrator holds it (control-plane B.2).
_INTEGRATING = ("org-integrations-read", "org-integrations-write")


@dataclass(frozen=True, slots=True)
class Role:
    """One built-in role; ``actions`` are permission names of the real service."""

    id: str
    name: str
    actions: tuple[str, ...]


_BUILT_IN: Final = (
    Role(
        "ad0566b5-2a67-49de-89e8-92258c2f2c98",
        ADMINISTRATOR,
        (*_GOVERNING, *_MANAGING, *_OPERATING, *_INTEGRATING),
    ),
    Role("43745b73-ad46-46e4-b826-c15d06d2cea0", ADMIN_USER, (*_MANAGING, *_OPERATING)),
    Role(
        "67c4b5dc-dd3f-4b2d-be51-09be12836d57",
        API_ADMIN_USER,
        ("accesslist-read", "org-stream-manage", *_MANAGING),
    ),
    Role("b4ed0e9e-67e8-47b6-8b58-c6629be961a9", READ_WRITE_SERVICE, (*_READING, "db-table-modify")),
    Role("16a4b1d7-a615-41f8-95ca-52b0280f4d77", READ_SERVICE, _READING),
    Role("9d0a3c1e-6f0b-4c57-9f5e-0c6a3f7a2b11", READ_ONLY, ("org-db-view", *_READING)),
)
ROLES: Final[Mapping[str, Role]] = MappingProxyType({role.name: role for role in _BUILT_IN})
"""Every role by its name."""

BY_ID: Final[Mapping[str, Role]] = MappingProxyType({role.id: role for role in _BUILT_IN})
"""Every role by its id."""
