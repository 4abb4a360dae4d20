"""One row per fault of the catalogue: what a raw client saw of it, and what the account was charged."""

import gzip
import json
import socket
from dataclasses import dataclass
from typing import Any

import pytest

from vectorproof.mocks.jina import faults

TOKENS = 7  # "hi" and "there": 2 + 1 and 2 + 2.
FREE = 0


@dataclass(frozen=True)
class Row:
    """The status line, a piece of the answer, the charge, and how the connection ended."""

    status: int | None
    piece: bytes
    charge: int
    end: str = "closed"


ROWS: dict[str, Row] = {
    "key-missing": Row(401, b'"code":"AUTH_MISSING_API_KEY"', FREE),
    "key-malformed": Row(401, b'"code":"AUTH_INVALID_FORMAT"', FREE),
    "key-unknown": Row(401, b'"code":"AUTH_INVALID_API_KEY"', FREE),
    "key-deleted": Row(401, b'"detail":"Invalid API key"', FREE),
    "key-rotated": Row(401, b'"detail":"Invalid API key"', FREE),
    "key-gen-a": Row(401, b'\r\n\r\n{"detail":"Failed to authenticate', FREE),
    "key-restricted": Row(403, b'"code":"AUTHZ_ACCESS_DENIED"', FREE),
    "balance-empty": Row(403, b'"detail":"Insufficient account balance', FREE),
    "balance-gen-a": Row(402, b'\r\n\r\n{"detail":"', FREE),
    "plan-resource": Row(403, b'"code":"AUTHZ_RESOURCE_LIMIT_EXCEEDED"', FREE),
    "rate-rpm": Row(429, b'"detail":"Request rate limit exceeded: 500/500 requests per minute"', FREE),
    "rate-tpm": Row(429, b"1,000,123/1,000,000 tokens per minute", FREE),
    "rate-concurrency": Row(429, b"2/2 concurrent requests", FREE),
    "rate-ip": Row(429, b'"code":"RATE_IP_LIMIT_EXCEEDED"', FREE),
    "rate-one-batch": Row(429, b'"code":"RATE_REQUEST_LIMIT_EXCEEDED"', FREE),
    "model-gone": Row(400, b"Model 'jina-embeddings-v3' not found. Available models", FREE),
    "model-gone-404": Row(404, b'{"detail":{"message":"', FREE),
    "too-long": Row(400, b'"code":"INPUT_TOKEN_LIMIT_EXCEEDED"', FREE),
    "late-chunk-overflow": Row(400, b'{"detail":{"message":"The input of 20000 tokens', FREE),
    "too-many-items": Row(422, b'"field":"body -> input"', FREE),
    "too-many-items-400": Row(400, b"largest allowed size 2048", FREE),
    "bad-task": Row(422, b'"field":"body -> task"', FREE),
    "bad-dimension": Row(422, b'"field":"body -> dimensions"', FREE),
    "fastapi-422": Row(422, b'{"detail":[{"loc":', FREE),
    "conflict": Row(409, b"is currently being modified", FREE),
    "payload-too-large": Row(413, b"<html>", FREE),
    "req-timeout": Row(408, b'{"detail":', FREE),
    "gw-timeout": Row(504, b'"code":"SERVICE_TIMEOUT"', FREE),
    "internal": Row(500, b'{"detail":{"message":"An unexpected error occurred"', FREE),
    "bad-gateway": Row(502, b"<html>", FREE),
    "unavailable": Row(503, b'{"detail":"Service temporarily unavailable"', FREE),
    "cold-start": Row(503, b'{"detail":{"message":"Service temporarily unavailable"', FREE),
    "edge-520": Row(520, b"error code: 520", FREE),
    "edge-522": Row(522, b"error code: 522", FREE),
    "edge-524": Row(524, b"error code: 524", FREE),
    "error-no-detail": Row(400, b'{"message":"something is wrong"', FREE),
    "error-empty-body": Row(500, b"Content-Length: 0", FREE),
    "error-bad-json": Row(500, b'\r\n\r\n{"detail": "unfinis', FREE),
    "error-dollar": Row(400, b"${errorMessage}", FREE),
    "error-secret-echo": Row(401, b"Invalid API key: jina_", FREE),
    "ok-empty-body": Row(200, b"Content-Length: 0", TOKENS),
    "ok-no-content": Row(204, b"204 No Content", TOKENS),
    "ok-html": Row(200, b"Content-Type: text/html", TOKENS),
    "ok-xml": Row(200, b"Content-Type: application/xml", TOKENS),
    "ok-text": Row(200, b"Content-Type: text/plain", TOKENS),
    "ok-no-content-type": Row(200, b'\r\n\r\n{"model"', TOKENS),
    "ok-error-body": Row(200, b'\r\n\r\n{"detail":"', TOKENS),
    "ok-null-body": Row(200, b"\r\n\r\nnull", TOKENS),
    "ok-data-null": Row(200, b'"data":null', TOKENS),
    "ok-data-missing": Row(200, b'"usage":{"total_tokens":7}}', TOKENS),
    "ok-data-empty-list": Row(200, b'"data":[]', TOKENS),
    "ok-one-missing": Row(200, b'"index":0', TOKENS),
    "ok-one-extra": Row(200, b'"index":2', TOKENS),
    "ok-shuffled": Row(200, b'"data":[{"object":"embedding","index":1', TOKENS),
    "ok-index-duplicate": Row(200, b'},{"object":"embedding","index":0', TOKENS),
    "ok-index-all-zero": Row(200, b'},{"object":"embedding","index":0', TOKENS),
    "ok-index-absent": Row(200, b'{"object":"embedding","embedding":[', TOKENS),
    "ok-index-wrong": Row(200, b'},{"object":"embedding","index":0', TOKENS),
    "ok-wrong-length": Row(200, b'"embedding":[', TOKENS),
    "ok-longer": Row(200, b",0.5]", TOKENS),
    "ok-one-wrong-length": Row(200, b'"embedding":[', TOKENS),
    "ok-dims-ignored": Row(200, b'"embedding":[', TOKENS),
    "ok-zero-vector": Row(200, b'"embedding":[0.0,0.0,0.0,0.0]', TOKENS),
    "ok-null-floats": Row(200, b'"embedding":[null,', TOKENS),
    "ok-string-floats": Row(200, b'"embedding":["', TOKENS),
    "ok-huge-floats": Row(200, b'"embedding":[1e+39,', TOKENS),
    "ok-nan-literal": Row(200, b'"embedding":[NaN,', TOKENS),
    "ok-infinity-literal": Row(200, b'"embedding":[Infinity,', TOKENS),
    "ok-base64": Row(200, b'=="}', TOKENS),
    "ok-multivector": Row(200, b'"object":"embeddings","index":0,"embeddings":[[', TOKENS),
    "ok-null-embedding": Row(200, b'"embedding":null', TOKENS),
    "ok-null-item": Row(200, b'"data":[null,', TOKENS),
    "ok-no-usage": Row(200, b'"object":"list","data"', TOKENS),
    "ok-no-prompt-tokens": Row(200, b'"usage":{"total_tokens":7},', TOKENS),
    "ok-negative-usage": Row(200, b'"total_tokens":-1', TOKENS),
    "ok-extra-fields": Row(200, b'"extra_tokens":0', TOKENS),
    "ok-wrong-model": Row(200, b'"model":"another-model"', TOKENS),
    "ok-duplicate-keys": Row(200, b'{"object":"list","model":"jina-embeddings-v3","object":"list"', TOKENS),
    "ok-truncated-json": Row(200, b'\r\n\r\n{"model"', TOKENS),
    "ok-trailing-garbage": Row(200, b"]} }]garbage", TOKENS),
    "redirect-301": Row(301, b"Location: /v1/elsewhere", FREE),
    "redirect-302": Row(302, b"Location: /v1/elsewhere", FREE),
    "redirect-307": Row(307, b"Location: /v1/elsewhere", FREE),
    "ok-unnormalised": Row(200, b'"embedding":[', TOKENS),
    "ok-nondeterministic": Row(200, b'"embedding":[', TOKENS),
    "chunked": Row(200, b"Transfer-Encoding: chunked", TOKENS),
    "close": Row(None, b"", TOKENS),
    "close-mid-body": Row(200, b'\r\n\r\n{"model"', TOKENS),
    "garbage": Row(None, b"%$ no protocol of yours", TOKENS),
    "gzip": Row(200, b"Content-Encoding: gzip", TOKENS),
    "no-length": Row(200, b'\r\n\r\n{"model"', TOKENS),
    "reset": Row(None, b"", TOKENS, end="reset"),
    "slow": Row(200, b'\r\n\r\n{"model"', TOKENS),
    "slow-drip": Row(200, b'\r\n\r\n{"model"', TOKENS),
    "slow-headers": Row(200, b"HTTP/1.1 200 OK\r\nContent-Type", TOKENS),
    "tls-bytes": Row(None, b"\x15\x03\x03\x00\x02\x02\x28", TOKENS),
}
# Quick enough for a test; what is slow by default stays so in the catalogue.
QUICK: dict[str, dict[str, object]] = {
    "slow": {"after_ms": 20},
    "slow-headers": {"after_ms": 20},
    "slow-drip": {"every_ms": 1, "piece_bytes": 32},
}
# These wait until they are taken back: what the client sees then.
WAITING: dict[str, int | None] = {"hang": None, "hold": 200, "slow-4s": 200, "slow-6s-once": 200}
# These are several calls in a row: the status of each.
SEQUENCES: dict[str, tuple[int, ...]] = {
    "balance-midway": (200, 403),
    "req-timeout-recovers": (408, 408, 200),
    "gw-timeout-recovers": (504, 504, 504, 200),
    "timeout-then-429": (504, 429),
    "ok-compensating": (200, 200),
}
V3: dict[str, Any] = {"model": "jina-embeddings-v3", "dimensions": 4}


