"""Who may embed for a collection, as the Data API lists it."""

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, holds, refused_with
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.json_values import object_in, objects_in
from vectorproof.harness.judging import Judge
from vectorproof.harness.strategies.services import capitals
from vectorproof.harness.target import Target

_V2: Final = tuple(f"jina-embeddings-v2-base-{kind}" for kind in ("code", "de", "en", "es", "zh"))
_V3: Final = "jina-embeddings-v3"
_STATUSES: Final = ("SUPPORTED", "DEPRECATED", "END_OF_LIFE")


@requirement("DDL-041", "DDL-042")
@boundaries(
    {
        "no options": {"body": {}},
        "options of nothing": {"body": {"options": {}}},
        "a status of null": {"body": {"options": {"filterModelStatus": None}}},
    }
)
@costly(5)
@given(body=st.sampled_from(({}, {"options": {}}, {"options": {"filterModelStatus": ""}})))
def test_unfiltered(target: Target, body: dict[str, Any]) -> None:
    """Without options only what is supported is listed; with options that name no status everything is."""
    with target.space() as space:
        answer = space.database.command({"findEmbeddingProviders": body})
        if "options" not in body:
            space.check("DDL-041", answer, all_of(_lists_jina(), _only_of({"SUPPORTED"})))
        else:
            parts = [space.database.command(_filtered(status)) for status in _STATUSES]
            everything = sorted(name for part in parts for name in _names(part))
            space.check(
                "DDL-042",
                answer,
                holds(
                    "the models of every status", lambda seen: bool(everything) and sorted(_names(seen)) == everything
                ),
            )


@requirement("DDL-043")
@boundaries(
    {
        "supported": {"status": "SUPPORTED", "written": "supported"},
        "end of life": {"status": "END_OF_LIFE", "written": "end_of_LIFE"},
    }
)
@costly(5)
@given(status=st.just("SUPPORTED"), written=capitals("supported"))
def test_filtered(target: Target, status: str, written: str) -> None:
    """A status lists its own models."""
    with target.space() as space:
        answer = space.database.command(_filtered(written))
        known = _names(space.database.command({"findEmbeddingProviders": {"options": {}}}))
        right = all_of(_providers(), _only_of({status}))
        space.check("DDL-043", answer, right)
        if status == "SUPPORTED":
            space.check(
                "DDL-043",
                answer,
                all_of(_lists_jina(), holds("models that are known", lambda seen: set(_names(seen)) <= set(known))),
            )


@requirement("DDL-044")
@boundaries({"another word": {"status": "random"}, "two of them": {"status": "SUPPORTED|DEPRECATED"}})
@costly(5)
@given(status=st.text("abcdefghij", min_size=1, max_size=12))
def test_status_refused(target: Target, status: str) -> None:
    """What is no status is refused, and the option is named."""
    with target.space() as space:
        refusal = refused_with("COMMAND_FIELD_VALUE_INVALID", says="filterModelStatus")
        space.check("DDL-044", space.database.command(_filtered(status)), refusal)


@requirement("DDL-045")
def test_models_of_jina(target: Target) -> None:
    """Jina AI has six models, in the order of their names."""
    names = [*_V2, _V3]
    with target.space() as space:
        answer = space.database.command({"findEmbeddingProviders": {}})
        space.check("DDL-045", answer, holds(f"the models {names}", lambda seen: _model_names(seen) == names))


@requirement("DDL-046")
def test_dimensions_of_jina(target: Target) -> None:
    """The older models have one dimension, the newest a range."""
    with target.space() as space:
        answer = space.database.command({"findEmbeddingProviders": {}})
        space.check("DDL-046", answer, holds("768, and 1 to 1024", _has_dimensions))


@requirement("DDL-047")
def test_parameters_of_jina(target: Target) -> None:
    """The newest model can be told a task, and to chunk late."""
    with target.space() as space:
        answer = space.database.command({"findEmbeddingProviders": {}})
        space.check("DDL-047", answer, holds("task and late_chunking, not required", _has_parameters))


@requirement("DDL-048")
def test_key_of_jina(target: Target) -> None:
    """A key may come in a header, and is forwarded in another one."""
    with target.space() as space:
        answer = space.database.command({"findEmbeddingProviders": {}})
        space.check("DDL-048", answer, holds("a key by header", _takes_a_header))


def _filtered(status: str) -> dict[str, Any]:
    return {"findEmbeddingProviders": {"options": {"filterModelStatus": status}}}


def _listed(seen: Exchange) -> Mapping[str, Any]:
    return object_in(seen.status_member.get("embeddingProviders")) or {}


def _providers() -> Judge[Exchange]:
    return holds("providers", lambda seen: bool(_listed(seen)))


def _lists_jina() -> Judge[Exchange]:
    return holds("Jina AI with models", lambda seen: bool(_models(seen)))


def _only_of(statuses: set[str]) -> Judge[Exchange]:
    said = f"models of {', '.join(statuses)} only"
    return holds(said, lambda seen: {status for _, status in _all(seen)} <= statuses)


def _all(seen: Exchange) -> list[tuple[str, str]]:
    models = [model for told in _listed(seen).values() for model in objects_in((object_in(told) or {}).get("models"))]
    return [(str(m.get("name")), str((object_in(m.get("apiModelSupport")) or {}).get("status"))) for m in models]


def _names(seen: Exchange) -> list[str]:
    return [name for name, _ in _all(seen)]


def _jina(seen: Exchange) -> Mapping[str, Any]:
    return object_in(_listed(seen).get("jinaAI")) or {}


def _models(seen: Exchange) -> list[Mapping[str, Any]]:
    return list(objects_in(_jina(seen).get("models")))


def _model_names(seen: Exchange) -> list[Any]:
    return [model.get("name") for model in _models(seen)]


def _parameters(seen: Exchange) -> dict[str, Mapping[str, Any]]:
    found = [object_in(model) or {} for model in _models(seen) if model.get("name") == _V3]
    return {str(one.get("name")): one for model in found for one in objects_in(model.get("parameters"))}


def _takes_a_header(seen: Exchange) -> bool:
    header = object_in((object_in(_jina(seen).get("supportedAuthentication")) or {}).get("HEADER")) or {}
    token = {"accepted": "x-embedding-api-key", "forwarded": "Authorization"}
    return header.get("enabled") is True and header.get("tokens") == [token]


def _has_parameters(seen: Exchange) -> bool:
    known = _parameters(seen)
    types = [(known.get(name) or {}).get("type") for name in ("task", "late_chunking")]
    return types == ["string", "boolean"] and not any(known[name].get("required") for name in ("task", "late_chunking"))


def _has_dimensions(seen: Exchange) -> bool:
    fixed = {model.get("name"): model.get("vectorDimension") for model in _models(seen)}
    chosen = _parameters(seen).get("vectorDimension") or {}
    ranged = (chosen.get("validation"), chosen.get("defaultValue")) == ({"numericRange": [1, 1024]}, "1024")
    return all(fixed.get(name) == 768 for name in _V2) and fixed.get(_V3, 0) is None and ranged
