"""The provider's identifier and its models."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold
from vectorproof.harness.checks.creation import created, options_refused
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.checks.offered import offers_models
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import vectorize_options
from vectorproof.harness.organization import JINA
from vectorproof.harness.strategies import FIXED_MODELS, metrics, models
from vectorproof.harness.strategies.services import misspelled_providers, models_not_offered
from vectorproof.harness.target import Target


@requirement("COLL-011")
@boundaries(
    {
        "small letters": {"wrong": "jinaai", "model": "jina-embeddings-v2-base-en"},
        "short": {"wrong": "jina", "model": "jina-embeddings-v2-base-en"},
        "capital first": {"wrong": "JinaAI", "model": "jina-embeddings-v2-base-en"},
    }
)
@given(wrong=misspelled_providers(), model=models())
def test_provider(target: Target, wrong: str, model: str) -> None:
    """The provider is written ``jinaAI``, letter for letter."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        refusal = space.database.create_collection(name, vectorize_options(model, provider=wrong))
        space.check("COLL-011", refusal, options_refused())
        space.check("COLL-011", space.database.find_collections(), lists_no_collection(name))
        space.check(
            "COLL-011", space.database.create_collection(name, vectorize_options(model, provider=JINA)), created()
        )
        stored = options_hold({"vector": {"service": {"provider": JINA}}})
        space.check("COLL-011", space.database.collection_options(name), stored)


@requirement("COLL-012")
@boundaries(
    {
        model: {"model": model, "dimension": dimension, "metric": None}
        for model, dimension in zip(FIXED_MODELS, (None, 768, None, 768, None), strict=True)
    }
)
@given(model=models(), dimension=st.sampled_from((None, 768)), metric=st.one_of(st.none(), metrics()))
def test_models_of_the_page(target: Target, model: str, dimension: int | None, metric: str | None) -> None:
    """Every model that the page names can be chosen and has 768 dimensions."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        options = vectorize_options(model, dimension=dimension, metric=metric)
        space.check("COLL-012", space.database.create_collection(name, options), created())
        stored = {"vector": {"dimension": 768, "service": {"provider": JINA, "modelName": model}}}
        space.check("COLL-012", space.database.collection_options(name), options_hold(stored))


@requirement("COLL-013")
def test_models_offered(target: Target) -> None:
    """The models of the page are among those that are offered, which may be more."""
    with target.space(Needs()) as space:
        listing = space.database.command({"findEmbeddingProviders": {}})
        space.check("COLL-013", listing, offers_models(JINA, *FIXED_MODELS))


@requirement("COLL-014")
@boundaries(
    {
        "no model": {"wrong": None, "model": "jina-embeddings-v2-base-en"},
        "a model of the same family": {"wrong": "jina-embeddings-v2-small-en", "model": "jina-embeddings-v2-base-en"},
        "capitals": {"wrong": "JINA-EMBEDDINGS-V2-BASE-EN", "model": "jina-embeddings-v2-base-en"},
    }
)
@given(wrong=models_not_offered(), model=models())
def test_model_not_offered(target: Target, wrong: str | None, model: str) -> None:
    """A model that is not offered, or none at all, is refused, and no collection is made."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        space.check("COLL-014", space.database.create_collection(name, vectorize_options(wrong)), options_refused())
        space.check("COLL-014", space.database.find_collections(), lists_no_collection(name))
        space.check("COLL-014", space.database.create_collection(name, vectorize_options(model)), created())
