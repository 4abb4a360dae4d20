"""Another embedding function in the place of the mock's own: a function, or an installed one by its name."""

import base64
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from vectorproof.mocks.jina import JinaConfig
from vectorproof.mocks.jina.embedding import Request
from vectorproof.mocks.jina.plugged import EmbedderError, Plugged, plugged
from vectorproof.mocks.jina.running import JinaServer
from vectorproof.specs.loading import read_toml

V3 = "jina-embeddings-v3"
MODULE = '''"""Counts vowels."""


def embed(texts, model, task, dimensions):
    return [[text.count(letter) + 1 for letter in "aeiou"] for text in texts]


table = {}
'''


def vowels(texts: Sequence[str], model: str, task: str, dimensions: int) -> list[list[float]]:
    """Count some letters: a model of five dimensions."""
    assert (model, task, dimensions) == (V3, "", 1024)
    return [[text.count(letter) + 1 for letter in "aeiou"] for text in texts]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Lay down an installed distribution with three entry points of the group; gives its folder."""
    (tmp_path / "vowel_counts.py").write_text(MODULE, "utf-8")
    about = tmp_path / "vowel_counts-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: vowel-counts\nVersion: 1.0\n", "utf-8")
    points = "vowels = vowel_counts:embed\ntable = vowel_counts:table\ngone = vowel_counts:nothing\n"
    (about / "entry_points.txt").write_text(f"[vectorproof.embedders]\n{points}", "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield tmp_path
    sys.modules.pop("vowel_counts", None)


def test_a_function_gives_the_vectors(start: Any) -> None:
    lab = start(JinaConfig(embedder=vowels))
    key = lab.control("POST", "/keys", {})["key"]
    (item,) = lab.embed(key, ("eerie",), model=V3).json["data"]
    vector = item["embedding"]
    assert len(vector) == 1024
    assert [round(number / vector[0], 5) for number in vector[:5]] == [1, 4, 2, 1, 1]
    assert sum(number**2 for number in vector) == pytest.approx(1, abs=1e-6)
    assert set(vector[5:]) == {0}


def test_what_is_designed_cut_or_packed_is_so_of_its_vectors_too(start: Any) -> None:
    lab = start(JinaConfig(embedder=vowels))
    key = lab.control("POST", "/keys", {})["key"]
    near = lab.embed(key, ("u [[near:0.25 aaa]]", "aaa"), model=V3, dimensions=3).json["data"]
    one, other = (item["embedding"] for item in near)
    assert sum(a * b for a, b in zip(one, other, strict=True)) == pytest.approx(0.25, abs=1e-6)
    (packed,) = lab.embed(key, ("aaa",), model=V3, dimensions=3, embedding_type="base64").json["data"]
    assert len(base64.b64decode(packed["embedding"])) == 12


def test_no_fault_lets_the_function_hold_others_up(start: Any) -> None:
    seen: list[str] = []

    def noting(texts: Sequence[str], model: str, task: str, dimensions: int) -> list[list[float]]:
        seen.append(threading.current_thread().name)
        return vowels(texts, model, task, dimensions)

    lab = start(JinaConfig(embedder=noting))
    key = lab.control("POST", "/keys", {})["key"]
    lab.fault(key, "ok-dims-ignored")
    (item,) = lab.embed(key, ("eerie",), model=V3, dimensions=3).json["data"]
    assert (len(item["embedding"]), len(seen)) == (1024, 2)
    assert all(name.startswith("asyncio_") for name in seen)


def test_an_installed_function_is_chosen_by_its_name(installed: Path) -> None:
    assert installed.exists()
    with JinaServer(JinaConfig(embedder="vowels")) as jina:
        account = jina.account()
        scores = ranked(account, "eee", ["ooo", "eee e"])
    assert scores[1] > 0.95 > scores[0]


def ranked(account: Any, query: str, documents: list[str]) -> list[float]:
    body = {"model": "jina-reranker-v3", "query": query, "documents": documents}
    request = urllib.request.Request(f"{account.origin}/v1/rerank", json.dumps(body).encode(), account.headers)
    with urllib.request.urlopen(request) as response:
        results = json.load(response)["results"]
    return [result["relevance_score"] for result in sorted(results, key=lambda result: result["index"])]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("vowel", "embedder 'vowel': is not installed; installed under vectorproof.embedders: gone, table, vowels"),
        ("table", "embedder 'table': is dict, a function would be right"),
        ("gone", "embedder 'gone': cannot be loaded: AttributeError"),
    ],
)
def test_a_name_that_leads_to_none_is_refused_at_the_beginning(name: str, said: str) -> None:
    with pytest.raises(EmbedderError) as refused:
        JinaServer(JinaConfig(embedder=name))
    assert said in str(refused.value)


def test_it_is_served_by_the_command_line(installed: Path, tmp_path: Path) -> None:
    """In a process of its own, where the distribution is installed as any other is: by lying on the path."""
    world = tmp_path / "mine.toml"
    default = Path(__file__).parents[4] / "mocks" / "vectorproof" / "mocks" / "worlds" / "default.toml"
    world.write_text(default.read_text("utf-8") + '\n[jina]\nembedder = "vowel"\n', "utf-8")
    assert "embedder" not in read_toml(default).get("jina", {})
    done = subprocess.run(
        [sys.executable, "-m", "vectorproof.harness.cli", "serve", "--world", str(world)],
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "installed under vectorproof.embedders: gone, table, vowels" in done.stderr) == (2, True)


REQUESTS = [Request(text, V3, "", 1024) for text in ("a", "b")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([[1.0]], "gave 1 vectors for 2 texts"),
        ([[1.0], []], "shape (0,)"),
        ([[1.0], [1.0] * 1025], "shape (1025,), 1 to 1024 numbers"),
        ([[1.0], [[1.0]]], "shape (1, 1)"),
        ([[1.0], 3], "shape ()"),
        ([[1.0], ["x"]], "no list of numbers"),
        ([[1.0], [0.0, 0.0]], "without a direction"),
        ([[1.0], [float("nan")]], "without a direction"),
        ([[1.0], [float("inf")]], "without a direction"),
        (None, "failed with TypeError"),
    ],
)
def test_what_is_no_answer_is_named(given: Any, said: str) -> None:
    def give(*_: object) -> Any:
        return given

    with pytest.raises(EmbedderError) as refused:
        Plugged("mine", give).embed(REQUESTS)
    assert str(refused.value).startswith("embedder 'mine': ")
    assert said in str(refused.value)


def test_a_failure_of_it_is_marked_and_logged_without_what_was_sent(
    start: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(texts: Sequence[str], *_: object) -> list[list[float]]:
        raise RuntimeError(f"no idea about {texts}")

    lab = start(JinaConfig(embedder=broken))
    key = lab.control("POST", "/keys", {})["key"]
    seen = lab.embed(key, ("private text",))
    assert (seen.status, "X-Sim-Bug: 1" in seen.head) == (500, True)
    assert "embedder 'broken': failed with RuntimeError" in caplog.text
    assert "private text" not in caplog.text


def test_what_a_fault_draws_in_a_thread_leaves_the_ids_of_the_world_alone(start: Any) -> None:
    def one(texts: Sequence[str], *_: object) -> list[list[float]]:
        return [[1.0]] * len(texts)

    def next_key(dimensions: int) -> str:
        lab = start(JinaConfig(embedder=one))
        key = lab.control("POST", "/keys", {})["key"]
        lab.fault(key, "ok-nondeterministic")
        (item,) = lab.embed(key, ("a",), model=V3, dimensions=dimensions).json["data"]
        assert len(item["embedding"]) == dimensions
        return str(lab.control("POST", "/keys", {})["key"])

    assert next_key(8) == next_key(16)


def test_a_slow_one_holds_nobody_else_up(start: Any) -> None:
    entered, free = threading.Event(), threading.Event()

    def slow(texts: Sequence[str], *_: object) -> list[list[float]]:
        entered.set()
        assert free.wait(20)
        return [[1.0]] * len(texts)

    lab = start(JinaConfig(embedder=slow))
    key = lab.control("POST", "/keys", {})["key"]
    body = json.dumps({"model": V3, "input": "hi"}).encode()
    with lab.connect(body, f"Bearer {key}") as client:
        assert entered.wait(20)
        assert lab.embed(key, model="nope").status == 400
        free.set()
        assert client.recv(15) == b"HTTP/1.1 200 OK"


def test_a_function_is_called_once_for_texts_of_one_manner() -> None:
    calls: list[Sequence[str]] = []

    def noted(texts: Sequence[str], *_: object) -> list[list[float]]:
        calls.append(texts)
        return [[1.0]] * len(texts)

    plugged(noted).embed([*REQUESTS, Request("c", V3, "retrieval.query", 1024)])
    assert calls == [["a", "b"], ["c"]]
