"""Fault plans in files: what they do, and what is said of a wrong one."""

import re
from pathlib import Path

import pytest

from vectorproof.mocks.faults.contract import FaultError
from vectorproof.mocks.jina.running import JinaServer

PAGE = (Path(__file__).parents[4] / "docs" / "jina-mock.md").read_text("utf-8")
GOOD = '[[faults]]\nfault = { name = "internal" }\n'


def test_the_plan_of_the_page_is_loaded_in_its_order(tmp_path: Path) -> None:
    (block,) = re.findall(r"(?ms)^```toml\n(.*?)^```", PAGE)
    file = tmp_path / "faults.toml"
    file.write_text(block, "utf-8")
    with JinaServer(faults=file) as jina:
        listed = jina.control("GET", "/faults")["faults"]
    assert [(fault["name"], fault["times"], fault["met"]) for fault in listed] == [("rate-rpm", 2, 0), ("reset", 1, 0)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found no faults; one or more [[faults]] tables would be right"),
        ("faults = 3", "found no faults"),
        ("fault = 3", "'fault' is unknown; one or more"),
        ("[[faults]", "no TOML: "),
        ("\nx = \ny = 1", "line 2"),
        (GOOD + "[[faults]]\nfault = 3", "entry 2 of faults: fault: found int, an object would be right"),
        (GOOD + '[[faults]]\nfault = { name = "rate" }', "entry 2 of faults: fault 'rate' is unknown; one of rate-rpm"),
        (GOOD + "match = { modle = 1 }", "entry 1 of faults: match: member 'modle' is unknown; batch_size, key"),
        (GOOD + "match = { nth = 0 }", "entry 1 of faults: nth: found 0, a whole number from 1"),
        (GOOD + "time = 2", "entry 1 of faults: an entry: member 'time' is unknown"),
        ('[[faults]]\nfault = { name = "internal", colour = 1 }', "entry 1 of faults: parameter 'colour' is unknown"),
    ],
)
def test_a_mistake_is_named_by_file_entry_and_key(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(FaultError) as found:
        JinaServer(faults=file)
    assert str(found.value).startswith(f"{file}: ")
    assert said in str(found.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"none\.toml: cannot be read"):
        JinaServer(faults=tmp_path / "none.toml")
