"""GET /v1/models: what the provider serves, readable without a key (jina-api 1.2)."""

import orjson

from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina.models import Model, models
from vectorproof.mocks.jina.refusals import Refusal

_OWNER = "jina-ai/"
_PRICE = "0.00000005"  # US dollars per token: v3's published price, which stands for all here.


def all_models() -> Answer:
    """List every model."""
    return Answer(200, orjson.dumps({"data": [_row(model) for model in models().values()]}))


def one_model(name: str) -> Answer:
    """Describe one model; the id may carry its owner.

    Raises:
        Refusal: no such model.

    """
    model = models().get(name.removeprefix(_OWNER))
    if model is None:
        raise Refusal("RESOURCE_NOT_FOUND", resource=name[:100])
    return Answer(200, orjson.dumps({"data": [_row(model)]}))


def _row(model: Model) -> dict[str, object]:
    return {
        "id": _OWNER + model.id,
        "hugging_face_id": _OWNER + model.id,
        "name": model.id,
        "input_modalities": ["text"],
        "output_modalities": ["embeddings"],
        "context_length": model.context,
        "pricing": {"prompt": _PRICE},
        "description": f"{model.dimensions} dimensions, simulated",
    }
