"""One row per fault of the catalogue: what was sent, what a raw client saw, what the account was charged."""

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tests.unit.mocks.jina.conftest import Seen

TEXTS = ("hi", "there")
TOKENS = 7  # 2 + 1 and 2 + 2.
FREE = 0
# What every row sends: two texts, to be embedded in four dimensions.
ASKED: Mapping[str, Any] = {"model": "jina-embeddings-v3", "dimensions": 4}
LATE_S = 0.05


@dataclass(frozen=True)
class Scene:
    """What a client saw of the answer that a row is about, what an unspoiled answer is, and how long it took."""

    seen: Seen
    right: Seen
    seconds: float


Look = Callable[[Scene], bool]


@dataclass(frozen=True)
class Row:
    """A fault: the status of each call in turn (``None``: no status line), a look at one answer, and the charge.

    ``looked_at`` tells which answer is looked at, the last one if it says nothing; ``sent`` are the texts of each
    call where they are not the same two; a fault that ``waits`` is taken back once nothing has come for a while.
    """

    statuses: tuple[int | None, ...]
    look: bytes | Look
    charge: int
    end: str = "closed"
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    match: Mapping[str, object] = field(default_factory=dict[str, object])
    sent: tuple[tuple[str, ...], ...] = ()
    looked_at: int = -1
    waits: bool = False

    @property
    def calls(self) -> tuple[tuple[str, ...], ...]:
        """The texts of each call."""
        return self.sent or (TEXTS,) * len(self.statuses)

    def holds(self, scene: Scene) -> bool:
        """Tell whether the answer that was seen is the one of the row."""
        return self.look in scene.seen.raw if isinstance(self.look, bytes) else self.look(scene)


def indexes(*wanted: int | None) -> Look:
    """Look for items with these indexes in this order."""
    return lambda scene: [item.get("index") for item in scene.seen.json["data"]] == list(wanted)


def lengths(*wanted: int) -> Look:
    """Look for vectors of these lengths."""
    return lambda scene: [len(item["embedding"]) for item in scene.seen.json["data"]] == list(wanted)


def vectors(seen: Seen) -> list[list[float]]:
    """Give the vectors of an answer."""
    return [item["embedding"] for item in seen.json["data"]]


def nothing(scene: Scene) -> bool:
    """Look for not a single byte."""
    return scene.seen.raw == b""


def right(scene: Scene) -> bool:
    """Look for the right answer, to the byte."""
    return scene.seen.body == scene.right.body


def late(scene: Scene) -> bool:
    """Look for the right answer, later than it could have been."""
    return right(scene) and scene.seconds > LATE_S


def untyped(scene: Scene) -> bool:
    """Look for the right body under no content type."""
    return right(scene) and "content-type" not in scene.seen.head.lower()


def right_without_length(scene: Scene) -> bool:
    """Look for the right body that ends with the connection."""
    return right(scene) and not re.search("(?i)content-length|transfer-encoding", scene.seen.head)


def right_when_unzipped(scene: Scene) -> bool:
    """Look for the right body, packed."""
    return "Content-Encoding: gzip" in scene.seen.head and gzip.decompress(scene.seen.body) == scene.right.body


def right_when_unchunked(scene: Scene) -> bool:
    """Look for the right body, in pieces that tell their length."""
    body, rest = b"", scene.seen.body
    while (size := int(rest.partition(b"\r\n")[0], 16)) > 0:
        start = rest.index(b"\r\n") + 2
        body, rest = body + rest[start : start + size], rest[start + size + 2 :]
    return "Transfer-Encoding: chunked" in scene.seen.head and body == scene.right.body


def short_of_its_length(scene: Scene) -> bool:
    """Look for the beginning of the right body under the length of the whole."""
    told = f"Content-Length: {len(scene.right.body)}" in scene.seen.head
    return told and scene.right.body.startswith(scene.seen.body) and 0 < len(scene.seen.body) < len(scene.right.body)


def cut_off(scene: Scene) -> bool:
    """Look for the beginning of the right body under its own length: as far as HTTP tells, it is whole."""
    told = f"Content-Length: {len(scene.seen.body)}" in scene.seen.head
    return told and scene.right.body.startswith(scene.seen.body) and len(scene.seen.body) < len(scene.right.body)


def norm_other_than_1(scene: Scene) -> bool:
    """Look for the right directions at other lengths."""
    pairs = zip(vectors(scene.seen), vectors(scene.right), strict=True)
    return all(abs(np.linalg.norm(one) - 1) > LATE_S and np.linalg.norm(np.cross(one[:3], other[:3])) < 1e-6
               for one, other in pairs)  # fmt: skip


def changed(scene: Scene) -> bool:
    """Look for other vectors of length 1."""
    seen, plain = vectors(scene.seen), vectors(scene.right)
    return seen != plain and all(abs(np.linalg.norm(vector) - 1) < 1e-6 for vector in seen)


