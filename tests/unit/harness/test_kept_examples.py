"""Where examples are kept: a folder or a real server, refused in clear words before anything is started."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.harness.redis_server import redis

from vectorproof.harness.errors import CaseEnded, UsageError
from vectorproof.harness.kept_examples import examples_at, place_of_examples

NOWHERE = "unix:///no/such/socket"


def test_a_folder_is_made(tmp_path: Path) -> None:
    place = place_of_examples(str(tmp_path / "found"))

    assert place == str((tmp_path / "found").resolve())
    assert Path(place).is_dir()


def test_what_a_server_keeps_is_there_for_whoever_asks_it_next() -> None:
    with redis() as (url, _):
        assert place_of_examples(url) == url
        kept = examples_at(url)
        kept.save(b"key/names/length", b"one")
        kept.save(b"key/names/length", b"other")
        kept.delete(b"key/names/length", b"one")

        examples_at.cache_clear()
        assert list(examples_at(url).fetch(b"key/names/length")) == [b"other"]
        assert list(examples_at(url).fetch(b"key/names/first")) == []


def test_a_server_that_goes_away_ends_the_case_that_asks_it() -> None:
    with redis() as (url, server):
        kept = examples_at(url)
        server.kill()
        server.wait()

        for ask in (lambda: kept.fetch(b"a"), lambda: kept.save(b"a", b"b"), lambda: kept.delete(b"a", b"b")):
            with pytest.raises(CaseEnded, match="the kept examples cannot be reached: ") as ended:
                ask()
            assert (str(ended.value.verdict), str(ended.value.owner)) == ("ERROR", "environment")


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (NOWHERE, "the Redis server cannot be used: "),
        ("redis://:secret@h:no-port/0", "no address of a Redis server; redis://host:6379/0 is one"),
        ("http://localhost/", "a folder, or a URL that starts with redis://, rediss://, unix:// is right"),
    ],
)
def test_what_cannot_be_used_is_told(wish: str, problem: str) -> None:
    with pytest.raises(UsageError) as refused:
        place_of_examples(wish)

    assert problem in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_missing_package_is_named() -> None:
    without = "import sys; sys.modules['redis'] = None; from vectorproof.harness.cli import main; main()"
    line = ("run", "--target", "http://127.0.0.1:9", "--examples", "redis://127.0.0.1:9")
    done = subprocess.run([sys.executable, "-c", without, *line], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "a Redis server needs pip install 'vectorproof[redis]'" in done.stderr
