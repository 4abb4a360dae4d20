"""Failing examples in a Redis server, which machines share; loaded only where one is named (``vectorproof[redis]``)."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, Final

from hypothesis.database import ExampleDatabase
from hypothesis.extra.redis import RedisExampleDatabase
from redis import Redis, RedisError

from vectorproof.harness.errors import CaseEnded, UsageError
from vectorproof.harness.verdict import Owner, Verdict

_PATIENCE_S: Final = 5.0
_PREFIX: Final = b"vectorproof-example:"


class SharedExamples(RedisExampleDatabase):
    """A server that goes away ends the case that wanted something of it, as an ERROR of the environment."""

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """Give what failed of a case."""
        with _reached():
            return tuple(super().fetch(key))

    def save(self, key: bytes, value: bytes) -> None:
        """Keep an example."""
        with _reached():
            super().save(key, value)

    def delete(self, key: bytes, value: bytes) -> None:
        """Forget an example."""
        with _reached():
            super().delete(key, value)


def shared_at(url: str) -> ExampleDatabase:
    """Open a server by its URL; a connection is made when it is first asked for something.

    Raises:
        UsageError: it is no URL of a Redis server. Its text holds nothing of the URL, which may hold a password.

    """
    return SharedExamples(_server(url), key_prefix=_PREFIX)


def refuse_unreachable(url: str) -> None:
    """Ask a server whether it is there.

    Raises:
        UsageError: it is not, or lets nobody in, or this is no URL of one.

    """
    try:
        _server(url).ping()
    except RedisError as error:
        raise UsageError(f"--examples: the Redis server cannot be used: {error}") from None


def _server(url: str) -> Any:
    opened: Any = Redis  # its types leave the options open
    try:
        return opened.from_url(url, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
    except ValueError:
        raise UsageError("--examples: no address of a Redis server; redis://host:6379/0 is one") from None


@contextmanager
def _reached() -> Generator[None]:
    try:
        yield
    except RedisError as error:
        reason = f"the kept examples cannot be reached: {error}"
        raise CaseEnded(Verdict.ERROR, reason, Owner.ENVIRONMENT) from error
