"""Whatever one does to keys, scopes and collections, in whatever order: who may embed what is what the model says."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from vectorproof.harness.case import costly, requirement
from vectorproof.harness.checks import embedded_with, no_calls, refused_with, succeeded
from vectorproof.harness.checks.credentials import credential_invalid, credential_not_found
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.collection import Collection
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.organization import Typed
from vectorproof.harness.provider import Observed, ProviderKey
from vectorproof.harness.space import Space
from vectorproof.harness.stateful import RuleBasedStateMachine, machine, play
from vectorproof.harness.target import Target
from vectorproof.suites.models.keychain import Keychain, Use

_NAMES = ("k1", "k2", "K1", "k-1")
_DATABASES = 4
_NEEDS = Needs(databases=_DATABASES, key_control=True, provider_control=True, provider_journal=True)
_REFUSED_BY_PROVIDER = "EMBEDDING_PROVIDER_CLIENT_ERROR"
_STATUS = {
    "KEY_NAME_TAKEN": 409,
    "KEY_NOT_FOUND": 404,
    "SCOPE_DB_UNKNOWN": 404,
    "CONFIRMATION_MISMATCH": 422,
}

_names = st.sampled_from(_NAMES)
_database = st.integers(0, _DATABASES - 1)
_scope = st.frozensets(_database, max_size=_DATABASES)


class Keys(RuleBasedStateMachine):
    """One organization with four databases, keys by four names, two of which differ by case only, and the model."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.organization = space.organization
        self.model = Keychain()
        self.secrets: list[ProviderKey] = []
        self.bound: dict[tuple[int, str], Collection] = {}

    def new_secret(self) -> int:
        """Make another key at the provider, and give its number."""
        self.secrets.append(self.space.provider.new_key())
        return len(self.secrets) - 1

    def judge(self, requirement_id: str, answer: Exchange, problem: str | None, status: int) -> None:
        """Compare an answer with what the model says of it."""
        right: Judge[Exchange] = succeeded(status)
        if problem is not None:
            right = refused_with(problem, status=_STATUS[problem])
        self.space.check(requirement_id, answer, right)

    @initialize()
    def begin(self) -> None:
        """Begin with a key for two databases, a collection in one of them, and one of each step that is judged."""
        self.add("k1", frozenset({0, 1}))
        self.create(0, "k1")
        self.use(0, search=True)
        self.extend("k1", frozenset({2}))
        self.shrink("k1", 2, meant=True)
        self.remove("k1", meant=False)

    @rule(name=_names, scope=_scope)
    def add(self, name: str, scope: frozenset[int]) -> None:
        """Add a key with a secret of its own under a name that may be taken."""
        secret = self.new_secret()
        databases = [self.space.databases[position] for position in sorted(scope)]
        answer = self.organization.add_key(name, self.secrets[secret].secret, databases)
        self.judge("KEY-003", answer, self.model.add(name, secret, scope), 201)

    @rule(name=_names, meant=st.booleans())
    def remove(self, name: str, meant: bool) -> None:  # noqa: FBT001  # a rule's arguments are drawn
        """Remove a key that may be there, with or without its name typed."""
        answer = self.organization.remove_key(name, confirm=Typed.ITS_NAME if meant else f"{name} ")
        self.judge("REMOVE-001", answer, self.model.remove(name, confirmed=meant), 204)

    @rule(name=_names, scope=_scope)
    def rotate(self, name: str, scope: frozenset[int]) -> None:
        """Remove a key and add one by the same name: with another secret and whatever scope."""
        self.remove(name, meant=True)
        self.add(name, scope)

    @rule(name=_names, scope=_scope.filter(bool))
    def extend(self, name: str, scope: frozenset[int]) -> None:
        """Put databases in the scope of a key that may be there."""
        answer = self.organization.add_scope(name, [self.space.databases[position] for position in sorted(scope)])
        self.judge("SCOPE-011", answer, self.model.extend(name, scope), 204)

    @rule(name=_names, database=_database, meant=st.booleans())
    def shrink(self, name: str, database: int, meant: bool) -> None:  # noqa: FBT001  # drawn
        """Take a database out of a scope that may hold it, with or without its name typed."""
        typed = Typed.ITS_NAME if meant else "another"
        answer = self.organization.remove_scope(name, self.space.databases[database], confirm=typed)
        self.judge("SCOPE-012", answer, self.model.shrink(name, database, confirmed=meant), 204)

    @rule(name=_names)
    def lose(self, name: str) -> None:
        """Delete a key's secret at the provider, where the organization notices nothing of it."""
        key = self.model.keys.get(name)
        if key is not None and key.secret not in self.model.dead:
            self.space.provider.delete_key(self.secrets[key.secret])
            self.model.dead.add(key.secret)

    @rule(database=_database, name=_names)
    def create(self, database: int, name: str) -> None:
        """Make, or make again, the collection of a database that is bound to a name."""
        place = self.space.databases[database]
        authentication = {"providerKey": name}
        service = {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en", "authentication": authentication}
        called = f"of_{_NAMES.index(name)}"
        answer = place.create_collection(called, {"vector": {"service": service}})
        allowed = self.model.create(database, name)
        self.space.check("SCOPE-007", answer, succeeded(200) if allowed else credential_invalid())
        if allowed:
            self.bound.setdefault((database, name), place.existing(called))

    @rule(at=st.integers(0, 15), search=st.booleans())
    def use(self, at: int, search: bool) -> None:  # noqa: FBT001  # drawn
        """Write a text into a collection, or search by one."""
        database, name = sorted(self.model.collections)[at % len(self.model.collections)]
        collection = self.bound[database, name]
        wanted = self.model.use(database, name)
        act: Callable[[], Exchange] = lambda: collection.search("a boat")  # noqa: E731  # the other is longer
        if not search:
            act = lambda: collection.insert_one({"$vectorize": "a boat"})  # noqa: E731  # as above
        watched = self.watched()
        seen = self.space.provider.during(act, *watched) if watched else Observed(act(), ())
        self.space.check("SCOPE-001", seen.result, self.answer_of(wanted))
        self.space.check("ROTATE-003", seen, self.calls_of(wanted))

    def watched(self) -> list[ProviderKey]:
        """Choose the secrets whose calls are looked at: those that are stored, and the latest that are no longer.

        Calls with a secret that is dead are the provider's to forget, so nobody looks for them.
        """
        stored = {key.secret for key in self.model.keys.values()}
        wanted = (stored | {*range(len(self.secrets))[-2:]}) - self.model.dead
        return [self.secrets[number] for number in sorted(wanted)]

    def answer_of(self, wanted: Use) -> Judge[Exchange]:
        """Say what a client sees."""
        if wanted.secret is None:
            return credential_not_found()
        return succeeded(200) if wanted.embedded else refused_with(_REFUSED_BY_PROVIDER, says="401")

    def calls_of(self, wanted: Use) -> Judge[Observed[Exchange]]:
        """Say what the provider sees of the secrets that are looked at."""
        if wanted.secret is None or not wanted.embedded:
            return no_calls()
        return embedded_with(self.secrets[wanted.secret])

    @invariant()
    def lists_what_there_is(self) -> None:
        """The listing shows each key with its scope, after each step."""
        wanted = {
            name: [self.space.databases[position] for position in key.scope] for name, key in self.model.keys.items()
        }
        self.space.check("KEY-020", self.organization.keys(), keys_are(wanted))


@requirement("KEY-003", "KEY-020", "SCOPE-001", "SCOPE-007", "SCOPE-011", "SCOPE-012", "ROTATE-003", "REMOVE-001")
@costly(5)
@machine
@given(data=st.data())
def test_keys(target: Target, data: st.DataObject) -> None:
    """Any sequence of keys added, removed, rotated, scoped and lost lets exactly those embed that the model says."""
    with target.space(_NEEDS) as space:
        play(data, lambda: Keys(space), steps=30)
