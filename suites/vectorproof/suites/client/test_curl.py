"""The page's curl command in a real shell."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import all_of, equals, holds, options_hold, status_holds
from vectorproof.harness.checks.commands import complained, created_collection, left_out, printed_ok
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.shell import run_in_shell
from vectorproof.harness.strategies import key_names
from vectorproof.harness.target import Target
from vectorproof.suites.client.page import Choice, arrived, choices, curl_command, environment, printed, runnable_in

_SECRET = "jina_" + "r" * 60
_MODEL = "jina-embeddings-v2-base-en"
_WHOLE = Choice(_MODEL, 768, "cosine")
_SHORT = Choice(_MODEL)


@requirement("CLIENT-011")
@boundaries(
    {
        "every line": {"key_name": "k1", "choice": _WHOLE},
        "without the optional lines": {"key_name": "k1", "choice": _SHORT},
    }
)
@given(key_name=key_names(), choice=choices())
def test_runs_as_printed(target: Target, key_name: str, choice: Choice) -> None:
    """Without its remarks the command ends with exit code 0, prints ``ok: 1``, and the collection is there."""
    with target.space(Needs()) as space:
        runnable_in(space.database)
        key, name = space.key_name(key_name, _SECRET), space.database.new_name()
        with space.database.relay() as relay:
            ended = run_in_shell(printed(curl_command(name, key, choice)), environment(relay, space.database))
            arrived(relay)
        space.check("CLIENT-011", ended, printed_ok())
        space.check("CLIENT-011", space.database.find_collections(), lists_collection(name))


@requirement("CLIENT-002")
@boundaries(
    {
        "every line": {"key_name": "k1", "choice": _WHOLE},
        "without the optional lines": {"key_name": "k1", "choice": _SHORT},
    }
)
@given(key_name=key_names(), choice=choices())
def test_reads_its_environment(target: Target, key_name: str, choice: Choice) -> None:
    """Endpoint and token come from two variables: with both it works; without either nothing is made."""
    with target.space(Needs()) as space:
        runnable_in(space.database)
        key, name, missed = space.key_name(key_name, _SECRET), space.database.new_name(), space.database.new_name()
        with space.database.relay() as relay:
            variables = environment(relay, space.database)
            command = curl_command(missed, key, choice)
            no_endpoint = run_in_shell(command, _without("ASTRA_DB_API_ENDPOINT", variables))
            space.check("CLIENT-002", no_endpoint, complained())
            space.check("CLIENT-002", len(relay.exchanges), equals(0, "requests sent:"))
            run_in_shell(command, _without("ASTRA_DB_APPLICATION_TOKEN", variables))
            space.check("CLIENT-002", arrived(relay), holds("an answer that is no success", lambda seen: not seen.ok))
            space.check("CLIENT-002", space.database.find_collections(), lists_no_collection(missed))
            run_in_shell(curl_command(name, key, choice), variables)
            space.check("CLIENT-002", arrived(relay), created_collection(name))
        space.check("CLIENT-002", space.database.find_collections(), lists_collection(name))


@requirement("CLIENT-008", "CLIENT-009")
@boundaries(
    {
        "neither": {"key_name": "k1", "choice": _SHORT},
        "a metric": {"key_name": "k1", "choice": Choice(_MODEL, None, "dot_product")},
        "both": {"key_name": "k1", "choice": _WHOLE},
    }
)
@given(key_name=key_names(), choice=choices())
def test_optional_lines(target: Target, key_name: str, choice: Choice) -> None:
    """An optional line that is left out is no member of the body; what is sent and what is left out both work."""
    with target.space(Needs()) as space:
        runnable_in(space.database)
        key, name = space.key_name(key_name, _SECRET), space.database.new_name()
        with space.database.relay() as relay:
            run_in_shell(curl_command(name, key, choice), environment(relay, space.database))
            exchange = arrived(relay)
        judge = left_out("dimension") if choice.dimension is None else status_holds(ok=1)
        space.check("CLIENT-008", exchange, all_of(status_holds(ok=1), judge))
        space.check("CLIENT-009", exchange, status_holds(ok=1))
        seen = space.database.collection_options(name)
        space.check("CLIENT-008", seen, options_hold({"vector": {"dimension": 768}}))
        space.check("CLIENT-009", seen, options_hold({"vector": {"metric": choice.metric or "cosine"}}))


def _without(name: str, variables: dict[str, str]) -> dict[str, str]:
    return {known: value for known, value in variables.items() if known != name}
