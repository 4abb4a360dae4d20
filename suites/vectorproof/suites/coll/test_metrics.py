"""Metrics: the three of the wire, the default, and the page's spellings."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold
from vectorproof.harness.checks.creation import created, value_refused
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import Options, vector_options, vectorize_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import METRICS, dimensions, metrics, models
from vectorproof.harness.strategies.services import misprinted_metrics, unknown_metrics
from vectorproof.harness.target import Target

_RANGED = "jina-embeddings-v3"


@requirement("COLL-019")
@boundaries({metric: {"metric": metric, "dimension": 1024} for metric in METRICS})
@given(metric=metrics(), dimension=dimensions())
def test_three_metrics(target: Target, metric: str, dimension: int) -> None:
    """Each of the three metrics is taken, with and without a provider, and told back as given."""
    with target.space(Needs()) as space:
        for options in (
            vectorize_options(_RANGED, dimension=dimension, metric=metric),
            vector_options(dimension, metric),
        ):
            _accepted(space, "COLL-019", options, metric)


@requirement("COLL-020")
@boundaries(
    {
        "one dimension": {"model": "jina-embeddings-v2-base-en", "dimension": 768},
        "fewest dimensions": {"model": "jina-embeddings-v2-base-zh", "dimension": 1},
    }
)
@given(model=models(), dimension=dimensions())
def test_default(target: Target, model: str, dimension: int) -> None:
    """A collection whose metric is left out has cosine, with and without a provider."""
    with target.space(Needs()) as space:
        _accepted(space, "COLL-020", vectorize_options(model), "cosine")
        _accepted(space, "COLL-020", vectorize_options(_RANGED, dimension=dimension), "cosine")
        _accepted(space, "COLL-020", vector_options(dimension), "cosine")


@requirement("COLL-021")
@boundaries(
    {
        "as printed": {"wrong": "EUCLIDIAN", "model": "jina-embeddings-v2-base-en"},
        "in small letters": {"wrong": "euclidian", "model": "jina-embeddings-v2-base-en"},
    }
)
@given(wrong=misprinted_metrics(), model=models())
def test_misprint(target: Target, wrong: str, model: str) -> None:
    """The third metric as the page spells it is refused, in whatever capitals; in the right spelling it is taken."""
    with target.space(Needs()) as space:
        _refused(space, "COLL-021", vectorize_options(model, metric=wrong))
        _accepted(space, "COLL-021", vectorize_options(model, metric="euclidean"), "euclidean")


@requirement("COLL-022")
@boundaries(
    {
        "COSINE": {"metric": "cosine", "dimension": 768},
        "DOT_PRODUCT": {"metric": "dot_product", "dimension": 768},
    }
)
@given(metric=metrics(), dimension=dimensions())
def test_capitals(target: Target, metric: str, dimension: int) -> None:
    """A metric in upper case is refused; in lower case it is taken."""
    with target.space(Needs()) as space:
        _refused(space, "COLL-022", vectorize_options(_RANGED, dimension=dimension, metric=metric.upper()))
        _accepted(space, "COLL-022", vectorize_options(_RANGED, dimension=dimension, metric=metric), metric)


@requirement("COLL-023")
@boundaries(
    {
        "another measure": {"wrong": "manhattan", "right": "cosine"},
        "almost": {"wrong": "dotproduct", "right": "dot_product"},
        "cut short": {"wrong": "cosin", "right": "cosine"},
    }
)
@given(wrong=unknown_metrics(), right=metrics())
def test_unknown(target: Target, wrong: str, right: str) -> None:
    """A metric that is none of the three is refused, with and without a provider."""
    with target.space(Needs()) as space:
        _refused(space, "COLL-023", vectorize_options(metric=wrong))
        _refused(space, "COLL-023", vector_options(5, wrong))
        _accepted(space, "COLL-023", vectorize_options(metric=right), right)


def _refused(space: Space, requirement_id: str, options: Options) -> None:
    name = space.database.new_name()
    space.check(requirement_id, space.database.create_collection(name, options), value_refused())
    space.check(requirement_id, space.database.find_collections(), lists_no_collection(name))


def _accepted(space: Space, requirement_id: str, options: Options, metric: str) -> None:
    name = space.database.new_name()
    space.check(requirement_id, space.database.create_collection(name, options), created())
    stored = options_hold({"vector": {"metric": metric}})
    space.check(requirement_id, space.database.collection_options(name), stored)
