"""The commands: their names, their schemas against answers of a real server, and that a typo names file and key."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.specs import commands as package
from vectorproof.specs.commands import CommandSpec, commands, load, of_level, refusal
from vectorproof.specs.loading import SpecError

FOLDER = Path(package.__file__).parent
SAMPLE = Path(__file__).parents[2] / "data" / "golden_sample.jsonl"
EXCHANGES = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
DONE = [exchange for exchange in EXCHANGES if "errors" not in exchange["response"]]

#: What the recorded server binds although no document promises it; the schemas are the documented law.
LENIENT = (
    {"createKeyspace": {"name": 5}},
    {"createKeyspace": {"name": True}},
    {"createCollection": {"name": 5}},
)

NOTHING: list[Any] = [{}, {"status": {}}, {"data": {}}, {"ok": 1}, [], None, {"status": {"ok": 2}}]
DESCRIBED = [spec for spec in commands().values() if spec.request is not None]
SIMULATED = frozenset(
    {
        *("createKeyspace", "findKeyspaces", "dropKeyspace", "findEmbeddingProviders"),
        *("createCollection", "findCollections", "deleteCollection"),
        *("insertOne", "insertMany", "find", "findOne", "updateOne", "deleteOne", "deleteMany", "countDocuments"),
    }
)


def accepts(schema: Any, value: Any) -> bool:
    return jsonschema_rs.is_valid(dict(schema), value)


def short(exchange: dict[str, Any]) -> str:
    return f"{exchange['command']}-{'-'.join(sorted(exchange['response']))}"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the folder of commands, to be spoilt."""
    copy = tmp_path / "commands"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def test_each_level_has_its_commands() -> None:
    assert of_level("general") == (
        "createKeyspace", "createNamespace", "dropKeyspace", "dropNamespace", "findEmbeddingProviders",
        "findKeyspaces", "findNamespaces", "findRerankingProviders",
    )  # fmt: skip
    assert (len(of_level("keyspace")), len(of_level("collection"))) == (11, 19)


def test_what_the_simulator_must_answer_is_described() -> None:
    assert {name for name, spec in commands().items() if spec.simulated} >= SIMULATED


@pytest.mark.parametrize(
    ("command", "path", "known"),
    [
        ("createKeyspace", (), ("name", "options")),
        ("findKeyspaces", (), ("options",)),
        ("insertOne", (), ("document", "options")),
        ("insertMany", ("options",), ("ordered", "returnDocumentResponses")),
        ("find", (), ("filter", "options", "projection", "sort")),
        ("find", ("options",), ("includeSimilarity", "includeSortVector", "limit", "pageState", "skip")),
        ("findOneAndDelete", (), ("filter", "projection", "sort")),
        ("deleteMany", (), ("filter", "options")),
        ("createCollection", ("options", "vector"), ("dimension", "metric", "service", "sourceModel")),
        ("createCollection", ("options", "indexing"), ("allow", "deny")),
        ("createCollection", ("options", "defaultId"), ("type",)),
    ],
)
def test_known_names_are_those_that_a_server_lists(command: str, path: tuple[str, ...], known: tuple[str, ...]) -> None:
    assert commands()[command].known(*path) == known


def test_options_are_empty_where_a_command_takes_none() -> None:
    assert (commands()["insertOne"].options, commands()["findOneAndDelete"].options) == ((), ())


def test_an_unknown_path_is_an_error() -> None:
    with pytest.raises(SpecError, match=r"createCollection\.options\.vektor"):
        commands()["createCollection"].known("options", "vektor")


@pytest.mark.parametrize("spec", DESCRIBED, ids=lambda spec: spec.name)
def test_schemas_are_json_schemas(spec: CommandSpec) -> None:
    for schema in (spec.request, spec.result):
        jsonschema_rs.meta.validate(dict(schema or {}))


@pytest.mark.parametrize("spec", DESCRIBED, ids=lambda spec: spec.name)
def test_requests_are_strict(spec: CommandSpec) -> None:
    assert not accepts(spec.request, {"unknownField": 1})
    assert (spec.request or {})["additionalProperties"] is False


@pytest.mark.parametrize("spec", DESCRIBED, ids=lambda spec: spec.name)
def test_an_answer_that_says_nothing_is_no_result(spec: CommandSpec) -> None:
    for nothing in NOTHING:
        assert not accepts(spec.result, nothing)


@pytest.mark.parametrize("exchange", EXCHANGES, ids=short)
def test_answers_of_a_real_server_are_results_or_refusals(exchange: dict[str, Any]) -> None:
    result = commands()[exchange["command"]].result
    as_result, as_refusal = (accepts(schema, exchange["response"]) for schema in (result, refusal()))
    assert as_result != as_refusal
    assert as_result or "errors" in exchange["response"]


