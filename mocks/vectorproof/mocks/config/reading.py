"""Finding and reading a world's file, and checking what no single table can know: that names refer to something."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from vectorproof.mocks.config.inhabitants import KeyConfig
from vectorproof.mocks.config.model import WorldConfig
from vectorproof.mocks.config.shapes import WorldError, read
from vectorproof.mocks.core.lines import line_of, steps_of

_SUFFIX = ".toml"


def world_names() -> tuple[str, ...]:
    """List the ready worlds."""
    return tuple(sorted(f.name.removesuffix(_SUFFIX) for f in _folder().iterdir() if f.name.endswith(_SUFFIX)))


def load_world(name_or_path: str) -> WorldConfig:
    """Read a ready world by its name, or any file by its path.

    Raises:
        WorldError: no such world, no TOML, or a member that is unknown, missing or wrong.

    """
    file = _find(name_or_path)
    try:
        text = file.read_text(encoding="utf-8")
        members: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorldError(file.name, "TOML", str(error)) from error
    except RecursionError:
        raise WorldError(file.name, "TOML", "is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise WorldError(file.name, "text", f"is not UTF-8, which TOML has to be (byte {error.start})") from error
    except OSError as error:
        raise WorldError(name_or_path, "file", f"cannot be read: {error.strerror}") from error
    try:
        return _made(members, file.name)
    except WorldError as error:
        line = line_of(text, steps_of(error.key))
        raise WorldError(file.name, error.key, error.problem, line) from error


def _made(members: dict[str, Any], name: str) -> WorldConfig:
    config = read(WorldConfig, members, name)
    for key, problem in _contradictions(config):
        raise WorldError(name, key, problem)
    return config


def _find(name_or_path: str) -> Traversable:
    if name_or_path in world_names():
        return _folder() / f"{name_or_path}{_SUFFIX}"
    path = Path(name_or_path)
    if path.is_file():
        return path
    if path.is_dir():
        raise WorldError(name_or_path, "world", "is a folder; a TOML file in it is right")
    raise WorldError(name_or_path, "world", f"no such file or ready world; {', '.join(world_names())} are ready")


def _folder() -> Traversable:
    return files("vectorproof.mocks") / "worlds"


def _contradictions(config: WorldConfig) -> Iterator[tuple[str, str]]:
    organizations = [o.name for o in config.organizations]
    accounts = [a.name for a in config.jina.accounts]
    yield from _doubles("organizations", organizations)
    yield from _doubles("databases", (d.name for d in config.databases))
    yield from _doubles("jina.accounts", accounts)
    yield from _doubles("jina.keys", (k.name for k in config.jina.keys))
    yield from _doubles("keys", (f"{k.organization}/{k.provider}/{k.name}" for k in config.keys))
    yield from _unknown("databases", "organization", (d.organization for d in config.databases), organizations)
    yield from _unknown("tokens", "organization", (t.organization for t in config.tokens), organizations)
    yield from _unknown("jina.keys", "account", (k.account for k in config.jina.keys), accounts)
    yield from _taken("organizations", "id", (o.id for o in config.organizations))
    yield from _taken("databases", "id", (d.id for d in config.databases))
    yield from _taken("tokens", "secret", (t.secret for t in config.tokens))
    yield from _taken("jina.keys", "secret", (k.secret for k in config.jina.keys))
    if not config.databases:
        yield "databases", "found none, at least one is right"
    if config.default_database is not None:
        names = [d.name for d in config.databases]
        yield from _unknown("default_database", "", [config.default_database], names)
    yield from _key_contradictions(config)
    yield from _provider_contradictions(config)


def _provider_contradictions(config: WorldConfig) -> Iterator[tuple[str, str]]:
    """Compare names with the data of the parts that know them; their code is none of the configuration's business."""
    providers = _names_of("dataapi", "providers.toml")
    tiers = [*_names_of("jina", "tiers.toml"), *(t.name for t in config.jina.tiers)]
    yield from _doubles("jina.tiers", tiers)
    used = [a.tier or tiers[0] for a in config.jina.accounts]
    yield from _unknown("jina.accounts", "tier", used, tiers, "tiers")
    yield from _unknown("keys", "provider", (k.provider for k in config.keys), providers, "providers")
    for name in config.provider.urls:
        if name not in providers:
            yield f"provider.urls.{name}", _not_among(name, providers, "providers")


def _names_of(part: str, file: str) -> list[str]:
    return list(tomllib.loads((files("vectorproof.mocks") / part / file).read_text(encoding="utf-8")))


def _key_contradictions(config: WorldConfig) -> Iterator[tuple[str, str]]:
    provider_keys = [k.name for k in config.jina.keys]
    yield from _unknown("keys", "organization", (k.organization for k in config.keys), _names(config))
    for index, key in enumerate(config.keys):
        if (key.secret is None) == (key.provider_key is None):
            yield f"keys[{index}]", "either secret or provider_key is right"
        if key.provider_key is not None and key.provider_key not in provider_keys:
            yield f"keys[{index}].provider_key", _not_among(key.provider_key, provider_keys)
        own = [d.name for d in config.databases if d.organization == key.organization and d.vector]
        yield from _foreign(index, key, own)


def _foreign(index: int, key: KeyConfig, own: list[str]) -> Iterator[tuple[str, str]]:
    for position, name in enumerate(key.databases):
        if name not in own:
            yield f"keys[{index}].databases[{position}]", _not_among(name, own, "vector databases of its organization")


def _names(config: WorldConfig) -> list[str]:
    return [o.name for o in config.organizations]


def _doubles(key: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name, times in Counter(names).items():
        if times > 1:
            yield key, f"found {name!r} {times} times, once is right"


def _taken(key: str, member: str, values: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """Tell what an earlier table has already, without repeating it: it may be a secret."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield f"{key}[{index}].{member}", "another has it already, one of its own is right"
        seen |= set() if value is None else {value}


def _unknown(
    key: str, member: str, found: Iterable[str], right: list[str], what: str = "declared names"
) -> Iterator[tuple[str, str]]:
    for index, name in enumerate(found):
        if name not in right:
            yield f"{key}[{index}].{member}" if member else key, _not_among(name, right, what)


def _not_among(name: str, right: list[str], what: str = "declared names") -> str:
    return f"found {name!r}, one of the {what} is right: {', '.join(right) or 'there are none'}"