ROWS: Mapping[str, Row] = {
    "key-missing": Row((401,), b'"code":"AUTH_MISSING_API_KEY"', FREE),
    "key-malformed": Row((401,), b'"code":"AUTH_INVALID_FORMAT"', FREE),
    "key-unknown": Row((401,), b'"code":"AUTH_INVALID_API_KEY"', FREE),
    "key-deleted": Row((401,), b'"detail":"Invalid API key"', FREE),
    "key-rotated": Row((401,), b'"detail":"Invalid API key"', FREE),
    "key-gen-a": Row((401,), b'\r\n\r\n{"detail":"Failed to authenticate', FREE),
    "key-restricted": Row((403,), b'"code":"AUTHZ_ACCESS_DENIED"', FREE),
    "balance-empty": Row((403,), b'"detail":"Insufficient account balance', FREE),
    "balance-gen-a": Row((402,), b'\r\n\r\n{"detail":"', FREE),
    "plan-resource": Row((403,), b'"code":"AUTHZ_RESOURCE_LIMIT_EXCEEDED"', FREE),
    "rate-rpm": Row((429,), b'"detail":"Request rate limit exceeded: 500/500 requests per minute"', FREE),
    "rate-tpm": Row((429,), b"1,000,123/1,000,000 tokens per minute", FREE),
    "rate-concurrency": Row((429,), b"2/2 concurrent requests", FREE),
    "rate-ip": Row((429,), b'"code":"RATE_IP_LIMIT_EXCEEDED"', FREE),
    "rate-one-batch": Row(
        (200, 429, 200),
        b'"code":"RATE_REQUEST_LIMIT_EXCEEDED"',
        2 * TOKENS,
        looked_at=1,
        sent=(("hi", "there"), ("hi", "there [[marker]]"), ("hi", "there")),
        match={"text_contains": "[[marker]]"},
    ),
    "model-gone": Row((400,), b"Model 'jina-embeddings-v3' not found. Available models", FREE),
    "model-gone-404": Row((404,), b'{"detail":{"message":"', FREE),
    "too-long": Row((400,), b'"code":"INPUT_TOKEN_LIMIT_EXCEEDED"', FREE),
    "late-chunk-overflow": Row((400,), b'{"detail":{"message":"The input of 20000 tokens', FREE),
    "too-many-items": Row((422,), b'"field":"body -> input"', FREE),
    "too-many-items-400": Row((400,), b"largest allowed size 2048", FREE),
    "bad-task": Row((422,), b'"field":"body -> task"', FREE),
    "bad-dimension": Row((422,), b'"field":"body -> dimensions"', FREE),
    "fastapi-422": Row((422,), b'{"detail":[{"loc":', FREE),
    "conflict": Row((409,), b"is currently being modified", FREE),
    "payload-too-large": Row((413,), b"<html>", FREE),
    "req-timeout": Row((408,), b'{"detail":', FREE),
    "gw-timeout": Row((504,), b'"code":"SERVICE_TIMEOUT"', FREE),
    "internal": Row((500,), b'{"detail":{"message":"An unexpected error occurred"', FREE),
    "bad-gateway": Row((502,), b"<html>", FREE),
    "unavailable": Row((503,), b'{"detail":"Service temporarily unavailable"', FREE),
    "cold-start": Row((503,), b'{"detail":{"message":"Service temporarily unavailable"', FREE),
    "edge-520": Row((520,), b"error code: 520", FREE),
    "edge-522": Row((522,), b"error code: 522", FREE),
    "edge-524": Row((524,), b"error code: 524", FREE),
    "error-no-detail": Row((400,), b'{"message":"something is wrong"', FREE),
    "error-empty-body": Row((500,), b"Content-Length: 0", FREE),
    "error-bad-json": Row((500,), b'\r\n\r\n{"detail": "unfinis', FREE),
    "error-dollar": Row((400,), b"${errorMessage}", FREE),
    "error-secret-echo": Row((401,), b"Invalid API key: jina_", FREE),
    "ok-empty-body": Row((200,), b"Content-Length: 0", TOKENS),
    "ok-no-content": Row((204,), b"204 No Content", TOKENS),
    "ok-html": Row((200,), b"Content-Type: text/html", TOKENS),
    "ok-xml": Row((200,), b"Content-Type: application/xml", TOKENS),
    "ok-text": Row((200,), b"Content-Type: text/plain", TOKENS),
    "ok-no-content-type": Row((200,), untyped, TOKENS),
    "ok-error-body": Row((200,), b'\r\n\r\n{"detail":"', TOKENS),
    "ok-null-body": Row((200,), b"\r\n\r\nnull", TOKENS),
    "ok-data-null": Row((200,), b'"data":null', TOKENS),
    "ok-data-missing": Row((200,), b'"usage":{"total_tokens":7}}', TOKENS),
    "ok-data-empty-list": Row((200,), b'"data":[]', TOKENS),
    "ok-one-missing": Row((200,), indexes(0), TOKENS),
    "ok-one-extra": Row((200,), indexes(0, 1, 2), TOKENS),
    "ok-shuffled": Row((200,), indexes(1, 0), TOKENS),
    "ok-index-duplicate": Row((200,), indexes(0, 0), TOKENS),
    "ok-index-all-zero": Row((200,), indexes(0, 0), TOKENS),
    "ok-index-absent": Row((200,), indexes(None, None), TOKENS),
    "ok-index-wrong": Row((200,), indexes(1, 0), TOKENS),
    "ok-wrong-length": Row((200,), lengths(3, 3), TOKENS),
    "ok-longer": Row((200,), lengths(5, 5), TOKENS),
    "ok-one-wrong-length": Row((200,), lengths(4, 3), TOKENS),
    "ok-dims-ignored": Row((200,), lengths(1024, 1024), TOKENS),
    "ok-zero-vector": Row((200,), b'"embedding":[0.0,0.0,0.0,0.0]', TOKENS),
    "ok-null-floats": Row((200,), b'"embedding":[null,', TOKENS),
    "ok-string-floats": Row((200,), b'"embedding":["', TOKENS),
    "ok-huge-floats": Row((200,), b'"embedding":[1e+39,', TOKENS),
    "ok-nan-literal": Row((200,), b'"embedding":[NaN,', TOKENS),
    "ok-infinity-literal": Row((200,), b'"embedding":[Infinity,', TOKENS),
    "ok-base64": Row((200,), b'=="}', TOKENS),
    "ok-multivector": Row((200,), b'"object":"embeddings","index":0,"embeddings":[[', TOKENS),
    "ok-null-embedding": Row((200,), b'"embedding":null', TOKENS),
    "ok-null-item": Row((200,), b'"data":[null,', TOKENS),
    "ok-no-usage": Row((200,), b'"object":"list","data"', TOKENS),
    "ok-no-prompt-tokens": Row((200,), b'"usage":{"total_tokens":7},', TOKENS),
    "ok-negative-usage": Row((200,), b'"total_tokens":-1', TOKENS),
    "ok-extra-fields": Row((200,), b'"extra_tokens":0', TOKENS),
    "ok-wrong-model": Row((200,), b'"model":"another-model"', TOKENS),
    "ok-duplicate-keys": Row((200,), b'{"object":"list","model":"jina-embeddings-v3","object":"list"', TOKENS),
    "ok-truncated-json": Row((200,), cut_off, TOKENS),
    "ok-trailing-garbage": Row((200,), b"]} }]garbage", TOKENS),
    "redirect-301": Row((301,), b"Location: /v1/elsewhere", FREE),
    "redirect-302": Row((302,), b"Location: /v1/elsewhere", FREE),
    "redirect-307": Row((307,), b"Location: /v1/elsewhere", FREE),
    "ok-unnormalised": Row((200,), norm_other_than_1, TOKENS),
    "ok-nondeterministic": Row((200,), changed, TOKENS),
    "chunked": Row((200,), right_when_unchunked, TOKENS),
    "close": Row((None,), nothing, TOKENS),
    "close-mid-body": Row((200,), short_of_its_length, TOKENS),
    "garbage": Row((None,), b"%$ no protocol of yours", TOKENS),
    "gzip": Row((200,), right_when_unzipped, TOKENS),
    "no-length": Row((200,), right_without_length, TOKENS),
    "reset": Row((None,), nothing, TOKENS, end="reset"),
    "slow": Row((200,), late, TOKENS, parameters={"after_ms": 60}),
    "slow-drip": Row((200,), late, TOKENS, parameters={"every_ms": 20, "piece_bytes": 32}),
    "slow-headers": Row((200,), late, TOKENS, parameters={"after_ms": 60}),
    "tls-bytes": Row((None,), b"\x15\x03\x03\x00\x02\x02\x28", TOKENS),
    "hang": Row((None,), nothing, TOKENS, waits=True),
    "hold": Row((200,), right, TOKENS, waits=True),
    "slow-4s": Row((200,), right, TOKENS, waits=True),
    "slow-6s-once": Row((200, 200), right, 2 * TOKENS, waits=True),
    "balance-midway": Row((200, 200, 403), b'"code":"AUTHZ_INSUFFICIENT_BALANCE"', 2 * TOKENS, parameters={"first": 2}),
    "req-timeout-recovers": Row((408, 408, 200), right, TOKENS),
    "gw-timeout-recovers": Row((504, 504, 504, 200), right, TOKENS),
    "timeout-then-429": Row((504, 429), b'"code":"RATE_REQUEST_LIMIT_EXCEEDED"', FREE),
    "ok-compensating": Row((200, 200), indexes(0), 2 * TOKENS),
}