@pytest.mark.parametrize("exchange", [x for x in DONE if x["request"] not in LENIENT], ids=short)
def test_requests_that_a_real_server_served_are_requests(exchange: dict[str, Any]) -> None:
    assert accepts(commands()[exchange["command"]].request, exchange["request"][exchange["command"]])


WRONG: list[tuple[str, Any]] = [
    ("createCollection", {"name": "a" * 49}),
    ("createCollection", {"name": "a", "options": {"vector": {"metric": "cosine"}}}),
    ("createCollection", {"name": "a", "options": {"vector": {"dimension": 4097}}}),
    ("createCollection", {"name": "a", "options": {"indexing": {"allow": ["a"], "deny": ["b"]}}}),
    ("insertOne", {"document": {"$vector": [1], "$vectorize": "text"}}),
    ("insertOne", {"document": {"$other": 1}}),
    ("insertOne", {"document": {"": 1}}),
    ("insertMany", {"documents": []}),
    ("insertMany", {"documents": [{}] * 101}),
    ("find", {"options": {"limit": 0}}),
    ("find", {"options": {"skip": 1}}),
    ("find", {"sort": {"$vector": [1]}, "options": {"skip": 1}}),
    ("find", {"sort": {"$vector": [1]}, "options": {"limit": 1001}}),
    ("find", {"sort": {"$vectorize": " "}}),
    ("find", {"sort": {"$vectorize": "a", "b": 1}}),
    ("find", {"filter": {"a": {"$in": [1] * 101}}}),
    ("find", {"filter": {"a": [1]}}),
    ("findOne", {"options": {"limit": 1}}),
    ("deleteOne", {}),
    ("deleteOne", {"filter": None}),
    ("countDocuments", {"options": {"limit": 1}}),
]


@pytest.mark.parametrize(("command", "wrong"), WRONG)
def test_what_is_refused_is_no_request(command: str, wrong: Any) -> None:
    assert not accepts(commands()[command].request, wrong)


RIGHT: list[tuple[str, Any]] = [
    ("createCollection", {"name": "a" * 48, "options": {"vector": {"dimension": 4096}}}),
    ("insertMany", {"documents": [{}] * 100}),
    ("find", {"sort": {"$vector": [1]}, "options": {"limit": 1000}}),
    ("find", {"sort": {"a": 1}, "options": {"skip": 0}}),
    ("find", {"filter": {"a": {"$in": [1] * 100}}}),
    ("deleteOne", {"filter": {}}),
]


@pytest.mark.parametrize(("command", "right"), RIGHT)
def test_what_is_just_allowed_is_a_request(command: str, right: Any) -> None:
    assert accepts(commands()[command].request, right)


def spoil(text: str, right: str, wrong: str) -> str:
    assert right in text
    return text.replace(right, wrong, 1)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "key"),
    [
        ("catalogue.toml", 'level = "general"', 'level = "generic"', "createKeyspace.level"),
        ("catalogue.toml", "simulated = ", "simulate = ", "createKeyspace.simulated"),
        ("catalogue.toml", "summary = ", "sumary = ", "createKeyspace.summary"),
        ("catalogue.toml", 'replaced_by = "createKeyspace"', 'replaced_by = "x"', "createNamespace.replaced_by"),
        ("catalogue.toml", "[insertOne]", "[insertNone]", "insertOne"),
        ("schemas/find.json", '"result"', '"results"', "$defs"),
        ("schemas/find.json", "#/$defs/filter", "#/$defs/filtre", "$ref"),
        ("schemas/find.json", "{", "[", "JSON"),
        ("schemas/definitions.json", "#/$defs/value", "#/$defs/worth", "$ref"),
    ],
)
def test_a_typo_names_file_and_key(copied: Path, file: str, right: str, wrong: str, key: str) -> None:
    path = copied / file
    path.write_text(spoil(path.read_text(encoding="utf-8"), right, wrong), encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load(copied)
    assert caught.value.key == key
    assert caught.value.file in {path.name, "insertOne.json"}


def test_a_simulated_command_needs_a_schema(copied: Path) -> None:
    (copied / "schemas" / "find.json").unlink()
    with pytest.raises(SpecError, match=r"catalogue\.toml: find\.simulated"):
        load(copied)


@pytest.mark.parametrize("name", ["catalogue.toml", "schemas/find.json", "schemas/definitions.json"])
def test_garbage_is_an_error_that_names_the_file(copied: Path, name: str) -> None:
    assert_garbage_is_named(copied / name, lambda: load(copied))


def assert_garbage_is_named(path: Path, read: Callable[[], object]) -> None:
    @given(st.text())
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
    def holds(garbage: str) -> None:
        path.write_text(garbage, encoding="utf-8")
        with pytest.raises(SpecError) as caught:
            read()
        # An empty catalogue is read, and then the first schema belongs to no command of it.
        assert caught.value.file == path.name or "catalogue.toml" in str(caught.value)

    holds()
