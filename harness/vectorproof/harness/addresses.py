"""Addresses as people type them, made into what the endpoint holds."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from vectorproof.harness.errors import UsageError

_API_PATHS: Final[Mapping[str, str | None]] = {
    "": None,
    "/v1": "",
    "/api/json": "/api/json",
    "/api/json/v1": "/api/json",
}


def origin_of(url: str, option: str) -> str:
    """Give scheme, host and port of an address.

    Raises:
        UsageError: it is no http(s) address, or carries credentials.

    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{option}: {url!r} is no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{option}: {url!r} is no address; one like https://host:8181 is right")
    if parts.username or parts.password:
        raise UsageError(f"{option}: an address must not carry credentials; they come from the environment")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


def data_api_of(url: str, option: str = "--target") -> tuple[str, str | None]:
    """Split the Data API's address into its origin and what stands before ``/v1``; ``None`` where nothing was typed."""
    origin, path = origin_of(url, option), urlsplit(url).path.rstrip("/")
    if path not in _API_PATHS:
        raise UsageError(f"{option}: the path {path} is not a Data API's; nothing, /v1 or /api/json/v1 is right")
    return origin, _API_PATHS[path]


def base_of(url: str, suffix: str, option: str) -> str:
    """Complete an origin with the surface's path, or take the full form as it is."""
    origin, path = origin_of(url, option), urlsplit(url).path.rstrip("/")
    if path not in {"", suffix}:
        raise UsageError(f"{option}: the path {path} is not right; nothing or {suffix} is")
    return origin + suffix
