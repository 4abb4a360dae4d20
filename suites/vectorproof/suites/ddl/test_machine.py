"""Whatever one makes, refuses, drops and makes again, in whatever order: what is there is what the model says."""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule

from vectorproof.harness.case import costly, requirement
from vectorproof.harness.checks import any_of, holds, inserted, refused_with, status_holds
from vectorproof.harness.checks.creation import created, limit_reached, settings_refused
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.filling import PLENTY
from vectorproof.harness.json_values import list_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.options import Options, vector_options
from vectorproof.harness.space import Space
from vectorproof.harness.stateful import RuleBasedStateMachine, machine, play
from vectorproof.harness.strategies.dates import LAST_BEFORE
from vectorproof.harness.target import Target
from vectorproof.suites.models.schema import Creation, Schema

_HOME: Final = "default_keyspace"
_KEYSPACES: Final = (_HOME, "second", "third")
_NAMES: Final = ("a", "b", "A")
# They need room alike, so that how many fit is one number.
_SETTINGS: Final[tuple[Options, ...]] = (vector_options(2), vector_options(3), vector_options(2, "euclidean"))
_SMALL: Final = Needs(options=(DatabaseOptions(creation_time=LAST_BEFORE, keyspaces=(_HOME, "second")),))
_GONE: Final = refused_with("UNKNOWN_KEYSPACE", scope="SCHEMA")
_ABSENT: Final = refused_with("UNKNOWN_COLLECTION_OR_TABLE", "COLLECTION_NOT_EXIST")
_JUDGES: Final[dict[Creation, Judge[Exchange]]] = {
    Creation.MADE: created(),
    Creation.KEPT: created(),
    Creation.OTHER_SETTINGS: settings_refused(),
    Creation.NO_KEYSPACE: _GONE,
    Creation.FULL: limit_reached(),
}
_keyspaces = st.sampled_from(_KEYSPACES)
_settings = st.integers(0, len(_SETTINGS) - 1)
Place = tuple[str, str]


class Schemas(RuleBasedStateMachine):
    """A database with room for few collections and the model of it; the bundle holds the places that were ever used."""

    places = Bundle("places")

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.database = space.database
        self.model = Schema({_HOME: {}, "second": {}})

    @initialize()
    def begin(self) -> None:
        """Learn how many fit, make room again, and take one of each step that is judged."""
        for number in range(PLENTY):
            self.create(_HOME, f"f{number}", 0)
            if self.model.refused is not None:
                break
        for name in list(self.model.keyspaces[_HOME])[1:]:
            self.delete((_HOME, name))
        self.insert((_HOME, "f0"))
        self.create_again((_HOME, "f0"), 0)
        self.count((_HOME, "f0"))
        self.drop_keyspace("third")

    @rule(target=places, keyspace=_keyspaces, name=st.sampled_from(_NAMES), settings=_settings)
    def create(self, keyspace: str, name: str, settings: int) -> Place:
        """Create a collection whose name, or keyspace, may be there or not."""
        possible = self.model.creation(keyspace, name, settings)
        answer = self.database.create_collection(name, _SETTINGS[settings], keyspace=keyspace)
        is_new = bool(possible & {Creation.MADE, Creation.FULL})
        promise = "KEYSPACE-018" if Creation.NO_KEYSPACE in possible else "DDL-057" if is_new else "DDL-054"
        self.space.check(promise, answer, any_of(*(_JUDGES[one] for one in sorted(possible))))
        came_to = next(one for one in sorted(possible) if _JUDGES[one](answer) is None)
        self.model.create(keyspace, name, settings, came_to)
        return keyspace, name

    @rule(place=places, settings=_settings)
    def create_again(self, place: Place, settings: int) -> None:
        """Create a collection that was wanted before, with the same settings or others."""
        self.create(*place, settings)

    @rule(place=places)
    def delete(self, place: Place) -> None:
        """Delete a collection that was wanted before, and may not be there."""
        there = self.model.delete(*place)
        answer = self.database.in_keyspace({"deleteCollection": {"name": place[1]}}, keyspace=place[0])
        self.space.check("DDL-055" if there else "KEYSPACE-018", answer, created() if there else _GONE)

    @rule(place=places)
    def insert(self, place: Place) -> None:
        """Insert a document, where there is a collection for it."""
        there = self.model.held(*place)
        number = 0 if there is None else there.documents
        answer = self.database.existing(place[1], keyspace=place[0]).insert_one({"_id": number})
        promised = self.model.insert(*place)
        self.space.check("DDL-056", answer, inserted(number) if promised else any_of(_ABSENT, _GONE))

    @rule(place=places)
    def count(self, place: Place) -> None:
        """Count the documents of a collection, where there is one."""
        there = self.model.held(*place)
        answer = self.database.existing(place[1], keyspace=place[0]).count_documents()
        right = any_of(_ABSENT, _GONE) if there is None else status_holds(count=there.documents)
        self.space.check("DDL-056", answer, right)

    @rule(name=_keyspaces)
    def create_keyspace(self, name: str) -> None:
        """Create a keyspace that may be there, with all that is in it."""
        self.space.check("KEYSPACE-018", self.database.command({"createKeyspace": {"name": name}}), created())
        self.model.keyspaces.setdefault(name, {})

    @rule(name=st.sampled_from(_KEYSPACES[1:]))
    def drop_keyspace(self, name: str) -> None:
        """Drop a keyspace that may be there, with all that is in it."""
        self.space.check("KEYSPACE-018", self.database.command({"dropKeyspace": {"name": name}}), created())
        self.model.keyspaces.pop(name, None)

    @invariant()
    def lists_what_is_there(self) -> None:
        """Both lists are the model's, after each step; what was refused is in none of them."""
        self.space.check("KEYSPACE-018", self.database.command({"findKeyspaces": {}}), _lists("keyspaces", self.there))
        for keyspace, collections in self.model.keyspaces.items():
            listed = self.database.find_collections(keyspace=keyspace)
            self.space.check("DDL-055", listed, _lists("collections", [*collections]))

    @property
    def there(self) -> list[str]:
        """The keyspaces that the model knows."""
        return [*self.model.keyspaces]


@requirement("DDL-054", "DDL-055", "DDL-056", "DDL-057", "KEYSPACE-018")
@costly(5)
@machine
@given(data=st.data())
def test_schemas(target: Target, data: st.DataObject) -> None:
    """Any sequence of creations, refusals and deletions of collections and keyspaces leaves what the model says."""
    with target.space(_SMALL) as space:
        play(data, lambda: Schemas(space), steps=20)


def _lists(member: str, names: list[str]) -> Judge[Exchange]:
    wanted = sorted(names)

    def right(seen: Exchange) -> bool:
        listed = list_in(seen.status_member.get(member))
        return listed is not None and sorted(map(str, listed)) == wanted

    return holds(f"the {member} {wanted}", right)
