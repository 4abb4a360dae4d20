"""Who reranks: the feature, the providers that are listed, a collection's service, and a command's own."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, found_ids, holds, options_hold, refused_with
from vectorproof.harness.checks.creation import created
from vectorproof.harness.errors import Missing
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in, objects_in
from vectorproof.harness.options import vector_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import metrics
from vectorproof.harness.strategies.words import WORDS
from vectorproof.harness.tables import Drawn, Row, edges, ids, rows_of
from vectorproof.harness.target import Target
from vectorproof.suites.rerank.ground import ON, VECTOR, held, hybrid, listed
from vectorproof.suites.searchable import RERANKING, inserted, rerank, skip_without_reranking

_WORD: Final = st.sampled_from(WORDS)
_SERVICE: Final[Mapping[str, Any]] = {"provider": "nvidia", "modelName": "nvidia/llama-3.2-nv-rerankqa-1b-v2"}
_OFF: Final = {"Feature-Flag-reranking": "false"}
_FEATURE: Final = "RERANKING_FEATURE_NOT_ENABLED"
_STATUSES: Final = ("SUPPORTED", "DEPRECATED", "END_OF_LIFE")


def _services(code: str) -> Row:
    """Describe services that are not the one that there is."""
    return Row(
        {"INVALID_RERANK_OVERRIDE": "RERANK-020"}.get(code, "RERANK-022"),
        {
            "no member": {},
            "no provider": {"modelName": _SERVICE["modelName"]},
            "another provider": {**_SERVICE, "provider": "jinaAI"},
            "no model": {"provider": "nvidia"},
            "another model": {**_SERVICE, "modelName": "nvidia/rerank"},
            "a key": {**_SERVICE, "authentication": {"providerKey": "a"}},
            "a parameter": {**_SERVICE, "parameters": {"truncate": "END"}},
        },
        st.one_of(
            _WORD.map(lambda word: {**_SERVICE, "provider": word}),
            _WORD.map(lambda word: {**_SERVICE, "modelName": word}),
            _WORD.map(lambda word: {**_SERVICE, "parameters": {word: 1}}),
            _WORD.map(lambda word: {**_SERVICE, "authentication": {word: "a"}}),
        ),
        code=code,
    )


@requirement("RERANK-013")
@boundaries({"a sort that is right": {"sort": hybrid("fox")}, "one that is not": {"sort": {"$vectorize": "fox"}}})
@costly(5)
@given(sort=_WORD.map(hybrid))
def test_feature(target: Target, sort: Mapping[str, Any]) -> None:
    """Where reranking is off there is none, neither to use nor to have; that is said before anything else."""
    refused = refused_with(_FEATURE, scope="SCHEMA")
    with target.space() as space:
        _skip_where_always_on(space)
        collection = space.database.collection(options={"lexical": {"enabled": False}}, headers=_OFF)
        space.check("RERANK-013", rerank(collection, sort, {"hybridLimits": 0}), refused)
        name = space.database.new_name()
        answer = space.database.create_collection(name, {"rerank": {"enabled": True}}, headers=_OFF)
        space.check("RERANK-013", answer, refused)
        listing = space.database.command({"findRerankingProviders": {}}, headers=_OFF)
        space.check("RERANK-013", listing, refused)


@requirement("RERANK-019")
@boundaries({"cosine": {"metric": "cosine"}, "euclidean": {"metric": "euclidean"}})
@costly(5)
@given(metric=metrics())
def test_collection_without(target: Target, metric: str) -> None:
    """A collection that nobody reranks for needs a command that says who does."""
    disabled = {"lexical": {"enabled": False}, "rerank": {"enabled": False}}
    with target.space() as space:
        skip_without_reranking(space)
        options = {**vector_options(len(VECTOR), metric), **disabled}
        plain = space.database.collection(options=options, headers=RERANKING)
        inserted(plain, [{"_id": 0, "t": "fox", "$vector": VECTOR}])
        answer = rerank(plain, hybrid(None), ON)
        space.check("RERANK-019", answer, refused_with("UNSUPPORTED_RERANKING_COMMAND", family="REQUEST"))
        space.check("RERANK-019", rerank(plain, hybrid(None), {**ON, "rerank": dict(_SERVICE)}), found_ids(0))


_OVERRIDES: Final = (_services("INVALID_RERANK_OVERRIDE"),)


@requirement(*ids(_OVERRIDES))
@boundaries(edges(_OVERRIDES))
@costly(8)
@given(row=rows_of(_OVERRIDES))
def test_override(target: Target, row: Drawn) -> None:
    """A command's own service is one that there is, with nothing to be set."""
    with target.space() as space:
        collection = held(space, listed((1, "fox")))
        answer = rerank(collection, hybrid("fox"), {**ON, "rerank": row.value})
        space.check(row.requirement, answer, refused_with(row.code, family="REQUEST"))
        space.check(row.requirement, rerank(collection, hybrid("fox"), {**ON, "rerank": dict(_SERVICE)}), found_ids(0))


