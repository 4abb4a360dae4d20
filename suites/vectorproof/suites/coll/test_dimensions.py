"""Dimensions: left out, given right, given wrong."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold
from vectorproof.harness.checks.creation import created, dimension_refused, options_refused
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.errors import Missing
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import Options, vectorize_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import (
    FIXED_MODELS,
    dimensions,
    dimensions_out_of_range,
    edges,
    key_names,
    metrics,
    models,
    other_dimensions,
)
from vectorproof.harness.target import Target

_RANGED = "jina-embeddings-v3"
_DEFAULTS = {**dict.fromkeys(FIXED_MODELS, 768), _RANGED: 1024}
_DEDICATED = "huggingfaceDedicated"


@requirement("COLL-015")
@boundaries(
    {
        "one dimension": {"model": "jina-embeddings-v2-base-en", "metric": None},
        "a range": {"model": _RANGED, "metric": None},
    }
)
@given(model=st.sampled_from(tuple(_DEFAULTS)), metric=st.one_of(st.none(), metrics()))
def test_left_out(target: Target, model: str, metric: str | None) -> None:
    """A collection whose dimension is left out gets the one that the model has by default."""
    with target.space(Needs()) as space:
        name, default = space.database.new_name(), _DEFAULTS[model]
        space.check(
            "COLL-015", space.database.create_collection(name, vectorize_options(model, metric=metric)), created()
        )
        stored = options_hold({"vector": {"dimension": default}})
        space.check("COLL-015", space.database.collection_options(name), stored)


@requirement("COLL-016")
@boundaries(
    {
        "one too few": {"model": "jina-embeddings-v2-base-en", "wrong": 767},
        "one too many": {"model": "jina-embeddings-v2-base-en", "wrong": 769},
        "another model's": {"model": "jina-embeddings-v2-base-zh", "wrong": 1024},
    }
)
@given(model=models(), wrong=other_dimensions())
def test_one_dimension(target: Target, model: str, wrong: int) -> None:
    """A model of one dimension takes 768 and nothing else."""
    with target.space(Needs()) as space:
        _refused(space, vectorize_options(model, dimension=wrong))
        _accepted(space, vectorize_options(model, dimension=768), 768)


@requirement("COLL-016")
@boundaries(
    {
        "most and one too many": {"right": 1024, "wrong": 1025},
        "fewest and far too many": {"right": 1, "wrong": 4096},
    }
)
@given(right=dimensions(), wrong=dimensions_out_of_range())
def test_range(target: Target, right: int, wrong: int) -> None:
    """A model with a range takes every dimension from 1 to 1024, and none beyond."""
    with target.space(Needs()) as space:
        _refused(space, vectorize_options(_RANGED, dimension=wrong))
        _accepted(space, vectorize_options(_RANGED, dimension=right), right)


@requirement("COLL-016")
@boundaries(
    {
        "zero": {"model": _RANGED, "wrong": 0},
        "minus one": {"model": "jina-embeddings-v2-base-en", "wrong": -1},
        "the right number, negative": {"model": "jina-embeddings-v2-base-en", "wrong": -768},
    }
)
@given(model=st.sampled_from(tuple(_DEFAULTS)), wrong=edges(-4096, 0))
def test_not_positive(target: Target, model: str, wrong: int) -> None:
    """No model takes zero or a negative dimension."""
    with target.space(Needs()) as space:
        _refused(space, vectorize_options(model, dimension=wrong))
        _accepted(space, vectorize_options(model, dimension=_DEFAULTS[model]), _DEFAULTS[model])


@requirement("COLL-018")
@boundaries(
    {
        "fewest": {"dimension": 2, "endpoint": "endpoint"},
        "most": {"dimension": 3072, "endpoint": "endpoint"},
    }
)
@given(dimension=edges(2, 3072), endpoint=key_names())
def test_no_default(target: Target, dimension: int, endpoint: str) -> None:
    """Where the model has no dimension of its own, a collection without one is refused."""
    with target.space(Needs()) as space:
        _skip_unless_dedicated(space)
        refusal = space.database.create_collection(space.database.new_name(), _dedicated(None, endpoint))
        space.check("COLL-018", refusal, options_refused())
        name = space.database.new_name()
        space.check("COLL-018", space.database.create_collection(name, _dedicated(dimension, endpoint)), created())
        stored = options_hold({"vector": {"dimension": dimension, "service": {"provider": _DEDICATED}}})
        space.check("COLL-018", space.database.collection_options(name), stored)


def _refused(space: Space, options: Options) -> None:
    name = space.database.new_name()
    space.check("COLL-016", space.database.create_collection(name, options), dimension_refused())
    space.check("COLL-016", space.database.find_collections(), lists_no_collection(name))


def _accepted(space: Space, options: Options, dimension: int) -> None:
    name = space.database.new_name()
    space.check("COLL-016", space.database.create_collection(name, options), created())
    space.check("COLL-016", space.database.collection_options(name), options_hold({"vector": {"dimension": dimension}}))


def _dedicated(dimension: int | None, endpoint: str) -> Options:
    parameters = {"endpointName": endpoint, "regionName": "us-east-1", "cloudName": "aws"}
    return vectorize_options("endpoint-defined-model", provider=_DEDICATED, dimension=dimension, parameters=parameters)


def _skip_unless_dedicated(space: Space) -> None:
    listing = space.database.command({"findEmbeddingProviders": {}})
    if _DEDICATED not in listing.status_member.get("embeddingProviders", {}):
        raise Missing(
            "data-api", f"the target does not offer {_DEDICATED}, the one provider without a default dimension"
        )
