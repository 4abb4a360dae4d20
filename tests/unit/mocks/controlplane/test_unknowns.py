"""What the page leaves open: each switch of a world changes one outcome, and the default is the likely one."""

from collections.abc import Callable, Iterator

import pytest
from tests.unit.mocks.controlplane.lab import Lab, database_id

from vectorproof.mocks.controlplane import ControlPlaneParts, Unknowns
from vectorproof.mocks.core.credentials import CredentialNotFoundError, CredentialRequest


@pytest.fixture
def told() -> Iterator[Callable[[Unknowns], Lab]]:
    """Serve control planes with what is unknown told, until the test ends."""
    labs: list[Lab] = []

    def begin(unknowns: Unknowns) -> Lab:
        labs.append(Lab(ControlPlaneParts(), unknowns=unknowns))
        return labs[-1]

    yield begin
    for lab in labs:
        lab.close()


def test_names_are_unique_for_a_provider_or_in_the_whole_organization(told: Callable[[Unknowns], Lab]) -> None:
    apart, together = told(Unknowns()), told(Unknowns(names_unique_in_organization=True))
    for lab in (apart, together):
        assert lab.add("k", 1).status == 201

    assert apart.add("k", 1, provider="openai").status == 201
    assert together.add("k", 1, provider="openai").code == "KEY_NAME_TAKEN"
    assert together.add("l", 1, provider="openai").status == 201


def test_case_makes_another_name_or_none(told: Callable[[Unknowns], Lab]) -> None:
    cased, caseless = told(Unknowns()), told(Unknowns(names_differ_by_case=False))
    for lab in (cased, caseless):
        assert lab.add("Key", 1).status == 201
    question = CredentialRequest(database_id(1), "jinaAI", "kEY.providerKey")

    assert caseless.add("kEY", 1).code == "KEY_NAME_TAKEN"
    assert caseless.plane.credentials.resolve(question)
    with pytest.raises(CredentialNotFoundError):
        cased.plane.credentials.resolve(question)
    assert cased.add("kEY", 1).status == 201


def test_key_needs_a_database_or_none(told: Callable[[Unknowns], Lab]) -> None:
    assert told(Unknowns()).add("k").status == 201
    strict = told(Unknowns(empty_scope=False))
    assert strict.add("k").code == "SCOPE_TOO_MANY"
    assert strict.add("k", 1).status == 201


def test_database_can_be_added_twice_or_not(told: Callable[[Unknowns], Lab]) -> None:
    again = {"databases": [database_id(1)]}
    lenient, strict = told(Unknowns()), told(Unknowns(doubled_scope=False))
    for lab in (lenient, strict):
        assert lab.add("k", 1).status == 201

    assert lenient.send("POST", f"{lenient.key('k')}/scope", again).status == 204
    assert strict.send("POST", f"{strict.key('k')}/scope", again).code == "SCOPE_DB_DOUBLED"
    assert strict.scope("k") == lenient.scope("k") == [database_id(1)]


def test_scopes_and_keys_may_have_a_most(told: Callable[[Unknowns], Lab]) -> None:
    lab = told(Unknowns(scope_max=2, keys_max=2))

    assert lab.add("k", 1).status == 201
    assert lab.send("POST", f"{lab.key('k')}/scope", {"databases": [database_id(2)]}).status == 204
    full = lab.send("POST", f"{lab.key('k')}/scope", {"databases": [database_id(3)]})
    assert (full.status, full.code) == (422, "SCOPE_FULL")
    assert lab.add("l", 1, 2, 3).code == "SCOPE_FULL"
    assert lab.add("l").status == 201
    assert (lab.add("m").status, lab.add("m").code) == (409, "KEYS_FULL")
    assert lab.add("m", provider="openai").status == 201
