"""The last kill run: its figures, its file, and that any text in its place names the file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.specs.loading import SpecError
from vectorproof.specs.requirements import FalseAlarms, Killed, KillRun
from vectorproof.specs.requirements.kill import read_kill

RUN = KillRun(
    catalogue="2026-08",
    full=False,
    seconds=1.5,
    defects={
        "a": Killed(("KEY-001",), ("KEY-002",), case="key/x/y"),
        "b": Killed((), ("KEY-003",)),
        "c": Killed(()),
        "d": Killed(("KEY-001",), unexpected=("KEY-004",)),
    },
    false_alarms=FalseAlarms(cases=2, checks=8, calls=10, judged_calls=5, findings=("KEY-005",)),
)


def test_the_score_counts_what_had_to_find_a_defect_and_did() -> None:
    assert (RUN.score, RUN.survivors) == (0.5, ("b", "c"))


def test_a_requirement_that_might_find_a_defect_is_not_idle() -> None:
    assert RUN.never_killed(["KEY-001", "KEY-002", "KEY-003", "KEY-004", "KEY-005"]) == ("KEY-004", "KEY-005")
    assert RUN.killed_by("KEY-001") == ("a", "d")


def test_what_the_schemas_found_is_told_only_where_it_was_tried() -> None:
    tried = {"a": Killed(("KEY-001",), by_schemas=("SCHEMA-001",)), "b": Killed(("KEY-001",), by_schemas=())}

    assert RUN.found_by_schemas is None
    assert replace(RUN, defects=tried).found_by_schemas == ("a",)


def test_false_alarms_are_counted_by_the_check() -> None:
    assert RUN.false_alarm_rate == 1 / 8


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "kill.json").write_bytes(RUN.encoded())

    assert read_kill(tmp_path / "kill.json") == RUN


def test_without_a_file_there_is_no_run(tmp_path: Path) -> None:
    assert read_kill(tmp_path / "kill.json") is None


def without(member: str) -> str:
    return json.dumps({name: value for name, value in json.loads(RUN.encoded()).items() if name != member})


@pytest.mark.parametrize("text", ["", "[]", "{}", without("defects"), without("false_alarms"), "[" * 3000])
def test_what_is_no_kill_run_names_the_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "kill.json").write_text(text, encoding="utf-8")
    with pytest.raises(SpecError, match=r"kill\.json"):
        read_kill(tmp_path / "kill.json")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, len(RUN.encoded()) - 4), put=st.sampled_from(["", "}", '"', "7", "\x00"]))
def test_any_spoiled_file_names_itself_or_is_read(cut: int, put: str, tmp_path: Path) -> None:
    text = RUN.encoded().decode()
    (tmp_path / "kill.json").write_text(text[:cut] + put + text[cut + 1 :], encoding="utf-8")
    found = outcome(tmp_path / "kill.json")

    assert isinstance(found, KillRun) or found.file == "kill.json"


def outcome(file: Path) -> KillRun | SpecError:
    """Read the file; any other exception than the catalogue's own goes through."""
    try:
        found = read_kill(file)
    except SpecError as error:
        return error
    assert found is not None, "the file is there"
    return found
