"""The one look-up of stored secrets: the simulator's Data API and the credential service both ask here (C.2)."""

from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.controlplane.vault import Vault
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest
from vectorproof.mocks.core.tenants import Tenants
from vectorproof.specs.errors import catalogue


class StoredCredentials:
    """Answers from the vault, evaluated at the moment of the question."""

    def __init__(self, vault: Vault, tenants: Tenants, parts: ControlPlaneParts) -> None:
        self._vault = vault
        self._tenants = tenants
        self._parts = parts

    def resolve(self, request: CredentialRequest) -> str:
        """Give the secret behind a reference, or the one answer for every way of not being found."""
        database = self._tenants.database(request.database_id)
        name = self._parts.key_name_of(request.reference)
        if database is None or name is None:
            raise not_found()
        keys = self._vault.keys(database.organization_id, request.provider)
        key = self._parts.scope_lookup(keys, name, request)
        if key is None:
            raise not_found()
        return key.secret


def not_found() -> CredentialNotFoundError:
    """Make the credential service's refusal in the catalogue's words."""
    spec = catalogue().find("GVC-005", "SYNC")
    return CredentialNotFoundError(spec.code, spec.render({}))
