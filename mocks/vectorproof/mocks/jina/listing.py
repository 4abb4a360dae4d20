"""GET /v1/models: what the provider serves, readable without a key (jina-api 1.2).

What nobody told of a model (when it was made, in which data centers it is, …) is there, and says nothing.
"""

from collections.abc import Mapping

import orjson

from vectorproof.mocks.faults.wire import Answer
from vectorproof.mocks.jina.models import Model, models
from vectorproof.mocks.jina.refusals import Refusal

_OWNER = "jina-ai/"
_PRICE = "0.00000005"  # US dollars per token: v3's published price, which stands for all here.

_UNTOLD: Mapping[str, object] = {
    "created": 0,
    "quantization": "unknown",
    "max_output_length": 0,
    "supported_sampling_parameters": (),
    "supported_features": (),
    "datacenters": (),
}


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
        **_UNTOLD,
    }
