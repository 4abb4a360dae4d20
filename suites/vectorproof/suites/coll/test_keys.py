"""Which key a collection uses: one that it names, or one that each request brings; and that all of it is told back."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import embedded_with, holds_vector, inserted, options_hold, refused_with, same_as
from vectorproof.harness.checks.creation import created, has_no_authentication, options_refused
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import Options, vectorize_options
from vectorproof.harness.organization import JINA
from vectorproof.harness.space import EMBEDDING_HEADER
from vectorproof.harness.strategies import LONGEST_TEXT, key_names, metrics, models, texts
from vectorproof.harness.strategies.services import foreign_key_members
from vectorproof.harness.strategies.settings import vectorize_settings
from vectorproof.harness.target import Target

_SECRET = "jina_" + "b" * 60
_RANGED = "jina-embeddings-v3"
_KEYLESS = (
    "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED",
    "EMBEDDING_PROVIDER_API_KEY_MISSING",
    "EMBEDDING_GATEWAY_PROCESSING_ERROR",
)


@requirement("COLL-025")
@boundaries(
    {
        "apiKey": {"name": "k", "member": "apiKey"},
        "accessId": {"name": "k" * 50, "member": "accessId"},
        "small letters": {"name": "k1", "member": "providerkey"},
    }
)
@given(name=key_names(), member=foreign_key_members())
def test_member(target: Target, name: str, member: str) -> None:
    """A key is named as ``providerKey``; under any other member it is refused."""
    with target.space(Needs(stored_key=True)) as space:
        key = space.key_name(name, _SECRET)
        collection = space.database.new_name()
        wrong = vectorize_options(authentication={member: key})
        space.check("COLL-025", space.database.create_collection(collection, wrong), options_refused())
        space.check("COLL-025", space.database.find_collections(), lists_no_collection(collection))
        right = vectorize_options(authentication={"providerKey": key})
        space.check("COLL-025", space.database.create_collection(collection, right), created())
        stored = options_hold(_told(authentication={"providerKey": f"{key}.providerKey"}))
        space.check("COLL-025", space.database.collection_options(collection), stored)


@requirement("COLL-028")
@boundaries(
    {
        "short": {"model": "jina-embeddings-v2-base-en", "text": "a"},
        "long": {"model": "jina-embeddings-v2-base-zh", "text": LONGEST_TEXT},
    }
)
@given(model=models(), text=texts())
def test_key_by_request(target: Target, model: str, text: str) -> None:
    """A collection made without a key embeds what comes with one, and refuses what comes without."""
    with target.space(Needs(embedding=True)) as space:
        binding = space.by_header()
        collection = space.database.new_name()
        space.check("COLL-028", space.database.create_collection(collection, vectorize_options(model)), created())
        space.check("COLL-028", space.database.collection_options(collection), has_no_authentication())
        bare = space.database.existing(collection)
        space.check("COLL-028", bare.insert_one({"_id": "1", "$vectorize": text}), refused_with(*_KEYLESS))
        answer = bare.insert_one({"_id": "2", "$vectorize": text}, headers=binding.headers)
        space.check("COLL-028", answer, inserted("2"))
        found = bare.find_one({"_id": "2"}, projection={"$vector": 1})
        space.check("COLL-028", found, holds_vector(768))


@requirement("COLL-028")
@boundaries({"short": {"text": "a", "later": "b"}, "long": {"text": LONGEST_TEXT, "later": f"{LONGEST_TEXT}b"}})
@given(text=texts(), later=texts())
def test_each_request_its_key(target: Target, text: str, later: str) -> None:
    """Each request is embedded with the key that it brings itself."""
    with target.space(Needs(provider_control=True, provider_journal=True)) as space:
        one, other = space.provider.new_key(), space.provider.new_key()
        collection = space.database.collection(options=vectorize_options())
        for number, (key, words) in enumerate(((one, text), (other, later))):
            document = {"_id": number, "$vectorize": words}
            headers = {EMBEDDING_HEADER: key.secret}
            seen = space.provider.during(lambda: collection.insert_one(document, headers=headers))  # noqa: B023  # runs at once
            space.check("COLL-028", seen.result, inserted(number))
            space.check("COLL-028", seen, embedded_with(key, never=other if key is one else one))


@requirement("COLL-030")
@boundaries(
    {
        "one dimension": {"options": vectorize_options(dimension=768, metric="euclidean")},
        "fewest dimensions": {"options": vectorize_options(_RANGED, dimension=1, metric="dot_product")},
    }
)
@given(options=vectorize_settings())
def test_told_back(target: Target, options: Options) -> None:
    """What a collection without a key was created with can be read back, and is enough to create another like it."""
    with target.space(Needs()) as space:
        collection = space.database.new_name()
        space.check("COLL-030", space.database.create_collection(collection, options), created())
        told = space.database.collection_options(collection)
        space.check("COLL-030", told, options_hold(options))
        space.check("COLL-030", told, has_no_authentication())
        twin, vector = space.database.new_name(), {"vector": (told or {}).get("vector")}
        space.check("COLL-030", space.database.create_collection(twin, vector), created())
        space.check("COLL-030", space.database.collection_options(twin), same_as(told, "settings"))


@requirement("COLL-030")
@boundaries(
    {
        "shortest name": {"key": "k", "model": "jina-embeddings-v2-base-en", "metric": "cosine", "suffixed": False},
        "longest name": {"key": "k" * 50, "model": "jina-embeddings-v2-base-zh", "metric": "cosine", "suffixed": True},
    }
)
@given(key=key_names(), model=models(), metric=metrics(), suffixed=st.booleans())
def test_key_told_back(target: Target, key: str, model: str, metric: str, suffixed: bool) -> None:  # noqa: FBT001  # drawn
    """The key of a collection can be read back as a reference, with or without its suffix having been written."""
    with target.space(Needs(stored_key=True)) as space:
        reference = f"{space.key_name(key, _SECRET)}.providerKey"
        written = reference if suffixed else reference.removesuffix(".providerKey")
        collection = space.database.new_name()
        options = vectorize_options(model, metric=metric, authentication={"providerKey": written})
        space.check("COLL-030", space.database.create_collection(collection, options), created())
        service = {"provider": JINA, "modelName": model, "authentication": {"providerKey": reference}}
        stored = options_hold({"vector": {"dimension": 768, "metric": metric, "service": service}})
        space.check("COLL-030", space.database.collection_options(collection), stored)


def _told(**service: object) -> Options:
    return {"vector": {"service": service}}
