"""findRerankingProviders: who can rerank results (data-api 4.4)."""

from typing import Any

from vectorproof.mocks.dataapi import reranking
from vectorproof.mocks.dataapi.binding import fields, object_of, text
from vectorproof.mocks.dataapi.command import GENERAL, Call, Result, command
from vectorproof.mocks.dataapi.constraints import model_status
from vectorproof.mocks.dataapi.providers import SUPPORTED


@command(
    "findRerankingProviders",
    on=GENERAL,
    fields=fields(options=object_of(fields(filterModelStatus=text))),
    checks=(model_status,),
    local=True,
)
async def find_reranking_providers(call: Call) -> Result:
    """List the one provider there is, with its model if that has the wanted status."""
    reranking.require_feature(call)
    wanted = (call.options["filterModelStatus"] or "").upper() or None
    models = [reranking.described()] if wanted in {None, SUPPORTED} else []
    authentication: dict[str, Any] = {"NONE": {"enabled": True, "tokens": []}}
    about: dict[str, Any] = {
        "isDefault": True,
        "displayName": "Nvidia",
        "supportedAuthentication": authentication,
        "models": models,
    }
    return Result(status={"rerankingProviders": {reranking.PROVIDER: about}})
