"""How a world behaves where systems differ from each other or from their documentation: one profile an organization.

A test may change its organization's profile while the world runs; nobody else's changes with it.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

Edition: TypeAlias = Literal["astra", "self-managed"]
Era: TypeAlias = Literal["E1", "E2", "E3"]


@dataclass(frozen=True, slots=True)
class Profile:
    """Edition and era, the longest name of a collection, and how the stored keys come to a Data API.

    ``key_delay_ms`` passes before a change of keys or scopes takes effect. A Data API that remembers credentials does
    so for ``credential_cache_ms`` after it last used one; with 0 it remembers none (control-plane B.4, C.4).
    """

    edition: Edition = "astra"
    era: Era = "E3"
    collection_name_max: int = 48
    key_delay_ms: int = 0
    credential_cache_ms: int = 0


class Profiles:
    """The profiles of all organizations: those of the world, until somebody changes one's own."""

    def __init__(self, usual: Profile) -> None:
        self.usual = usual
        self._own: dict[str, Profile] = {}

    def of(self, organization_id: str) -> Profile:
        """Give an organization's profile."""
        return self._own.get(organization_id, self.usual)

    def change(self, organization_id: str, **members: Any) -> Profile:
        """Replace members of an organization's profile."""
        changed = self._own[organization_id] = replace(self.of(organization_id), **members)
        return changed

    def forget(self, organization_id: str) -> None:
        """Give an organization the world's profile again."""
        self._own.pop(organization_id, None)

    def clear(self) -> None:
        """Give all organizations the world's profile again."""
        self._own.clear()
