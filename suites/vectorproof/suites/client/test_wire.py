"""What clients rely on at the wire: the token, the content type, the metrics' names, and a dimension left out."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import http_status, options_hold, refused_with, status_holds
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import METRICS, dimensions, metrics, models
from vectorproof.harness.strategies.headers import content_types_that_are_not_json, made_up_tokens
from vectorproof.harness.target import Target

_MODEL = "jina-embeddings-v2-base-en"
_DIMENSION = 768
_RANGED = "jina-embeddings-v3"
_RANGED_DEFAULT = 1024


def _options(model: str, **vector: Any) -> dict[str, Any]:
    """Give the options of a collection that is embedded for with keys that come with each request."""
    return {"vector": {**vector, "service": {"provider": "jinaAI", "modelName": model}}}


@requirement("CLIENT-001")
@boundaries(
    {
        "no token": {"token": None, "model": _MODEL},
        "a token of the right form": {"token": "AstraCS:" + "a" * 24 + ":" + "0" * 64, "model": _MODEL},
    }
)
@given(token=made_up_tokens(), model=models())
def test_token(target: Target, token: str | None, model: str) -> None:
    """Without a token, or with one that nobody was given, 401 is the answer and nothing happens; with it, it works."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        refusal = space.database.create_collection(name, _options(model), headers={"Token": token})
        space.check("CLIENT-001", refusal, http_status(401))
        space.check("CLIENT-001", space.database.find_collections(headers={"Token": token}), http_status(401))
        space.check("CLIENT-001", space.database.find_collections(), lists_no_collection(name))
        space.check("CLIENT-001", space.database.create_collection(name, _options(model)), status_holds(ok=1))
        space.check("CLIENT-001", space.database.find_collections(), lists_collection(name))


@requirement("CLIENT-001")
@boundaries(
    {
        "plain text": {"content_type": "text/plain", "model": _MODEL},
        "almost JSON": {"content_type": "application/vnd.api+json", "model": _MODEL},
    }
)
@given(content_type=content_types_that_are_not_json(), model=models())
def test_content_type(target: Target, content_type: str, model: str) -> None:
    """A body that is not said to be JSON is refused and nothing happens; said to be JSON, the same body works."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        headers = {"Content-Type": content_type}
        refusal = space.database.create_collection(name, _options(model), headers=headers)
        space.check("CLIENT-001", refusal, refused_with("UNSUPPORTED_CONTENT_TYPE", status=415))
        space.check("CLIENT-001", space.database.find_collections(), lists_no_collection(name))
        space.check("CLIENT-001", space.database.create_collection(name, _options(model)), status_holds(ok=1))


@requirement("CLIENT-008")
@boundaries(
    {
        "one dimension by nature": {"model": _MODEL, "metric": "cosine"},
        "a range of dimensions": {"model": _RANGED, "metric": "cosine"},
        "without a metric too": {"model": _MODEL, "metric": None},
    }
)
@given(model=st.one_of(models(), st.just(_RANGED)), metric=st.one_of(st.none(), metrics()))
def test_dimension_left_out(target: Target, model: str, metric: str | None) -> None:
    """A request without a dimension gets the model's own; one with zero is refused, so zero cannot stand for none."""
    chosen = {} if metric is None else {"metric": metric}
    with target.space(Needs()) as space:
        name = space.database.new_name()
        zero = space.database.create_collection(name, _options(model, **chosen, dimension=0))
        space.check("CLIENT-008", zero, refused_with("COMMAND_FIELD_VALUE_INVALID", "COMMAND_FIELD_INVALID"))
        space.check("CLIENT-008", space.database.find_collections(), lists_no_collection(name))
        created = space.database.create_collection(name, _options(model, **chosen))
        space.check("CLIENT-008", created, status_holds(ok=1))
        own = options_hold({"vector": {"dimension": _RANGED_DEFAULT if model == _RANGED else _DIMENSION}})
        space.check("CLIENT-008", space.database.collection_options(name), own)


@requirement("CLIENT-009")
@boundaries({metric: {"metric": metric, "dimension": 1024} for metric in METRICS})
@given(metric=metrics(), dimension=dimensions())
def test_metrics(target: Target, metric: str, dimension: int) -> None:
    """Each of the three names is taken and read back as it was sent."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        created = space.database.create_collection(name, _options(_RANGED, metric=metric, dimension=dimension))
        space.check("CLIENT-009", created, status_holds(ok=1))
        listed = space.database.collection_options(name)
        space.check("CLIENT-009", listed, options_hold({"vector": {"metric": metric}}))
