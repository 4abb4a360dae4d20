"""Judges of the organization's integrations and stored keys: what is listed, with which scope, in which state."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch

Scopes: TypeAlias = Mapping[str, Iterable[Database]]
"""The keys that there should be: each name with the databases of its scope."""

_Keys: TypeAlias = list[tuple[str, str, list[str]]]
_JINA: Final = "jinaAI"


def keys_are(expected: Scopes, provider: str = _JINA) -> Judge[Exchange]:
    """A listing shows exactly these keys of the provider, each once and with exactly its scope, in any order."""
    wanted = _wanted(expected, provider)

    def judge(seen: Exchange) -> Mismatch | None:
        found = _keys(seen.body) if seen.ok else None
        return None if _same(found, wanted) else Mismatch(_told(wanted), _found(seen, found))

    return judge


def key_is(name: str, scope: Iterable[Database], provider: str = _JINA) -> Judge[Exchange]:
    """The answer is this one key, with exactly these databases in its scope."""
    wanted = _wanted({name: scope}, provider)

    def judge(seen: Exchange) -> Mismatch | None:
        found = _keys([seen.body]) if seen.ok else None
        return None if _same(found, wanted) else Mismatch(_told(wanted), _found(seen, found))

    return judge


def integration_is(status: str, expected: Scopes, provider: str = _JINA) -> Judge[Exchange]:
    """The answer is this integration, in this state, with exactly these keys, counted and listed."""
    wanted = _wanted(expected, provider)

    def judge(seen: Exchange) -> Mismatch | None:
        body: Mapping[str, Any] = seen.body if is_object(seen.body) else {}
        state = (body.get("provider"), body.get("status"), body.get("keyCount"))
        found = _keys(body.get("keys"))
        if seen.ok and state == (provider, status, len(wanted)) and _same(found, wanted):
            return None
        return Mismatch(f"{provider} {status}, {_told(wanted)}", f"{body.get('status')}, {_found(seen, found)}")

    return judge


def integration_listed(status: str, *, display_name: str = "Jina AI", provider: str = _JINA) -> Judge[Exchange]:
    """The list of integrations has this embedding provider exactly once, under this name and in this state."""
    wanted = (display_name, "embedding", status)

    def judge(seen: Exchange) -> Mismatch | None:
        listed: list[Any] = seen.body if seen.ok and is_list(seen.body) else []
        entries = [entry for entry in listed if is_object(entry) and entry.get("provider") == provider]
        found = [(entry.get("displayName"), entry.get("kind"), entry.get("status")) for entry in entries]
        return None if found == [wanted] else Mismatch(f"{provider} listed once as {wanted}", f"{found or seen}")

    return judge


def _wanted(expected: Scopes, provider: str) -> _Keys:
    return [(name, provider, [str(one.id) for one in scope]) for name, scope in expected.items()]


def _keys(listed: object) -> _Keys | None:
    """Read a list of keys; ``None`` if it is no such list."""
    if not is_list(listed):
        return None
    try:
        return [(str(key["name"]), str(key["provider"]), _scope(key)) for key in listed]
    except (KeyError, TypeError):
        return None


def _scope(key: Mapping[str, Any]) -> list[str]:
    return [str(entry["databaseId"]) for entry in key["scope"]]


def _same(found: _Keys | None, wanted: _Keys) -> bool:
    """Compare in any order; shown they are in the order that came, since ids have none that would repeat."""
    return found is not None and _sorted(found) == _sorted(wanted)


def _sorted(keys: _Keys) -> _Keys:
    return sorted((name, provider, sorted(scope)) for name, provider, scope in keys)


def _told(keys: _Keys) -> str:
    return "; ".join(f"key {name!r} with scope {scope}" for name, _, scope in keys) or "no keys"


def _found(seen: Exchange, keys: _Keys | None) -> str:
    return str(seen) if keys is None else _told(keys)
