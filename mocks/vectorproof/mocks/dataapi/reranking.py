"""The one reranking provider that there is, its model, and which collections and commands use it (data-api 4.4, 13)."""

from collections.abc import Callable
from typing import Any, Final

from vectorproof.mocks.dataapi.binding import Bound
from vectorproof.mocks.dataapi.command import Call
from vectorproof.mocks.dataapi.errors import WireError

PROVIDER: Final = "nvidia"
MODEL: Final = "nvidia/llama-3.2-nv-rerankqa-1b-v2"
URL: Final = "https://us-west-2.api-dev.ai.datastax.com/nvidia/v1/ranking"


def require_feature(call: Call) -> None:
    """Refuse what needs reranking where it is off."""
    if not call.services.settings.feature("reranking", call.headers):
        raise WireError("RERANKING_FEATURE_NOT_ENABLED")


def require_service(call: Call) -> None:
    """Refuse to rerank without a service: the command's own one, else that of the collection."""
    override = call.options["rerank"]
    if override is not None:
        check_service(override, lambda detail: WireError("INVALID_RERANK_OVERRIDE", detail=detail))
    elif not call.collection.definition.rerank.enabled:
        raise WireError("UNSUPPORTED_RERANKING_COMMAND", collection=call.collection.name)


def check_service(given: Bound, refused: Callable[[str], WireError]) -> None:
    """Refuse a service that is not the only one there is; what cannot be set must not be."""
    if given["provider"] is None:
        raise refused("Provider name is required for reranking service configuration")
    if given["provider"] != PROVIDER:
        raise refused(f"Reranking provider '{given['provider']}' is not supported")
    if given["modelName"] is None:
        raise refused(f"Model name is required for reranking provider '{PROVIDER}'")
    if given["modelName"] != MODEL:
        raise refused(f"Model '{given['modelName']}' is not supported by reranking provider '{PROVIDER}'")
    for name in ("authentication", "parameters"):
        if given[name]:
            raise refused(f"Reranking provider '{PROVIDER}' takes no {name}")


def described() -> dict[str, Any]:
    """Describe the model as findRerankingProviders does."""
    support = {"status": "SUPPORTED"}
    return {"name": MODEL, "apiModelSupport": support, "isDefault": True, "url": URL, "properties": None}
