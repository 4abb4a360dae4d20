"""Every fault of the catalogue has its row, and every row is seen, charged and accounted as it says."""

import json
import time
from typing import Any

import pytest
from tests.unit.mocks.jina.conftest import Seen, drained
from tests.unit.mocks.jina.fault_rows import ASKED, ROWS, TEXTS, TOKENS, Row, Scene

from vectorproof.mocks.jina import faults

SILENCE_S = 0.2
# Every behaviour that the catalogue of faults names (jina-api 4.1 to 4.3), and what it is called here.
NAMED: dict[str, tuple[str, ...]] = {
    "key-missing": ("key-missing",),
    "key-malformed": ("key-malformed",),
    "key-unknown / key-deleted / key-rotated": ("key-unknown", "key-deleted", "key-rotated"),
    "key-genA": ("key-gen-a",),
    "balance-empty": ("balance-empty",),
    "balance-genA": ("balance-gen-a",),
    "balance-midway": ("balance-midway",),
    "plan-resource": ("plan-resource",),
    "rate-rpm / rate-tpm / rate-concurrency / rate-ip": ("rate-rpm", "rate-tpm", "rate-concurrency", "rate-ip"),
    "rate-one-batch": ("rate-one-batch",),
    "model-gone": ("model-gone", "model-gone-404"),
    "too-long": ("too-long",),
    "late-chunk-overflow": ("late-chunk-overflow",),
    "too-many-items": ("too-many-items", "too-many-items-400"),
    "bad-task / bad-dimension": ("bad-task", "bad-dimension"),
    "fastapi-422": ("fastapi-422",),
    "conflict": ("conflict",),
    "payload-too-large": ("payload-too-large",),
    "req-timeout": ("req-timeout",),
    "req-timeout-recovers": ("req-timeout-recovers",),
    "gw-timeout": ("gw-timeout",),
    "gw-timeout-recovers": ("gw-timeout-recovers",),
    "timeout-then-429": ("timeout-then-429",),
    "internal": ("internal",),
    "bad-gateway": ("bad-gateway",),
    "unavailable / cold start": ("unavailable", "cold-start"),
    "edge-5xx": ("edge-520", "edge-522", "edge-524"),
    "error-no-detail": ("error-no-detail",),
    "error-empty-body": ("error-empty-body",),
    "error-bad-json": ("error-bad-json",),
    "error-dollar": ("error-dollar",),
    "error-secret-echo": ("error-secret-echo",),
    "ok-empty-body / 204": ("ok-empty-body", "ok-no-content"),
    "ok-html / ok-xml / ok-text": ("ok-html", "ok-xml", "ok-text"),
    "ok-no-content-type": ("ok-no-content-type",),
    "ok-error-body": ("ok-error-body",),
    "ok-data-null / missing": ("ok-data-null", "ok-data-missing"),
    "ok-data-empty-list": ("ok-data-empty-list",),
    "ok-one-missing": ("ok-one-missing",),
    "ok-one-extra": ("ok-one-extra",),
    "ok-compensating": ("ok-compensating",),
    "ok-shuffled": ("ok-shuffled",),
    "ok-index-duplicate / all zero / absent": ("ok-index-duplicate", "ok-index-all-zero", "ok-index-absent"),
    "ok-index-wrong": ("ok-index-wrong",),
    "ok-wrong-length": ("ok-wrong-length", "ok-longer", "ok-one-wrong-length"),
    "ok-dims-ignored": ("ok-dims-ignored",),
    "ok-zero-vector": ("ok-zero-vector",),
    "ok-null-floats / strings / huge": ("ok-null-floats", "ok-string-floats", "ok-huge-floats"),
    "ok-nan-literal": ("ok-nan-literal", "ok-infinity-literal"),
    "ok-base64": ("ok-base64",),
    "ok-multivector": ("ok-multivector",),
    "ok-no-usage": ("ok-no-usage",),
    "ok-no-prompt-tokens": ("ok-no-prompt-tokens",),
    "ok-negative-usage": ("ok-negative-usage",),
    "ok-extra-fields / wrong model echo": ("ok-extra-fields", "ok-wrong-model"),
    "ok-duplicate-keys / truncated JSON": ("ok-duplicate-keys", "ok-truncated-json"),
    "redirect": ("redirect-301", "redirect-302", "redirect-307"),
    "ok-unnormalised": ("ok-unnormalised",),
    "ok-nondeterministic": ("ok-nondeterministic",),
    "hang": ("hang",),
    "slow-4s": ("slow-4s",),
    "slow-6s-once": ("slow-6s-once",),
    "slow-drip": ("slow-drip", "slow-headers"),
    "reset / close without answer": ("reset", "close"),
    "close mid-body": ("close-mid-body",),
    "chunked / gzip / no length": ("chunked", "gzip", "no-length"),
}
# Beyond that catalogue.
MORE = {"key-restricted", "ok-null-body", "ok-null-embedding", "ok-null-item", "ok-trailing-garbage", "garbage",
        "hold", "slow", "tls-bytes"}  # fmt: skip


