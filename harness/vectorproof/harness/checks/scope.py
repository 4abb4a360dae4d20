"""Judges of one key's scope: what is certainly in it, whatever else is."""

from collections.abc import Iterable

from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch


def scope_includes(databases: Iterable[Database]) -> Judge[Exchange]:
    """The answer is one key, and each of these databases stands in its scope, once."""
    wanted = [str(one.id) for one in databases]

    def judge(seen: Exchange) -> Mismatch | None:
        found = _scope(seen)
        if found is None:
            return Mismatch(f"a key with {wanted} in its scope", str(seen))
        right = all(found.count(one) == 1 for one in wanted)
        return None if right else Mismatch(f"{wanted} in the scope", f"scope {found}")

    return judge


def _scope(seen: Exchange) -> list[str] | None:
    scope = seen.body.get("scope") if seen.ok and is_object(seen.body) else None
    if not is_list(scope) or not all(map(is_object, scope)):
        return None
    return [str(entry.get("databaseId")) for entry in scope]
