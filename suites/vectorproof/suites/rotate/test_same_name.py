"""What collections see of a rotation under the same name: a gap, then the new secret."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import (
    embedded_with,
    found_ids,
    inserted,
    nearest_is,
    same_as,
    status_holds,
    succeeded,
)
from vectorproof.harness.checks.credentials import credential_not_found
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, edges, key_names, texts
from vectorproof.harness.target import Target


@requirement("ROTATE-002")
@boundaries(
    {
        "one collection": {"collections": 1, "text": "a boat"},
        "three collections": {"collections": 3, "text": "a boat"},
    }
)
@given(collections=edges(1, 3), text=texts())
def test_gap(target: Target, collections: int, text: str) -> None:
    """From the removal until the key is added again, every bound collection fails to load and to search by text."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        bound = [space.vectorize_collection(space.bound_to(stored)) for _ in range(collections)]
        space.check("ROTATE-002", bound[0].insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("ROTATE-002", space.organization.remove_key(stored.name), succeeded(204))
        for collection in bound:
            refusal = collection.insert_one({"_id": "2", "$vectorize": text})
            space.check("ROTATE-002", refusal, credential_not_found())
            space.check("ROTATE-002", collection.search(text), credential_not_found())
        space.stored_key(stored.name)
        space.check("ROTATE-002", bound[0].insert_one({"_id": "3", "$vectorize": text}), inserted("3"))
        space.check("ROTATE-002", bound[0].search(text), found_ids("1", "3"))


@requirement("ROTATE-003")
@boundaries(
    {
        "shortest name": {"name": "k", "text": "a boat", "later": "a car"},
        "longest name": {"name": "k" * 50, "text": "a boat", "later": "a car"},
    }
)
@given(name=key_names(), text=texts(), later=texts())
def test_same_name_serves_bound_collections(target: Target, name: str, text: str, later: str) -> None:
    """Remove a key, add its name again with another secret: a bound collection embeds with the new one at once."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        old = space.stored_key(name)
        collection = space.vectorize_collection(space.bound_to(old))
        space.check("ROTATE-003", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        settings = space.database.collection_options(collection.name)
        space.check("ROTATE-003", space.organization.remove_key(name), succeeded(204))
        new = space.stored_key(name)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "2", "$vectorize": later}))
        space.check("ROTATE-003", seen.result, inserted("2"))
        space.check("ROTATE-003", seen, embedded_with(new.key, never=old.key))
        space.check("ROTATE-003", collection.count_documents({}), status_holds(count=2))
        space.check("ROTATE-003", space.database.collection_options(collection.name), same_as(settings, "settings"))


@requirement("ROTATE-003")
@boundaries({"shortest text": {"text": SHORTEST_TEXT}, "longest text": {"text": LONGEST_TEXT}})
@given(text=texts())
def test_same_name_serves_searches(target: Target, text: str) -> None:
    """A search by text uses the new secret too, and finds what was loaded under the old one."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        old = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(old))
        space.check("ROTATE-003", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("ROTATE-003", space.organization.remove_key(old.name), succeeded(204))
        new = space.stored_key(old.name)
        seen = space.provider.during(lambda: collection.search(text))
        space.check("ROTATE-003", seen.result, nearest_is("1"))
        space.check("ROTATE-003", seen, embedded_with(new.key, never=old.key))
