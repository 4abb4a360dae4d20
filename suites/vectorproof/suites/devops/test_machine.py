"""Whatever is done to databases and their keyspaces, in whatever order: the list is what the model says."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from vectorproof.harness.case import costly, requirement
from vectorproof.harness.checks import equals
from vectorproof.harness.json_values import objects_in, texts_in
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.stateful import RuleBasedStateMachine, machine, play
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import BUSY, accepted, at, refused
from vectorproof.suites.devops.asking import created, keyspace, leased, listed, region, settled, terminated, wish

_NAMES = st.sampled_from(["k1", "k2"])
_MOST = 4
_which = st.integers(0, _MOST - 1)


class Databases(RuleBasedStateMachine):
    """Two databases to begin with; the model is the keyspaces of each, ``None`` for one that has ended."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.ids = leased(space)
        self.model: list[set[str] | None] = [{space.database.keyspace} for _ in self.ids]

    @initialize()
    def begin(self) -> None:
        """Begin with one of each step."""
        self.add(0, "k1")
        self.drop(0, "k1")
        self.add(0, "k2")
        self.end(1)

    @rule()
    def create(self) -> None:
        """Make another database, with another first keyspace."""
        if len(self.ids) < _MOST:
            answer = created(self.space, {**wish(*region(self.space, 0)), "keyspace": "first"})
            self.space.check("DEVOPS-027", answer, accepted(201))
            self.ids.append(answer.headers.get("location", ""))
            self.model.append({"first"})
            settled(self.space, self.ids[-1])

    @rule(which=_which)
    def end(self, which: int) -> None:
        """Terminate a database, perhaps one that has ended."""
        one, found = self.chosen(which)
        right = refused(409, number=BUSY) if found is None else accepted(202)
        self.space.check("DEVOPS-027", terminated(self.space, one), right)
        self.model[self.ids.index(one)] = None
        settled(self.space, one, "TERMINATED")

    @rule(which=_which, name=_NAMES)
    def add(self, which: int, name: str) -> None:
        """Add a keyspace that may be there already."""
        one, found = self.chosen(which)
        right = refused(409, number=BUSY) if found is None else accepted(201)
        self.space.check("DEVOPS-027", keyspace(self.space, "POST", one, name), right)
        if found is not None:
            found.add(name)
        settled(self.space, one)

    @rule(which=_which, name=_NAMES)
    def drop(self, which: int, name: str) -> None:
        """Drop a keyspace that may not be there."""
        one, found = self.chosen(which)
        right = accepted(202 if found is not None and name in found else 204)
        answer = keyspace(self.space, "DELETE", one, name)
        self.space.check("DEVOPS-027", answer, refused(409, number=BUSY) if found is None else right)
        if found is not None:
            found.discard(name)
        settled(self.space, one)

    @invariant()
    def listed_is_what_there_is(self) -> None:
        """Compare the lists of what lives and of what ever was with the model."""
        answer = listed(self.space)
        found = {str(one.get("id")): set(texts_in(at(one, "info.keyspaces"))) for one in objects_in(answer.body)}
        living = {one: names for one, names in zip(self.ids, self.model, strict=True) if names is not None}
        self.space.check("DEVOPS-027", _sorted(found), equals(_sorted(living), "databases and their keyspaces"))

    def chosen(self, which: int) -> tuple[str, set[str] | None]:
        """Choose one of the databases that were made."""
        number = which % len(self.ids)
        return self.ids[number], self.model[number]


@requirement("DEVOPS-027")
@machine
@costly(12)
@given(data=st.data())
def test_any_order(target: Target, data: st.DataObject) -> None:
    """After every step the list holds the databases that live, each with its keyspaces."""
    with target.space(Needs(devops=True, fresh=True, databases=2)) as space:
        play(data, lambda: Databases(space), steps=6)


def _sorted(found: dict[str, set[str]]) -> list[tuple[str, list[str]]]:
    return sorted((one, sorted(names)) for one, names in found.items())
