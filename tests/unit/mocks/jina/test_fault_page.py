"""The page of faults tells what the code does."""

from pathlib import Path

import pytest

from vectorproof.mocks.dataapi.fault_page import data_api_part
from vectorproof.mocks.faults.contract import FaultError, adjusted
from vectorproof.mocks.faults.slow import Slow
from vectorproof.mocks.jina import faults
from vectorproof.mocks.jina.fault_page import page

PAGE = Path(__file__).parents[4] / "docs" / "faults.md"


def test_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page() + data_api_part()


def test_every_fault_stands_on_the_page_once() -> None:
    text = page()
    assert [name for name in faults() if text.count(f"| `{name}` |") != 1] == []


@pytest.mark.parametrize("name", faults())
def test_names_are_kebab_case_and_summaries_are_sentences(name: str) -> None:
    fault = faults()[name]
    assert name == fault.id == name.lower().replace("_", "-").replace(" ", "-")
    assert fault.summary.endswith(".")
    assert fault.kind in {"answer", "transport", "sequence"}


@pytest.mark.parametrize("given", [{"after_ms": True}, {"after_ms": 1.5}, {"after_ms": None}, {"name": "x"}])
def test_parameters_keep_their_types(given: dict[str, object]) -> None:
    with pytest.raises(FaultError, match="would be right"):
        adjusted(Slow(), given)
