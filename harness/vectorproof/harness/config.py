"""What a run is asked to do: one frozen value, made by the command line and read by everything below it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from vectorproof.harness.errors import UsageError
from vectorproof.harness.json_values import object_in
from vectorproof.harness.user_files import read_toml
from vectorproof.reports.record import Attestation

SETTINGS_FILE: Final = "vectorproof.toml"
DEFAULT_OUTPUT: Final = "vectorproof-report"


@dataclass(frozen=True, slots=True)
class Profile:
    """How thorough a run is; ``examples`` is what a property draws."""

    name: str
    examples: int


PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {profile.name: profile for profile in (Profile("quick", 25), Profile("standard", 100), Profile("deep", 1000))}
)


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """A target as ``vectorproof.toml`` names it; secrets stand there as names of variables, never as values.

    Either ``url`` or ``image`` is given. ``port`` is where the image's Data API listens, ``environment`` what its
    container gets, ``handed`` names the variables of ours that it gets too, and ``command`` is what it runs.
    """

    url: str = ""
    image: str = ""
    devops_url: str | None = None
    control_url: str | None = None
    jina_url: str | None = None
    keyspace: str | None = None
    key_name: str | None = None
    token_env: str | None = None
    embedding_key_env: str | None = None
    ca_bundle: str | None = None
    port: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    handed: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that decides a run. Addresses are as they were typed.

    ``package`` holds the suites, ``environment`` is the process' own. ``catalogue`` is a frozen version of the
    requirements, ``None`` the newest.

    ``defects`` are what the simulator is to do wrong, by name. ``headers`` maps a header to the variable that holds its
    value. ``workers`` of ``None`` leaves the number to what the target can bear. ``max_time_s`` bounds the whole run.
    ``examples_at`` is the folder, or the URL of the server, where failing examples are kept to be tried first.
    ``max_rate`` is how many requests a second the target gets at most, 0 without a limit, ``None`` what its kind bears.
    ``record`` is the file of the record, ``None`` where none is kept. ``resume`` is the record of a run that was cut
    off, to be gone on with. ``attested`` is what a person did for the run before it began.
    """

    target: str = "simulator"
    package: str = "vectorproof.suites"
    devops_url: str | None = None
    control_url: str | None = None
    jina_url: str | None = None
    keyspace: str | None = None
    suites: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    catalogue: str | None = None
    profile: Profile = PROFILES["quick"]
    seed: int = 0
    workers: int | None = None
    max_time_s: float | None = None
    examples_at: str | None = None
    max_rate: float | None = None
    fail_fast: bool = False
    known_failures: Path | None = None
    ca_bundle: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    defects: tuple[str, ...] = ()
    dry_run: bool = False
    quiet: bool = False
    output: Path = Path(DEFAULT_OUTPUT)
    record: Path | None = None
    resume: Path | None = None
    formats: tuple[str, ...] = ()
    attested: tuple[Attestation, ...] = ()
    named: Mapping[str, NamedTarget] = field(default_factory=dict[str, NamedTarget])
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def variable(self, name: str, what: str) -> str:
        """Read a secret from the environment.

        Raises:
            UsageError: the variable is not set, or empty, or cannot stand in a header.

        """
        value = self.environment.get(name, "").strip()
        if not value:
            raise UsageError(f"{what} is missing: set {name}")
        if not value.isprintable() or not value.isascii():
            raise UsageError(f"{name} holds characters that cannot be sent in a header")
        return value


def read_named_targets(file: Path) -> Mapping[str, NamedTarget]:
    """Read the ``[target.NAME]`` tables of a settings file; none if the file does not exist.

    Raises:
        UsageError: the file cannot be read, or holds what is not known; names file, table and member.

    """
    if not file.exists():
        return {}
    members = read_toml(file)
    unknown = sorted(members.keys() - {"target"})
    if unknown:
        raise UsageError(f"{file}: unknown table [{unknown[0]}]; [target.NAME] is right")
    tables = object_in(members.get("target", {}))
    if tables is None:
        raise UsageError(f"{file}: target is no table; [target.NAME] is right")
    return {name: _named(file, name, table) for name, table in tables.items()}


def _named(file: Path, name: str, value: object) -> NamedTarget:
    where = f"{file}: [target.{name}]"
    table = object_in(value)
    if table is None or ("url" in table) == ("image" in table):
        raise UsageError(f"{where}: a table with url, or with image, is right")
    known = list(NamedTarget.__dataclass_fields__)
    for member in table:
        if member not in known:
            raise UsageError(f"{where}: unknown member {member}; there are {', '.join(known)}")
    try:
        return msgspec.convert(table, NamedTarget)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {error}") from error
