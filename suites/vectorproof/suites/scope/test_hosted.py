"""The integration that the database service hosts itself: it has neither keys nor scopes."""

from typing import Any

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold, refused_with, status_holds
from vectorproof.harness.checks.hosted import free_of_credentials, hosted_integration_listed
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.errors import Missing
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import key_names, metrics, texts
from vectorproof.harness.strategies.scopes import scopes
from vectorproof.harness.target import Target

_HOSTED = "nvidia"
_SECRET = "jina_" + "q" * 60


def _vector(space: Space, **members: str) -> dict[str, Any]:
    """Give the vector options for the first model of the hosted provider; without one the case is SKIPPED."""
    found: object = space.database.command({"findEmbeddingProviders": {}}).status_member
    for member in ("embeddingProviders", _HOSTED, "models"):
        found = found.get(member) if is_object(found) else None
    if not is_list(found) or not found:
        raise Missing("data-api", f"the Data API offers no models of {_HOSTED}")
    return {"service": {"provider": _HOSTED, "modelName": found[0]["name"]}, **members}


@requirement("SCOPE-015")
@boundaries({metric: {"metric": metric, "text": "a boat"} for metric in ("cosine", "dot_product", "euclidean")})
@given(metric=metrics(), text=texts())
def test_works_or_fails_without_a_key(target: Target, metric: str, text: str) -> None:
    """A collection of it needs no key; loading and searching by text work, or fail for another reason than a key."""
    with target.space(Needs()) as space:
        vector = _vector(space, metric=metric)
        name = space.database.new_name()
        space.check("SCOPE-015", space.database.create_collection(name, {"vector": vector}), status_holds(ok=1))
        space.check("SCOPE-015", space.database.collection_options(name), options_hold({"vector": vector}))
        collection = space.database.existing(name)
        loaded = collection.insert_one({"_id": "1", "$vectorize": text})
        space.check("SCOPE-015", loaded, free_of_credentials())
        space.check("SCOPE-015", collection.search(text), free_of_credentials())


@requirement("SCOPE-015")
@boundaries(
    {
        "beside a key for nothing": {"scope": (), "name": "k1"},
        "beside a key for this database": {"scope": (0,), "name": "k1"},
        "beside a key for the other": {"scope": (1,), "name": "k1"},
    }
)
@given(scope=scopes(2, smallest=0), name=key_names())
def test_outside_every_scope(target: Target, scope: tuple[int, ...], name: str) -> None:
    """It is active without keys and takes none, and serves a database whatever scopes other keys have."""
    with target.space(Needs(databases=2, key_control=True)) as space:
        space.stored_key(name, *[space.databases[position] for position in scope], secret=_SECRET)
        space.check("SCOPE-015", space.organization.integrations(), hosted_integration_listed(_HOSTED))
        refusal = space.organization.add_key(name, _SECRET, space.databases, provider=_HOSTED)
        space.check("SCOPE-015", refusal, refused_with("PROVIDER_HOSTED", status=409))
        space.check("SCOPE-015", space.organization.keys(_HOSTED), keys_are({}, _HOSTED))
        vector = _vector(space)
        for database in space.databases:
            space.check("SCOPE-015", database.create_collection("c1", {"vector": vector}), status_holds(ok=1))
