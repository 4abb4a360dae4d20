"""Wrong part: what findCollections explains."""

from dataclasses import replace

import orjson

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts, Reply, Seen


@defect(
    "authentication-unlisted",
    kills=["COLL-030"],
    may_also=["COLL-002", "COLL-009", "COLL-010", "COLL-025", "KEY-019"],
)
def authentication_unlisted(parts: Parts) -> Parts:
    """FindCollections does not say which key a collection is bound to."""
    return replace(parts, rewrite=_without_keys)


def _without_keys(seen: Seen) -> Reply:
    if b"findCollections" not in seen.request_body or b"authentication" not in seen.reply.body:
        return seen.reply
    answer = orjson.loads(seen.reply.body)
    for collection in answer["status"]["collections"]:
        collection["options"].get("vector", {}).get("service", {}).pop("authentication", None)
    return replace(seen.reply, body=orjson.dumps(answer))
