"""The commands that a document shows for a rotation, as a person with curl and jq would type them."""

import json
import re
import subprocess
from pathlib import Path

from tests.ecosystem.runtimes import needs

from vectorproof.mocks.running import Simulator

PAGE = Path(__file__).parents[2] / "docs" / "control-plane.md"
ASSERTIONS = 3


def test_the_commands_of_the_page_rotate_a_key(tmp_path: Path) -> None:
    needs("bash", "curl", "jq")
    (block,) = re.findall(r"(?ms)^```sh\n(.*?)^```", PAGE.read_text("utf-8"))
    with Simulator() as simulator:
        (tmp_path / "ready.json").write_text(json.dumps(dict(simulator.ready)), "utf-8")
        line = ["bash", "-euo", "pipefail", "-c", block]
        done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines().count("true") + done.stdout.count("}true") == ASSERTIONS == block.count("jq -e")
    assert '"something warm"' in done.stdout
