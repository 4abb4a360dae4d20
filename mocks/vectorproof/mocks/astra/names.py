"""Astra's host names, and which of them is which. Source: control-plane B.1, B.6."""

import re
from typing import Final

DEVOPS_HOST: Final = "api.astra.datastax.com"
DATA_HOSTS: Final = "*.apps.astra.datastax.com"

_DATA_HOST: Final = re.compile(r"[0-9a-z-]+\.apps\.astra\.datastax\.com")


def data_host(database_id: str, region: str) -> str:
    """Name the host of a database's Data API."""
    return DATA_HOSTS.replace("*", f"{database_id}-{region}")


def name_of(host: str) -> str:
    """Take the port and a closing dot off a host, in lower case."""
    return host.partition(":")[0].rstrip(".").lower()


def is_data_host(name: str) -> bool:
    """Tell whether a name is that of some database's Data API."""
    return _DATA_HOST.fullmatch(name) is not None


def is_ours(name: str) -> bool:
    """Tell whether a name is one that the simulator answers for."""
    return name == DEVOPS_HOST or is_data_host(name)
