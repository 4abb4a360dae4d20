"""Stored keys as sheets: what there is, what hangs on one key, and what another name or scope would break."""

from collections.abc import Iterable, Sequence
from typing import Final

from vectorproof.harness.keyring import BoundCollection, Break, Keyring, Place, Stored, breaks
from vectorproof.reports.sheet import Cell, Sheet, Table

_WHERE: Final = ("database", "keyspace", "collection", "model")


def keys_sheet(keyring: Keyring) -> Sheet:
    """Show every stored key with its scope, and the names that collections still ask for but nobody stores."""
    rows = tuple(
        (
            Cell(key.name, mono=True),
            Cell(key.hint, mono=True),
            Cell(_names(key.scope)),
            Cell(str(len(keyring.bound_to(key.name)))),
            Cell(key.created_at),
        )
        for key in keyring.keys
    )
    gone = [name for name in keyring.names_in_use() if keyring.key(name) is None]
    counted = f"{_counted(len(keyring.keys), 'key')}, {_counted(len(keyring.collections), 'collection')} bound to them"
    return Sheet(
        name="keys",
        title=f"Stored keys of {keyring.provider}",
        sentence=f"{counted}; {_missing(gone)}" if gone else f"{counted}.",
        status="FAIL" if gone else "PASS",
        tables=(Table("Keys", ("key", "secret", "scope", "collections", "stored"), rows),),
    )


def usage_sheet(keyring: Keyring, name: str) -> Sheet:
    """Show what hangs on one key name, whether a key of that name is stored or not."""
    key, bound = keyring.key(name), keyring.bound_to(name)
    scope = () if key is None else key.scope
    unused = [place for place in scope if all(found.database != place for found in bound)]
    facts = [("scope", _names(scope))] if key is not None else []
    if unused:
        facts.append(("in scope without a collection", _names(unused)))
    stored = "" if key is not None else f" No key of the name {name} is stored: none of them can embed."
    return Sheet(
        name="key-usage",
        title=f"What hangs on {name}",
        sentence=f"{_counted(len(bound), 'collection')} in {_databases(bound)}.{stored if bound else ''}",
        status="FAIL" if bound and key is None else "PASS",
        facts=tuple(facts),
        tables=(Table("Collections", (*_WHERE, "embeds"), tuple(_usage(found, scope) for found in bound)),),
    )


def rotation_sheet(keyring: Keyring, name: str, new_name: str, new_scope: Sequence[Place]) -> Sheet:
    """Show what a rotation needs, in the order of the steps, and which collections it would break."""
    bound = keyring.bound_to(name)
    found = tuple(breaks(keyring, name, new_name, new_scope))
    steps = (
        f"Remove the key {name}; {_left_without(len(bound))}.",
        f"Store the new secret under the name {new_name}, with {_names(new_scope)} in its scope.",
        "Search one collection of each database by text.",
    )
    rows = tuple((Cell(str(number)), Cell(step)) for number, step in enumerate(steps, 1))
    return Sheet(
        name="key-rotation",
        title=f"Rotation of {name}",
        sentence=_verdict(found, len(bound)),
        status="FAIL" if found else "PASS",
        tables=(
            Table("Steps", ("step", "do"), rows),
            Table("What breaks", (*_WHERE, "why", "can be mended"), tuple(_broken(each) for each in found)),
        ),
    )


def scope_of(key: Stored | None, keyring: Keyring, name: str) -> tuple[Place, ...]:
    """Give the scope that a rotation has to give again: the key's, or where none is stored, what is bound to it."""
    if key is not None:
        return key.scope
    return tuple(dict.fromkeys(found.database for found in keyring.bound_to(name)))


def _usage(found: BoundCollection, scope: Sequence[Place]) -> tuple[Cell, ...]:
    inside = any(place.id == found.database.id for place in scope)
    return (*_where(found), Cell("yes", "PASS") if inside else Cell("no: not in the scope", "FAIL"))


def _broken(found: Break) -> tuple[Cell, ...]:
    mend = "no: by a new collection only" if found.for_good else "yes: by adding the database to the scope"
    return (*_where(found.collection), Cell(found.why, "FAIL"), Cell(mend))


def _where(found: BoundCollection) -> tuple[Cell, ...]:
    return (Cell(found.database.name), Cell(found.keyspace), Cell(found.name, mono=True), Cell(found.model))


def _left_without(collections: int) -> str:
    if not collections:
        return "no collection embeds by it"
    return f"{_counted(collections, 'collection')} can then be read, but not embed"


def _verdict(found: Sequence[Break], count: int) -> str:
    if not found:
        return f"Nothing breaks: {_counted(count, 'collection')} can embed again as soon as the new key is stored."
    broken, for_good = len(found), sum(each.for_good for each in found)
    ending = f", {for_good} for good" if for_good else ", until the scope is as wide as before"
    return f"{broken} of {_counted(count, 'collection')} would not embed any more{ending}."


def _missing(names: Sequence[str]) -> str:
    return f"collections ask for {', '.join(names)}, which {'is' if len(names) == 1 else 'are'} not stored."


def _databases(bound: Sequence[BoundCollection]) -> str:
    return _counted(len({found.database for found in bound}), "database")


def _names(places: Iterable[Place]) -> str:
    return ", ".join(place.name for place in places) or "no database"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
