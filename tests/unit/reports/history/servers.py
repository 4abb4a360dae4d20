"""A real PostgreSQL of one's own: made in a folder, listening on a socket in it, gone afterwards."""

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def installed() -> Path | None:
    """Find the folder of PostgreSQL's programs; ``None`` where there are none."""
    found = shutil.which("initdb")
    places = (
        [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    )
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@contextmanager
def postgres(programs: Path) -> Generator[str]:
    """Start a server and give the address of its database.

    PostgreSQL refuses to run as root; then it runs as the first of its users that exists.
    """
    owner = next(name for name in _owners() if _exists(name)) if os.geteuid() == 0 else None
    # A socket's path must be short, shorter than that of pytest's own folders.
    with tempfile.TemporaryDirectory(prefix="vp-pg-", ignore_cleanup_errors=True) as folder:
        if owner is not None:
            shutil.chown(folder, owner)
        data = Path(folder) / "data"
        name = owner or getpass.getuser()
        _do(owner, programs / "initdb", "-D", data, "-A", "trust", "-U", name, "--no-sync", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _do(owner, programs / "pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql://{name}@/postgres?host={folder}"
        finally:
            _do(owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _owners() -> tuple[str, ...]:
    return ("postgres", "nobody")


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _do(owner: str | None, *command: object) -> None:
    # Not captured: the server that pg_ctl starts would hold the pipe open.
    subprocess.run([str(part) for part in command], user=owner, check=True, cwd="/", stdout=subprocess.DEVNULL)
