"""Astra by its own host names: a private authority, one TLS port, and what each client needs to come there.

Nothing outside the process is altered: no hosts file, no trust store of the system, no port below 1024.
"""

from vectorproof.mocks.astra.authority import Authority, TlsMissingError
from vectorproof.mocks.astra.by_host import as_astra
from vectorproof.mocks.astra.clients import Client, ClientNeeds, NotServedError, needs_of, variables_of
from vectorproof.mocks.astra.names import DEVOPS_HOST, data_host
from vectorproof.mocks.astra.tunnel import tunnel

__all__ = [
    "DEVOPS_HOST",
    "Authority",
    "Client",
    "ClientNeeds",
    "NotServedError",
    "TlsMissingError",
    "as_astra",
    "data_host",
    "needs_of",
    "tunnel",
    "variables_of",
]
