"""The folders that a simulator with TLS keeps its certificates in: gone with it, or with the next one."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from vectorproof.mocks.astra.folders import own_folder

HOLDING = """
from vectorproof.mocks.astra.folders import own_folder
with own_folder() as folder:
    print(folder, flush=True)
    input()
"""


def test_a_folder_is_left_behind_by_a_killed_process_only_until_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def held() -> tuple["subprocess.Popen[str]", Path]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        return process, Path(process.stdout.readline().strip())

    (killed, left), (alive, kept) = held(), held()
    with killed, alive:
        killed.kill()
        killed.wait(20)
        assert left.is_dir()
        with own_folder() as mine:
            assert set(tmp_path.iterdir()) == {kept, mine}
        alive.communicate("\n", timeout=20)
    assert list(tmp_path.iterdir()) == []
