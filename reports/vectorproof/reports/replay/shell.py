"""Exchanges as curl commands for a POSIX shell: one alone, or all as a script that passes on what an answer tells."""

from collections.abc import Iterable, Iterator
from shlex import quote
from typing import Final

from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.replay.steps import GIVEN, Place, Replay, ReplayStep, pieces
from vectorproof.reports.visible import line

_BEGIN: Final = r"""
# Sends a request and shows its answer; the last one stays in $answer and $status.
send() {
  printf '\n# %s\n' "$1"; shift
  answer=$(curl -sS -w '\n%{http_code}' "$@")
  status=${answer##*
}
  answer=${answer%
*}
  printf 'HTTP %s %s\n' "$status" "$answer"
}
# Takes a value out of the last answer: the names and numbers that lead to it.
pick() {
  printf '%s' "$answer" | python3 -c 'import json, sys
value = json.load(sys.stdin)
for step in sys.argv[1:]: value = value[int(step) if isinstance(value, list) else step]
print(value)' "$@"
}
"""


def shell_script(replay: Replay, remarks: Iterable[str] = ()) -> str:
    """Write a script that sends every request again; ``remarks`` say at its head what it shows."""
    return "\n".join(("#!/bin/sh", *_head(replay, remarks), *_steps(replay))) + "\n"


def curl(exchange: ExchangeRecord, variables: Iterable[str] | None = None) -> str:
    """Write one request as a command that a shell runs once the variables are exported."""
    return f"curl -sS {_words(exchange, GIVEN if variables is None else variables)}"


def _head(replay: Replay, remarks: Iterable[str]) -> Iterator[str]:
    yield from (f"# {line(remark, 1_000)}" for remark in remarks)
    yield "set -eu"
    yield from (f': "${{{name}:?{GIVEN[name]}}}"' for name in replay.given)
    yield from (f"{name}={quote(value)}" for name, value in replay.made_up.items())
    yield _BEGIN.rstrip()


def _steps(replay: Replay) -> Iterator[str]:
    for step in replay.steps:
        yield f"\nsend {quote(line(step.exchange.title))} {_words(step.exchange, replay.variables)}"
        yield from _told(step)


def _told(step: ReplayStep) -> Iterator[str]:
    for name, place in step.told.items():
        yield f"{name}=$(pick {_path(place)})"


def _path(place: Place) -> str:
    return " ".join(quote(str(part)) for part in place)


def _words(exchange: ExchangeRecord, variables: Iterable[str]) -> str:
    known = frozenset(variables)
    words = [f"-X {exchange.method}"] if exchange.method != ("GET" if exchange.body is None else "POST") else []
    words.append(_quoted(exchange.url, known))
    words += [f"-H {_quoted(f'{name}: {value}', known)}" for name, value in exchange.headers.items()]
    if exchange.body is not None:
        words.append(f"--data-raw {_quoted(exchange.body, known)}")
    return " ".join(words)


def _quoted(text: str, variables: frozenset[str]) -> str:
    """Quote for a shell; a variable stays outside the single quotes, so that the shell fills it in."""
    parts = (f'"${piece}"' if is_name else _single(piece) for piece, is_name in pieces(text, variables))
    return "".join(parts) or "''"


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'" if text else ""
