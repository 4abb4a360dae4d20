"""Exchanges as a file for pytest that needs nothing but Python and pytest: it fails as long as the answer is the same.

What a target makes anew each time (ids, times, secrets) may differ; everything else of the last answer must not, for
the test to find the same again.
"""

import re
from collections.abc import Iterable
from pprint import pformat
from typing import Any, Final

from vectorproof.reports.replay.steps import Replay, ReplayStep, pieces
from vectorproof.reports.visible import line

_FILE: Final = '''\
"""{summary}

{remarks}
Fails as long as the last answer is the one that was found.
Needs in the environment: {given}.
"""

import json
import os
import re
import urllib.error
import urllib.request

GIVEN = {given_list}
MADE_UP = {made_up}
# Each with its request in pieces, a name of a variable alone in a tuple, and where its answer tells a variable.
STEPS = {steps}
FOUND_STATUS = {status}
# The last answer; what a target makes anew each time may be anything.
FOUND = {found}


def filled(pieces, values):
    return "".join(values[piece[0]] if isinstance(piece, tuple) else piece for piece in pieces)


def sent(step, values):
    headers = {{name: filled(value, values) for name, value in step["headers"].items()}}
    body = None if step["body"] is None else filled(step["body"], values).encode()
    request = urllib.request.Request(filled(step["url"], values), body, headers, method=step["method"])
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def told(answer, place):
    value = json.loads(answer)
    for step in place:
        value = value[step]
    return value


def test_{name}():
    values = {{**MADE_UP, **{{name: os.environ[name] for name in GIVEN}}}}
    status, answer = 0, ""
    for step in STEPS:
        status, answer = sent(step, values)
        values |= {{name: told(answer, place) for name, place in step["told"].items()}}
    assert (status, bool(re.fullmatch(FOUND, answer, re.DOTALL))) != (FOUND_STATUS, True), {message}
'''
_STANDS_FOR_ANY: Final = re.compile(r'"<\w+>"|<\w+>|… \(\d+ characters\)|\$[A-Z]+(?:_[A-Z]+)*(?:_[0-9]+)?\b')


def pytest_file(replay: Replay, name: str, remarks: Iterable[str], message: str) -> str:
    """Write the file; ``name`` names the test, ``remarks`` say what it shows, the first of them in a few words.

    ``message`` is what its failure says. Raises ``ValueError`` where there is no step.
    """
    if not replay.steps:
        raise ValueError("a test needs a step")
    summary, *rest = (_said(remark) for remark in remarks)
    last = replay.steps[-1].exchange
    return _FILE.format(
        summary=summary,
        remarks="\n".join(rest),
        given=", ".join(replay.given) or "nothing",
        given_list=_written(replay.given),
        made_up=_written(dict(replay.made_up)),
        steps=_written([_step(step, replay) for step in replay.steps]),
        status=last.status,
        found=_written(answer_pattern(last.answer)),
        name=re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower() or "finding",
        message=_written(line(message, 1_000)),
    )


def _step(step: ReplayStep, replay: Replay) -> dict[str, Any]:
    exchange = step.exchange
    return {
        "title": line(exchange.title),
        "method": exchange.method,
        "url": _pieces(exchange.url, replay),
        "headers": {name: _pieces(value, replay) for name, value in exchange.headers.items()},
        "body": None if exchange.body is None else _pieces(exchange.body, replay),
        "told": dict(step.told),
    }


def _pieces(text: str, replay: Replay) -> list[str | tuple[str]]:
    return [(piece,) if is_name else piece for piece, is_name in pieces(text, replay.variables) if piece]


def answer_pattern(answer: str) -> str:
    """Give a regular expression for the same answer, whatever stands where a target makes something anew each time."""
    literal = _STANDS_FOR_ANY.split(answer)
    return ".*?".join(re.escape(piece) for piece in literal)


def _said(remark: str) -> str:
    """Let a remark stand in a docstring, whatever it is."""
    return line(remark, 1_000).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _written(value: object) -> str:
    # ASCII only: a file with an invisible or a right-to-left character in a string would lie to its reader.
    return ascii(value) if isinstance(value, str) else _ascii(pformat(value, width=110, sort_dicts=False))


def _ascii(code: str) -> str:
    return "".join(char if char.isascii() else char.encode("unicode_escape").decode() for char in code)
