"""Thousands of clients at a time, each with a connection that stays open."""

import json
import selectors
import socket
from urllib.parse import urlsplit

from tests.unit.mocks.world.test_verb import started

CONNECTIONS = 2_000


def test_two_thousand_open_connections_are_answered_and_stay_open() -> None:
    with started("--json") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        where = urlsplit(str(ready["data_api"]))
        request = (
            f"POST /v1 HTTP/1.1\r\nHost: x\r\nToken: {ready['token']}\r\nContent-Length: 20\r\n\r\n"
            '{"findKeyspaces":{}}'
        ).encode()
        opened = [socket.create_connection((str(where.hostname), where.port), timeout=30) for _ in range(CONNECTIONS)]
        try:
            for connection in opened:
                connection.sendall(request)
            first = [connection.recv(4096) for connection in opened]
            for connection in reversed(opened):
                connection.sendall(request)
            second = [connection.recv(4096) for connection in opened]
            closed = unreadable(opened)
        finally:
            for connection in opened:
                connection.close()
            process.terminate()

    assert sum(b'{"status":{"keyspaces":["default_keyspace"]}}' in answer for answer in (*first, *second)) == 4_000
    assert closed == 0


def unreadable(connections: list[socket.socket]) -> int:
    """Count the connections that have something to say though nobody has asked: their end."""
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        return len(selector.select(0))
