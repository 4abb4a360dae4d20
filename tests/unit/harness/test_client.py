"""The client over real sockets: keep-alive, time-outs, and every way in which a network fails."""

import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest

from vectorproof.harness.client import Client
from vectorproof.harness.errors import UnreachableError
from vectorproof.harness.exchange import Request

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Serve = Callable[[socket.socket], None]


@contextmanager
def listening(serve: Serve) -> Generator[str]:
    server = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=served, args=(connection,), daemon=True).start()

    def served(connection: socket.socket) -> None:
        with connection:
            try:
                serve(connection)
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()


def request(origin: str) -> Request:
    return Request("POST", origin, "/v1", {"Token": "t"}, b"{}", "findKeyspaces")


def test_connection_is_kept() -> None:
    connections: list[socket.socket] = []

    def serve(connection: socket.socket) -> None:
        connections.append(connection)
        while connection.recv(4096):
            connection.sendall(OK)

    with listening(serve) as origin:
        client = Client()
        for _ in range(3):
            assert client.send(request(origin)).body == {}
        client.close()
    assert len(connections) == 1


def test_kept_connection_that_was_closed_is_opened_anew() -> None:
    closed = threading.Event()

    def serve(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(OK)
        connection.close()
        closed.set()

    with listening(serve) as origin:
        client = Client()
        assert client.send(request(origin)).status == 200
        assert closed.wait(5)
        assert client.send(request(origin)).status == 200


def silent(connection: socket.socket) -> None:
    while connection.recv(4096):
        pass


def dripping(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.01)


def hanging_up(connection: socket.socket) -> None:
    connection.recv(4096)


def cutting(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")


def garbling(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"\x00\xff no HTTP at all\r\n\r\n")


@pytest.mark.parametrize(
    ("serve", "said"),
    [
        (silent, "no answer within 1 s"),
        (dripping, "no answer within"),
        (hanging_up, "closed without an answer"),
        (cutting, "no usable HTTP answer"),
        (garbling, "no usable HTTP answer"),
    ],
)
def test_trouble_has_a_clear_text_within_the_time(serve: Serve, said: str) -> None:
    with listening(serve) as origin:
        client = Client(timeout_s=1.0, total_s=1.5)
        started = time.monotonic()
        with pytest.raises(UnreachableError, match=said):
            client.send(request(origin))
        assert time.monotonic() - started < 5


def test_closed_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(UnreachableError, match="refused"):
        Client().send(request(f"http://127.0.0.1:{port}"))


def test_unknown_host_is_named_so() -> None:
    with pytest.raises(UnreachableError, match="host name is unknown"):
        Client().send(request("http://no-such-host.invalid"))


def test_standing_headers_go_with_every_request() -> None:
    seen: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        seen.append(connection.recv(4096))
        connection.sendall(OK)

    with listening(serve) as origin:
        Client(headers={"X-Gateway": "open"}).send(request(origin))
    assert b"X-Gateway: open" in seen[0]
    assert b"Token: t" in seen[0]


def test_several_threads_share_a_client() -> None:
    def serve(connection: socket.socket) -> None:
        while connection.recv(4096):
            connection.sendall(OK)

    with listening(serve) as origin:
        client = Client()
        statuses: list[int] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(client.send(request(origin)).status)) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert statuses == [200] * 20


def test_polite_client_waits_between_requests_of_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("vectorproof.harness.client.time.sleep", waited.append)

    def serve(connection: socket.socket) -> None:
        while connection.recv(4096):
            connection.sendall(OK)

    with listening(serve) as origin:
        client = Client(gap_s=100.0)
        for _ in range(3):
            client.send(request(origin))
    first, second, third = waited
    assert first == 0.0
    assert 90 < second <= 100
    assert 190 < third <= 200
