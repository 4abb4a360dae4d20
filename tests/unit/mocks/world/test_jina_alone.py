"""``serve --only jina``: the provider's mock as a process, with a plan of faults to begin with."""

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from tests.unit.mocks.world.test_verb import PATIENCE_S, refused, started

PLAN = '[[faults]]\nfault = { name = "internal" }\n'


def embedded(ready: dict[str, Any]) -> int:
    body = json.dumps({"model": "jina-embeddings-v3", "input": "a car"}).encode()
    headers = {"Authorization": f"Bearer {ready['provider_key']}"}
    with urllib.request.urlopen(urllib.request.Request(f"{ready['jina']}/v1/embeddings", body, headers)) as response:
        return int(response.status)


def test_the_provider_is_served_alone_with_its_faults(tmp_path: Path) -> None:
    plan = tmp_path / "faults.toml"
    plan.write_text(PLAN, "utf-8")
    with started("--only", "jina", "--faults", str(plan), "--json") as process:
        assert process.stdout is not None
        ready: dict[str, Any] = json.loads(process.stdout.readline())
        with pytest.raises(urllib.error.HTTPError, match="500"):
            embedded(ready)
        second = embedded(ready)
        process.terminate()
        code = process.wait(PATIENCE_S)

    assert (sorted(ready), second, code) == (["jina", "jina_control", "provider_key"], 200, 0)


WORLD = """
[jina]
control_token = "only-for-friends"
journal_file = "{file}"
[jina.dialect]
generation = "A"
retry_after = true
[[jina.tiers]]
name = "tiny"
requests_per_minute = 1
[[jina.accounts]]
name = "mine"
tier = "tiny"
[[jina.keys]]
name = "restricted"
account = "mine"
state = "restricted"
[[jina.keys]]
name = "mine"
account = "mine"
"""
DEFAULT = """
summary = "one"
[[organizations]]
name = "O"
[[databases]]
name = "d"
organization = "O"
created = 2025-01-01T00:00:00Z
"""


def test_a_world_says_how_the_provider_speaks_and_who_may_control_it(tmp_path: Path) -> None:
    world, file = tmp_path / "mine.toml", tmp_path / "journal.jsonl"
    world.write_text(DEFAULT + WORLD.format(file=file), "utf-8")
    with started("--only", "jina", "--world", str(world), "--jina-control-port", "0", "--json") as process:
        assert process.stdout is not None
        ready: dict[str, Any] = json.loads(process.stdout.readline())
        with pytest.raises(urllib.error.HTTPError) as restricted:
            embedded(ready)
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{ready['jina_control']}/keys")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{ready['jina']}/__mock__")
        friend = {"Authorization": "Bearer only-for-friends"}
        with urllib.request.urlopen(urllib.request.Request(f"{ready['jina_control']}/keys", headers=friend)) as keys:
            states = [key["state"] for key in json.load(keys)["keys"]]
        process.terminate()
        process.wait(PATIENCE_S)

    assert restricted.value.code == 403
    assert list(json.load(restricted.value)) == ["detail"]
    assert states == ["restricted", "active"]
    (line,) = file.read_text("utf-8").splitlines()
    assert (json.loads(line)["status"], json.loads(line)["code"]) == (403, "AUTHZ_ACCESS_DENIED")


def test_the_token_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECTORPROOF_JINA_CONTROL_TOKEN", "from outside")
    with started("--only", "jina", "--json") as process:
        assert process.stdout is not None
        ready: dict[str, Any] = json.loads(process.stdout.readline())
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{ready['jina_control']}/keys")
        process.terminate()
        process.wait(PATIENCE_S)


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    world = tmp_path / "mine.toml"
    world.write_text(DEFAULT + "[jina]\njournal_file = '/nowhere/journal.jsonl'\n", "utf-8")
    code, said = refused(("--world", str(world)))

    assert (code, said.count("\n")) == (2, 1)
    assert "journal file /nowhere/journal.jsonl cannot be written" in said


@pytest.mark.parametrize("more", [(), ("--jina-control-port", "0")])
def test_people_get_its_addresses_and_nothing_of_the_rest(more: tuple[str, ...]) -> None:
    with started("--only", "jina", *more) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        while "Ctrl-C" not in lines[-1]:
            lines.append(process.stdout.readline())
        process.terminate()
        assert process.wait(PATIENCE_S) == 0

    assert "Jina        http://127.0.0.1:" in "".join(lines)
    assert "Data API" not in "".join(lines)
    assert bool(re.search("controlled  http://127.0.0.1:.*/__mock__\n", "".join(lines))) == bool(more)


def test_a_mistake_in_the_plan_is_one_clear_line(tmp_path: Path) -> None:
    plan = tmp_path / "mine.toml"
    plan.write_text(PLAN + "match = { modle = 1 }\n", "utf-8")
    code, said = refused(("--faults", str(plan)))

    assert (code, said.count("\n")) == (2, 1)
    assert f"{plan}:3: faults[0].match.modle: unknown member, 'model' would be right" in said


def test_nothing_of_it_can_be_kept(tmp_path: Path) -> None:
    code, said = refused(("--only", "jina", "--data-dir", str(tmp_path)))

    assert (code, said.count("\n")) == (2, 1)
    assert "keeps nothing of jina" in said


def test_only_a_part_that_exists_can_be_served() -> None:
    code, said = refused(("--only", "jena"))

    assert code == 2
    assert "jina" in said
