"""The embedding providers a Data API knows: models, dimensions, parameters, ways to authenticate. Data, from TOML.

Does not know how a provider is called. Source: data-api 4.3, jina-api 3.2, 3.11.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from vectorproof.specs.loading import Table, read_toml

KEY_HEADER: Final = "x-embedding-api-key"
SHARED_TOKEN: Final = "providerKey"  # noqa: S105  # a name on the wire
SUPPORTED: Final = "SUPPORTED"
STATUSES: Final = ("SUPPORTED", "DEPRECATED", "END_OF_LIFE")
_WAYS: Final = frozenset({"HEADER", "NONE", "SHARED_SECRET"})
_KEY_TOKENS: Final = ((KEY_HEADER, "Authorization"),)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a provider or a model; ``default`` is advertised and never sent on its own."""

    name: str
    type: str
    required: bool
    default: str | None
    help: str
    display_name: str | None = None
    hint: str | None = None

    def shown(self) -> dict[str, Any]:
        """Show the parameter of a model: its type in lower case."""
        head = {"name": self.name, "type": self.type, "required": self.required, "defaultValue": self.default}
        return {**head, "validation": {}, "help": self.help}

    def shown_for_provider(self) -> dict[str, Any]:
        """Show the parameter of a provider: its type in upper case, with a name and a hint for forms."""
        names = {"displayName": self.display_name, "hint": self.hint}
        return {**self.shown(), "type": self.type.upper(), **names}


@dataclass(frozen=True, slots=True)
class Model:
    """One model: a fixed ``dimension``, or a range or options to choose from, with or without a default."""

    name: str
    dimension: int | None
    dimension_range: tuple[int, int] | None
    dimension_options: tuple[int, ...] | None
    default_dimension: int | None
    status: str
    parameters: tuple[Parameter, ...]

    def shown(self) -> dict[str, Any]:
        """Show the model; a dimension that can be chosen looks like a parameter."""
        parameters = [parameter.shown() for parameter in self.parameters]
        if self.dimension is None:
            parameters.insert(0, self._dimension_parameter())
        support = {"status": self.status}
        shown = {"name": self.name, "apiModelSupport": support, "vectorDimension": self.dimension}
        return {**shown, "parameters": parameters}

    def _dimension_parameter(self) -> dict[str, Any]:
        bounds: dict[str, Any] = {"numericRange": list(self.dimension_range)} if self.dimension_range else {}
        if self.dimension_options:
            bounds = {"options": list(self.dimension_options)}
        default = None if self.default_dimension is None else str(self.default_dimension)
        about = {"name": "vectorDimension", "type": "number", "required": True, "defaultValue": default}
        return {**about, "validation": bounds, "help": "How many numbers a vector has."}


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, with its ways to authenticate.

    ``header_tokens`` are pairs: the header that the Data API accepts and the one that the provider gets. A ``hosted``
    one belongs to the database: it needs no key.
    """

    id: str
    display_name: str
    url: str | None
    batch: int
    authentication: frozenset[str]
    header_tokens: tuple[tuple[str, str], ...]
    parameters: tuple[Parameter, ...]
    models: Mapping[str, Model]
    hosted: bool = False

    def accepts_shared(self, name: str, *, shared_secret_enabled: bool) -> bool:
        """Tell whether a stored key may be named under this token name."""
        return shared_secret_enabled and "SHARED_SECRET" in self.authentication and name == SHARED_TOKEN

    def shown(self, status: str | None, url: str | None, *, shared_secret_enabled: bool) -> dict[str, Any]:
        """Show the provider with its models of one status, or all."""
        models = sorted(self.models.values(), key=lambda model: model.name)
        return {
            "displayName": self.display_name,
            "url": url,
            "supportedAuthentication": self._authentication(shared_secret_enabled=shared_secret_enabled),
            "parameters": [parameter.shown_for_provider() for parameter in self.parameters],
            "models": [model.shown() for model in models if status in {None, model.status}],
        }

    def _authentication(self, *, shared_secret_enabled: bool) -> dict[str, Any]:
        if "HEADER" not in self.authentication:
            return {"NONE": {"enabled": True, "tokens": []}}
        tokens = [{"accepted": accepted, "forwarded": forwarded} for accepted, forwarded in self.header_tokens]
        shared = {"accepted": SHARED_TOKEN, "forwarded": "Authorization"}
        enabled = shared_secret_enabled and "SHARED_SECRET" in self.authentication
        return {
            "NONE": {"enabled": "NONE" in self.authentication, "tokens": []},
            "HEADER": {"enabled": True, "tokens": tokens},
            "SHARED_SECRET": {"enabled": enabled, "tokens": [shared]},
        }


@cache
def providers() -> Mapping[str, Provider]:
    """Read the providers once; a typo is a ``SpecError`` that names file and key."""
    file = files("vectorproof.mocks.dataapi") / "providers.toml"
    return {name: _provider(name, members) for name, members in read_toml(file).items()}


def _provider(name: str, members: object) -> Provider:
    table = Table("providers.toml", name, members)
    models = [_model(model) for model in table.optional_tables("models")]
    provider = Provider(
        id=name,
        display_name=table.text("display_name"),
        url=table.optional_text("url"),
        batch=table.integer("batch"),
        authentication=frozenset(table.texts("authentication", among=_WAYS)),
        header_tokens=tuple((token, token) for token in table.optional_texts("header_tokens")) or _KEY_TOKENS,
        parameters=tuple(_parameter(parameter) for parameter in table.optional_tables("parameters")),
        models={model.name: model for model in models},
        hosted=table.optional_flag("hosted", default=False),
    )
    table.done()
    return provider


def _parameter(table: Table) -> Parameter:
    parameter = Parameter(
        name=table.text("name"),
        type=table.text("type", among=frozenset({"string", "boolean", "number"})),
        required=table.optional_flag("required", default=False),
        default=table.optional_text("default"),
        help=table.text("help"),
        display_name=table.optional_text("display_name"),
        hint=table.optional_text("hint"),
    )
    table.done()
    return parameter


def _model(table: Table) -> Model:
    bounds = (table.optional_integer("smallest_dimension", 0), table.optional_integer("largest_dimension", 0))
    model = Model(
        name=table.text("name"),
        dimension=table.optional_integer("dimension", 0) or None,
        dimension_range=bounds if all(bounds) else None,
        dimension_options=tuple(map(int, table.optional_texts("dimension_options"))) or None,
        default_dimension=table.optional_integer("default_dimension", 0) or None,
        status=table.optional_text("status") or SUPPORTED,
        parameters=tuple(_parameter(parameter) for parameter in table.optional_tables("parameters")),
    )
    table.done()
    return model
