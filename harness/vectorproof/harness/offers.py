"""What ``findEmbeddingProviders`` tells, model by model, read so that a case can take it at its word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.options import Options, vectorize_options

_PSEUDO: Final = "vectorDimension"
_MADE_UP: Final[Mapping[str, Any]] = {"string": "made-up", "number": 1, "boolean": True}


@dataclass(frozen=True, slots=True)
class Offer:
    """One model of one provider.

    ``dimensions`` are those that are named: the only one, the two ends of a range, or all that can be chosen.
    ``default`` is what a collection gets that names none, ``None`` where one has to be named. ``parameters`` are the
    required ones, with made-up values of the right type. ``ways`` are the enabled ways to authenticate.
    """

    provider: str
    model: str
    dimensions: tuple[int, ...]
    is_range: bool
    default: int | None
    parameters: Mapping[str, Any]
    ways: frozenset[str]

    @property
    def takes_requests_keys(self) -> bool:
        """Tell whether a collection may leave its key to the requests, or needs none."""
        return bool(self.ways & {"HEADER", "NONE"})

    @property
    def wrong_dimensions(self) -> tuple[int, ...]:
        """The nearest positive numbers that are not offered: below the least and above the greatest."""
        beyond = (min(self.dimensions) - 1, max(self.dimensions) + 1)
        return tuple(number for number in beyond if number > 0)

    def options(self, dimension: int | None = None, authentication: Mapping[str, str] | None = None) -> Options:
        """Describe a collection of this model, with all that the provider requires."""
        return vectorize_options(
            self.model,
            provider=self.provider,
            dimension=dimension,
            authentication=authentication,
            parameters=self.parameters or None,
        )


def offers(listing: Exchange) -> tuple[Offer, ...]:
    """Read every model of a listing, in order of providers and models.

    Raises:
        TargetError: it is no listing, so nothing that follows from it can be judged.

    """
    try:
        providers = listing.status_member["embeddingProviders"]
        found = [_offer(name, told, model) for name, told in providers.items() for model in told["models"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TargetError(f"the list of embedding providers cannot be read: {error!r}") from error
    return tuple(sorted(found, key=lambda offer: (offer.provider, offer.model)))


def _offer(provider: str, told: Mapping[str, Any], model: Mapping[str, Any]) -> Offer:
    dimensions, is_range, default = _dimensions(model)
    parameters = [*told["parameters"], *(p for p in model["parameters"] if p["name"] != _PSEUDO)]
    return Offer(
        provider=provider,
        model=str(model["name"]),
        dimensions=dimensions,
        is_range=is_range,
        default=default,
        parameters={p["name"]: _MADE_UP[p["type"].lower()] for p in parameters if p["required"]},
        ways=frozenset(way for way, said in told["supportedAuthentication"].items() if said["enabled"]),
    )


def _dimensions(model: Mapping[str, Any]) -> tuple[tuple[int, ...], bool, int | None]:
    fixed = model[_PSEUDO]
    if fixed is not None:
        return (int(fixed),), False, int(fixed)
    told = next((p for p in model["parameters"] if p["name"] == _PSEUDO), None)
    if told is None:
        raise ValueError("a model tells neither a dimension nor which ones can be chosen")
    validation, default = told["validation"], told["defaultValue"]
    numbers = validation.get("numericRange") or validation["options"]
    return tuple(map(int, numbers)), "numericRange" in validation, int(default) if default else None
