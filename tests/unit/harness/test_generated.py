"""Requests made from the schemas: the specs drive what is sent, with no code changed."""

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.internal.constants_ast import Constants
from schemathesis.checks import CHECKS, load_all_checks  # pyright: ignore[reportUnknownVariableType]  # untyped there

from vectorproof.harness.generated import OFF, Generated, requests, requests_of
from vectorproof.harness.json_values import list_in, object_in
from vectorproof.specs.openapi import document

_NO_NOISE = (HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.nested_given)
_QUIET = settings(max_examples=60, database=None, deadline=None, suppress_health_check=_NO_NOISE)


@pytest.fixture(autouse=True)
def only_what_the_specs_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no constant of whatever source is loaded in this process: an operator stands in many."""
    monkeypatch.setattr("hypothesis.internal.conjecture.providers._get_local_constants", Constants)


def schemas() -> dict[str, Any]:
    """Give the document of one operation for each command, to be changed."""
    return copy.deepcopy(document("per-command"))


def objects_with(node: Any, name: str) -> list[dict[str, Any]]:
    """Find every ``properties`` of a document that has a member of this name."""
    members = list_in(node)
    if members is not None:
        return [found for item in members for found in objects_with(item, name)]
    node = object_in(node)
    if node is None:
        return []
    below = [found for value in node.values() for found in objects_with(value, name)]
    properties = object_in(node.get("properties"))
    return [*below, properties] if properties is not None and name in properties else below


def is_sent(specification: Mapping[str, Any], command: str, word: str) -> bool:
    """Tell whether a word is ever sent with a command."""
    strategy = requests_of(specification, fitting=True, commands=(command,))
    thorough = settings(_QUIET, max_examples=2_000)
    try:
        find(strategy, lambda request: word.encode() in request.body, settings=thorough, random=Random(0))
    except NoSuchExample:
        return False
    return True


def test_an_operator_that_the_specs_lose_is_sent_no_more() -> None:
    without = schemas()
    for properties in objects_with(without, "$rename"):
        del properties["$rename"]

    assert is_sent(schemas(), "updateOne", '"$rename"')
    assert not is_sent(without, "updateOne", '"$rename"')


def test_a_value_that_the_specs_gain_is_sent() -> None:
    more = schemas()
    for properties in objects_with(more, "metric"):
        if "enum" in properties["metric"]:
            properties["metric"]["enum"] = [*properties["metric"]["enum"], "hamming"]

    assert not is_sent(schemas(), "createCollection", '"hamming"')
    assert is_sent(more, "createCollection", '"hamming"')


@pytest.mark.parametrize("command", ["find", "insertMany", "createCollection", "findOneAndReplace"])
def test_every_fitting_request_is_one_command(command: str) -> None:
    @_QUIET
    @given(request=requests(fitting=True, commands=(command,)))
    def check(request: Generated) -> None:
        assert list(orjson.loads(request.body)) == [command]

    check()


def test_requests_that_do_not_fit_are_of_many_kinds() -> None:
    kinds: set[type] = set()

    @_QUIET
    @given(request=requests(fitting=False, commands=("find", "insertOne")), _=st.none())
    def collect(request: Generated, _: None) -> None:
        try:
            body: object = orjson.loads(request.body)
            kinds.add(dict if object_in(body) is not None else object)
        except orjson.JSONDecodeError:
            kinds.add(bytes)

    collect()

    assert {dict, bytes} <= kinds


def test_what_is_turned_off_has_its_reason() -> None:
    load_all_checks()

    assert OFF.keys() <= set(CHECKS.get_all_names())
    assert all(len(reason.split()) > 5 for reason in OFF.values())
