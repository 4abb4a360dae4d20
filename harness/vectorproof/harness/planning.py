"""From what was asked to what will be done: cases chosen, target reached and probed, everything else written down."""

import platform
import secrets
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

from vectorproof.harness.case import Case, catalogue
from vectorproof.harness.client import Client
from vectorproof.harness.config import Config
from vectorproof.harness.endpoint import Endpoint
from vectorproof.harness.errors import TargetError, UsageError
from vectorproof.harness.kept_examples import place_of_examples
from vectorproof.harness.known_failures import Entry, about, read_known_failures
from vectorproof.harness.plan import Plan
from vectorproof.harness.probing import probe
from vectorproof.harness.selection import select
from vectorproof.harness.targets import kind_of
from vectorproof.reports.record import Environment, RunHeader, TargetInfo, Tool
from vectorproof.specs.requirements import catalogue_version, frozen_versions, requirements, requirements_of

_PROBE_TIMEOUT_S = 10.0
_SHORT = 6


@contextmanager
def planned(config: Config) -> Generator[Plan]:
    """Plan a run; whatever the target kind started lives as long as the block.

    Raises:
        UsageError: the wishes cannot be followed; found out before anything is started, where that is possible.
        TargetError: the target cannot be judged; its text holds no secret.

    """
    cases = _of_version(config, catalogue(config.package, known=requirements()))
    chosen = _of_profile(
        config, select(cases, suites=config.suites, ids=config.cases, requirements=config.requirements)
    )
    kind = kind_of(config)
    known = _known_failures(config, cases)
    kept_examples = None if config.examples_at is None else place_of_examples(config.examples_at)
    started = time.time()
    with kind.opened(config) as opened:
        endpoint, capabilities = probed(_paced(opened, config.max_rate))
        yield Plan(
            endpoint=endpoint,
            capabilities=capabilities,
            header=header_of(config, endpoint, capabilities),
            package=config.package,
            cases=tuple(case.id for case in chosen),
            examples=config.profile.examples,
            seed=config.seed,
            run_id=secrets.token_hex(_SHORT // 2),
            record=str(config.record) if config.record else None,
            known_failures=about(known, config.target, endpoint.name),
            deadline_s=None if config.max_time_s is None else started + config.max_time_s,
            examples_at=kept_examples,
        )


def _paced(endpoint: Endpoint, max_rate: float | None) -> Endpoint:
    """Let the command line say how quickly a target may be asked."""
    return endpoint if max_rate is None else replace(endpoint, gap_s=1 / max_rate if max_rate else 0.0)


def _of_profile(config: Config, chosen: tuple[Case, ...]) -> tuple[Case, ...]:
    """Leave deep cases out of all but a deep run, unless their whole id is given, and thorough ones of a quick one."""
    asked = config.suites or config.cases or config.requirements
    short = config.profile.name == "quick" and not asked
    left = tuple(case for case in chosen if not (short and case.thorough) and _is_deep_enough(config, case))
    if not left and all(case.deep for case in chosen):
        said = f"{chosen[0].id} waits as long as the world outside does"
        raise UsageError(f"{said}: --profile deep runs it, as does --case with its whole id")
    return left


def _is_deep_enough(config: Config, case: Case) -> bool:
    return not case.deep or config.profile.name == "deep" or case.id in config.cases


def _of_version(config: Config, cases: Mapping[str, Case]) -> Mapping[str, Case]:
    """Leave out the cases of which no requirement belongs to the version of the catalogue that was asked for."""
    if config.catalogue is None:
        return cases
    if config.catalogue not in frozen_versions():
        known = ", ".join(frozen_versions())
        raise UsageError(f"--catalogue {config.catalogue!r} is no version of the requirements; there are {known}")
    belonging = requirements_of(config.catalogue)
    return {name: case for name, case in cases.items() if any(one in belonging for one in case.requirements)}


def probed(endpoint: Endpoint) -> tuple[Endpoint, frozenset[str]]:
    """Probe a target with short time-outs; a refusal's text is redacted."""
    client = client_of(endpoint, timeout_s=_PROBE_TIMEOUT_S)
    try:
        return probe(endpoint, client)
    except TargetError as error:
        text = str(error).replace(endpoint.token.reveal(), "$VECTORPROOF_TOKEN")
        if endpoint.embedding_key is not None:
            text = text.replace(endpoint.embedding_key.reveal(), "$VECTORPROOF_EMBEDDING_KEY")
        raise type(error)(text) from None
    finally:
        client.close()


def client_of(endpoint: Endpoint, *, timeout_s: float = 30.0) -> Client:
    """Make the client that speaks to a target.

    Raises:
        UsageError: the certificates that were named cannot be read.

    """
    headers = {name: secret.reveal() for name, secret in endpoint.headers.items()}
    try:
        return Client(
            timeout_s=timeout_s,
            total_s=2 * timeout_s,
            ca_bundle=endpoint.ca_bundle,
            headers=headers,
            gap_s=endpoint.gap_s,
        )
    except OSError as error:
        raise UsageError(f"--ca-bundle {endpoint.ca_bundle}: {error.strerror or 'holds no certificate'}") from error


def header_of(config: Config, endpoint: Endpoint, capabilities: frozenset[str]) -> RunHeader:
    """Write the record's header for a target that was reached."""
    target = TargetInfo(endpoint.name, endpoint.kind, endpoint.data_api, tuple(sorted(capabilities)))
    return _header(config, target)


def header_unreached(config: Config) -> RunHeader:
    """Write the record's header for a target that could not be reached."""
    return _header(config, TargetInfo(config.target, kind_of(config).name, config.target))


def _header(config: Config, target: TargetInfo) -> RunHeader:
    patterns = {"suites": config.suites, "cases": config.cases, "requirements": config.requirements}
    return RunHeader(
        tool=Tool("vectorproof", version("vectorproof")),
        catalogue=config.catalogue or catalogue_version(),
        target=target,
        profile=config.profile.name,
        seed=config.seed,
        started=datetime.now(UTC).isoformat(timespec="milliseconds"),
        environment=Environment(platform.python_version(), platform.platform()),
        selection={name: chosen for name, chosen in patterns.items() if chosen},
        attested=config.attested,
    )


def _known_failures(config: Config, cases: Mapping[str, Case]) -> tuple[Entry, ...]:
    if config.known_failures is None:
        return ()
    return read_known_failures(config.known_failures, cases)