def test_every_fault_has_its_row() -> None:
    assert ROWS.keys() | WAITING.keys() | SEQUENCES.keys() == faults().keys()


@pytest.mark.parametrize("name", ROWS)
def test_fault_is_seen_charged_and_accounted(lab: Any, key: str, name: str) -> None:
    row = ROWS[name]
    lab.fault(key, name, **QUICK.get(name, {}))
    seen = lab.embed(key, **V3)
    assert (seen.status, seen.end) == (row.status, row.end)
    assert row.piece in seen.raw
    assert lab.charged(key) == row.charge
    (entry,) = lab.control("GET", f"/faults?key={key}")["faults"]
    (call,) = lab.calls(key)
    assert (entry["name"], entry["met"], entry["unmet"], entry["calls"]) == (name, 1, 0, [call["n"]])
    assert (call["fault"], call["status"], call["tokens"]) == (name, row.status, row.charge)


@pytest.mark.parametrize("name", ROWS)
def test_fault_is_met_once_and_then_the_answer_is_right(lab: Any, key: str, name: str) -> None:
    lab.fault(key, name, **QUICK.get(name, {}))
    lab.embed(key, **V3)
    after = lab.embed(key, **V3)
    assert after.status == 200
    assert [len(item["embedding"]) for item in after.json["data"]] == [4, 4]