def test_every_fault_has_its_row() -> None:
    assert ROWS.keys() == faults().keys()


def test_every_behaviour_of_the_catalogue_is_a_fault() -> None:
    named = [name for names in NAMED.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) | MORE == faults().keys()


@pytest.mark.parametrize("name", ROWS)
def test_fault_is_seen_charged_and_accounted(lab: Any, key: str, name: str) -> None:
    row = ROWS[name]
    plain = lab.control("POST", "/keys", {})["key"]
    right = lab.embed(plain, TEXTS, **ASKED)
    fault = lab.fault(key, name, match=dict(row.match), **row.parameters)
    seen, seconds = met(lab, key, fault, row)

    assert tuple(one.status for one in seen) == row.statuses
    assert seen[row.looked_at].end == row.end
    assert row.holds(Scene(seen[row.looked_at], right, seconds[row.looked_at]))
    assert lab.charged(key) == row.charge
    calls = lab.calls(key)
    assert [(call["status"], call["texts"]) for call in calls] == [
        (status, list(texts)) for status, texts in zip(row.statuses, row.calls, strict=True)
    ]
    assert sum(call["tokens"] for call in calls) == row.charge
    if not row.waits:
        (entry,) = lab.control("GET", f"/faults?key={key}")["faults"]
        assert (entry["name"], entry["unmet"]) == (name, 0)
        assert entry["calls"] == [call["n"] for call in calls if call["fault"] == name]


@pytest.mark.parametrize("name", ROWS)
def test_fault_is_met_as_often_as_it_says_and_then_the_answer_is_right(lab: Any, key: str, name: str) -> None:
    row = ROWS[name]
    met(lab, key, lab.fault(key, name, match=dict(row.match), **row.parameters), row)
    after = lab.embed(key, TEXTS, **ASKED)
    assert after.status == 200
    assert [len(item["embedding"]) for item in after.json["data"]] == [4, 4]
    assert lab.charged(key) == row.charge + TOKENS


def met(lab: Any, key: str, fault: str, row: Row) -> tuple[list[Seen], list[float]]:
    """Make the calls of a row one after the other; gives what was seen of each, and how long it took in seconds."""
    seen: list[Seen] = []
    seconds: list[float] = []
    for texts in row.calls:
        began = time.monotonic()
        body = json.dumps({"input": texts, **ASKED}).encode()
        with lab.connect(body, f"Bearer {key}") as client:
            if row.waits and not seen:
                client.settimeout(SILENCE_S)
                with pytest.raises(TimeoutError):
                    client.recv(1)
                client.settimeout(20)
                lab.control("DELETE", f"/faults/{fault}")
            seen.append(drained(client))
        seconds.append(time.monotonic() - began)
    return seen, seconds
