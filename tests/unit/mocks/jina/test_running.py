"""The mock as people use it from Python: servers, accounts, fixtures, and every snippet of its page."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from vectorproof.mocks.jina.running import JinaAccount, JinaServer, RefusedError

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "jina-mock.md").read_text("utf-8")
PLUGIN = "vectorproof.mocks.pytest_jina"
ALONE = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def embed(account: JinaAccount, text: str) -> int:
    body = json.dumps({"model": "jina-embeddings-v2-base-en", "input": text}).encode()
    with urllib.request.urlopen(urllib.request.Request(account.url, body, account.headers)) as response:
        return int(response.status)


def test_accounts_see_nothing_of_each_other() -> None:
    with JinaServer() as jina:
        one, other = jina.account(), jina.account(name="a/b", balance_tokens=100)
        one.fail("internal")
        assert embed(other, "text") == 200
        assert [len(account.calls()) for account in (one, other)] == [0, 1]
        assert [(fault["met"], fault["unmet"]) for fault in one.faults()] == [(0, 1)]
        assert (one.charged_tokens, other.charged_tokens) == (0, 3)
        other.change(balance_tokens=0)
        assert one.server.control("GET", "/accounts/a%2Fb")["balance_tokens"] == 0
        assert other.key not in repr(other)


def test_a_wrong_wish_is_refused_with_what_would_be_right() -> None:
    with JinaServer() as jina:
        with pytest.raises(RefusedError, match="fault 'rate' is unknown"):
            jina.account().fail("rate")
        with pytest.raises(RefusedError, match="'colour' is unknown"):
            jina.account(colour="red")
        with pytest.raises(RefusedError, match="from -1 to 1"):
            jina.declare({"text": "a", "anchor": "b", "cosine": 2})


def test_a_closed_account_leaves_no_key_and_no_fault() -> None:
    with JinaServer() as jina:
        account = jina.account()
        account.fail("hang")
        account.close()
        assert jina.control("GET", "/faults") == {"faults": []}
        with pytest.raises(urllib.error.HTTPError, match="401"):
            embed(account, "text")


def test_a_port_that_is_taken_is_the_callers_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match="address already in use"):
        JinaServer(port=other.getsockname()[1]).__enter__()


def test_it_listens_as_long_as_its_block() -> None:
    async def main() -> str:
        async with JinaServer() as jina:
            assert await asyncio.to_thread(embed, jina.account(), "text") == 200
            return jina.origin

    host, _, port = asyncio.run(main()).rpartition("//")[2].partition(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), 5)


def test_loading_the_plugin_loads_nothing_of_the_mock() -> None:
    """Every pytest of an environment pays for this import."""
    code = f"import sys, {PLUGIN}; sys.exit(bool({{'aiohttp', 'numpy', 'orjson'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], env=ALONE, check=False).returncode == 0


def test_the_plugin_is_registered() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert PLUGIN in project["entry-points"]["pytest11"].values()


def test_the_tests_of_the_page_pass(tmp_path: Path) -> None:
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```", PAGE)
    for number, block in enumerate(blocks):
        (tmp_path / f"test_block_{number}.py").write_text(block, "utf-8")
    line = [sys.executable, "-m", "pytest", "-q", "-p", PLUGIN, "-c", os.devnull, "--rootdir", ".", "."]
    done = subprocess.run(line, cwd=tmp_path, env=ALONE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f"{PAGE.count('def test_')} passed" in done.stdout


def test_the_lines_of_the_page_work() -> None:
    (block,) = re.findall(r"(?ms)^```sh\n(.*?)^```", PAGE)
    with JinaServer() as jina:
        done = subprocess.run(
            ["bash", "-euc", block],
            env={**os.environ, "JINA": jina.origin},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert '"relevance_score"' in done.stdout
    assert '"status":200' in done.stdout
