"""What can go wrong at the credential service, as a plan: on its own routes, and for the simulator's own Data API.

Source: jina-api 4.4. Both ways meet the same entries; each question that is met is accounted for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from vectorproof.mocks.controlplane.surface import invalid
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest, CredentialServiceError
from vectorproof.mocks.faults.plan import Entry, Plan

TIMES_MAX: Final = 1_000_000
_STATUS_DEFAULT: Final = 500
_SILENT_S_MAX: Final = 60.0


@dataclass(frozen=True, slots=True)
class CredentialFault:
    """One thing that the service does instead of answering; what each ``name`` does is said in ``NAMES``."""

    name: str
    status: int = _STATUS_DEFAULT
    seconds: float = 10.0

    def befall(self) -> str:
        """Do it to somebody who asks inside the simulator; gives the secret where the fault is one of the secret.

        Raises:
            CredentialNotFoundError: for an answer that knows no such credential.
            CredentialServiceError: for every other one.

        """
        if self.name == "blank-secret":
            return ""
        if self.name == "not-found":
            raise CredentialNotFoundError
        kind = _KINDS.get(self.name, self.name)
        raise CredentialServiceError(kind, self.status if self.name == "status" else None)


NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "status": "answers with an HTTP status, 500 or the one that is given",
        "silent": "answers nothing for so many seconds",
        "closed": "closes the connection without an answer",
        "html": "answers with a page instead of JSON",
        "empty": "answers without the credential",
        "other-name": "answers with a credential of another name",
        "invalid": "says that the credential is not valid, and does not give it",
        "blank-secret": "gives an empty secret",
        "not-found": "knows no such credential, as for one that is not there",
    }
)
"""Every fault of the credential service, and what it does."""

_KINDS: Final[Mapping[str, str]] = MappingProxyType({"other-name": "empty", "invalid": "empty"})
CredentialPlan: TypeAlias = Plan[CredentialRequest, CredentialFault]
CredentialEntry: TypeAlias = Entry[CredentialRequest, CredentialFault]
_MATCHERS: Final = ("database", "provider", "key", "purpose")


def read_entries(
    wishes: object, owner: str, is_own: Callable[[str], bool], new_id: Callable[[], str]
) -> list[CredentialEntry]:
    """Read a list of entries; ``is_own`` tells whether a database belongs to the owner of the plan.

    Raises:
        ControlError: says which member is wrong, and what would be right.

    """
    if not isinstance(wishes, list) or not wishes:
        raise invalid("faults is a list of one entry or more")
    items = cast("list[object]", wishes)
    return [_entry(wish, f"faults[{at}]", owner, is_own, new_id()) for at, wish in enumerate(items)]


def _entry(wish: object, place: str, owner: str, is_own: Callable[[str], bool], entry_id: str) -> CredentialEntry:
    entry = _table(wish, place, ("match", "fault", "times", "nth"))
    fault = _table(entry.get("fault"), f"{place}.fault", ("name", "status", "seconds"))
    name = fault.get("name")
    if not isinstance(name, str) or name not in NAMES:
        raise invalid(f"{place}.fault.name is one of {', '.join(NAMES)}")
    status = _whole(fault.get("status", _STATUS_DEFAULT), f"{place}.fault.status", 400, 599)
    doing = CredentialFault(name, status, _seconds(fault.get("seconds", 10), f"{place}.fault.seconds"))
    fits = _fits(_table(entry.get("match", {}), f"{place}.match", _MATCHERS), f"{place}.match", is_own)
    times = _whole(entry.get("times", 1), f"{place}.times", 1, TIMES_MAX)
    nth = _whole(entry.get("nth", 1), f"{place}.nth", 1, TIMES_MAX)
    return Entry(entry_id, owner, doing.name, fits, doing, times, nth)


def _fits(match: dict[str, Any], place: str, is_own: Callable[[str], bool]) -> Callable[[CredentialRequest], bool]:
    for name, value in match.items():
        if not isinstance(value, str) or not value:
            raise invalid(f"{place}.{name} is a text")
    if match.get("purpose", "valid") not in {"valid", "secret"}:
        raise invalid(f"{place}.purpose is valid or secret")
    if "database" in match and not is_own(match["database"]):
        raise invalid(f"{place}.database is the id of a database of the organization")

    def fits(asked: CredentialRequest) -> bool:
        found = {
            "database": asked.database_id,
            "provider": asked.provider,
            "key": asked.reference.rpartition(".")[0],
            "purpose": asked.purpose,
        }
        return is_own(asked.database_id) and all(found[name] == value for name, value in match.items())

    return fits


def _table(value: object, place: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise invalid(f"{place} is an object")
    found = cast("dict[str, Any]", value)
    for name in found:
        if name not in known:
            raise invalid(f"{place}.{name[:40]} is unknown, {', '.join(known)} are known")
    return found


def _whole(value: object, place: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise invalid(f"{place} is a whole number from {least} to {most}")
    return value


def _seconds(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _SILENT_S_MAX:
        raise invalid(f"{place} is a number of seconds up to {_SILENT_S_MAX:.0f}")
    return float(value)
