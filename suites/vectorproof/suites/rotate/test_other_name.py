"""A key that comes back under another name is another key."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is, succeeded
from vectorproof.harness.checks.credentials import credential_not_found
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import texts
from vectorproof.harness.strategies.near import two_key_names_that_are_near
from vectorproof.harness.target import Target


@requirement("ROTATE-004")
@boundaries(
    {
        "other case": {"names": ("key", "KEY"), "text": "a boat"},
        "one character more": {"names": ("k1", "k1b"), "text": "a boat"},
    }
)
@given(names=two_key_names_that_are_near(), text=texts())
def test_other_name_does_not_serve(target: Target, names: tuple[str, str], text: str) -> None:
    """Added under another name the key does not serve the collections of the old one; added under the old it does."""
    name, other = names
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        old = space.stored_key(name)
        collection = space.vectorize_collection(space.bound_to(old))
        space.check("ROTATE-004", space.organization.remove_key(name), succeeded(204))
        new = space.provider.new_key()
        space.check("ROTATE-004", space.organization.add_key(other, new.secret, space.databases), succeeded(201))
        space.check("ROTATE-004", space.organization.keys(), keys_are({other: space.databases}))
        refusal = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("ROTATE-004", refusal, credential_not_found())
        space.check("ROTATE-004", space.organization.add_key(name, new.secret, space.databases), succeeded(201))
        space.check("ROTATE-004", collection.insert_one({"_id": "2", "$vectorize": text}), inserted("2"))
        space.check("ROTATE-004", collection.search(text), nearest_is("2"))
