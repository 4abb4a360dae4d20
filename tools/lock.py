"""Write the lock files: exact versions with hashes, good for every platform, without any address.

The largest lock comes first and binds the others, so that all of them agree on every version. What other people's
clients and suites need is locked apart from it, each list for itself. Names of lists (``lock.py astrapy``) lock only
those of ``requirements/ecosystem``.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

FOLDER = Path("requirements")
TOOLS, TEST, TESTED = FOLDER / "tools.in", FOLDER / "test.in", FOLDER / "test.txt"
OLDEST_PYTHON = "3.11"

# What each lock is made from, and what binds it.
LOCKS: tuple[tuple[Path, tuple[Path, ...], tuple[Path, ...]], ...] = (
    (TESTED, (Path("pyproject.toml"), TEST, TOOLS), ()),
    (FOLDER / "tools.txt", (TOOLS,), (TESTED,)),
    (FOLDER / "run.txt", (Path("pyproject.toml"),), (TESTED,)),
)


def compile_lock(target: Path, sources: tuple[Path, ...], bounds: tuple[Path, ...]) -> int:
    """Resolve one lock afresh and tell the resolver's exit code."""
    command = [
        str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--upgrade",
        "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock",
        *(str(source) for source in sources), *(("--all-extras",) if target == TESTED else ()),
        *(part for bound in bounds for part in ("--constraint", str(bound))),
        "--output-file", str(target),
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


def foreign_locks(names: Sequence[str]) -> Iterator[tuple[Path, tuple[Path, ...], tuple[Path, ...]]]:
    """List the locks of other people's software that are named, or all of them."""
    for source in sorted((FOLDER / "ecosystem").glob("*.in")):
        if not names or source.stem in names:
            yield source.with_suffix(".txt"), (source,), ()


def main(names: Sequence[str]) -> int:
    """Write every lock, or the named ones of other people's software; stop at the first that cannot be resolved."""
    for lock in (*(() if names else LOCKS), *foreign_locks(names)):
        code = compile_lock(*lock)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
