"""A key keeps the name that it was given."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is, refused_with
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import texts
from vectorproof.harness.strategies.near import two_key_names_that_are_near
from vectorproof.harness.target import Target

_SECRET = "jina_" + "d" * 60
_METHODS = ("PATCH", "PUT")


@requirement("KEY-004")
@boundaries(
    {
        "only the name": {"names": ("k1", "k2"), "method": "PATCH", "beside": {}},
        "only its case": {"names": ("Key", "kEY"), "method": "PATCH", "beside": {}},
        "the whole key": {"names": ("k1", "k2"), "method": "PUT", "beside": {"secret": _SECRET}},
    }
)
@given(
    names=two_key_names_that_are_near(),
    method=st.sampled_from(_METHODS),
    beside=st.sampled_from([{}, {"secret": _SECRET}, {"databases": []}]),
)
def test_renaming(target: Target, names: tuple[str, str], method: str, beside: dict[str, Any]) -> None:
    """Every attempt to rename a key is refused, and the key is listed under its name alone."""
    name, other = names
    with target.space(Needs(key_control=True)) as space:
        space.stored_key(name, secret=_SECRET)
        refusal = space.organization.change_key(name, {"name": other, **beside}, method=method)
        space.check("KEY-004", refusal, refused_with("KEY_IMMUTABLE", status=405))
        space.check("KEY-004", space.organization.keys(), keys_are({name: space.databases}))


@requirement("KEY-004")
@boundaries(
    {
        "shortest names": {"names": ("k", "K"), "text": "a boat"},
        "longest names": {"names": ("k" * 50, "k" * 49 + "0"), "text": "a boat"},
    }
)
@given(names=two_key_names_that_are_near(), text=texts())
def test_bound_collections_go_on(target: Target, names: tuple[str, str], text: str) -> None:
    """A collection that is bound to a name works as before somebody tried to rename the key."""
    name, other = names
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        collection = space.vectorize_collection(space.bound_to(space.stored_key(name)))
        refusal = space.organization.rename_key(name, other)
        space.check("KEY-004", refusal, refused_with("KEY_IMMUTABLE", status=405))
        space.check("KEY-004", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("KEY-004", collection.search(text), nearest_is("1"))
