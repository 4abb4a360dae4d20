"""Which collections use a key, and what becomes of their binding when the key is gone for good."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is, options_hold, refused_with, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_invalid, credential_not_found
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.checks.listings import bound_to_key, lists_collection, lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding
from vectorproof.harness.strategies import FIXED_MODELS, key_names, texts
from vectorproof.harness.strategies.near import two_key_names_that_stay_near
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.target import Target

_SECRET = "jina_" + "l" * 60
_PAIRS = tuple(itertools.permutations((*FIXED_MODELS, RANGED_MODEL), 2))
_OTHER_SETTINGS = "EXISTING_COLLECTION_DIFFERENT_SETTINGS"


def _options(binding: Binding, model: str = FIXED_MODELS[0]) -> dict[str, Any]:
    return {"vector": {"service": binding.service(model)}}


@requirement("REMOVE-006")
@boundaries(
    {
        "no collection": {"names": ("k1", "k2"), "users": []},
        "one of each": {"names": ("k1", "k2"), "users": [0, 1]},
        "all of one": {"names": ("key", "key0"), "users": [0, 0, 0]},
    }
)
@given(names=two_key_names_that_stay_near(), users=st.lists(st.integers(0, 1), max_size=3))
def test_users_of_a_key(target: Target, names: tuple[str, str], users: list[int]) -> None:
    """Before a removal the collections that use the key are found by its name; they do not prevent it."""
    with target.space(Needs(key_control=True)) as space:
        keys = [space.stored_key(name, secret=_SECRET) for name in names]
        made = [space.vectorize_collection(space.bound_to(keys[user])).name for user in users]
        using = [collection for collection, user in zip(made, users, strict=True) if user == 0]
        listing = space.database.find_collections(explain=True)
        space.check("REMOVE-006", listing, bound_to_key(f"{names[0]}.providerKey", using))
        space.check("REMOVE-006", space.organization.remove_key(names[0]), succeeded(204))
        space.check("REMOVE-006", space.organization.keys(), keys_are({names[1]: space.databases}))


@requirement("REMOVE-007")
@boundaries(
    {
        "one character more": {"names": ("key", "key0"), "text": "a boat"},
        "shortest names": {"names": ("k", "k0"), "text": "a boat"},
        "longest names": {"names": ("k" * 50, "k" * 49 + "0"), "text": "a boat"},
    }
)
@given(names=two_key_names_that_stay_near(), text=texts())
def test_made_anew(target: Target, names: tuple[str, str], text: str) -> None:
    """A collection whose key is gone cannot be bound to another one; dropped and made again it can."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        gone = space.bound_to(space.stored_key(names[0]))
        other = space.bound_to(space.stored_key(names[1]))
        collection = space.vectorize_collection(gone)
        space.check("REMOVE-007", space.organization.remove_key(names[0]), succeeded(204))
        space.check("REMOVE-007", space.organization.keys(), keys_are({names[1]: space.databases}))
        refusal = space.database.create_collection(collection.name, _options(other))
        space.check("REMOVE-007", refusal, refused_with(_OTHER_SETTINGS))
        still_bound = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("REMOVE-007", still_bound, credential_not_found())
        space.check("REMOVE-007", collection.drop(), status_holds(ok=1))
        again = space.database.create_collection(collection.name, _options(other))
        space.check("REMOVE-007", again, status_holds(ok=1))
        space.check("REMOVE-007", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("REMOVE-007", collection.search(text), nearest_is("1"))


@requirement("REMOVE-007")
@boundaries(
    {
        "another model": {"models": FIXED_MODELS[:2]},
        "the other way round": {"models": FIXED_MODELS[1::-1]},
    }
)
@given(models=st.sampled_from(_PAIRS))
def test_made_anew_by_header(target: Target, models: tuple[str, str]) -> None:
    """Where keys come with the request, too, a collection keeps its service until it is dropped and made again."""
    old, new = (_options(Binding(), model) for model in models)
    with target.space(Needs()) as space:
        name = space.database.new_name()
        space.check("REMOVE-007", space.database.create_collection(name, old), status_holds(ok=1))
        refusal = space.database.create_collection(name, new)
        space.check("REMOVE-007", refusal, refused_with(_OTHER_SETTINGS))
        space.check("REMOVE-007", space.database.collection_options(name), options_hold(old))
        space.check("REMOVE-007", space.database.delete_collection(name), status_holds(ok=1))
        space.check("REMOVE-007", space.database.create_collection(name, new), status_holds(ok=1))
        space.check("REMOVE-007", space.database.collection_options(name), options_hold(new))


@requirement("REMOVE-009")
@boundaries({"shortest name": {"name": "k", "form": ""}, "longest name": {"name": "k" * 50, "form": ".providerKey"}})
@given(name=key_names(), form=st.sampled_from(["", ".providerKey"]))
def test_naming_a_removed_key(target: Target, name: str, form: str) -> None:
    """A collection that names a removed key is refused, also as a repetition of one that exists, which stays."""
    with target.space(Needs(key_control=True)) as space:
        space.stored_key(name, secret=_SECRET)
        options = _options(Binding(authentication={"providerKey": name + form}))
        space.check("REMOVE-009", space.database.create_collection("old", options), status_holds(ok=1))
        space.check("REMOVE-009", space.organization.remove_key(name), succeeded(204))
        space.check("REMOVE-009", space.database.create_collection("new", options), credential_invalid())
        space.check("REMOVE-009", space.database.create_collection("old", options), credential_invalid())
        listing = space.database.find_collections()
        space.check("REMOVE-009", listing, lists_no_collection("new"))
        space.check("REMOVE-009", listing, lists_collection("old"))
