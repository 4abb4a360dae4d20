"""The OpenAPI document: valid, seen by tools as it is meant, and the same law as the schemas of the commands."""

import json
import re
from typing import Any, get_args

import jsonschema_rs
import openapi_spec_validator
import pytest
import schemathesis
import typer
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from typer.testing import CliRunner

from vectorproof.harness.cli.spec import register
from vectorproof.specs.commands import PATHS, commands
from vectorproof.specs.openapi import View, document

VIEWS: tuple[View, ...] = get_args(View)
DESCRIBED = {name: spec for name, spec in commands().items() if spec.request is not None}

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.nested_given)
FEW = settings(max_examples=10, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=SLOW)


@pytest.fixture
def app() -> typer.Typer:
    """A command line that has the verb, and another one, so that the verb has to be named."""
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return app


@pytest.mark.parametrize("view", VIEWS)
def test_the_document_is_valid_openapi(view: View) -> None:
    openapi_spec_validator.validate(document(view))


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_in_the_document_is_left_over(view: View) -> None:
    found = document(view)
    referred = set(_references(found))
    for kind in ("schemas", "parameters", "responses"):
        named = {f"#/components/{kind}/{name}" for name in found["components"][kind]}
        assert named == {reference for reference in referred if reference.startswith(f"#/components/{kind}/")}


def _references(found: dict[str, Any]) -> list[str]:
    return re.findall(r'"\$ref": "([^"]*)"', json.dumps(found))


def _operations(view: View) -> dict[str, Any]:
    loaded: Any = schemathesis.openapi.from_dict(document(view))
    return {operation.path: operation for operation in (result.ok() for result in loaded.get_all_operations())}


def test_on_the_wire_there_are_three_operations() -> None:
    assert set(_operations("wire")) == set(PATHS.values())


def test_each_command_is_an_operation_of_its_own() -> None:
    assert set(_operations("per-command")) == {f"{spec.path}#{name}" for name, spec in DESCRIBED.items()}


def test_links_lead_from_what_is_made_to_what_reads_it() -> None:
    found = document("per-command")["paths"]["/v1/{keyspace}/{collection}#insertOne"]["post"]["responses"]["200"]
    link = found["links"]["insertOne-findOne"]
    assert link["operationId"] == "findOne"
    assert link["requestBody"] == {"findOne": {"filter": {"_id": "$response.body#/status/insertedIds/0"}}}
    assert link["parameters"]["collection"] == "$request.path.collection"


def test_links_are_usable_for_stateful_runs() -> None:
    statistic = schemathesis.openapi.from_dict(document("per-command")).statistic
    assert statistic.transitions.total == statistic.transitions.selected >= 10


def _generated_bodies_fit(view: View) -> None:
    for operation in _operations(view).values():

        @given(case=operation.as_strategy())
        @settings(FEW)
        def holds(case: Any) -> None:
            ((name, body),) = case.body.items()
            assert jsonschema_rs.is_valid(dict(DESCRIBED[name].request or {}), body)

        holds()


@pytest.mark.parametrize("view", VIEWS)
def test_bodies_generated_from_the_document_are_requests(view: View) -> None:
    _generated_bodies_fit(view)


@pytest.mark.parametrize("view", VIEWS)
def test_the_verb_prints_the_same_document_in_both_notations(app: typer.Typer, view: View) -> None:
    as_json = CliRunner().invoke(app, ["spec", "--view", view])
    as_yaml = CliRunner().invoke(app, ["spec", "--view", view, "--format", "yaml"])
    assert (as_json.exit_code, as_yaml.exit_code) == (0, 0)
    assert json.loads(as_json.stdout) == yaml.safe_load(as_yaml.stdout) == document(view)
    assert "&id" not in as_yaml.stdout


def test_without_options_the_verb_prints_the_wire_as_json(app: typer.Typer) -> None:
    assert json.loads(CliRunner().invoke(app, ["spec"]).stdout) == document("wire")


@pytest.mark.parametrize("wrong", [["--view", "wide"], ["--format", "toml"]])
def test_an_unknown_word_is_a_usage_error(app: typer.Typer, wrong: list[str]) -> None:
    assert CliRunner().invoke(app, ["spec", *wrong]).exit_code == 2
