"""The portal's integration catalogue: which embedding providers an organization can add keys for."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

EXTERNAL: Final = "external"
HOSTED: Final = "astra"


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of the catalogue; a hosted one takes no keys and is always active (SCOPE-015)."""

    id: str
    display_name: str
    hosting: str = EXTERNAL

    @property
    def takes_keys(self) -> bool:
        """Whether an organization brings its own key."""
        return self.hosting == EXTERNAL


# Cohere and Bedrock are missing on purpose: they take their key from the request only (control-plane B.3).
PROVIDERS: Final = MappingProxyType(
    {
        provider.id: provider
        for provider in (
            Provider("azureOpenAI", "Azure OpenAI"),
            Provider("huggingface", "Hugging Face"),
            Provider("huggingfaceDedicated", "Hugging Face Dedicated"),
            Provider("jinaAI", "Jina AI"),
            Provider("mistral", "Mistral AI"),
            Provider("nvidia", "NVIDIA", HOSTED),
            Provider("openai", "OpenAI"),
            Provider("upstageAI", "Upstage"),
            Provider("voyageAI", "Voyage AI"),
        )
    }
)
