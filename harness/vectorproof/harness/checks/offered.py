"""Judges of ``findEmbeddingProviders``: every entry complete, and one provider's models as they are known."""

from collections.abc import Mapping
from typing import Any, Final

from vectorproof.harness.checks.shapes import is_list, is_object
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.judging import Judge, Mismatch

_PSEUDO: Final = "vectorDimension"
_MEMBERS: Final = ("displayName", "url", "supportedAuthentication", "parameters", "models")
_MODEL: Final = ("name", _PSEUDO, "parameters")
_PARAMETER: Final = ("name", "type", "required", "defaultValue", "validation")


def providers_described() -> Judge[Exchange]:
    """Every provider tells its ways to authenticate, its parameters and its models, each with its dimensions."""

    def judge(seen: Exchange) -> Mismatch | None:
        listed = _providers(seen)
        if not listed:
            return Mismatch("a list of providers", str(seen))
        wrong = [f"{name}: {lack}" for name, told in listed.items() if (lack := _lacks(told)) is not None]
        return Mismatch("every provider described", wrong[0]) if wrong else None

    return judge


def offers_models(provider: str, *models: str) -> Judge[Exchange]:
    """The provider is listed and offers these models, each once, whatever else it offers."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = [model.get("name") for model in _models(seen, provider)]
        right = all(found.count(name) == 1 for name in models)
        return None if right else Mismatch(f"{provider} with {list(models)}", f"{found}" if found else str(seen))

    return judge


def offers_fixed_dimension(provider: str, model: str, dimension: int) -> Judge[Exchange]:
    """The model has this dimension and no other."""

    def judge(seen: Exchange) -> Mismatch | None:
        found = [entry.get(_PSEUDO) for entry in _models(seen, provider) if entry.get("name") == model]
        promise = f"{model} with {dimension} dimensions"
        return None if found == [dimension] else Mismatch(promise, f"{found}" if found else str(seen))

    return judge


def offers_range(provider: str, model: str, lowest: int, highest: int, default: int) -> Judge[Exchange]:
    """The model has any dimension of a range, and this one where none is given."""

    def judge(seen: Exchange) -> Mismatch | None:
        entries = [entry for entry in _models(seen, provider) if entry.get("name") == model]
        told = [parameter for entry in entries for parameter in _objects(entry.get("parameters"))]
        found = [
            (p.get("validation"), p.get("defaultValue"), p.get("required")) for p in told if p.get("name") == _PSEUDO
        ]
        wanted = ({"numericRange": [lowest, highest]}, str(default), True)
        right = found == [wanted] and entries[0].get(_PSEUDO) is None
        return None if right else Mismatch(f"{model} with {lowest} to {highest} dimensions", f"{found or seen}")

    return judge


def takes_key_by_header(provider: str, header: str) -> Judge[Exchange]:
    """Requests may bring the provider's key in this header."""

    def judge(seen: Exchange) -> Mismatch | None:
        told: Any = _providers(seen).get(provider)
        ways: Any = told.get("supportedAuthentication") if is_object(told) else None
        way: Any = ways.get("HEADER") if is_object(ways) else None
        tokens = _objects(way.get("tokens")) if is_object(way) and way.get("enabled") is True else []
        right = header in [token.get("accepted") for token in tokens]
        return None if right else Mismatch(f"{provider} takes a key by {header}", f"{ways or seen}")

    return judge


def _providers(seen: Exchange) -> Mapping[str, Any]:
    listed = seen.status_member.get("embeddingProviders")
    return listed if seen.ok and is_object(listed) else {}


def _models(seen: Exchange, provider: str) -> list[Mapping[str, Any]]:
    told = _providers(seen).get(provider)
    return _objects(told.get("models")) if is_object(told) else []


def _objects(listed: object) -> list[Mapping[str, Any]]:
    return [entry for entry in listed if is_object(entry)] if is_list(listed) else []


def _lacks(told: object) -> str | None:
    """Name the first thing that an entry does not tell; ``None`` if it tells everything."""
    if not is_object(told) or not told.keys() >= set(_MEMBERS):
        return f"not all of {', '.join(_MEMBERS)}"
    ways = told["supportedAuthentication"]
    if not is_object(ways) or not all(is_object(way) and isinstance(way.get("enabled"), bool) for way in ways.values()):
        return "no ways to authenticate"
    if not is_list(told["parameters"]) or not all(map(_is_parameter, told["parameters"])):
        return "no list of parameters"
    if not is_list(told["models"]) or not all(map(_is_model, told["models"])):
        return "no list of models with their dimensions and parameters"
    return None


def _is_parameter(told: object) -> bool:
    return is_object(told) and told.keys() >= set(_PARAMETER) and isinstance(told["required"], bool)


def _is_model(told: object) -> bool:
    if not is_object(told) or not told.keys() >= set(_MODEL) or not is_list(told["parameters"]):
        return False
    if not all(map(_is_parameter, told["parameters"])):
        return False
    return isinstance(told[_PSEUDO], int) or any(one["name"] == _PSEUDO for one in told["parameters"])
