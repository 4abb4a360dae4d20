"""Worlds are read strictly: a typo names file, key and what would be right, and the published schema says the same."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.config import Edition, WorldConfig, WorldError, load_world, schema_of, world_names
from vectorproof.mocks.config.shapes import read

SMALL = """
summary = "small"
[[organizations]]
name = "O"
[[databases]]
name = "d"
organization = "O"
created = 2025-01-01T00:00:00Z
"""
MEMBERS: dict[str, Any] = {
    "summary": "small",
    "organizations": [{"name": "O"}],
    "databases": [{"name": "d", "organization": "O", "created": "2025-01-01T00:00:00Z"}],
}


def written(folder: Path, more: str = "", *, before: str = "") -> str:
    """Write a small world with something more in it; give its path."""
    path = folder / "small.toml"
    path.write_text(before + SMALL + more, encoding="utf-8")
    return str(path)


def test_three_worlds_are_ready_and_say_what_they_are_for() -> None:
    assert {"default", "golden", "self-managed"} <= set(world_names())
    assert all(load_world(name).summary for name in world_names())


def test_default_world_has_two_databases_and_a_key_for_the_first_alone() -> None:
    config = load_world("default")

    assert (config.edition, config.era, len(config.databases)) == (Edition.ASTRA, "E3", 2)
    assert [key.databases for key in config.keys] == [(config.default.name,)]
    assert all(database.vector for database in config.databases)


def test_golden_world_has_the_settings_of_the_recordings() -> None:
    config = load_world("golden")

    assert (config.limits.collections, config.limits.indexes, config.features.stored_keys) == (10, 100, False)
    assert "golden" in config.default.keyspaces


def test_file_is_read_with_defaults(tmp_path: Path) -> None:
    config = load_world(written(tmp_path))

    assert (config.default.name, config.default.keyspaces, config.edition) == ("d", ("default_keyspace",), "astra")
    assert (config.provider.timeout_ms, config.provider.backoff_ms, config.provider.retries) == (5000, 1000, 3)


UUID = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("more", "key", "right"),
    [
        ('regoin = "x"', "databases[0].regoin", "'region' is right"),
        ('region = "US"', "databases[0].region", "lower-case letters"),
        ('region = "us--east"', "databases[0].region", "single hyphens"),
        ("id = '" + "-" * 36 + "'", "databases[0].id", "a UUID"),
        ('keyspaces = ["aé"]', "databases[0].keyspaces[0]", "letters, digits and underscores"),
        ("vector = 1", "databases[0].vector", "true or false"),
        ("id = 5", "databases[0].id", "a text"),
        ('keyspaces = ["a b"]', "databases[0].keyspaces[0]", "letters, digits and underscores"),
        ('keyspaces = "a"', "databases[0].keyspaces", "a list"),
        ("[limits]\ncollections = -1", "limits.collections", "0 or more"),
        ("[limits]\ncollections = true", "limits.collections", "a whole number"),
        ("[limitz]", "limitz", "'limits' is right"),
        ("[provider]\ntimeout_ms = 0", "provider.timeout_ms", "1 or more"),
        ("[provider.urls]\njinaAI = 'ftp://x'", "provider.urls.jinaAI", "http"),
        ("[provider.urls]\njinaIA = 'http://x'", "provider.urls.jinaIA", "jinaAI"),
        ("[[jina.accounts]]\nname='a'\ntier='gold'", "jina.accounts[0].tier", "free_docs"),
        ("[[keys]]\norganization='O'\nname='k'\nsecret='s'\nprovider='jina'", "keys[0].provider", "jinaAI"),
        ("[limits]\ncollection_name = 49", "limits.collection_name", "48 or 50"),
        ("[unknowns]\nkey_names = 'world'", "unknowns.key_names", "'provider' or 'organization'"),
        ("[[tokens]]", "tokens[0].organization", "missing"),
        ("[[tokens]]\norganization='O'\nrole='King'", "tokens[0].role", "'Organization Administrator'"),
        ("[[tokens]]\norganization='P'", "tokens[0].organization", "O"),
        ("[[databases]]\nname='e'\norganization='P'\ncreated=2025-01-01T00:00:00Z", "databases[1].organization", "O"),
        ("[[databases]]\nname='d'\norganization='O'\ncreated=2025-01-01T00:00:00Z", "databases", "once"),
        ("[[databases]]\nname='e'\norganization='O'\ncreated=9999-12-31T23:59:59-14:00", "databases[1].created", "UTC"),
        (
            f"id='{UUID}'\n[[databases]]\nname='e'\norganization='O'\ncreated=2025-01-01T00:00:00Z\nid='{UUID}'",
            "databases[1].id",
            "one of its own",
        ),
        (
            "[[tokens]]\norganization='O'\nsecret='s'\n[[tokens]]\norganization='O'\nsecret='s'",
            "tokens[1].secret",
            "one of its own",
        ),
        ("[[databases]]\nname='e'\norganization='O'\ncreated='2025'", "databases[1].created", "a date"),
        ("[[jina.keys]]\nname='k'\naccount='a'", "jina.keys[0].account", "there are none"),
        ("[[keys]]\norganization='O'\nname='-'\nsecret='s'", "keys[0].name", "letters, digits"),
        ("[[keys]]\norganization='O'\nname='k'", "keys[0]", "either secret or provider_key"),
        ("[[keys]]\norganization='O'\nname='k'\nsecret='s'\nprovider_key='p'", "keys[0]", "either"),
        ("[[keys]]\norganization='O'\nname='k'\nprovider_key='p'", "keys[0].provider_key", "there are none"),
        ("[[keys]]\norganization='O'\nname='k'\nsecret='s'\ndatabases=['e']", "keys[0].databases[0]", "d"),
        ("x = ", "TOML", "Invalid value"),
    ],
)
def test_mistake_names_file_key_and_what_is_right(tmp_path: Path, more: str, key: str, right: str) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(written(tmp_path, more))

    said = re.match(rf"small\.toml(?::(\d+))?: {re.escape(key)}: ", str(refused.value))
    assert said is not None
    assert right in str(refused.value)
    if key != "TOML":  # Its own parser tells the line in its own words.
        line = (SMALL + more).splitlines()[int(said[1]) - 1]
        assert any(name in line for name in re.findall(r"[a-z_]+", key)[-2:])


@pytest.mark.parametrize(
    ("before", "key", "right"),
    [
        ("edition = 'astro'", "edition", "'astra' or 'self-managed'"),
        ("era = 'E4'", "era", "'E1' or 'E2' or 'E3'"),
        ("default_database = 'x'", "default_database", "d"),
        ("databases = []", "TOML", ""),
    ],
)
def test_mistake_at_the_top_is_named_too(tmp_path: Path, before: str, key: str, right: str) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(written(tmp_path, before=before))

    assert refused.value.key == key
    assert right in str(refused.value)


def test_unknown_world_names_those_that_there_are() -> None:
    with pytest.raises(WorldError, match=r"defualt: world: no such file or ready world; default, exhausted-key"):
        load_world("defualt")


def test_secret_in_a_wrong_line_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(WorldError) as refused:
        load_world(written(tmp_path, "[[keys]]\norganization='O'\nname='k'\nsecret='jina canary'"))

    assert "canary" not in str(refused.value)


def test_secrets_are_in_no_representation(tmp_path: Path) -> None:
    more = "[[keys]]\norganization='O'\nname='k'\nsecret='canary'\n[[tokens]]\norganization='O'\nsecret='canary'"

    assert "canary" not in repr(load_world(written(tmp_path, more)))


def test_published_schema_is_that_of_the_reader() -> None:
    published = json.loads((files("vectorproof.mocks") / "worlds" / "world.schema.json").read_text(encoding="utf-8"))

    assert published == schema_of(WorldConfig)


def test_schema_accepts_a_world_and_refuses_a_typo() -> None:
    schema = jsonschema_rs.validator_for(schema_of(WorldConfig))

    assert schema.is_valid(MEMBERS)
    assert not schema.is_valid(MEMBERS | {"limitz": {}})
    assert not schema.is_valid(MEMBERS | {"limits": {"collections": -1}})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["organizations", "databases", "tokens", "keys", "jina", "limits", "era", "provider"]), JSON)
def test_garbage_in_any_member_is_a_world_or_an_error_that_names_it(member: str, garbage: object) -> None:
    made: dict[str, Any] = {**MEMBERS, "databases": [], member: garbage}
    try:
        read(WorldConfig, made, "garbage.toml")
    except WorldError as error:
        place = error.key

        assert place.startswith(member)


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="is a folder"):
        load_world(str(tmp_path))


def test_what_is_not_utf_8_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(b'summary = "caf\xe9"')
    with pytest.raises(WorldError, match=r"latin\.toml: text: is not UTF-8.*\(byte 14\)"):
        load_world(str(path))
