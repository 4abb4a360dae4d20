"""A private certificate authority: made anew for each start, kept in memory, good for nothing but Astra's names here.

Its certificate is written for clients, as PEM and as a trust store of Java's; its key is never written.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vectorproof.mocks.astra.names import DATA_HOSTS, DEVOPS_HOST, is_data_host, name_of

TRUST_STORE_PASSWORD: Final = "changeit"  # noqa: S105  # no secret: it holds one certificate, which is public
_PROTOCOLS: Final = ["http/1.1"]
_ALIAS: Final = b"vectorproof"


class TlsMissingError(ImportError):
    """The packages that make certificates are not installed; the text says how to get them."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What makes a client trust the authority: its certificate for most of them, and the same in Java's form."""

    ca_bundle: Path
    trust_store: Path


class Authority:
    """Signs for Astra's names.

    Raises:
        TlsMissingError: the extra that brings the cryptography is not installed.

    """

    def __init__(self) -> None:
        try:
            import trustme  # noqa: PLC0415  # an extra: only TLS needs it
        except ImportError as error:
            raise TlsMissingError("TLS needs an extra: pip install 'vectorproof[tls]' is right") from error
        self._ca = trustme.CA(organization_name="vectorproof", organization_unit_name="private, for this run only")

    def context(self) -> ssl.SSLContext:
        """Make the server's side of TLS: the name that a client greets with chooses the certificate.

        A name that is not Astra's, or none, ends the handshake, as it does where no certificate fits.
        """
        front, data, devops = _context(), self._signed(DATA_HOSTS), self._signed(DEVOPS_HOST)

        def choose(connection: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> int | None:
            asked = name_of(name or "")
            if asked != DEVOPS_HOST and not is_data_host(asked):
                return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            connection.context = devops if asked == DEVOPS_HOST else data
            return None

        front.sni_callback = choose
        return front

    def write(self, folder: Path) -> Trust:
        """Write the authority's certificate into a folder, in the two forms that clients read."""
        trust = Trust(folder / "ca.pem", folder / "ca.p12")
        trust.ca_bundle.write_bytes(self._pem)
        trust.trust_store.write_bytes(_trust_store(self._pem))
        return trust

    @property
    def _pem(self) -> bytes:
        return bytes(self._ca.cert_pem.bytes())

    def _signed(self, name: str) -> ssl.SSLContext:
        context = _context()
        certificate: Any = self._ca.issue_cert(name)  # its types speak of a library that is not here
        certificate.configure_cert(context)
        return context


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(_PROTOCOLS)
    return context


def _trust_store(pem: bytes) -> bytes:
    """Make a PKCS12 file whose one entry Java takes for a trusted authority."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # comes with the extra
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415

    sealed: Any = serialization.BestAvailableEncryption(TRUST_STORE_PASSWORD.encode())
    entry = pkcs12.PKCS12Certificate(load_pem_x509_certificate(pem), _ALIAS)
    return pkcs12.serialize_java_truststore([entry], sealed)
