"""What the simulator answers is what the catalogue promises: names, fields, shapes, parts, layout."""

import ast
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.mocks.dataapi.lab import Lab

from vectorproof.mocks import dataapi
from vectorproof.mocks.dataapi import commands as modules
from vectorproof.mocks.dataapi.command import catalogue
from vectorproof.mocks.dataapi.commands import find_one
from vectorproof.mocks.dataapi.parts import DataApiParts
from vectorproof.specs.commands import commands, refusal

ROOT = Path(dataapi.__path__[0])


def test_the_commands_are_those_that_the_catalogue_says_are_simulated() -> None:
    simulated = {name: spec.level for name, spec in commands().items() if spec.simulated}
    assert {name: command.level.value for name, command in catalogue(modules).items()} == simulated


def test_a_second_command_of_a_name_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_one, "find_one", replace(find_one.find_one, name="find"))
    with pytest.raises(ValueError, match="two commands are called find"):
        catalogue(modules)


def request_members(name: str) -> dict[str, Any]:
    schema = commands()[name].request
    assert schema is not None
    return dict(schema)


@pytest.mark.parametrize("name", sorted(catalogue(modules)))
def test_fields_of_a_command_are_those_of_its_schema(name: str) -> None:
    known = catalogue(modules)[name].fields.kinds
    described = request_members(name).get("properties", {})
    assert set(described) == set(known)


EXCHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("/v1", "findKeyspaces", {}), ("/v1", "createKeyspace", {"name": "k2"}), ("/v1", "dropKeyspace", {"name": "k2"}),
    ("/v1", "findEmbeddingProviders", {}),
    ("/v1/ks", "createCollection", {"name": "shape", "options": {"vector": {"dimension": 2}}}),
    ("/v1/ks", "findCollections", {}), ("/v1/ks", "findCollections", {"options": {"explain": True}}),
    ("/v1/ks/shape", "insertOne", {"document": {"_id": 1, "$vector": [1, 2]}}),
    ("/v1/ks/shape", "insertMany", {"documents": [{"_id": 1}, {"_id": 2}],
     "options": {"returnDocumentResponses": True}}),
    ("/v1/ks/shape", "find", {"sort": {"$vector": [1, 2]}, "options": {"includeSimilarity": True,
     "includeSortVector": True}}),
    ("/v1/ks/shape", "find", {"filter": {"a": {"$x": 1}}}), ("/v1/ks/shape", "findOne", {"filter": {"_id": 9}}),
    ("/v1/ks/shape", "updateOne", {"filter": {"_id": 7}, "update": {"$set": {"a": 1}}, "options": {"upsert": True}}),
    ("/v1/ks/shape", "countDocuments", {}), ("/v1/ks/shape", "deleteOne", {"filter": {"_id": 7}}),
    ("/v1/ks/shape", "deleteMany", {"filter": {}}), ("/v1/ks", "deleteCollection", {"name": "shape"}),
]  # fmt: skip


def test_answers_have_the_shape_that_their_schema_describes(fresh: Lab) -> None:
    for path, name, members in EXCHANGES:
        body = fresh.send(path, json.dumps({name: members}).encode()).json
        schemas = [schema for schema in (commands()[name].result, refusal()) if schema is not None]
        assert any(jsonschema_rs.is_valid(dict(schema), body) for schema in schemas), (name, body)


@given(members=st.fixed_dictionaries({}, optional={
    "filter": st.dictionaries(st.sampled_from("ab"), st.integers() | st.text(max_size=3), max_size=2),
    "sort": st.dictionaries(st.sampled_from("ab"), st.sampled_from([1, -1]), max_size=2),
    "projection": st.dictionaries(st.sampled_from("ab"), st.just(1), max_size=2),
    "options": st.fixed_dictionaries({}, optional={"limit": st.integers(1, 9), "includeSimilarity": st.booleans()}),
}))  # fmt: skip
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_schema_of_find_allows_the_binder_takes(lab: Lab, members: Any) -> None:
    lab.create("binder")
    assert jsonschema_rs.is_valid(dict(commands()["find"].request or {}), members)
    assert lab.run("binder", "find", **members).codes == []


def test_every_part_is_asked_somewhere() -> None:
    source = "".join(path.read_text() for path in ROOT.rglob("*.py") if path.name != "parts.py")
    unused = [part.name for part in fields(DataApiParts) if f"parts.{part.name}" not in source]
    assert unused == []


def test_no_command_imports_another() -> None:
    for path in (ROOT / "commands").glob("*.py"):
        imported = [
            node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
        ]
        assert not [name for name in imported if name.startswith("vectorproof.mocks.dataapi.commands")], path
