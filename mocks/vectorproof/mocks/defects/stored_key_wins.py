"""Wrong part: which of two keys is used."""

from vectorproof.mocks.dataapi import rules
from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("stored-key-wins", kills=["VECTORIZE-015"])
def stored_key_wins(parts: Parts) -> Parts:
    """The stored key is used although the request brought one."""
    return parts.with_data_api(choose_key=_stored_first)


def _stored_first(header: str | None, reference: str | None) -> str:
    return rules.choose_key(header, reference) if reference is None else "stored"
