"""What the client writes, and how it reads answers of every framing, whole or in pieces, within their time."""

import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from http.client import HTTPException, RemoteDisconnected
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.exchange import Request
from vectorproof.harness.wire import Answer, Connection, written

HOST = b"127.0.0.1:1"
BODY = b'{"status":{"ok":1}}'
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDED = CHUNKED + b"5;a=b\r\n" + BODY[:5] + b"\r\nE\r\n" + BODY[5:] + b"\r\n0\r\nX-Trailer: t\r\n\r\n"


@contextmanager
def asked(*pieces: bytes, method: str = "POST", total_s: float = 5.0, pause_s: float = 0.0) -> Generator[Connection]:
    """Ask a server that answers the first request with these pieces, then hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        accepted, _ = server.accept()
        with accepted:
            accepted.recv(65536)
            for piece in pieces:
                try:
                    accepted.sendall(piece)
                except OSError:
                    return
                time.sleep(pause_s)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    origin = f"http://127.0.0.1:{server.getsockname()[1]}"
    connection = Connection(origin, timeout_s=5.0, total_s=total_s, context=ssl.create_default_context)
    try:
        connection.ask(Request(method, origin, "/v1", {}, None, "asks"), {})
        yield connection
    finally:
        connection.close()
        thread.join(10)
        server.close()


def answered(*pieces: bytes, method: str = "POST") -> tuple[Answer, bool]:
    with asked(*pieces, method=method) as connection:
        return connection.answer(method), connection.usable


def with_length(body: bytes, *more: bytes) -> bytes:
    return b"\r\n".join((b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *more, b"", body))


@pytest.mark.parametrize(
    ("sent", "usable"),
    [
        (with_length(BODY), True),
        (with_length(BODY, b"Connection: close"), False),
        (with_length(BODY).replace(b"1.1", b"1.0"), False),
        (with_length(BODY).replace(b"\r\n", b"\n"), True),
        (with_length(BODY) + b"HTTP/1.1 200 OK\r\n\r\n", False),
        (ENDED, True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + BODY, False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n" + BODY, False),
        (b"HTTP/1.1 200 OK\r\n\r\n" + BODY, False),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + with_length(BODY), True),
    ],
)
def test_an_answer_of_any_framing_is_read_whole(sent: bytes, usable: bool) -> None:  # noqa: FBT001  # a row of a table
    answer, usable_after = answered(sent)

    assert answer.status == 200
    assert answer.raw == BODY
    assert usable_after is usable


@given(st.sampled_from([with_length(BODY, b"X-Name: value"), ENDED]).flatmap(
    lambda whole: st.lists(st.integers(1, len(whole) - 1), max_size=6).map(lambda cuts: _cut(whole, cuts))
))  # fmt: skip
def test_where_an_answer_is_cut_into_packets_changes_nothing(pieces: list[bytes]) -> None:
    answer, usable = answered(*pieces)

    assert (answer.status, answer.raw, usable) == (200, BODY, True)


def _cut(whole: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = [0, *sorted(set(cuts)), len(whole)]
    return [whole[a:b] for a, b in pairwise(places)]


@pytest.mark.parametrize(
    ("method", "status"),
    [("HEAD", b"200 OK"), ("DELETE", b"204 No Content"), ("GET", b"304 Not Modified")],
)
def test_an_answer_that_has_no_body_is_not_waited_for(method: str, status: bytes) -> None:
    answer, usable = answered(b"HTTP/1.1 " + status + b"\r\nContent-Length: 10\r\n\r\n", method=method)

    assert answer.raw == b""
    assert usable


def test_header_names_are_told_in_small_letters_and_the_last_of_a_name_counts() -> None:
    answer, _ = answered(with_length(b"", b"X-Name:  first ", b"x-name: last\xe9", b"no header"))

    assert answer.headers == {"content-length": "0", "x-name": "last\xe9"}


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\xff{]garbage\r\n\r\n",
        b"HTTP/1.1 99 Low\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        CHUNKED + b"xyz\r\n",
        CHUNKED + b"5\r\n{}",
        b"HTTP/1.1 200 OK\r\nX-Cut",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 300_000,
        CHUNKED + b"x" * 300_000,
    ],
)
def test_what_is_no_whole_answer_is_refused(sent: bytes) -> None:
    with asked(sent) as connection, pytest.raises(HTTPException):
        connection.answer("POST")

    assert not connection.usable


def test_a_connection_that_is_closed_at_once_says_so() -> None:
    with pytest.raises(RemoteDisconnected), asked():
        raise AssertionError("no answer had begun")


def _letter_by_letter(whole: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in whole]


@pytest.mark.parametrize(
    "pieces",
    [_letter_by_letter(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: x\r\n" * 50), [CHUNKED, *_letter_by_letter(b"5;" * 400)]],
)
def test_an_answer_that_trickles_is_given_up_in_time(pieces: list[bytes]) -> None:
    began = time.monotonic()
    with asked(*pieces, total_s=0.3, pause_s=0.01) as connection:
        with pytest.raises(TimeoutError):
            connection.answer("POST")
        took = time.monotonic() - began

    assert took < 3


@pytest.mark.parametrize(
    ("method", "body", "headers", "expected"),
    [
        ("GET", None, {"Token": "t"}, b"GET|Host: 127.0.0.1:1|Token: t|Accept-Encoding: identity||"),
        ("POST", b"{}", {"Host": "h"}, b"POST|Host: h|Accept-Encoding: identity|Content-Length: 2||{}"),
        ("POST", None, {"accept-encoding": "a", "Host": "h"}, b"POST|accept-encoding: a|Host: h|Content-Length: 0||"),
        ("PUT", b"", {"Host": "", "content-length": "9"}, b"PUT|Host: |content-length: 9|Accept-Encoding: identity||"),
    ],
)  # fmt: skip
def test_a_request_is_written_in_one_piece(
    method: str, body: bytes | None, headers: dict[str, str], expected: bytes
) -> None:
    expected = expected.replace(b"|", b" /v1 HTTP/1.1\r\n", 1).replace(b"|", b"\r\n")

    assert written(Request(method, "", "/v1", {}, body, "asks"), HOST, headers) == expected


@pytest.mark.parametrize("headers", [{"Token": "a\r\nX: b"}, {"a\nb": "c"}])
def test_a_line_break_makes_no_second_header(headers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="line break"):
        written(Request("GET", "", "/", {}, None, "asks"), HOST, headers)


def test_a_line_break_in_a_path_makes_no_second_request() -> None:
    with pytest.raises(ValueError, match="line break"):
        written(Request("GET", "", "/ HTTP/1.1\r\n\r\nGET /", {}, None, "asks"), HOST, {})
