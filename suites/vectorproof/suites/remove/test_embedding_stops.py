"""A removed key ends embedding where it was used, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, nearest_is, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_not_found
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import texts
from vectorproof.harness.target import Target


@requirement("REMOVE-002")
@boundaries(
    {
        "one collection": {"places": [0], "text": "a boat"},
        "two in one database": {"places": [0, 0], "text": "a boat"},
        "one in each of two databases": {"places": [0, 1], "text": "a boat"},
    }
)
@given(places=st.lists(st.integers(0, 1), min_size=1, max_size=3), text=texts())
def test_every_bound_collection(target: Target, places: list[int], text: str) -> None:
    """At once after the removal, loading and searching by text fail in every bound collection of every database."""
    with target.space(Needs(databases=2, key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        binding = space.bound_to(stored)
        bound = [space.vectorize_collection(binding, database=space.databases[place]) for place in places]
        for collection in bound:
            space.check("REMOVE-002", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("REMOVE-002", space.organization.remove_key(stored.name), succeeded(204))
        for collection in bound:
            refusal = collection.insert_one({"_id": "2", "$vectorize": text})
            space.check("REMOVE-002", refusal, credential_not_found())
            space.check("REMOVE-002", collection.search(text), credential_not_found())
        space.check("REMOVE-002", bound[-1].count_documents({"_id": "1"}), status_holds(count=1))


@requirement("REMOVE-003")
@boundaries(
    {
        "in the same database": {"place": 0, "text": "a boat"},
        "in another database": {"place": 1, "text": "a boat"},
    }
)
@given(place=st.integers(0, 1), text=texts())
def test_other_keys_go_on(target: Target, place: int, text: str) -> None:
    """A collection that is bound to another key loads and searches as before."""
    with target.space(Needs(databases=2, key_control=True, provider_control=True)) as space:
        going, staying = space.stored_key(), space.stored_key()
        disturbed = space.vectorize_collection(space.bound_to(going))
        kept = space.vectorize_collection(space.bound_to(staying), database=space.databases[place])
        space.check("REMOVE-003", space.organization.remove_key(going.name), succeeded(204))
        refusal = disturbed.insert_one({"_id": "1", "$vectorize": text})
        space.check("REMOVE-003", refusal, credential_not_found())
        space.check("REMOVE-003", kept.insert_one({"_id": "2", "$vectorize": text}), inserted("2"))
        space.check("REMOVE-003", kept.search(text), nearest_is("2"))
