"""Build the image of the product: the wheel of this checkout and the wheels that its lock names, then ``docker build``.

Usage: ``image.py [--base IMAGE] [--python 3.13] [--tag vectorproof:VERSION]``. ``--python`` is the version that the
base image has. Everything is fetched before the build, which therefore needs no network.
"""

import argparse
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "run.txt"


def done(line: Sequence[str | Path]) -> None:
    """Run a program; its failure is ours."""
    subprocess.run([str(word) for word in line], cwd=ROOT, check=True)


def lay_locked(folder: Path, python: str) -> None:
    """Lay every locked wheel for that Python and this machine into a folder, and beside them what to install."""
    machine = platform.machine()
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in (28, 17)] + [f"manylinux2014_{machine}"]
    chosen = [word for name in platforms for word in ("--platform", name)]
    wished = ["--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", python, *chosen]
    wanted: list[str | Path] = ["--require-hashes", "--requirement", LOCK, "--dest", folder]
    done([sys.executable, "-m", "pip", "download", *wished, *wanted])
    pins = re.findall(r"(?m)^[a-z0-9-]+(?:\[[\w,-]+\])?==[^\\\n]*", LOCK.read_text(encoding="utf-8"))
    (folder / "lock.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")


def build(base: str | None, python: str, tag: str) -> None:
    """Build the image in a folder that holds nothing but what goes into it."""
    with tempfile.TemporaryDirectory() as context:
        locked, product = Path(context) / "locked", Path(context) / "product"
        locked.mkdir()
        lay_locked(locked, python)
        own: list[str | Path] = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", product, ROOT]
        done([sys.executable, "-m", "pip", "wheel", *own])
        shutil.copy(ROOT / "Dockerfile", context)
        based = ["--build-arg", f"BASE={base}"] if base else []
        done(["docker", "build", "--quiet", *based, "--tag", tag, context])


def main(arguments: Sequence[str]) -> None:
    """Read the wishes and build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--base", help="the image to stand on, with Python and venv; the Dockerfile's if none is named")
    parser.add_argument("--python", default="3.13", help="the Python of the base image")
    parser.add_argument("--tag", default=f"vectorproof:{version('vectorproof')}", help="what the image is called")
    wished = parser.parse_args(arguments)
    build(wished.base, wished.python, wished.tag)


if __name__ == "__main__":
    main(sys.argv[1:])
