"""Keys, scopes and what they let a database do (control-plane C.5), as the rules say and not as anything does it.

Databases, keys' names and secrets are numbers and texts of whoever plays; the model knows what is bound to what.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Key:
    """A stored key: which secret it holds, and which databases may use it."""

    secret: int
    scope: frozenset[int]


@dataclass(frozen=True, slots=True)
class Use:
    """What comes of embedding with a key: the secret that the provider saw, if any, and whether it embedded.

    Without a ``secret`` the credential itself was refused.
    """

    secret: int | None
    embedded: bool


@dataclass(slots=True)
class Keychain:
    """The keys of one provider in one organization, the secrets that are dead there, and the collections by key name.

    A collection is a pair of database and key name: it is bound to a name, and never to a key.
    """

    keys: dict[str, Key] = field(default_factory=dict[str, Key])
    dead: set[int] = field(default_factory=set[int])
    collections: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])

    def add(self, name: str, secret: int, scope: frozenset[int]) -> str | None:
        """Store a key; a name that is taken is refused by a code."""
        if name in self.keys:
            return "KEY_NAME_TAKEN"
        self.keys[name] = Key(secret, scope)
        return None

    def remove(self, name: str, *, confirmed: bool) -> str | None:
        """Remove a key, if it was meant; its scope goes with it."""
        problem = self._problem(name, confirmed=confirmed)
        if problem is None:
            del self.keys[name]
        return problem

    def extend(self, name: str, databases: frozenset[int]) -> str | None:
        """Put databases in a scope; those that are there stay."""
        problem = self._problem(name, confirmed=True)
        if problem is None:
            self.keys[name] = replace(self.keys[name], scope=self.keys[name].scope | databases)
        return problem

    def shrink(self, name: str, database: int, *, confirmed: bool) -> str | None:
        """Take a database out of a scope, if it is there and it was meant."""
        if name in self.keys and database not in self.keys[name].scope:
            return "SCOPE_DB_UNKNOWN"
        problem = self._problem(name, confirmed=confirmed)
        if problem is None:
            self.keys[name] = replace(self.keys[name], scope=self.keys[name].scope - {database})
        return problem

    def usable(self, database: int, name: str) -> bool:
        """Tell whether a database may use a key of this name now."""
        return name in self.keys and database in self.keys[name].scope

    def create(self, database: int, name: str) -> bool:
        """Make the collection of a database that is bound to a name, or make it again; tell whether that is allowed."""
        allowed = self.usable(database, name)
        if allowed:
            self.collections.add((database, name))
        return allowed

    def use(self, database: int, name: str) -> Use:
        """Embed for a collection that is bound to a name: looked up now, not when the collection was made."""
        if not self.usable(database, name):
            return Use(None, embedded=False)
        secret = self.keys[name].secret
        return Use(secret, embedded=secret not in self.dead)

    def _problem(self, name: str, *, confirmed: bool) -> str | None:
        if name not in self.keys:
            return "KEY_NOT_FOUND"
        return None if confirmed else "CONFIRMATION_MISMATCH"
