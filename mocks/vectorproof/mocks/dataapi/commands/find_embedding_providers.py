"""findEmbeddingProviders: who can embed, with which models, and how to authenticate (data-api 4.3)."""

from vectorproof.mocks.dataapi.binding import fields, object_of, text
from vectorproof.mocks.dataapi.command import GENERAL, Call, Result, command
from vectorproof.mocks.dataapi.constraints import model_status
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.providers import SUPPORTED, Provider, providers


@command(
    "findEmbeddingProviders",
    on=GENERAL,
    fields=fields(options=object_of(fields(filterModelStatus=text))),
    checks=(model_status,),
    local=True,
)
async def find_embedding_providers(call: Call) -> Result:
    """List supported models; options without a status, or with an empty one, list all."""
    settings = call.services.settings
    if not settings.vectorize_enabled:
        raise WireError("VECTORIZE_FEATURE_NOT_AVAILABLE")
    wanted = (call.options["filterModelStatus"] or "").upper() or None
    status = wanted if call.fields["options"] is not None else SUPPORTED
    shared = settings.shared_secret_enabled
    listed = {
        name: provider.shown(status, _url(call, provider), shared_secret_enabled=shared)
        for name, provider in providers().items()
    }
    return Result(status={"embeddingProviders": listed})


def _url(call: Call, provider: Provider) -> str | None:
    """Show where calls go: a self-managed server shows its own configuration, the hosted one the provider's address."""
    configured = call.services.provider.urls.get(provider.id)
    return configured if configured and call.services.settings.edition == "self-managed" else provider.url
