"""The image that is built from our own wheel: its container serves, runs as nobody, and is judged like any target."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

import docker
import pytest
from docker.models.containers import Container
from tests.ecosystem import engine

from vectorproof.harness.containers import Wish, running
from vectorproof.reports.record import read

SUITES = ("--suite", "key")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an engine that has the image."""
    lacking = engine.missing()
    if lacking:
        pytest.skip(lacking)
    with engine.served(tmp_path_factory.mktemp("engine")) as address:
        engine.built(address)
        yield address


@pytest.fixture
def environment(host: str) -> Mapping[str, str]:
    """Give an environment that leads to the engine."""
    return {**os.environ, "DOCKER_HOST": host}


def judged(environment: Mapping[str, str], folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Judge a target; the record lies in the folder."""
    line = [sys.executable, "-m", "vectorproof.harness.cli", "run", "--output", str(folder), *options]
    return subprocess.run(line, env=environment, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def inside(host: str, container: str) -> Container:
    """Look at a container."""
    return docker.DockerClient(base_url=host).containers.get(container)


def test_it_serves_as_a_user_without_rights_and_is_healthy(host: str, environment: Mapping[str, str]) -> None:
    with running(Wish(engine.IMAGE, {}), environment) as container:
        with urlopen(f"http://127.0.0.1:{container.ports[8181]}/sim/v1") as answer:
            assert json.load(answer)["product"] == "vectorproof"
        with urlopen(f"http://127.0.0.1:{container.ports[8182]}/__mock__") as answer:
            assert json.load(answer)["product"] == "vectorproof"
        seen = inside(host, container.id)
        assert seen.attrs["State"]["Health"]["Status"] == "healthy"
        assert seen.exec_run(["id", "-u"]).output == b"10001\n"
        assert seen.exec_run(["touch", "/opt/vectorproof/x"]).exit_code != 0
    assert container.id not in [left.id for left in docker.DockerClient(base_url=host).containers.list(all=True)]


def test_it_runs_the_suites_itself(host: str) -> None:
    command = ["run", *SUITES, "--quiet", "--output", "/data/report"]
    said = docker.DockerClient(base_url=host).containers.run(engine.IMAGE, command, remove=True)

    assert said == b"PASS: /data/report/record.jsonl\n"


def test_an_image_is_a_target(environment: Mapping[str, str], tmp_path: Path) -> None:
    ended = judged(environment, tmp_path, *SUITES, "--target", f"docker:{engine.IMAGE}")

    assert ended.returncode == 0, ended.stdout + ended.stderr
    record = read(tmp_path / "record.jsonl")
    assert (record.header.target.kind, record.header.target.name) == ("docker", f"docker:{engine.IMAGE}")
    assert {"key-control", "provider-control", "fresh-databases"} <= set(record.header.target.capabilities)


CHATTY = """
FROM {image}
ENTRYPOINT ["sh", "-c", "while sleep 0.1; do echo still here; done & exec vectorproof \\"$@\\"", "chatty"]
"""


def test_what_the_container_logged_goes_with_each_finding(
    host: str, environment: Mapping[str, str], tmp_path: Path
) -> None:
    recipe = io.BytesIO(CHATTY.format(image=engine.IMAGE).encode())
    docker.DockerClient(base_url=host).images.build(fileobj=recipe, tag="vectorproof-chatty:test")
    command = ["serve", "--json", "--host", "0.0.0.0", "--port", "8181", "--jina-port", "8182"]
    settings = {"image": "vectorproof-chatty:test", "command": [*command, "--defect", "key-name-of-51"]}
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    (tmp_path / "vectorproof.toml").write_text("\n".join(["[target.wrong]", *lines]), encoding="utf-8")
    ended = judged(environment, tmp_path, "--requirement", "KEY-007", "--target", "wrong")

    assert ended.returncode == 1, ended.stdout + ended.stderr
    (line,) = (case for case in read(tmp_path / "record.jsonl").cases if case.findings)
    assert line.findings[0].steps[-1].title == "read what the target logged"
    assert "still here" in line.findings[0].steps[-1].answer


@pytest.mark.parametrize(
    ("target", "said"),
    [("docker:no-such-image:1", "nothing is pulled"), ("docker:", "nothing is pulled")],
)
def test_an_image_that_is_not_there_is_named(
    environment: Mapping[str, str], tmp_path: Path, target: str, said: str
) -> None:
    ended = judged(environment, tmp_path, "--target", target)

    assert ended.returncode == 2
    assert said in ended.stderr


def test_an_image_that_ends_at_once_says_how(environment: Mapping[str, str], tmp_path: Path) -> None:
    settings = f'[target.gone]\nimage = "{engine.IMAGE}"\ncommand = ["serve", "--world", "no-such-world"]\n'
    (tmp_path / "vectorproof.toml").write_text(settings, encoding="utf-8")
    ended = judged(environment, tmp_path, "--target", "gone")

    assert ended.returncode == 3
    assert "gone with exit code 2; it logged: vectorproof" in ended.stderr