@pytest.mark.parametrize("name", SEQUENCES)
def test_sequence_gives_each_call_its_step(lab: Any, key: str, name: str) -> None:
    lab.fault(key, name)
    seen = [lab.embed(key, **V3) for _ in SEQUENCES[name]]
    assert tuple(one.status for one in seen) == SEQUENCES[name]
    assert lab.charged(key) == TOKENS * SEQUENCES[name].count(200)
    (entry,) = lab.control("GET", "/faults")["faults"]
    assert (entry["times"], entry["unmet"]) == (len(seen), 0)


@pytest.mark.parametrize("name", WAITING)
def test_waiting_fault_is_silent_until_taken_back(lab: Any, key: str, name: str) -> None:
    fault = lab.fault(key, name)
    body = json.dumps({"input": ["hi", "there"], **V3}).encode()
    with lab.connect(body, f"Bearer {key}") as client:
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1)
        client.settimeout(20)
        lab.control("DELETE", f"/faults/{fault}")
        seen = drain(client)
    assert (int(seen[9:12]) if seen else None) == WAITING[name]
    assert lab.charged(key) == TOKENS


def test_a_waiting_call_ends_with_its_client(lab: Any, key: str) -> None:
    lab.fault(key, "hang")
    lab.connect(json.dumps({"input": "hi", **V3}).encode(), f"Bearer {key}").close()
    (call,) = lab.calls(key, at_least=1, within_s=10)
    assert call["ended_s"] is not None
    assert call["status"] is None


def test_ok_compensating_keeps_the_total(lab: Any, key: str) -> None:
    lab.fault(key, "ok-compensating")
    assert [len(lab.embed(key, **V3).json["data"]) for _ in range(2)] == [3, 1]


@pytest.mark.parametrize(
    ("name", "lengths"),
    [
        ("ok-wrong-length", [3, 3]),
        ("ok-longer", [5, 5]),
        ("ok-one-wrong-length", [4, 3]),
        ("ok-dims-ignored", [1024] * 2),
    ],
)
def test_lengths_are_wrong_as_named(lab: Any, key: str, name: str, lengths: list[int]) -> None:
    lab.fault(key, name)
    assert [len(item["embedding"]) for item in lab.embed(key, **V3).json["data"]] == lengths


def test_vectors_differ_at_every_call(lab: Any, key: str) -> None:
    lab.fault(key, "ok-nondeterministic", times=2)
    first, second = (lab.embed(key, **V3).json["data"][0]["embedding"] for _ in range(2))
    assert first != second
    assert sum(number**2 for number in first) == pytest.approx(1)


def test_body_without_type_has_no_such_header(lab: Any, key: str) -> None:
    lab.fault(key, "ok-no-content-type")
    assert "content-type" not in lab.embed(key, **V3).head.lower()


def test_framings_carry_the_right_body(lab: Any, key: str) -> None:
    right = lab.embed(key, **V3).body
    for name in ("gzip", "no-length", "slow-drip", "slow-headers"):
        lab.fault(key, name, **QUICK.get(name, {}))
        body = lab.embed(key, **V3).body
        assert (gzip.decompress(body) if name == "gzip" else body) == right


def test_close_mid_body_sends_less_than_it_says(lab: Any, key: str) -> None:
    lab.fault(key, "close-mid-body", sent_percent=100)
    seen = lab.embed(key, **V3)
    assert f"Content-Length: {len(seen.body) + 1}" in seen.head


def test_parameters_change_an_answer(lab: Any, key: str) -> None:
    lab.fault(key, "rate-rpm", retry_after_s=17, detail="unique 4711")
    seen = lab.embed(key)
    assert "Retry-After: 17" in seen.head
    assert seen.json["detail"] == "unique 4711"


def drain(client: socket.socket) -> bytes:
    raw = b""
    while piece := client.recv(65536):
        raw += piece
    return raw
