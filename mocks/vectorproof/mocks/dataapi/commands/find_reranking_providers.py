"""findRerankingProviders: who can rerank results (data-api 4.4)."""

from typing import Any

from vectorproof.mocks.dataapi.binding import fields, object_of, text
from vectorproof.mocks.dataapi.command import GENERAL, Call, Result, command
from vectorproof.mocks.dataapi.constraints import model_status
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.providers import SUPPORTED
from vectorproof.mocks.dataapi.reranking import MODEL, PROVIDER, URL


@command(
    "findRerankingProviders",
    on=GENERAL,
    fields=fields(options=object_of(fields(filterModelStatus=text))),
    checks=(model_status,),
    local=True,
)
async def find_reranking_providers(call: Call) -> Result:
    """List the one provider there is, with its model if that has the wanted status."""
    if not call.services.settings.feature("reranking", call.headers):
        raise WireError("RERANKING_FEATURE_NOT_ENABLED")
    wanted = (call.options["filterModelStatus"] or "").upper() or None
    models = [_model()] if wanted in {None, SUPPORTED} else []
    authentication: dict[str, Any] = {"NONE": {"enabled": True, "tokens": []}}
    about: dict[str, Any] = {
        "isDefault": True,
        "displayName": "Nvidia",
        "supportedAuthentication": authentication,
        "models": models,
    }
    return Result(status={"rerankingProviders": {PROVIDER: about}})


def _model() -> dict[str, Any]:
    support = {"status": SUPPORTED}
    return {"name": MODEL, "apiModelSupport": support, "isDefault": True, "url": URL, "properties": None}
