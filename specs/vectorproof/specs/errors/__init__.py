"""The error catalogue: every error that a target may answer with, as data; texts exist nowhere else.

Reads all TOML files of its folder. Does not know who raises an error, nor in which envelope it travels.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from itertools import chain
from types import MappingProxyType
from typing import Any, Final, cast

from vectorproof.specs.errors.entry import Era, ErrorForm, ErrorSpec, facts_of
from vectorproof.specs.loading import SpecError, Table, folder, read_toml

__all__ = ["Era", "ErrorCatalogue", "ErrorForm", "ErrorSpec", "catalogue", "load"]

ERAS: Final = frozenset({"E1", "E2", "E3"})
#: An older form without scope says so in words; an empty text is refused as a likely typo.
NO_SCOPE: Final = "none"
FAMILIES: Final = frozenset({"REQUEST", "SERVER", "CONTROL", "DEVOPS"})


class ErrorCatalogue:
    """All errors, in the order in which they are written down; looked up by code and scope, never by text."""

    def __init__(self, specs: Iterable[ErrorSpec]) -> None:
        self._specs: Mapping[str, ErrorSpec] = MappingProxyType({spec.id: spec for spec in specs})

    def __iter__(self) -> Iterator[ErrorSpec]:
        return iter(self._specs.values())

    def __len__(self) -> int:
        return len(self._specs)

    def get(self, identity: str) -> ErrorSpec:
        """Find an error by its whole id, ``SCOPE/CODE``."""
        if identity not in self._specs:
            raise SpecError("errors", identity, f"unknown error, near: {self._near(identity)}")
        return self._specs[identity]

    def find(self, code: str, scope: str | None = None) -> ErrorSpec:
        """Find an error by its present code, else by an older one; a code in several scopes needs the scope named."""
        if scope is not None:
            return self.get(f"{scope}/{code}")
        found = [spec for spec in self if spec.code == code] or [spec for spec in self if code in _older_codes(spec)]
        if not found:
            raise SpecError("errors", code, f"unknown code, near: {self._near(code)}")
        if len(found) > 1:
            raise SpecError("errors", code, f"name the scope, one of {[spec.scope for spec in found]}")
        return found[0]

    def _near(self, name: str) -> str:
        known = [*self._specs, *(spec.code for spec in self)]
        return ", ".join(get_close_matches(name, known, n=5)) or "nothing"


def _older_codes(spec: ErrorSpec) -> frozenset[str]:
    return frozenset(form.code for form in chain.from_iterable(spec.older.values()))


@cache
def catalogue() -> ErrorCatalogue:
    """Read the whole catalogue once; a typo in any file is a ``SpecError`` that names file and key."""
    texts = (file for file in folder("errors").iterdir() if file.name.endswith(".toml"))
    return load(sorted(texts, key=lambda file: file.name))


def load(texts: Iterable[Traversable]) -> ErrorCatalogue:
    """Read a catalogue from these files; the same ``SCOPE/CODE`` twice is an error, also across files."""
    specs: dict[str, ErrorSpec] = {}
    for file in texts:
        for spec in _read(file):
            if spec.id in specs:
                raise SpecError(file.name, spec.id, f"is also in {specs[spec.id].area}.toml")
            specs[spec.id] = spec
    return ErrorCatalogue(specs.values())


def _read(file: Traversable) -> Iterator[ErrorSpec]:
    members = read_toml(file)
    defaults = _table(file.name, "defaults", members.pop("defaults", {}))
    for identity, entry in members.items():
        yield _spec(file.name, identity, {**defaults, **_table(file.name, identity, entry)})


def _table(file: str, key: str, found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise SpecError(file, key, f"found {type(found).__name__}, a table is right")
    return cast("dict[str, Any]", found)


def _spec(file: str, identity: str, entry: object) -> ErrorSpec:
    table = Table(file, identity, entry)
    scope, slash, code = identity.partition("/")
    if not slash or not code or identity != identity.upper():
        raise SpecError(file, identity, "a key SCOPE/CODE in capitals is right; the scope may be empty")
    family, message = table.text("family", among=FAMILIES), table.text("message")
    present = ErrorForm(family, scope, code, message)
    spec = ErrorSpec(
        id=identity,
        family=family,
        scope=scope,
        code=code,
        title=table.text("title"),
        message=message,
        status=table.integer("status"),
        eras=_eras(table),
        older=_older(present, table.optional_tables("older")),
        number=table.optional_integer("number", 0) or None,
        raised=table.optional_flag("raised", default=True),
        area=file.removesuffix(".toml"),
    )
    table.done()
    return spec


def _eras(table: Table) -> tuple[Era, ...]:
    return cast("tuple[Era, ...]", table.texts("eras", among=ERAS))


def _older(present: ErrorForm, tables: Iterable[Table]) -> Mapping[Era, tuple[ErrorForm, ...]]:
    forms: dict[Era, tuple[ErrorForm, ...]] = {}
    for table in tables:
        form = _form(present, table)
        for era in _eras(table):
            forms[era] = (*forms.get(era, ()), form)
        table.done()
    return MappingProxyType(forms)


def _form(present: ErrorForm, table: Table) -> ErrorForm:
    scope = present.scope if (given := table.optional_text("scope")) is None else given.replace(NO_SCOPE, "")
    form = ErrorForm(
        family=table.optional_text("family") or present.family,
        scope=scope,
        code=table.optional_text("code") or present.code,
        message=table.optional_text("message") or present.message,
    )
    strange = facts_of(form.message) - facts_of(present.message)
    if strange:
        raise table.error("message", f"asks for {sorted(strange)}, the present form knows only {present.message!r}")
    return form
