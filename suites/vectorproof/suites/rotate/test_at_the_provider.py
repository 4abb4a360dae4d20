"""Two secrets at the provider while a key is rotated, and the vectors that both have made."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import found_ids, inserted, same_as, succeeded
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, models, texts
from vectorproof.harness.target import Target

_WITH_VECTOR = {"$vector": 1, "$vectorize": 1}


@requirement("ROTATE-007")
@boundaries({"shortest text": {"text": SHORTEST_TEXT}, "longest text": {"text": LONGEST_TEXT}})
@given(text=texts())
def test_both_secrets_are_honoured(target: Target, text: str) -> None:
    """The provider honours old and new secret together, so that the old one can go there last."""
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored))
        new = space.provider.new_key()
        space.check("ROTATE-007", space.provider.embed([text], key=stored.key), succeeded(200))
        space.check("ROTATE-007", space.provider.embed([text], key=new), succeeded(200))
        space.check("ROTATE-007", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        space.check("ROTATE-007", space.organization.remove_key(stored.name), succeeded(204))
        added = space.organization.add_key(stored.name, new.secret, space.databases)
        space.check("ROTATE-007", added, succeeded(201))
        space.provider.delete_key(stored.key)
        space.check("ROTATE-007", collection.insert_one({"_id": "2", "$vectorize": text}), inserted("2"))
        space.check("ROTATE-007", collection.search(text), found_ids("1", "2"))


@requirement("ROTATE-008")
@boundaries(
    {
        "one document": {"model": "jina-embeddings-v2-base-en", "loaded": ["a boat"]},
        "four documents": {"model": "jina-embeddings-v2-base-en", "loaded": ["a boat", "a car", "rain", "un barco"]},
    }
)
@given(model=models(), loaded=st.lists(texts(), min_size=1, max_size=4, unique=True))
def test_vectors_stay(target: Target, model: str, loaded: list[str]) -> None:
    """After a rotation the stored vectors are the same to the bit, and a search answers in the same order."""
    ids = list(range(len(loaded)))
    with target.space(Needs(key_control=True, provider_control=True)) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored), model=model)
        documents = [{"_id": number, "$vectorize": text} for number, text in zip(ids, loaded, strict=True)]
        space.check("ROTATE-008", collection.insert_many(documents), inserted(*ids))
        vectors = collection.find({}, projection=_WITH_VECTOR)
        order = collection.search(loaded[0])
        space.check("ROTATE-008", vectors, found_ids(*ids))
        space.check("ROTATE-008", order, found_ids(*ids))
        space.check("ROTATE-008", space.organization.remove_key(stored.name), succeeded(204))
        space.stored_key(stored.name)
        after = collection.find({}, projection=_WITH_VECTOR)
        space.check("ROTATE-008", after.data, same_as(vectors.data, "documents and vectors"))
        space.check("ROTATE-008", collection.search(loaded[0]).data, same_as(order.data, "documents in order"))
