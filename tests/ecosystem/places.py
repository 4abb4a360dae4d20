"""Environments and sources of other people's software, made once from locks and kept under ``.tox``.

What clients and foreign suites need is theirs: it never enters the lock of this project. Each has a list
``requirements/ecosystem/NAME.in`` and its lock ``NAME.txt`` (written by ``make lock``), and lives in a virtual
environment of its own. A place is named by the content of its lock, so a new lock makes a new place.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "requirements" / "ecosystem"
PLACES = ROOT / ".tox" / "ecosystem"
UV = Path(sys.executable).with_name("uv")


def done(line: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None, said: str = "") -> str:
    """Run a program to its end, ``said`` on its input, and give what it printed; fails with both of its streams."""
    settings = {**os.environ, "UV_SYSTEM_CERTS": "1", **(environment or {})}
    words = [str(word) for word in line]
    run = subprocess.run(words, cwd=cwd, env=settings, input=said, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{' '.join(words)}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def made_once(name: str, content: bytes, make: Callable[[Path], None]) -> Path:
    """Give the folder that ``make`` fills, made anew only where the content that it is made from has changed.

    Parallel tests wait for the one that makes it; a half-made folder is never given.
    """
    place = PLACES / f"{name}-{hashlib.sha256(content).hexdigest()[:12]}"
    PLACES.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{place}.lock"):
        if not (place / ".made").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            make(place)
            (place / ".made").touch()
    return place


def environment(name: str) -> Path:
    """Give the Python interpreter of the environment that ``requirements/ecosystem/NAME.txt`` locks."""
    lock = LOCKS / f"{name}.txt"

    def make(place: Path) -> None:
        python = place / "bin" / "python"
        done([UV, "venv", "--quiet", "--no-project", "--allow-existing", "--python", sys.executable, place], ROOT)
        done([UV, "pip", "install", "--quiet", "--python", python, "--require-hashes", "--requirement", lock], ROOT)

    return made_once(name, lock.read_bytes(), make) / "bin" / "python"


def pinned(package: str, lock: Path) -> str:
    """Read the lines of a lock that pin one package, version and hashes."""
    found = re.search(rf"(?m)^{re.escape(package)}==[^\\\n]*(?:\\\n +--hash=[^\\\n]*)*", lock.read_text())
    assert found, f"{lock.name} pins no {package}"
    return found[0]


def published_source(name: str, package: str) -> Path:
    """Give the unpacked source distribution of ``package``, as published, in the version of the lock ``NAME.txt``."""
    pin = pinned(package, LOCKS / f"{name}.txt")

    def make(place: Path) -> None:
        (place / "pin.txt").write_text(pin)
        words: list[str | Path] = [
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--require-hashes",
            "--dest",
            place,
        ]
        done([sys.executable, "-m", "pip", *words, "--requirement", place / "pin.txt"], ROOT)
        archive = next(place.glob("*.tar.gz"))
        with tarfile.open(archive) as packed:
            packed.extractall(place, filter="data")
        archive.unlink()

    place = made_once(f"{name}-source", pin.encode(), make)
    return next(folder for folder in place.iterdir() if folder.is_dir())
