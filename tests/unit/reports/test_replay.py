"""Exchanges become commands that a shell runs and a test that pytest runs, and every text in them stays a text."""

import ast
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.reports.builders import EXCHANGES, HOSTILE, failing

from vectorproof.reports.evidence import ExchangeRecord
from vectorproof.reports.replay.finding import finding_script, finding_test
from vectorproof.reports.replay.shell import curl
from vectorproof.reports.replay.steps import replay

FINDING = failing().findings[0]
# What `send` prints instead of sending: each word after the title, one a line, between marks.
SHOWN = 'send() { shift; for word in "$@"; do printf "<%s>\\n" "$word"; done; answer={}; }\npick() { printf told; }\n'


def sent(exchange: ExchangeRecord, folder: Path) -> str:
    """Let a shell expand the command of an exchange, and tell the words that curl would have got."""
    script = finding_script(FINDING, [exchange])
    begin, end = script.index("send() {"), script.index("\nsend ")
    (folder / "script.sh").write_text(script[:begin] + SHOWN + script[end:])
    environment = {
        "PATH": "/usr/bin:/bin",
        "DATA_API": "http://d",
        "VECTORPROOF_TOKEN": "t",
        "CONTROL": "http://c/sim/v1",
    }
    line = ["sh", str(folder / "script.sh")]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=True).stdout


def test_what_an_answer_tells_is_known_to_later_requests() -> None:
    found = replay(EXCHANGES)

    assert found.given == ("CONTROL", "VECTORPROOF_TOKEN", "DATA_API")
    assert found.steps[0].told == {"WORLD_TOKEN": ("token",), "DATABASE_1": ("databases", 0, "id")}
    assert found.steps[1].told == {}
    assert found.made_up == {}


def test_a_secret_that_no_answer_told_is_made_up() -> None:
    stray = replace(EXCHANGES[1], body='{"secret":"$KEY_7"}')

    assert list(replay([*EXCHANGES, stray]).made_up) == ["KEY_7"]


def test_a_word_of_the_data_that_looks_like_a_variable_stays_a_word() -> None:
    assert '\'{"$IN":"$vectorize"}\'' in curl(replace(EXCHANGES[1], body='{"$IN":"$vectorize"}'))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_a_shell_gives_curl_every_text_as_it_is(tmp_path: Path, text: str) -> None:
    shown = sent(replace(EXCHANGES[0], body=f"{text}.", title=text), tmp_path)

    assert f"<--data-raw>\n<{text}.>\n".replace("\r\n", "\n").replace("\r", "\n") in shown.replace("\r", "\n")
    assert "<Authorization: Bearer t>" in shown
    assert "<http://c/sim/v1/control/worlds>" in shown


@given(st.text())
def test_a_test_file_is_python_whatever_stands_in_it(text: str) -> None:
    hostile = replace(EXCHANGES[0], title=text, body=text, answer=text, headers={"X": text})
    written = finding_test(replace(FINDING, requirement=text, expected=text, found=text, source=text), [hostile])

    assert [node.name for node in ast.parse(written).body if isinstance(node, ast.FunctionDef)][-1].startswith("test_")


def test_hostile_texts_leave_no_harmful_character() -> None:
    hostile = replace(EXCHANGES[0], title=HOSTILE, headers={"X": HOSTILE})
    finding = replace(FINDING, requirement=HOSTILE, expected=HOSTILE, found=HOSTILE, source=HOSTILE)

    assert "\x1b" not in finding_test(finding, [hostile])
    ast.parse(finding_test(finding, [hostile]))


def test_a_test_needs_a_step() -> None:
    with pytest.raises(ValueError, match="needs a step"):
        finding_test(FINDING, [])
