"""The one reranking provider that there is, and its model (data-api 4.4)."""

from typing import Final

PROVIDER: Final = "nvidia"
MODEL: Final = "nvidia/llama-3.2-nv-rerankqa-1b-v2"
URL: Final = "https://us-west-2.api-dev.ai.datastax.com/nvidia/v1/ranking"
