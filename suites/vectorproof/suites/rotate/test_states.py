"""The state of a key by what is done with it, cell by cell (control-plane C.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import embedded_with, equals, found_ids, inserted, no_calls, refused_with, succeeded
from vectorproof.harness.checks.credentials import credential_invalid, credential_not_found
from vectorproof.harness.checks.sides import Side, blames
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.needs import Needs
from vectorproof.harness.organization import Typed
from vectorproof.harness.provider import ProviderKey
from vectorproof.harness.space import EMBEDDING_HEADER, Space, StoredKey
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_NEEDS: Final = Needs(databases=2, key_control=True, provider_control=True, provider_journal=True)
_WITH_TROUBLE: Final = Needs(key_control=True, provider_control=True, provider_journal=True, credential_faults=True)
_TEXT: Final = "a boat"
_DEAD: Final = "EMBEDDING_PROVIDER_CLIENT_ERROR"
_UNRESOLVED: Final = ("EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE", "VECTORIZE_INVALID_AUTHENTICATION_TYPE")


class Stage:
    """A collection with one document, bound to a key of the first of two databases."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.organization = space.organization
        self.key: StoredKey = space.stored_key(None, space.database)
        self.second: ProviderKey = space.provider.new_key()
        self.bound: Collection = space.vectorize_collection(space.bound_to(self.key))
        self.bound.insert_one({"_id": "first", "$vectorize": _TEXT})

    @property
    def name(self) -> str:
        """The name of the key."""
        return self.key.name

    def add(self, name: str, database: int) -> None:
        """Add a key with the second secret, for one database."""
        self.organization.add_key(name, self.second.secret, [self.space.databases[database]])

    def remove(self) -> None:
        """Remove the key."""
        self.organization.remove_key(self.name, confirm=Typed.ITS_NAME)

    def create(self, name: str, key: str) -> Exchange:
        """Create a collection that names a key."""
        service = {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}
        whole: dict[str, Any] = {**service, "authentication": {"providerKey": key}}
        return self.space.database.create_collection(name, {"vector": {"service": whole}})


def _untouched(_stage: Stage) -> None:
    """Key exists, database in scope."""


def _out_of_scope(stage: Stage) -> None:
    """Key exists, database not in scope."""
    stage.organization.remove_scope(stage.name, stage.space.database)


def _back_in_scope(stage: Stage) -> None:
    """Database was taken out of the scope and put back."""
    _out_of_scope(stage)
    stage.organization.add_scope(stage.name, [stage.space.database])


def _removed(stage: Stage) -> None:
    """Key removed."""
    stage.remove()


def _same_name(stage: Stage) -> None:
    """Same name added again, database in scope."""
    stage.remove()
    stage.add(stage.name, 0)


def _narrower(stage: Stage) -> None:
    """Same name added again, database not in the new scope."""
    stage.remove()
    stage.add(stage.name, 1)


def _other_name(stage: Stage) -> None:
    """Another name added instead."""
    stage.remove()
    stage.add(f"{stage.name}b", 0)


def _dead(stage: Stage) -> None:
    """Key fine, secret dead at the provider."""
    stage.space.provider.delete_key(stage.key.key)


@dataclass(frozen=True, slots=True)
class State:
    """How a state comes about, and what it lets happen; ``secret`` is the one that serves, if any does."""

    change: Callable[[Stage], None]
    creates: bool
    use: Callable[[], Any] | None
    secret: str = ""


_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "in scope": State(_untouched, creates=True, use=None, secret="first"),
        "out of scope": State(_out_of_scope, creates=False, use=credential_not_found),
        "back in scope": State(_back_in_scope, creates=True, use=None, secret="first"),
        "removed": State(_removed, creates=False, use=credential_not_found),
        "same name": State(_same_name, creates=True, use=None, secret="second"),
        "same name, narrower": State(_narrower, creates=False, use=credential_not_found),
        "other name": State(_other_name, creates=False, use=credential_not_found),
        "dead at the provider": State(_dead, creates=True, use=lambda: refused_with(_DEAD, says="401")),
    }
)
# Which promise a cell is judged by: creating, then writing and searching.
_PROMISES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "in scope": ("SCOPE-008", "KEY-012"),
        "out of scope": ("SCOPE-009", "SCOPE-013"),
        "back in scope": ("SCOPE-014", "SCOPE-014"),
        "removed": ("REMOVE-009", "REMOVE-002"),
        "same name": ("ROTATE-003", "ROTATE-003"),
        "same name, narrower": ("ROTATE-005", "ROTATE-005"),
        "other name": ("ROTATE-004", "ROTATE-004"),
        "dead at the provider": ("KEY-014", "KEY-014"),
    }
)
_CREATING: Final = tuple(Row(_PROMISES[name][0], {f"{name}": name}) for name in _STATES)
_USING: Final = tuple(
    Row(_PROMISES[name][1], {f"{name}: {what}": (name, what)}) for name in _STATES for what in ("write", "search")
)


