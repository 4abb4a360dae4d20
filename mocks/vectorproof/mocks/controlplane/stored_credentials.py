"""The one look-up of stored secrets: the simulator's Data API and the credential service both ask here (C.2)."""

from vectorproof.mocks.controlplane.credential_faults import CredentialFault, CredentialPlan
from vectorproof.mocks.controlplane.parts import ControlPlaneParts
from vectorproof.mocks.controlplane.propagation import Propagation
from vectorproof.mocks.core.calls import CallLog
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest, CredentialServiceError
from vectorproof.mocks.core.tenants import Tenants
from vectorproof.specs.errors import catalogue

_PATH = "/databases/{}/integrations-type/{}/creds/{}{}"


class StoredCredentials:
    """Answers from the vault, evaluated at the moment of the question; each question is one line of the call log."""

    def __init__(
        self,
        propagation: Propagation,
        tenants: Tenants,
        parts: ControlPlaneParts,
        plan: CredentialPlan,
        calls: CallLog,
        *,
        names_differ_by_case: bool = True,
    ) -> None:
        self._cased = names_differ_by_case
        self._propagation = propagation
        self._tenants = tenants
        self._parts = parts
        self._plan = plan
        self._calls = calls

    def resolve(self, request: CredentialRequest) -> str:
        """Give the secret behind a reference, or the one answer for every way of not being found."""
        with self._calls.line("sync", "GET", _PATH.format(*_path_of(request))) as call:
            call.database_id, call.caller = request.database_id, request.caller
            call.organization_id = self.owner(request)
            fault = self.met(request, call.n)
            call.fault, call.status = (fault.name if fault else None), 200
            try:
                return fault.befall() if fault else self.look_up(request)
            except CredentialNotFoundError as error:
                call.codes = (error.code,)
                raise
            except CredentialServiceError as error:
                call.status = error.status or (None if error.kind in {"silent", "closed"} else 200)
                raise

    def met(self, request: CredentialRequest, number: int) -> CredentialFault | None:
        """Find the fault that a question meets, if any; it is accounted for under the number of the call."""
        met = self._plan.meet(request, number)
        return None if met is None else met[1]

    def owner(self, request: CredentialRequest) -> str | None:
        """Find the organization that owns the database of a question."""
        database = self._tenants.database(request.database_id)
        return None if database is None else database.organization_id

    def look_up(self, request: CredentialRequest) -> str:
        """Give the secret behind a reference, whatever the plan says.

        Raises:
            CredentialNotFoundError: no key of that name whose scope holds the database.

        """
        organization_id = self.owner(request)
        name = self._parts.key_name_of(request.reference)
        if organization_id is None or name is None:
            raise not_found()
        keys = self._propagation.keys(organization_id, request.provider)
        if not self._cased:
            name = next((key.name for key in keys if key.name.lower() == name.lower()), name)
        key = self._parts.scope_lookup(keys, name, request)
        if key is None:
            raise not_found()
        return key.secret


def _path_of(request: CredentialRequest) -> tuple[str, str, str, str]:
    ending = "/valid" if request.purpose == "valid" else ""
    return request.database_id, request.provider, request.reference, ending


def not_found() -> CredentialNotFoundError:
    """Make the credential service's refusal in the catalogue's words."""
    spec = catalogue().find("GVC-005", "SYNC")
    return CredentialNotFoundError(spec.code, spec.render({}))
