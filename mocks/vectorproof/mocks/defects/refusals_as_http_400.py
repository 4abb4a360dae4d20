"""Wrong part: the HTTP status of a refusal."""

from dataclasses import replace

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts, Reply, Seen


@defect(
    "refusals-as-http-400",
    kills=["ERROR-009"],
    may_also=[
        "CLIENT-001",
        "COLL-029",
        "KEY-017",
        "FAULT-*",
        "HTTP-*",
        "SCHEMA-002",
        "KEYSPACE-*",
        "ENVELOPE-*",
        "DDL-*",
    ],
)
def refusals_as_http_400(parts: Parts) -> Parts:
    """A refused command is answered with HTTP 400."""
    return replace(parts, rewrite=_as_400)


def _as_400(seen: Seen) -> Reply:
    refused = "/v1" in seen.path and "/sim/" not in seen.path and seen.reply.body.startswith(b'{"errors"')
    return replace(seen.reply, status=400) if refused and seen.reply.status == 200 else seen.reply  # noqa: PLR2004  # HTTP