@requirement(*ids(_CREATING))
@costly(5)
@boundaries(edges(_CREATING))
@given(row=rows_of(_CREATING))
def test_creating(target: Target, row: Drawn) -> None:
    """A collection that names the key is created, or created again as it is, exactly where the key may be used."""
    state = _STATES[row.value]
    with target.space(_NEEDS) as space:
        stage = Stage(space)
        state.change(stage)
        right = succeeded(200) if state.creates else credential_invalid()
        for name in ("another", stage.bound.name):
            space.check(row.requirement, stage.create(name, stage.name), right)
        listed = space.database.find_collections().status_member.get("collections")
        space.check(
            row.requirement, "another" in (listed or []), equals(state.creates, "the new collection is listed:")
        )


@requirement(*ids(_USING))
@costly(5)
@boundaries(edges(_USING))
@given(row=rows_of(_USING))
def test_using(target: Target, row: Drawn) -> None:
    """A text is embedded, with the secret that the key has now, exactly where the key may be used now."""
    name, what = row.value
    state = _STATES[name]
    with target.space(_NEEDS) as space:
        stage = Stage(space)
        state.change(stage)
        act = stage.bound.search if what == "search" else _writing(stage.bound)
        watched = [stage.second] if state.change is _dead else [stage.key.key, stage.second]
        seen = space.provider.during(lambda: act(_TEXT), *watched)
        space.check(row.requirement, seen.result, succeeded(200) if state.use is None else state.use())
        secrets = {"first": stage.key.key, "second": stage.second}
        calls = embedded_with(secrets[state.secret]) if state.secret else no_calls()
        space.check(row.requirement, seen, calls)


@requirement("VECTORIZE-015", "VECTORIZE-019", "REMOVE-004")
@costly(5)
@boundaries({name: {"row": Drawn("", name)} for name in _STATES})
@given(row=rows_of([Row("", {name: name}) for name in _STATES]))
def test_whatever_the_state(target: Target, row: Drawn) -> None:
    """In every state a key of the request serves, and what needs no embedding goes on as before."""
    with target.space(_NEEDS) as space:
        stage = Stage(space)
        vector = stage.bound.find_one({"_id": "first"}, projection={"$vector": 1}).document
        _STATES[row.value].change(stage)
        header = {EMBEDDING_HEADER: stage.second.secret}
        seen = space.provider.during(
            lambda: stage.bound.insert_one({"_id": "second", "$vectorize": _TEXT}, headers=header), stage.second
        )
        space.check("VECTORIZE-015", seen.result, inserted("second"))
        space.check("VECTORIZE-015", seen, embedded_with(stage.second))
        reads = space.provider.during(lambda: _reads(stage.bound, vector), stage.second)
        space.check("VECTORIZE-019", reads, no_calls())
        for answer in reads.result:
            space.check("REMOVE-004", answer, found_ids("first", "second"))


@requirement("ERROR-008")
@costly(5)
@boundaries({f"HTTP {status}": {"status": status} for status in (500, 503)})
@given(status=st.sampled_from([401, 404, 500, 503, 504]))
def test_while_the_credential_service_fails(target: Target, status: int) -> None:
    """While the service that gives credentials fails, nothing is created or embedded, and Astra DB is to blame.

    What needs no credential goes on, and so does everything when the service is back.
    """
    with target.space(_WITH_TROUBLE) as space:
        stage = Stage(space)
        fault = space.organization.credential_fault({"name": "status", "status": status})
        created, used = stage.create("another", stage.name), stage.bound.search(_TEXT)
        space.check("ERROR-008", created, refused_with("VECTORIZE_CREDENTIAL_INVALID", *_UNRESOLVED))
        space.check("ERROR-008", used, refused_with(*_UNRESOLVED))
        space.check("ERROR-008", used, blames(Side.ASTRA))
        space.check("ERROR-008", stage.bound.find({}), found_ids("first"))
        space.organization.end_credential_fault(fault)
        space.check("ERROR-008", stage.bound.search(_TEXT), found_ids("first"))


def _writing(collection: Collection) -> Callable[[str], Exchange]:
    return lambda text: collection.insert_one({"$vectorize": text})


def _reads(collection: Collection, document: Mapping[str, Any] | None) -> tuple[Exchange, ...]:
    vector = (document or {}).get("$vector")
    return collection.find({}), collection.find({}, sort={"$vector": vector})
