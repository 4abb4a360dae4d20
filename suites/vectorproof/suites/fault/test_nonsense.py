"""What is told of a success that cannot be used: what was expected, and what came instead."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import refused_telling
from vectorproof.harness.strategies.provider_faults import UNEXPECTED
from vectorproof.harness.strategies.vectors import RANGED_MODEL
from vectorproof.harness.target import Target
from vectorproof.suites.fault.matrix import COMMANDS, LENGTH, collection_of
from vectorproof.suites.fault.meeting import FAULTS

_LENGTHS: Final = "did not return expected embedding length"
_COUNTS: Final = "didn't return the expected number of embeddings"
_INSERTS: Final = tuple(name for name, embedding in COMMANDS.items() if embedding.inserts)

#: What must stand in the message, letter by letter, by what is wrong with the answer to one text.
_TOLD: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ok-empty-body": ("No response body from the model provider",),
        "ok-no-content": ("No response body from the model provider",),
        "ok-html": ("application/json", "text/json", "text/html", "200"),
        "ok-xml": ("application/json", "text/json", "xml", "200"),
        "ok-data-null": (f"returned empty data for model {RANGED_MODEL}", "200"),
        "ok-data-missing": (f"returned empty data for model {RANGED_MODEL}", "200"),
        "ok-wrong-length": (_LENGTHS, f"Expect: '{LENGTH}'", f"Actual: '{LENGTH - 1}'"),
        "ok-longer": (_LENGTHS, f"Expect: '{LENGTH}'", f"Actual: '{LENGTH + 1}'"),
        "ok-data-empty-list": (_COUNTS, "Expect: '1'", "Actual: '0'"),
        "ok-one-extra": (_COUNTS, "Expect: '1'", "Actual: '2'"),
    }
)
_COUNTED: Final = tuple(name for name, facts in _TOLD.items() if _COUNTS in facts)


def _meetings() -> st.SearchStrategy[tuple[str, str]]:
    """Draw an answer and a command that meets it; vectors are counted by inserts alone."""
    by_all = tuple(name for name in _TOLD if name not in _COUNTED)
    return st.one_of(
        st.tuples(st.sampled_from(by_all), st.sampled_from(tuple(COMMANDS))),
        st.tuples(st.sampled_from(_COUNTED), st.sampled_from(_INSERTS)),
    )


@requirement("FAULT-023")
@boundaries({name: {"meeting": (name, "insertOne")} for name in _TOLD})
@costly(2)
@given(meeting=_meetings())
def test_told(target: Target, meeting: tuple[str, str]) -> None:
    """The message says what is wrong with the answer: its body, its type, its data, its vectors' number or length."""
    fault, name = meeting
    with target.space(FAULTS) as space:
        key = space.provider.new_key()
        collection = collection_of(space, key)
        space.provider.plan({"name": fault}, key=key)
        answer = COMMANDS[name].act(collection, "a boat")
        space.check("FAULT-023", answer, refused_telling(UNEXPECTED, *_TOLD[fault]))
