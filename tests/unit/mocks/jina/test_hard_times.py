"""Bodies and headers that no sane caller sends: a documented refusal, and nobody else waits for it."""

import gzip
import json
import os
import random
import socket
import string
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from vectorproof.mocks.core.reception import LINE_MAX_BYTES
from vectorproof.mocks.jina.vectors import portions

V2 = "jina-embeddings-v2-base-en"
MEGABYTE = 1_000_000
# While one caller asks for too much, no call of another may take longer: far less than the work, the more so on a
# machine that is busy with other things.
PATIENCE_S = 1.5


def patience_s() -> float:
    """Give so much more time as there is less of each core for us."""
    return PATIENCE_S * max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))


def words(count: int) -> str:
    """Make words that nobody has embedded before."""
    chance = random.Random(count)
    return " ".join("".join(chance.choices(string.ascii_lowercase, k=7)) for _ in range(count))


def of(**members: object) -> bytes:
    return json.dumps({"model": V2, "input": "a", **members}).encode()


# What is sent, and the status and a piece of what is answered.
HARD: dict[str, tuple[Callable[[], bytes], int, bytes]] = {
    "a text of 20 MB": (lambda: of(input="x" * 20 * MEGABYTE), 400, b"INPUT_TOKEN_LIMIT_EXCEEDED"),
    "100,000 inputs": (lambda: of(input=["a"] * 100_000), 422, b"can contain at most 2048 items"),
    "20 MB of brackets": (lambda: b"[" * 20 * MEGABYTE, 422, b"JSON decode error"),
    "20 MB of nothing": (lambda: b" " * 20 * MEGABYTE, 422, b"JSON decode error"),
    "300,000 members": (lambda: of(**{f"k{at}": at for at in range(300_000)}), 200, b'"data":['),
    "a model's name of 20 MB": (lambda: of(model="m" * 20 * MEGABYTE), 400, b"INPUT_MODEL_NOT_FOUND"),
    "dimensions without end": (lambda: of(model="jina-embeddings-v3", dimensions=10**18), 422, b"less_than_equal"),
    "20 MB of numbers": (lambda: b"[" + b"1," * 10 * MEGABYTE + b"1]", 422, b"dict_type"),
    "ten million inputs": (lambda: b'{"model":"m","input":[' + b"1," * 10 * MEGABYTE + b"1]}", 422, b"string_type"),
    "four million texts": (lambda: of(input=["a"] * 4 * MEGABYTE), 422, b"can contain at most 2048 items"),
    "a task of 20 MB": (lambda: of(model="jina-embeddings-v3", task=[1] * 7 * MEGABYTE), 422, b"and 6999995 more"),
    "half a surrogate": (lambda: b'{"model":"m","input":"\\ud800"}', 422, b"JSON decode error"),
    "a text of NUL": (lambda: of(input="\0" * 100), 200, b'"data":['),
    "bytes that are no text": (lambda: bytes(range(256)), 422, b"JSON decode error"),
    "sixty-four long texts": (lambda: of(input=[words(3_000 + at) for at in range(64)]), 200, b'"data":['),
}


@pytest.mark.parametrize("what", HARD)
def test_a_hard_body_is_answered_as_documented_and_stalls_nobody(lab: Any, key: str, what: str) -> None:
    make, status, piece = HARD[what]
    body, ended, waits = make(), threading.Event(), [0.0]

    def others() -> None:
        while not ended.is_set():
            began = time.monotonic()
            assert lab.embed(key).status == 200
            waits.append(time.monotonic() - began)

    beside = threading.Thread(target=others)
    beside.start()
    try:
        seen = lab.send(body, f"Bearer {key}")
    finally:
        ended.set()
        beside.join(20)

    assert (seen.status, piece in seen.raw, "X-Sim-Bug" in seen.head) == (status, True, False)
    assert max(waits) < patience_s()


def test_a_body_that_is_not_what_its_encoding_says_is_no_json(lab: Any, key: str) -> None:
    seen = lab.send(of(), f"Bearer {key}", more="Content-Encoding: gzip\r\n")

    assert (seen.status, seen.json["errors"][0]["type"], lab.charged(key)) == (422, "json_invalid", 0)
    assert lab.send(gzip.compress(of()), f"Bearer {key}", more="Content-Encoding: gzip\r\n").status == 200


def test_the_control_api_refuses_a_body_that_is_not_what_its_encoding_says(lab: Any) -> None:
    status, answer = lab.control_status("POST", "/accounts", {"name": "a"}, {"Content-Encoding": "gzip"})

    assert (status, "Content-Encoding" in answer["error"]) == (400, True)


def test_a_caller_that_leaves_before_its_body_is_sent_is_recorded_without_a_status(
    lab: Any, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    head = f"POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection((lab.host, lab.port), 20) as client:
        client.sendall(head.encode() + b'{"model"')
    (call,) = lab.calls(key, at_least=1)

    assert (call["status"], call["tokens"], call["in_flight"]) == (None, 0, 1)
    assert "bug" not in caplog.text
    assert lab.control("GET", "/keys")["keys"][-1]["in_flight"] == 0


@pytest.mark.parametrize("size", [9_000, 64 * 1024, 200 * 1024])
def test_long_headers_are_read_like_any(lab: Any, key: str, size: int) -> None:
    body = of()
    assert lab.send(body, f"Bearer {key}", more=f"X-Long: {'a' * size}\r\n").status == 200
    refused = lab.send(body, f"Bearer {'k' * size}")
    assert (refused.status, refused.json["code"]) == (401, "AUTH_INVALID_FORMAT")
    assert lab.send(body, f"Bearer {key}", path=f"/v1/{'a' * size}").json["detail"] == "Invalid endpoint"


def test_headers_beyond_every_bound_are_refused_and_not_quoted_in_a_log(
    lab: Any, caplog: pytest.LogCaptureFixture
) -> None:
    refused = lab.send(of(), f"Bearer jina_secret{'k' * LINE_MAX_BYTES}")
    assert refused.raw.partition(b" ")[2].startswith(b"400 ")
    assert "jina_secret" not in caplog.text


def test_garbage_instead_of_a_request_is_not_quoted_in_a_log(lab: Any, caplog: pytest.LogCaptureFixture) -> None:
    with lab.connect(b"", None) as client:
        client.sendall(b"jina_secret \x00\x01 no request\r\n\r\n")
        client.recv(65536)
    assert "jina_secret" not in caplog.text


@pytest.mark.parametrize(
    ("lengths", "sizes"),
    [
        ([], []),
        ([9_000], [1]),
        ([1] * 130, [64, 64, 2]),
        ([3_000, 900, 200, 1], [2, 2]),
        ([9_000, 1, 9_000], [1, 1, 1]),
    ],
)
def test_portions_are_small_and_lose_nothing(lengths: list[int], sizes: list[int]) -> None:
    texts = ["x" * length for length in lengths]
    parts = list(portions(texts))
    assert [len(part) for part in parts] == sizes
    assert [text for part in parts for text in part] == texts