@requirement("RERANK-021")
@boundaries({"all": {"status": None}, "the supported": {"status": "SUPPORTED"}, "none": {"status": "DEPRECATED"}})
@costly(5)
@given(status=st.sampled_from(_STATUSES))
def test_listing(target: Target, status: str | None) -> None:
    """The provider is listed with the models of the status that is asked for, of each whether it is the usual one."""
    options = {} if status is None else {"options": {"filterModelStatus": status}}
    with target.space() as space:
        whole = skip_without_reranking(space)
        space.check("RERANK-021", whole, holds("nvidia and its usual model", _has_the_usual_model))
        listing = space.database.command({"findRerankingProviders": options}, headers=RERANKING)
        wanted = [name for name, found in _models(whole).items() if status in {None, found}]
        space.check(
            "RERANK-021",
            listing,
            all_of(
                holds(f"the models {wanted}", lambda seen: [*_models(seen)] == wanted),
                holds("nvidia", lambda seen: bool(_provider(seen))),
            ),
        )


_SETTINGS: Final = (_services("INVALID_CREATE_COLLECTION_OPTIONS"),)


@requirement(*ids(_SETTINGS))
@boundaries(edges(_SETTINGS))
@costly(8)
@given(row=rows_of(_SETTINGS).filter(lambda row: bool(row.value)))
def test_settings_refused(target: Target, row: Drawn) -> None:
    """A collection's service is one that there is, with nothing to be set, and only where it is wanted."""
    refused = refused_with(row.code, scope="SCHEMA")
    with target.space() as space:
        skip_without_reranking(space)
        for rerank_ in ({"enabled": True, "service": row.value}, {"enabled": False, "service": dict(_SERVICE)}):
            name = space.database.new_name()
            answer = space.database.create_collection(name, {"rerank": rerank_}, headers=RERANKING)
            space.check(row.requirement, answer, refused)


@requirement("RERANK-023")
@boundaries(
    {
        "said": {"rerank_": {"enabled": True, "service": dict(_SERVICE)}},
        "left to the target": {"rerank_": {"enabled": True}},
        "nothing said": {"rerank_": None},
    }
)
@costly(5)
@given(rerank_=st.just({"enabled": True, "service": None}))
def test_settings(target: Target, rerank_: Mapping[str, Any] | None) -> None:
    """A collection that is reranked for has the one service that there is, whoever named it, and shows it."""
    options = {} if rerank_ is None else {"rerank": rerank_}
    with target.space() as space:
        skip_without_reranking(space)
        name = space.database.new_name()
        space.check("RERANK-023", space.database.create_collection(name, options, headers=RERANKING), created())
        shown = options_hold({"rerank": {"enabled": True, "service": dict(_SERVICE)}})
        space.check("RERANK-023", space.database.collection_options(name), shown)


def _skip_where_always_on(space: Space) -> None:
    listing = space.database.command({"findRerankingProviders": {}}, headers=_OFF)
    if not listing.errors:
        raise Missing("data-api", "the target reranks, whatever its callers say")


def _provider(seen: Exchange) -> Mapping[str, Any]:
    listed_ = object_in(seen.status_member.get("rerankingProviders")) or {}
    return object_in(listed_.get("nvidia")) or {}


def _models(seen: Exchange) -> dict[str, Any]:
    """Give the status of each model of the provider."""
    about = _provider(seen)
    return {
        str(one.get("name")): (object_in(one.get("apiModelSupport")) or {}).get("status")
        for one in objects_in(about.get("models"))
    }


def _has_the_usual_model(seen: Exchange) -> bool:
    about = _provider(seen)
    usual = [one.get("name") for one in objects_in(about.get("models")) if one.get("isDefault") is True]
    return about.get("isDefault") is True and usual == [_SERVICE["modelName"]]
