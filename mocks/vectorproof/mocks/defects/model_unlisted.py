"""Wrong part: the list of models."""

from dataclasses import replace

import orjson

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts, Reply, Seen


@defect(
    "model-unlisted",
    kills=["COLL-024", "COLL-013"],
    may_also=["CLIENT-012", "COLL-012", "COLL-017", "DDL-045", "DDL-046"],
)
def model_unlisted(parts: Parts) -> Parts:
    """FindEmbeddingProviders leaves one of Jina's models out."""
    return replace(parts, rewrite=_without_zh)


def _without_zh(seen: Seen) -> Reply:
    if b"findEmbeddingProviders" not in seen.request_body or b"jinaAI" not in seen.reply.body:
        return seen.reply
    answer = orjson.loads(seen.reply.body)
    jina = answer["status"]["embeddingProviders"]["jinaAI"]
    jina["models"] = [model for model in jina["models"] if not model["name"].endswith("-zh")]
    return replace(seen.reply, body=orjson.dumps(answer))
