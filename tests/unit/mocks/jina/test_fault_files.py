"""Fault plans wherever they come from: what they do, and what is said of a wrong one."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.running import JinaServer, RefusedError

PAGE = (Path(__file__).parents[4] / "docs" / "jina-mock.md").read_text("utf-8")
GOOD = '[[faults]]\nfault = { name = "internal" }\n'


@pytest.mark.parametrize("suffix", [".toml", ".json", ".plan"])
def test_the_plan_of_the_page_is_loaded_in_its_order(tmp_path: Path, suffix: str) -> None:
    (block,) = re.findall(r"(?ms)^```toml\n(.*?)^```", PAGE)
    file = tmp_path / f"faults{suffix}"
    file.write_text(json.dumps(tomllib.loads(block)) if suffix == ".json" else block, "utf-8")
    with JinaServer(faults=file) as jina:
        listed = jina.control("GET", "/faults")["faults"]
    assert [(fault["name"], fault["times"], fault["met"]) for fault in listed] == [("rate-rpm", 2, 0), ("reset", 1, 0)]


# The text of a file, and what is said of it: line and place, what was found, what would be right.
MISTAKES = [
    ("", ": faults: found None, a list of one or more entries"),
    ("faults = 3", ":1: faults: found 3, a list"),
    ("\nfault = 3", ":2: fault: unknown member, 'faults' would be right"),
    ("[[faults]", ": no TOML: "),
    ("\nx = \ny = 1", "line 2"),
    (GOOD + "[[faults]]\nfault = 3", ":4: faults[1].fault: found 3, an object would be right"),
    (GOOD + "[[faults]]\ntimes = 3", ":3: faults[1].fault: missing"),
    (GOOD + '[[faults]]\nfault = { name = "rate" }', ":4: faults[1].fault.name: fault 'rate' is unknown; one of rate-"),
    (GOOD + "match = { modle = 1 }", ":3: faults[0].match.modle: unknown member, 'model' would be right"),
    (GOOD + "match = { colour = 1 }", ":3: faults[0].match.colour: unknown member, one of account, address, batch_"),
    (GOOD + "match = { nth = 0 }", ":3: faults[0].match.nth: found 0, a whole number from 1 to"),
    (GOOD + 'match = { text_matches = "(" }', ":3: faults[0].match.text_matches: missing ), unterminated"),
    (GOOD + 'match = { model = "" }', ":3: faults[0].match.model: found '', a text"),
    (GOOD + "time = 2", ":3: faults[0].time: unknown member, 'times' would be right"),
    (GOOD + "times = true", ":3: faults[0].times: found True, a whole number"),
    (GOOD + "probability = 0", ":3: faults[0].probability: found 0, a number above 0 up to 1"),
    (GOOD + "probability = 0.5\nseed = -1", ":4: faults[0].seed: found -1, a whole number from 0"),
    (GOOD + "seed = 1", ":3: faults[0].seed: found one without a probability"),
    ('[[faults]]\nfault = { name = "internal", colour = 1 }', ":2: faults[0].fault.colour: is unknown; detail, "),
    ('[[faults]]\nfault = { name = "slow", after_ms = "1" }', ":2: faults[0].fault.after_ms: found '1', int would"),
    (
        '[[faults]]\nfault = { name = "gw-timeout-recovers", times = 1 }',
        ":2: faults[0].fault.times: is unknown; first",
    ),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_named_by_file_line_and_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(FaultError) as found:
        JinaServer(faults=file)
    assert str(found.value).startswith(f"{file}:")
    assert said in str(found.value)


def wishes(text: str) -> Any:
    try:
        return tomllib.loads(text)["faults"]
    except (tomllib.TOMLDecodeError, KeyError):
        return None


@pytest.mark.parametrize(
    ("wish", "said"), [(wishes(text), re.sub(r"^:\d+: ", "", said)) for text, said in MISTAKES if wishes(text)]
)
def test_the_same_is_said_of_it_in_json_over_http_and_in_python(tmp_path: Path, wish: Any, said: str) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"faults": wish}, indent=1), "utf-8")
    told: list[str] = []
    with pytest.raises(FaultError) as in_file:
        JinaServer(faults=file)
    told.append(str(in_file.value))
    if isinstance(wish, list):
        entries: list[Any] = wish  # pyright: ignore[reportUnknownVariableType]  # mypy knows it, and refuses a cast
        with pytest.raises(FaultError) as in_python:
            JinaServer(faults=entries)
        told.append(str(in_python.value))
        with JinaServer() as jina, pytest.raises(RefusedError) as over_http:
            jina.plan(*entries)
        told.append(str(over_http.value))
    assert [said in text for text in told] == [True] * len(told)
    assert re.match(rf"{re.escape(str(file))}:\d+: faults", told[0])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"none\.toml: cannot be read"):
        JinaServer(faults=tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    with pytest.raises(FaultError, match=r"latin\.toml: is not UTF-8"):
        JinaServer(faults=tmp_path / "latin.toml")


def test_a_file_that_is_nested_without_end_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, "utf-8")
    with pytest.raises(FaultError, match=r"deep\.json: no JSON"):
        JinaServer(faults=tmp_path / "deep.json")
