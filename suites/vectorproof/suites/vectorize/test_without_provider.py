"""A collection without a provider has nobody to embed a text."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import inserted, refused_with
from vectorproof.harness.strategies import texts
from vectorproof.harness.target import Target

_CODES = ("EMBEDDING_SERVICE_NOT_CONFIGURED", "UNSUPPORTED_VECTORIZE_SORT_FOR_COLLECTION")


@requirement("VECTORIZE-014")
@boundaries(
    {
        "with vectors": {"dimension": 4, "text": "a boat"},
        "without vectors": {"dimension": None, "text": "a boat"},
    }
)
@given(dimension=st.one_of(st.none(), st.integers(1, 32)), text=texts())
def test_refuses_texts(target: Target, dimension: int | None, text: str) -> None:
    """A text is refused in a document and in a sort; what needs no embedding works all the same."""
    options = {} if dimension is None else {"vector": {"dimension": dimension, "metric": "dot_product"}}
    with target.space() as space:
        collection = space.database.collection(options=options)
        space.check("VECTORIZE-014", collection.insert_one({"_id": "1"}), inserted("1"))
        refusal = collection.insert_one({"_id": "2", "$vectorize": text})
        space.check("VECTORIZE-014", refusal, refused_with(*_CODES))
        many = collection.insert_many([{"_id": "3"}, {"_id": "4", "$vectorize": text}])
        space.check("VECTORIZE-014", many, refused_with(*_CODES))
        space.check("VECTORIZE-014", collection.search(text), refused_with(*_CODES))
