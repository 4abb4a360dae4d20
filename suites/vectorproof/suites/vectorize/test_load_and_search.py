"""Loading a document with a text, and finding it again by a text."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import (
    embedded_texts,
    embedded_with,
    equals,
    holds_vector,
    in_order_of_similarity,
    inserted,
    nearest_is,
    with_dimensions,
    with_model,
)
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import LONGEST_TEXT, SHORTEST_TEXT, dimensions, document_ids, models, texts
from vectorproof.harness.target import Target


@requirement("VECTORIZE-001")
@boundaries(
    {
        "shortest": {"document_id": "1", "text": SHORTEST_TEXT},
        "longest": {"document_id": "1" * 40, "text": LONGEST_TEXT},
    }
)
@given(document_id=document_ids(), text=texts())
def test_load(target: Target, document_id: str | int, text: str) -> None:
    """A document with a text is stored with a vector."""
    with target.space(Needs(embedding=True)) as space:
        collection = space.vectorize_collection()
        answer = collection.insert_one({"_id": document_id, "$vectorize": text})
        space.check("VECTORIZE-001", answer, inserted(document_id))
        stored = collection.find_one({"_id": document_id}, projection={"$vector": 1})
        space.check("VECTORIZE-001", stored, holds_vector(768))


@requirement("VECTORIZE-001", "VECTORIZE-002")
@boundaries(
    {
        "shortest text": {"text": SHORTEST_TEXT, "model": "jina-embeddings-v2-base-en"},
        "longest text": {"text": LONGEST_TEXT, "model": "jina-embeddings-v2-base-zh"},
    }
)
@given(model=models(), text=texts())
def test_load_calls_the_provider(target: Target, model: str, text: str) -> None:
    """Loading a text makes one call of the provider, with the collection's key and model and without dimensions."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        binding = space.binding()
        collection = space.vectorize_collection(binding, model=model)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        assert binding.key is not None
        space.check("VECTORIZE-001", seen, embedded_with(binding.key))
        space.check("VECTORIZE-001", seen, embedded_texts(text))
        space.check("VECTORIZE-002", seen, with_model(model))
        space.check("VECTORIZE-002", seen, with_dimensions(None))


@requirement("VECTORIZE-002")
@boundaries({"fewest": {"dimension": 1, "text": "a boat"}, "most": {"dimension": 1024, "text": "a boat"}})
@given(dimension=dimensions(), text=texts())
def test_dimension_of_v3(target: Target, dimension: int, text: str) -> None:
    """Where the model has a range, the provider is asked for the collection's dimension, and that many are stored."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        collection = space.vectorize_collection(model="jina-embeddings-v3", dimension=dimension)
        seen = space.provider.during(lambda: collection.insert_one({"_id": "1", "$vectorize": text}))
        space.check("VECTORIZE-002", seen, with_dimensions(dimension))
        stored = collection.find_one({"_id": "1"}, projection={"$vector": 1})
        space.check("VECTORIZE-002", stored, holds_vector(dimension))


@requirement("VECTORIZE-002")
@boundaries({"fewest": {"dimension": 1, "text": "a boat"}, "most": {"dimension": 1024, "text": "a boat"}})
@given(dimension=dimensions(), text=texts())
def test_stored_dimension(target: Target, dimension: int, text: str) -> None:
    """Whatever dimension a collection was made with, a loaded text is stored with so many numbers."""
    with target.space(Needs(embedding=True)) as space:
        collection = space.vectorize_collection(model="jina-embeddings-v3", dimension=dimension)
        space.check("VECTORIZE-002", collection.insert_one({"_id": "1", "$vectorize": text}), inserted("1"))
        stored = collection.find_one({"_id": "1"}, projection={"$vector": 1})
        space.check("VECTORIZE-002", stored, holds_vector(dimension))


@requirement("VECTORIZE-003")
@boundaries(
    {
        "the first of two": {"loaded": ["a boat", "a hut"], "wanted": 0},
        "the last of six": {"loaded": [f"boat {number}" for number in range(6)], "wanted": 5},
    }
)
@given(loaded=st.lists(texts(), min_size=2, max_size=6, unique=True), wanted=st.integers(0, 5))
def test_search(target: Target, loaded: list[str], wanted: int) -> None:
    """A search by one of the loaded texts finds its document first, and the others in order of similarity."""
    wanted %= len(loaded)
    with target.space(Needs(embedding=True)) as space:
        collection = space.vectorize_collection()
        documents = [{"_id": number, "$vectorize": text} for number, text in enumerate(loaded)]
        space.check("VECTORIZE-003", collection.insert_many(documents), inserted(*range(len(loaded))))
        answer = collection.search(loaded[wanted])
        space.check("VECTORIZE-003", len(answer.documents), equals(len(loaded), "documents found:"))
        space.check("VECTORIZE-003", answer, in_order_of_similarity())
        space.check("VECTORIZE-003", answer, nearest_is(wanted))


@requirement("VECTORIZE-004")
@boundaries(
    {
        "shortest texts": {"model": "jina-embeddings-v2-base-en", "text": SHORTEST_TEXT, "query": "b"},
        "longest texts": {"model": "jina-embeddings-v2-base-zh", "text": LONGEST_TEXT, "query": f"{LONGEST_TEXT}b"},
    }
)
@given(model=models(), text=texts(), query=texts())
def test_search_calls_the_provider(target: Target, model: str, text: str, query: str) -> None:
    """The searched text is embedded by the collection's model with the collection's key."""
    with target.space(Needs(key_control=True, provider_control=True, provider_journal=True)) as space:
        binding = space.binding()
        collection = space.vectorize_collection(binding, model=model)
        collection.insert_one({"_id": "1", "$vectorize": text})
        seen = space.provider.during(lambda: collection.search(query))
        assert binding.key is not None
        space.check("VECTORIZE-004", seen, embedded_with(binding.key))
        space.check("VECTORIZE-004", seen, embedded_texts(query))
        space.check("VECTORIZE-004", seen, with_model(model))
