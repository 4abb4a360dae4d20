"""What hangs on a key: the rules of a rotation for every name and scope, and the verbs against a real simulator."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.key_sheets import keys_sheet, rotation_sheet, usage_sheet
from vectorproof.harness.keyring import BoundCollection, Keyring, Place, Stored, breaks

KEY_NAMES = ("jina-main", "jina-eu")
PLACES = tuple(Place(f"id-{number}", f"database {number}") for number in range(4))
collections = st.builds(
    BoundCollection,
    st.sampled_from(PLACES),
    st.just("default_keyspace"),
    st.sampled_from(("books", "films")),
    st.just("jina-embeddings-v3"),
    st.sampled_from(KEY_NAMES),
)
scopes = st.lists(st.sampled_from(PLACES), unique=True).map(tuple)


@st.composite
def keyrings(draw: st.DrawFn) -> Keyring:
    stored = [Stored(name, "***abc", "2026-01-01T00:00:00Z", draw(scopes)) for name in KEY_NAMES if draw(st.booleans())]
    return Keyring("jinaAI", PLACES, tuple(stored), tuple(draw(st.lists(collections))))


@given(keyring=keyrings(), scope=scopes)
def test_the_same_name_breaks_exactly_what_the_scope_leaves_out(keyring: Keyring, scope: tuple[Place, ...]) -> None:
    found = list(breaks(keyring, "jina-main", "jina-main", scope))

    bound = [each for each in keyring.collections if each.key_name == "jina-main"]
    assert [each.collection for each in found] == [each for each in bound if each.database not in scope]
    assert not any(each.for_good for each in found)


@given(keyring=keyrings(), scope=scopes)
def test_another_name_breaks_every_collection_for_good(keyring: Keyring, scope: tuple[Place, ...]) -> None:
    found = list(breaks(keyring, "jina-main", "another", scope))

    assert [each.collection for each in found] == list(keyring.bound_to("jina-main"))
    assert all(each.for_good for each in found)


@given(keyring=keyrings(), scope=scopes)
def test_every_sheet_counts_what_it_shows(keyring: Keyring, scope: tuple[Place, ...]) -> None:
    listed, used = keys_sheet(keyring), usage_sheet(keyring, "jina-main")
    rotation = rotation_sheet(keyring, "jina-main", "jina-main", scope)

    assert sum(int(row[3].text) for row in listed.tables[0].rows) == sum(
        keyring.key(found.key_name) is not None for found in keyring.collections
    )
    assert (listed.status == "FAIL") == any(keyring.key(name) is None for name in keyring.names_in_use())
    assert len(used.tables[0].rows) == len(keyring.bound_to("jina-main"))
    assert (rotation.status == "FAIL") == bool(rotation.tables[1].rows)


@pytest.fixture
def bound(simulator: Mapping[str, Any], tmp_path: Path) -> Iterator[Path]:
    """Bind a collection to the default world's key; gives a ready file as the serving verb writes it."""
    service = {
        "provider": "jinaAI",
        "modelName": "jina-embeddings-v2-base-en",
        "authentication": {"providerKey": simulator["key_name"]},
    }
    options = {"vector": {"metric": "cosine", "service": service}}
    asked(simulator, {"createCollection": {"name": "hanging_books", "options": options}})
    file = tmp_path / "ready.json"
    file.write_text(json.dumps(simulator), encoding="utf-8")
    yield file
    asked(simulator, {"deleteCollection": {"name": "hanging_books"}})


def asked(simulator: Mapping[str, Any], command: Mapping[str, Any]) -> None:
    headers = {"Token": simulator["token"], "Content-Type": "application/json"}
    address = f"{simulator['data_api']}/v1/{simulator['keyspace']}"
    with urlopen(Request(address, json.dumps(command).encode(), headers)) as response:
        assert json.load(response)["status"] == {"ok": 1}


def say(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "vectorproof.harness.cli", "keys", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_usage_names_each_collection_and_no_secret(bound: Path, simulator: Mapping[str, Any]) -> None:
    said = say("usage", simulator["key_name"], "--target", bound)

    assert said.returncode == 0, said.stderr
    assert "hanging_books" in said.stdout
    assert "1 collection in 1 database." in said.stdout
    assert simulator["provider_key"] not in said.stdout
    assert simulator["token"] not in said.stdout


def test_a_rotation_by_the_same_name_breaks_nothing(bound: Path, simulator: Mapping[str, Any]) -> None:
    said = say("rotate-check", simulator["key_name"], "--target", bound)

    assert said.returncode == 0, said.stderr
    assert "Nothing breaks" in said.stdout


@pytest.mark.parametrize(("option", "value"), [("--as", "another"), ("--scope", "support")])
def test_another_name_or_a_narrower_scope_ends_with_1(
    bound: Path, simulator: Mapping[str, Any], option: str, value: str
) -> None:
    said = say("rotate-check", simulator["key_name"], "--target", bound, option, value)

    assert said.returncode == 1, said.stderr
    assert "1 of 1 collection would not embed any more" in said.stdout


def test_a_list_is_also_data(bound: Path, simulator: Mapping[str, Any], tmp_path: Path) -> None:
    said = say("list", "--target", bound, "--format", "json", "--output", tmp_path)

    assert said.returncode == 0, said.stderr
    assert simulator["key_name"] in (tmp_path / "keys.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        (("usage", "no-such-key"), "there are jina-main"),
        (("rotate-check", "jina-main", "--scope", "nowhere"), "there are products, support"),
        (("list", "--format", "pdf"), "json"),
        (("list", "--provider", "NOSUCH"), "--provider 'NOSUCH' is unknown there; there are azureOpenAI, "),
    ],
)
def test_what_is_not_there_is_named_with_what_is(bound: Path, arguments: tuple[str, ...], right: str) -> None:
    said = say(*arguments, "--target", bound)

    assert said.returncode == 2
    assert right in said.stderr
