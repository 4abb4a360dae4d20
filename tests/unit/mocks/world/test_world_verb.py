"""``vectorproof world``: what a file holds, the line of a mistake, and the schema of such files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from vectorproof.mocks.config import WorldConfig, schema_of, world_names

COMMAND = Path(sys.executable).with_name("vectorproof")
SMALL = """\
summary = "A small world"
[[organizations]]
name = "O"
[[databases]]
name = "d"
organization = "O"
created = 2025-01-01T00:00:00Z
"""


def world(*words: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Type the verb."""
    line = [str(word) for word in (COMMAND, "world", *words)]
    return subprocess.run(line, capture_output=True, text=True, check=False, cwd=cwd)


def test_check_says_what_a_world_holds() -> None:
    done = world("check", "two-organizations")

    assert (done.returncode, done.stderr) == (0, "")
    for part in ("2 organizations", "2 databases", "2 stored keys", "2 keys at the provider", "astra", "era E3"):
        assert part in done.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[limitz]\n", "small.toml:8: limitz"),
        ("[provider.urls]\nJinaAI = 'http://x'\n", "small.toml:9: provider.urls.JinaAI"),
        ("[[keys]]\norganization = 'O'\nname = 'k'\nsecret = 's'\nprovider = 'nvidia'\n", "hosted"),
        ("x = \n", "TOML"),
        ("x = " + "[" * 100_000, "TOML: is nested too deeply"),
        ("[jina]\nembedder = 'nothing'\n", "embedder 'nothing': is not installed"),
        ("[jina]\ncontrol_port = 70000\n", "jina.control_port: found 70000, 65535 or less is right"),
        ("[jina]\njournal_file = '/nowhere/at/all'\n", "journal file /nowhere/at/all cannot be written"),
    ],
)
def test_check_tells_the_line_of_a_mistake_and_ends_with_2(tmp_path: Path, more: str, said: str) -> None:
    (tmp_path / "small.toml").write_text(SMALL + more)

    done = world("check", "small.toml", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_check_names_the_ready_worlds_for_one_that_is_not_there() -> None:
    done = world("check", "ten-databasses")

    assert done.returncode == 2
    assert all(name in done.stderr for name in world_names())


def test_schema_is_that_of_the_reader() -> None:
    assert json.loads(world("schema").stdout) == schema_of(WorldConfig)
