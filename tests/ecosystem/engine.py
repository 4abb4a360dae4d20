"""A Docker engine and an image of the product, made from what this machine has: nothing is pulled from anywhere.

The engine that the environment names is used where it answers; otherwise one is started for the tests (this needs
root). The image stands on a small Debian that ``debootstrap`` makes once.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import docker
from docker.errors import DockerException
from tests.ecosystem.places import ROOT, done, made_once

RELEASE, PYTHON = "bookworm", "3.11"
PACKAGES = "python3,python3-venv,ca-certificates"
BASE, IMAGE = "vectorproof-base:test", "vectorproof:test"
NEEDED = ("dockerd", "docker", "debootstrap", "iptables")
LEFT_OUT = ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale", "usr/share/man")
PATIENCE_S = 30.0


def missing() -> str:
    """Say what this machine lacks; empty where an engine answers, or can be started."""
    if answers(os.environ.get("DOCKER_HOST")):
        return ""
    lacking = [program for program in NEEDED if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    return "" if os.geteuid() == 0 else "an engine can be started by root only"


def answers(host: str | None) -> bool:
    """Tell whether an engine answers there, or where Docker looks by itself."""
    with suppress(DockerException):
        return bool(docker.DockerClient.from_env(environment={"DOCKER_HOST": host} if host else {}).ping())
    return False


@contextmanager
def served(folder: Path) -> Generator[str]:
    """Give the address of an engine; one that is started here keeps all it has in a folder and ends with the block."""
    host = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    if answers(host):
        yield host
        return
    host = f"unix://{folder}/docker.sock"
    places = ["--data-root", folder / "data", "--exec-root", folder / "exec", "--pidfile", folder / "pid"]
    with (folder / "dockerd.log").open("wb") as log:
        line = ["dockerd", "--host", host, *map(str, places)]
        path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
        with subprocess.Popen(line, stdout=log, stderr=log, env={**os.environ, "PATH": path}) as engine:
            try:
                _await(host, engine, folder / "dockerd.log")
                yield host
            finally:
                engine.terminate()
                engine.wait(PATIENCE_S)


def _await(host: str, engine: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while not answers(host):
        assert engine.poll() is None, log.read_text(errors="replace")[-2000:]
        assert time.monotonic() < end, f"the engine does not answer:\n{log.read_text(errors='replace')[-2000:]}"
        time.sleep(0.1)  # An engine says in no other way that it is there.


def built(host: str) -> str:
    """Build the image of this checkout on a base of Debian's packages; gives its name."""
    asked = f"{RELEASE} {PACKAGES} {LEFT_OUT}".encode()
    base = made_once("debian", asked, _bootstrapped) / "base.tar"
    settings = {"DOCKER_HOST": host}
    done(["docker", "import", base, BASE], ROOT, settings)
    made = [sys.executable, "tools/image.py", "--base", BASE, "--python", PYTHON, "--tag", IMAGE]
    done(made, ROOT, settings)
    return IMAGE


def _bootstrapped(place: Path) -> None:
    root = place / "root"
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    done(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, root], ROOT, {"PATH": path})
    without = [f"--exclude=./{folder}" for folder in LEFT_OUT]
    done(["tar", "-C", root, *without, "-cf", place / "base.tar", "."], ROOT)
    shutil.rmtree(root)
