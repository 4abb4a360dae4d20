"""The page's snippets as they are printed, and its curl command without remarks and with its words filled in.

Words in capitals are what a person fills in (seed 101 to 274).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.database import Database
from vectorproof.harness.errors import Missing
from vectorproof.harness.exchange import Exchange, parsed
from vectorproof.harness.relay import Relay
from vectorproof.harness.shell import has_program, needs_program
from vectorproof.harness.strategies import metrics, models

PRINTER: Final = " | jq"
_KEYSPACE: Final = "default_keyspace"
_NOT_FOUND: Final = 404
_REMARK: Final = " # optional"
_BEFORE_BODY: Final = "--data '"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person fills in besides the names; ``None`` leaves out one of the lines that the page calls optional."""

    model: str
    dimension: int | None = None
    metric: str | None = None


def choices() -> st.SearchStrategy[Choice]:
    """Draw a model, and its dimension and a metric or one or both of these lines left out."""
    return st.builds(Choice, models(), st.sampled_from([None, 768]), st.one_of(st.none(), metrics()))


def whole_choices() -> st.SearchStrategy[Choice]:
    """Draw a model and a metric, and the model's dimension or no dimension."""
    return st.builds(Choice, models(), st.sampled_from([None, 768]), metrics())


@cache
def snippet(language: str) -> str:
    """Read a snippet as the page prints it: ``curl``, ``java``, ``python`` or ``typescript``."""
    return (files("vectorproof.suites.client") / "snippets" / f"{language}.txt").read_text(encoding="utf-8")


def curl_command(collection: str, key_name: str, choice: Choice) -> str:
    """Fill in the page's command, up to the pipe into the program that prints the answer."""
    words = {
        "COLLECTION_NAME": collection,
        "API_KEY_NAME": key_name,
        "MODEL_NAME": choice.model,
        "MODEL_DIMENSIONS": choice.dimension,
        "SIMILARITY_METRIC": choice.metric,
    }
    lines = snippet("curl").replace(_REMARK, "").rstrip().removesuffix(PRINTER).splitlines()
    for word, value in words.items():
        lines = [line.replace(word, str(value)) for line in lines if value is not None or word not in line]
    return "\n".join(lines)


def curl_body(collection: str, key_name: str, choice: Choice) -> object:
    """Give the request that the page's command sends, decoded."""
    command = curl_command(collection, key_name, choice)
    return parsed(command.partition(_BEFORE_BODY)[2].removesuffix("'").encode())


def printed(command: str) -> str:
    """Pipe a command into the program that prints the answer, as the page does, where that is installed."""
    return command + PRINTER if has_program(PRINTER.split()[-1]) else command


def environment(relay: Relay, database: Database) -> dict[str, str]:
    """Give the two variables that the page's snippets read."""
    return {"ASTRA_DB_API_ENDPOINT": relay.url, "ASTRA_DB_APPLICATION_TOKEN": database.token}


def runnable_in(database: Database) -> None:
    """End the case as SKIPPED where the command cannot run as it is printed.

    Raises:
        Missing: there is no curl, or the run may not use the keyspace that the command names.

    """
    needs_program("curl")
    names_keyspace_of(database)


def names_keyspace_of(database: Database) -> None:
    """End the case as SKIPPED where the run may not use the keyspace that the page's snippets name.

    Raises:
        Missing: it has another one.

    """
    if database.keyspace != _KEYSPACE:
        raise Missing("data-api", f"the page's snippets name {_KEYSPACE}, and the run has another keyspace")


def arrived(relay: Relay) -> Exchange:
    """Give the last exchange that the client had.

    Raises:
        Missing: the target has nothing at the page's path.

    """
    if not relay.exchanges:
        raise AssertionError("the client sent nothing")
    return answered(relay.exchanges[-1])


def answered(exchange: Exchange) -> Exchange:
    """Give an exchange at the page's path.

    Raises:
        Missing: the target has nothing there, as a Data API that one runs oneself.

    """
    if exchange.status == _NOT_FOUND:
        raise Missing("data-api", "the target's Data API is not below /api/json")
    return exchange
