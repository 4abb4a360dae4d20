"""The portal's form for a new collection: which key it takes, and which dimensions it lets one choose."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold, succeeded
from vectorproof.harness.checks.forms import dimension_editable, dimension_fixed, key_chosen, key_fixed, refused
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.organization import JINA
from vectorproof.harness.strategies import FIXED_MODELS, dimensions, edges, key_names, models, other_dimensions
from vectorproof.harness.target import Target

_SECRET = "jina_" + "f" * 60
_NEEDS = Needs(key_control=True, create_collection_form=True)
_RANGED = "jina-embeddings-v3"
_DEDICATED = "huggingfaceDedicated"


@requirement("COLL-009")
@boundaries(
    {
        "two keys, first": {"names": ["a", "b"], "pick": 0},
        "two keys, last": {"names": ["a", "b"], "pick": 1},
    }
)
@given(names=st.lists(key_names(max_length=20), min_size=2, max_size=5, unique=True), pick=edges(0, 4))
def test_several_keys(target: Target, names: list[str], pick: int) -> None:
    """Of several keys one is chosen in the form, which takes none by itself; with a single key there is no choice."""
    with target.space(_NEEDS) as space:
        organization, database, chosen = space.organization, space.database, names[pick % len(names)]
        organization.add_key(names[0], _SECRET, space.databases)
        space.check("COLL-009", organization.form(database), key_fixed(names[0]))
        for name in names[1:]:
            organization.add_key(name, _SECRET, space.databases)
        space.check("COLL-009", organization.form(database), key_chosen(*names))
        space.check("COLL-009", organization.submit_form(database, _fields("unchosen")), refused())
        space.check("COLL-009", organization.submit_form(database, _fields("chosen", key=chosen)), succeeded(201))
        space.check("COLL-009", database.collection_options("chosen"), _bound_to(chosen))
        space.check("COLL-009", database.find_collections(), lists_no_collection("unchosen"))


@requirement("COLL-010")
@boundaries({"shortest": {"name": "k", "other": "j"}, "longest": {"name": "k" * 50, "other": "j"}})
@given(name=key_names(), other=key_names())
def test_single_key(target: Target, name: str, other: str) -> None:
    """The only key that serves the database is used without being asked for, whatever keys serve other databases."""
    with target.space(Needs(databases=2, key_control=True, create_collection_form=True)) as space:
        organization, (database, elsewhere) = space.organization, space.databases
        space.check("COLL-010", organization.add_key(name, _SECRET, [database]), succeeded(201))
        organization.add_key(f"{other[:40]}-2" if other == name else other, _SECRET, [elsewhere])
        space.check("COLL-010", organization.form(database), key_fixed(name))
        space.check("COLL-010", organization.submit_form(database, _fields("unasked")), succeeded(201))
        space.check("COLL-010", database.collection_options("unasked"), _bound_to(name))


@requirement("COLL-017")
@boundaries(
    {
        "one too many": {"model": FIXED_MODELS[0], "wrong": 769, "dimension": 1024},
        "one too few": {"model": FIXED_MODELS[-1], "wrong": 767, "dimension": 1},
    }
)
@given(model=models(), wrong=other_dimensions(), dimension=dimensions())
def test_dimension(target: Target, model: str, wrong: int, dimension: int) -> None:
    """The form fixes the dimension of a model that has one, and lets it be edited where there is a range."""
    with target.space(_NEEDS) as space:
        organization, database = space.organization, space.database
        organization.add_key("key", _SECRET, space.databases)
        form = organization.form(database)
        space.check("COLL-017", form, dimension_fixed(model, 768))
        space.check("COLL-017", form, dimension_editable(_RANGED, 1, 1024, value=1024))
        refusal = organization.submit_form(database, _fields("wrong", key="key", modelName=model, dimension=wrong))
        space.check("COLL-017", refusal, refused())
        for name, chosen, given_now in (("filled", model, {}), ("edited", _RANGED, {"dimension": dimension})):
            answer = organization.submit_form(database, _fields(name, key="key", modelName=chosen, **given_now))
            space.check("COLL-017", answer, succeeded(201))
        space.check("COLL-017", database.collection_options("filled"), options_hold({"vector": {"dimension": 768}}))
        edited = options_hold({"vector": {"dimension": dimension}})
        space.check("COLL-017", database.collection_options("edited"), edited)


@requirement("COLL-017")
@boundaries({"shortest": {"name": "k"}, "longest": {"name": "k" * 50}})
@given(name=key_names())
def test_dimension_of_an_endpoint(target: Target, name: str) -> None:
    """Where an endpoint defines the model, the form lets its dimension be edited and fills in nothing."""
    with target.space(_NEEDS) as space:
        space.organization.add_key(name, _SECRET, space.databases, provider=_DEDICATED)
        form = space.organization.form(space.database, provider=_DEDICATED)
        space.check("COLL-017", form, dimension_editable("endpoint-defined-model", 2, 3072, value=None))


def _fields(name: str, **chosen: Any) -> dict[str, Any]:
    return {"name": name, "provider": JINA, "modelName": FIXED_MODELS[0], **chosen}


def _bound_to(key: str) -> Judge[Mapping[str, Any] | None]:
    service = {"provider": JINA, "authentication": {"providerKey": f"{key}.providerKey"}}
    return options_hold({"vector": {"service": service}})
