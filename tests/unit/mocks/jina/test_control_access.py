"""Who reaches the control API and where: a port of its own, a token, and the journal's file."""

import http.client
import json
import stat
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from vectorproof.mocks.jina import JinaConfig, SettingError
from vectorproof.mocks.jina.running import JinaAccount, JinaServer

TOKEN = "only for friends"
V3 = "jina-embeddings-v3"


def asked(url: str, method: str = "GET", **headers: str) -> tuple[int, Any]:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=20)
    connection.request(method, place.path, headers=headers)
    response = connection.getresponse()
    raw = response.read()
    connection.close()
    return response.status, json.loads(raw)


def embed(account: JinaAccount, text: str = "text") -> int:
    body = json.dumps({"model": V3, "input": text}).encode()
    with urllib.request.urlopen(urllib.request.Request(account.url, body, account.headers)) as response:
        return int(response.status)


def test_on_a_port_of_its_own_it_is_there_and_nowhere_else() -> None:
    with JinaServer(control_port=0) as jina:
        assert embed(jina.account()) == 200
        assert urlsplit(jina.control_url).port != urlsplit(jina.origin).port
        assert asked(f"{jina.control_url}/accounts")[0] == 200
        status, body = asked(f"{jina.origin}/__mock__/accounts")
        assert (status, body["detail"]) == (404, "Invalid endpoint")


def test_without_one_it_is_beside_the_provider() -> None:
    with JinaServer() as jina:
        assert jina.control_url == f"{jina.origin}/__mock__"


def test_only_those_who_send_the_token_may_use_it() -> None:
    with JinaServer(JinaConfig(control_token=TOKEN)) as jina:
        account = jina.account()
        assert embed(account) == 200
        place = f"{jina.control_url}/accounts"
        for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": f"Bearer {TOKEN}x"}):
            status, body = asked(place, **headers)
            assert (status, "token" in body["error"]) == (401, True)
        assert asked(f"{jina.control_url}/faults", "DELETE")[0] == 401
        assert asked(place, Authorization=f"Bearer {TOKEN}")[0] == 200
        assert asked(jina.control_url)[0] == 200


def test_the_token_is_told_to_nobody() -> None:
    config = JinaConfig(control_token=TOKEN)
    assert TOKEN not in repr(config)


def test_every_call_that_has_ended_is_a_line_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    with JinaServer(JinaConfig(journal_file=file, journal_calls=2)) as jina:
        account = jina.account()
        account.fail("reset", match={"text_contains": "torn"})
        for text in ("one", "two", "three", "four"):
            embed(account, text)
        with pytest.raises(ConnectionResetError):
            embed(account, "torn")
        shown = account.calls(at_least=2)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [line["texts"] for line in lines] == [["one"], ["two"], ["three"], ["four"], ["torn"]]
    assert lines[-2:] == shown
    assert account.key not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_goes_on_where_it_was(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    for _ in range(2):
        with JinaServer(JinaConfig(journal_file=file)) as jina:
            embed(jina.account())
    assert len(file.read_text("utf-8").splitlines()) == 2


def test_a_file_that_cannot_be_written_is_named_at_the_beginning(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"journal file .*nowhere.* cannot be written: No such file"):
        JinaServer(JinaConfig(journal_file=tmp_path / "nowhere" / "journal.jsonl"))


def test_a_full_disk_ends_the_file_and_not_the_calls(caplog: pytest.LogCaptureFixture) -> None:
    with JinaServer(JinaConfig(journal_file=Path("/dev/full"))) as jina:
        account = jina.account()
        assert [embed(account) for _ in range(2)] == [200, 200]
        assert len(account.calls(at_least=2)) == 2
    assert caplog.text.count("goes on in memory only: No space left on device") == 1
