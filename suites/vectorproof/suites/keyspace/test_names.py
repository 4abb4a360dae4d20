"""How a keyspace may be called, and what is refused."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, refused_with
from vectorproof.harness.checks.creation import created
from vectorproof.harness.checks.envelopes import warns
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import collection_names, collection_names_with_a_foreign_character
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target

_LONG = st.integers(49, 80).map(lambda length: "k" * length)


@requirement("KEYSPACE-001")
@boundaries({"one digit": {"name": "7"}, "longest": {"name": "_" + "k" * 47}})
@costly(5)
@given(name=collection_names())
def test_name(target: Target, name: str) -> None:
    """Any 48 letters, digits and underscores are a name."""
    with target.space(Needs(fresh=True)) as space:
        space.check("KEYSPACE-001", space.database.create_keyspace(name), created())
        space.check("KEYSPACE-001", space.database.create_collection(keyspace=name), created())


@requirement("KEYSPACE-002", "KEYSPACE-015")
@boundaries(
    {
        "one too many": {"name": "k" * 49},
        "none": {"name": ""},
        "a dash": {"name": "a-b"},
        "a letter of another alphabet": {"name": "ключ"},
    }
)
@costly(5)
@given(name=st.one_of(_LONG, collection_names_with_a_foreign_character(), st.just("")))
def test_name_refused(target: Target, name: str) -> None:
    """Nothing else is one, whichever word is used; the older word warns beside the refusal."""
    with target.space() as space:
        refusal = refused_with("UNSUPPORTED_SCHEMA_NAME", family="REQUEST", scope="SCHEMA")
        space.check("KEYSPACE-002", space.database.create_keyspace(name), refusal)
        older = space.database.command({"createNamespace": {"name": name}})
        space.check("KEYSPACE-015", older, all_of(refusal, warns("createNamespace", "createKeyspace")))


@requirement("KEYSPACE-005")
@boundaries({"shortest": {"name": "a"}, "longest": {"name": "a" * 48}})
@costly(5)
@given(name=collection_names().filter(lambda name: name.swapcase() != name))
def test_capitals(target: Target, name: str) -> None:
    """A name of other capitals is another keyspace's."""
    with target.space(Needs(fresh=True)) as space:
        space.database.create_keyspace(name)
        other = space.database.find_collections(keyspace=name.swapcase())
        space.check("KEYSPACE-005", other, refused_with("UNKNOWN_KEYSPACE"))
        space.check("KEYSPACE-005", space.database.create_collection(keyspace=name), created())


_CLASSES = st.text("ABCDEFGHIJabcdefghij", min_size=1, max_size=12)
_VALUES = (
    Row(
        "KEYSPACE-006",
        {
            "small letters": {
                "name": "ks",
                "options": {"replication": {"class": "simplestrategy", "replication_factor": 1}},
            },
            "another class": {"name": "ks", "options": {"replication": {"class": "EverywhereStrategy"}}},
        },
        _CLASSES.map(lambda name: {"name": "ks", "options": {"replication": {"class": name}}}),
        code="COMMAND_FIELD_VALUE_INVALID",
        facts={"command": "createKeyspace"},
    ),
    Row(
        "KEYSPACE-007",
        {
            "no class": {"name": "ks", "options": {"replication": {}}},
            "a factor only": {"name": "ks", "options": {"replication": {"replication_factor": 1}}},
        },
        st.integers(1, 5).map(lambda n: {"name": "ks", "options": {"replication": {"replication_factor": n}}}),
        code="COMMAND_FIELD_VALUE_INVALID",
        facts={"command": "createKeyspace"},
    ),
    Row(
        "KEYSPACE-003",
        {"no name": {}, "a name of null": {"name": None}},
        code="UNSUPPORTED_SCHEMA_NAME",
        facts={"command": "createKeyspace"},
    ),
    Row(
        "KEYSPACE-010",
        {"nothing to drop": {}, "an empty name to drop": {"name": ""}},
        code="COMMAND_FIELD_VALUE_INVALID",
        facts={"command": "dropKeyspace"},
    ),
)


@requirement(*ids(_VALUES))
@boundaries(edges(_VALUES))
@costly(5)
@given(row=rows_of(_VALUES))
def test_values_refused(target: Target, row: Drawn) -> None:
    """What a command lacks, or has of no use, is refused."""
    with target.space() as space:
        body: dict[str, Any] = {row.facts["command"]: row.value}
        space.check(row.requirement, space.database.command(body), refused_with(row.code, family="REQUEST"))
