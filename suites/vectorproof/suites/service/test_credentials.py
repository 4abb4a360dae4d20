"""Two questions about a stored key: is there one, and what is its secret? Source: control-plane B.4, C.2."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, equals, holds
from vectorproof.harness.database import Database
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in, objects_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import key_names
from vectorproof.harness.target import Target

_JINA = "jinaAI"
_SECRET = "jina_" + "s" * 60
_NEEDS = Needs(databases=2, key_control=True, credential_service=True)
_ELSEWHERE = ("another name", "another provider", "another database", "without its suffix")
_NOBODY = ("", "Bearer AstraCS:" + "a" * 24 + ":" + "0" * 64)


@requirement("SERVICE-001", "SERVICE-002")
@boundaries(
    {
        "one letter": {"name": "k", "where": "another name"},
        "50 letters": {"name": "k" * 50, "where": "another database"},
    }
)
@costly(5)
@given(name=key_names(), where=st.sampled_from(_ELSEWHERE))
def test_questions(target: Target, name: str, where: str) -> None:
    """What a database may use is told; of anything else it is only told that it is not found."""
    with target.space(_NEEDS) as space:
        space.organization.add_key(name, _SECRET, [space.database])
        reference = f"{name}.providerKey"
        space.check("SERVICE-001", _asked(space, space.database, reference, "/valid"), _answers({reference: True}))
        space.check("SERVICE-001", _asked(space, space.database, reference), _answers({reference: _SECRET}))
        for purpose in ("", "/valid"):
            space.check("SERVICE-002", _asked_elsewhere(space, name, where, purpose), _not_found())


@requirement("SERVICE-003")
@boundaries({"no token": {"bearer": _NOBODY[0]}, "an unknown token": {"bearer": _NOBODY[1]}})
@costly(8)
@given(bearer=st.sampled_from(_NOBODY))
def test_nobody(target: Target, bearer: str) -> None:
    """Who is not known is told nothing."""
    with target.space(_NEEDS) as space:
        space.organization.add_key("k1", _SECRET, [space.database])
        space.check("SERVICE-003", _asked(space, space.database, "k1.providerKey").status, equals(200, "HTTP"))
        answer = _asked(space, space.database, "k1.providerKey", bearer=bearer)
        space.check("SERVICE-003", answer, holds("HTTP 401 or 403", lambda seen: seen.status in (401, 403)))
        space.check("SERVICE-003", answer, holds("no secret", lambda seen: _SECRET.encode() not in seen.raw))


def _asked(
    space: Space,
    database: Database,
    reference: str,
    purpose: str = "",
    *,
    provider: str = _JINA,
    bearer: str | None = None,
) -> Exchange:
    path = f"/default/v1/databases/{database.id}/integrations-type/{provider}/creds/{reference}{purpose}"
    headers = {} if bearer is None else {"Authorization": bearer}
    return space.credential_service.send("GET", path, title="ask for a credential", headers=headers)


def _asked_elsewhere(space: Space, name: str, where: str, purpose: str) -> Exchange:
    reference = {"another name": f"{name}x.providerKey", "without its suffix": name}.get(where, f"{name}.providerKey")
    database = space.databases[1] if where == "another database" else space.database
    provider = "openai" if where == "another provider" else _JINA
    return _asked(space, database, reference, purpose, provider=provider)


def _answers(credentials: dict[str, object]) -> Judge[Exchange]:
    what = f"these credentials: {sorted(credentials)}"
    return holds(what, lambda seen: seen.ok and (object_in(seen.body) or {}).get("credentials") == credentials)


def _not_found() -> Judge[Exchange]:
    def refused(seen: Exchange) -> bool:
        return [error.get("ID") for error in objects_in((object_in(seen.body) or {}).get("errors"))] == ["GVC-005"]

    return all_of(
        holds("HTTP 200 with GVC-005", lambda seen: seen.status == 200 and refused(seen)),  # HTTP's
        holds("no secret", lambda seen: _SECRET.encode() not in seen.raw),
    )
