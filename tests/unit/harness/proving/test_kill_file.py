"""The file of a kill run: what went before stays until there is a whole one, and what was made otherwise is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from vectorproof.harness.errors import UsageError
from vectorproof.harness.proving.kill_file import KillFile, sources
from vectorproof.harness.proving.killing import Wishes
from vectorproof.specs.requirements import FalseAlarms, Killed, KillRun, catalogue_version
from vectorproof.specs.requirements.kill import read_kill

SOURCES = "0123456789abcdef"
CAUGHT = Killed(("KEY-001",), case="key/x/y")
ALARMS = FalseAlarms(1, 2, 3, 3)
RUN = KillRun(catalogue_version(), full=False, seconds=1.0, defects={"a": CAUGHT}, false_alarms=ALARMS, sources=SOURCES)


def earlier(place: Path, run: KillRun, wishes: Wishes = Wishes()) -> set[str]:  # noqa: B008  # it is frozen
    KillFile(place).grow(run)
    return set(KillFile(place).earlier(wishes, SOURCES))


def test_the_whole_run_of_before_stays_until_there_is_another(tmp_path: Path) -> None:
    place = tmp_path / "kill.json"
    KillFile(place).finish(RUN)
    other = replace(RUN, defects={"b": CAUGHT})

    KillFile(place).begin()
    KillFile(place).grow(other)

    assert read_kill(place) == RUN
    assert set(KillFile(place).earlier(Wishes(), SOURCES)) == {"b"}
    KillFile(place).finish(other)
    assert read_kill(place) == other
    assert [file.name for file in tmp_path.iterdir()] == ["kill.json"]


def test_the_last_whole_run_is_gone_on_with_where_none_was_cut_off(tmp_path: Path) -> None:
    KillFile(tmp_path / "kill.json").finish(RUN)

    assert set(KillFile(tmp_path / "kill.json").earlier(Wishes(), SOURCES)) == {"a"}
    assert KillFile(tmp_path / "none.json").earlier(Wishes(), SOURCES) == {}


def test_a_run_that_was_cut_off_is_not_begun_anew(tmp_path: Path) -> None:
    file = KillFile(tmp_path / "kill.json")
    file.grow(replace(RUN, defects={}))
    file.begin()
    file.grow(RUN)

    with pytest.raises(UsageError, match=r"kill\.json\.part holds a run that was cut off after 1 defects: go on"):
        file.begin()


@pytest.mark.parametrize(
    ("run", "wishes", "said"),
    [
        (RUN, Wishes(full=True), "without --full"),
        (replace(RUN, full=True), Wishes(), "with --full"),
        (replace(RUN, catalogue="1999-01"), Wishes(), "with the catalogue 1999-01, and this is"),
        (RUN, Wishes(seeds=10), "with --seeds 1;"),
        (replace(RUN, sources="fedcba9876543210"), Wishes(), "with other suites or defects"),
        (replace(RUN, sources=""), Wishes(), "with other suites or defects"),
    ],
)
def test_a_run_that_was_made_otherwise_is_refused(tmp_path: Path, run: KillRun, wishes: Wishes, said: str) -> None:
    with pytest.raises(UsageError, match=f"--resume: the run in .*kill.json.part was made {said}"):
        earlier(tmp_path / "kill.json", run, wishes)


def test_what_was_not_settled_is_judged_again(tmp_path: Path) -> None:
    tried = {"a": CAUGHT, "b": replace(CAUGHT, by_schemas=()), "c": Killed((), trouble="it did not start")}
    run = replace(RUN, defects=tried)

    assert earlier(tmp_path / "kill.json", run) == {"a", "b"}
    assert earlier(tmp_path / "kill.json", run, Wishes(schemas=True)) == {"b"}


def test_what_is_no_kill_run_is_told(tmp_path: Path) -> None:
    (tmp_path / "kill.json").write_text("{}", encoding="utf-8")

    with pytest.raises(UsageError, match=r"--resume: .*kill\.json is no kill run"):
        KillFile(tmp_path / "kill.json").earlier(Wishes(), SOURCES)


def test_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written: No such file or directory"):
        KillFile(tmp_path / "missing" / "kill.json").grow(RUN)


def test_sources_of_one_package_are_the_same_each_time_and_others_than_of_two() -> None:
    once = sources("vectorproof.suites.key")

    assert sources("vectorproof.suites.key") == once
    assert sources("vectorproof.suites.key", "vectorproof.suites.coll") != once
