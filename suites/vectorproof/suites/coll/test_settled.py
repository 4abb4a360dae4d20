"""What is settled when a collection is created: its provider and all other settings."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import found_ids, inserted, options_hold, refused_with, same_as
from vectorproof.harness.checks.creation import created, has_no_service, settings_refused
from vectorproof.harness.checks.listings import lists_collection
from vectorproof.harness.errors import Missing
from vectorproof.harness.needs import Needs
from vectorproof.harness.offers import Offer, offers
from vectorproof.harness.options import Options, vector_options, vectorize_options
from vectorproof.harness.organization import JINA
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import dimensions, edges, key_names, metrics, texts
from vectorproof.harness.strategies.settings import settings, settings_and_others
from vectorproof.harness.target import Target

_ALTERING = ("alterCollection", "updateCollection", "attachService")


@requirement("COLL-001")
@boundaries(
    {
        "fewest dimensions": {"dimension": 1, "metric": "cosine", "altering": "alterCollection", "text": "a boat"},
        "the model's dimensions": {"dimension": 768, "metric": "cosine", "altering": "attachService", "text": "a boat"},
    }
)
@given(dimension=dimensions(), metric=metrics(), altering=st.sampled_from(_ALTERING), text=texts())
def test_no_provider_later(target: Target, dimension: int, metric: str, altering: str, text: str) -> None:
    """A vector collection made without a provider never gets one: neither is it made anew nor altered."""
    with target.space(Needs()) as space:
        collection = space.database.collection(options=vector_options(dimension, metric))
        unembedded = refused_with("EMBEDDING_SERVICE_NOT_CONFIGURED")
        space.check("COLL-001", collection.insert_one({"$vectorize": text}), unembedded)
        wanted = vectorize_options(dimension=768, metric=metric)
        space.check("COLL-001", space.database.create_collection(collection.name, wanted), settings_refused())
        command = {altering: {"name": collection.name, "options": wanted}}
        space.check(
            "COLL-001", space.database.in_keyspace(command), refused_with("COMMAND_UNKNOWN", "NO_COMMAND_MATCHED")
        )
        space.check("COLL-001", space.database.collection_options(collection.name), has_no_service())
        space.check("COLL-001", collection.insert_one({"$vectorize": text}), unembedded)
        vector = [1.0] * dimension
        space.check("COLL-001", collection.insert_one({"_id": "1", "$vector": vector}), inserted("1"))


_OTHERS: dict[str, tuple[Options, Options]] = {
    "another model": (
        vectorize_options("jina-embeddings-v2-base-en", dimension=768, metric="cosine"),
        vectorize_options("jina-embeddings-v2-base-de", dimension=768, metric="cosine"),
    ),
    "another metric": (
        vectorize_options(dimension=768, metric="cosine"),
        vectorize_options(dimension=768, metric="euclidean"),
    ),
    "another dimension": (
        vectorize_options("jina-embeddings-v3", dimension=1023, metric="cosine"),
        vectorize_options("jina-embeddings-v3", dimension=1024, metric="cosine"),
    ),
    "no provider": (vectorize_options(dimension=768, metric="cosine"), vector_options(768, "cosine")),
    "no vector": (vectorize_options(dimension=768, metric="cosine"), {}),
}


@requirement("COLL-002")
@boundaries({label: {"pair": pair} for label, pair in _OTHERS.items()})
@given(pair=settings_and_others())
def test_settings_are_fixed(target: Target, pair: tuple[Options, Options]) -> None:
    """Creating a collection again with other settings is refused and changes nothing."""
    first, other = pair
    with target.space(Needs()) as space:
        name = space.database.new_name()
        space.check("COLL-002", space.database.create_collection(name, first), created())
        space.check("COLL-002", space.database.create_collection(name, other), settings_refused())
        space.check("COLL-002", space.database.collection_options(name), options_hold(first))


@requirement("COLL-002")
@boundaries(
    {
        "near names": {"names": ("key", "key2")},
        "shortest names": {"names": ("a", "b")},
        "longest names": {"names": ("k" * 50, "k" * 49 + "2")},
    }
)
@given(names=st.tuples(key_names(max_length=20), key_names(max_length=20)).filter(lambda drawn: drawn[0] != drawn[1]))
def test_key_is_fixed(target: Target, names: tuple[str, str]) -> None:
    """Creating a collection again with another valid key, or with none, is refused and changes nothing."""
    with target.space(Needs(key_control=True)) as space:
        first, other = (space.stored_key(name, secret=f"jina_{name:x<60}").name for name in names)
        name = space.database.new_name()
        bound = vectorize_options(authentication={"providerKey": first})
        space.check("COLL-002", space.database.create_collection(name, bound), created())
        rebound = vectorize_options(authentication={"providerKey": other})
        space.check("COLL-002", space.database.create_collection(name, rebound), settings_refused())
        space.check("COLL-002", space.database.create_collection(name, vectorize_options()), settings_refused())
        settings_now = space.database.collection_options(name)
        space.check("COLL-002", settings_now, options_hold(_with_key(f"{first}.providerKey")))


@requirement("COLL-003")
@boundaries(
    {
        "under a new name": {"pick": 0, "drops": False},
        "under the old name": {"pick": 1, "drops": True},
    }
)
@given(pick=edges(0, 60), drops=st.booleans())
def test_other_provider(target: Target, pick: int, drops: bool) -> None:  # noqa: FBT001  # drawn, never passed
    """A collection of another provider is made under a new name, or under the old one once that is free."""
    with target.space(Needs()) as space:
        offer = _another_provider(space, pick)
        old = space.database.collection(options=vectorize_options())
        wanted = offer.options(dimension=offer.dimensions[0])
        space.check("COLL-003", space.database.create_collection(old.name, wanted), settings_refused())
        if drops:
            old.drop()
        name = old.name if drops else space.database.new_name()
        space.check("COLL-003", space.database.create_collection(name, wanted), created())
        service = {"provider": offer.provider, "modelName": offer.model}
        space.check("COLL-003", space.database.collection_options(name), options_hold({"vector": {"service": service}}))


@requirement("COLL-004")
@boundaries(
    {
        "all left out": {"options": {}},
        "all named": {"options": vectorize_options(dimension=768, metric="dot_product")},
    }
)
@given(options=settings())
def test_again_word_for_word(target: Target, options: Options) -> None:
    """The same createCollection succeeds a second time, and neither settings nor documents change."""
    with target.space(Needs()) as space:
        collection = space.database.collection(options=options)
        collection.insert_one({"_id": "1", "name": "kept"})
        before = space.database.collection_options(collection.name)
        space.check("COLL-004", space.database.create_collection(collection.name, options), created())
        space.check("COLL-004", space.database.find_collections(), lists_collection(collection.name))
        space.check("COLL-004", space.database.collection_options(collection.name), same_as(before, "settings"))
        space.check("COLL-004", collection.find({"_id": "1"}), found_ids("1"))


@requirement("COLL-008")
@boundaries({"short": {"text": "a"}, "sentence": {"text": "A boat crosses the lake."}})
@given(text=texts())
def test_no_vector_no_embedding(target: Target, text: str) -> None:
    """In a collection without the vector option a text is embedded neither to be stored nor to be searched."""
    with target.space(Needs()) as space:
        collection = space.database.collection()
        space.check("COLL-008", collection.insert_one({"_id": "1"}), inserted("1"))
        unembedded = refused_with("EMBEDDING_SERVICE_NOT_CONFIGURED")
        space.check("COLL-008", collection.insert_one({"_id": "2", "$vectorize": text}), unembedded)
        searched = refused_with(
            "EMBEDDING_SERVICE_NOT_CONFIGURED", "UNSUPPORTED_VECTOR_SORT", "VECTOR_SEARCH_NOT_SUPPORTED"
        )
        space.check("COLL-008", collection.search(text), searched)
        space.check("COLL-008", space.database.collection_options(collection.name), has_no_service())


def _another_provider(space: Space, pick: int) -> Offer:
    listing = space.database.command({"findEmbeddingProviders": {}})
    others = [offer for offer in offers(listing) if offer.provider != JINA and offer.takes_requests_keys]
    if not others:
        raise Missing("data-api", "the target offers no second provider that does without a stored key")
    return others[pick % len(others)]


def _with_key(reference: str) -> dict[str, Any]:
    return {"vector": {"service": {"authentication": {"providerKey": reference}}}}
