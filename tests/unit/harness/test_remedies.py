"""What is said of an error that somebody holds: whose it is, in every era, and the provider's own."""

import json
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from vectorproof.harness.checks.sides import PROVIDER_CODES, Side
from vectorproof.harness.cli.explain import register
from vectorproof.harness.errors import UsageError
from vectorproof.harness.remedies import explanations
from vectorproof.specs.errors import catalogue


def answer(code: str, scope: str | None = None) -> dict[str, object]:
    return {"errors": [{"errorCode": code, "message": "so", **({} if scope is None else {"scope": scope})}]}


@pytest.mark.parametrize("code", sorted(PROVIDER_CODES))
def test_the_providers_failures_are_the_providers(code: str) -> None:
    (found,) = explanations(answer(code, "EMBEDDING_PROVIDER"))

    assert found.side is Side.PROVIDER
    assert "provider" in found.cause.lower()


@pytest.mark.parametrize(
    "code",
    ["VECTORIZE_CREDENTIAL_INVALID", "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", "TOO_MANY_COLLECTIONS"],
)
def test_what_is_wrong_with_keys_scopes_and_limits_is_astras(code: str) -> None:
    (found,) = explanations(answer(code))

    assert found.side is Side.ASTRA
    assert found.remedy.endswith(".")


def test_every_error_of_the_catalogue_is_known() -> None:
    for spec in catalogue():
        (found,) = explanations(answer(spec.code, spec.scope))
        assert "No catalogue" not in found.cause, spec.id


def test_the_providers_own_answer_is_read_in_both_of_its_forms() -> None:
    flat = {"detail": "Invalid API key", "code": "AUTH_INVALID_API_KEY", "request_id": "a"}
    nested = {"detail": {"message": "too long", "code": "INPUT_TOKEN_LIMIT_EXCEEDED"}}

    assert [explanations(one)[0].side for one in (flat, nested)] == [Side.PROVIDER, Side.PROVIDER]


@pytest.mark.parametrize(
    "told",
    [
        {"detail": "Invalid authorization"},
        {"detail": "not valid", "request_id": "a", "errors": [{"field": "body -> dimensions", "type": "less_than"}]},
    ],
)
def test_the_providers_answer_without_a_code_is_told_by_its_own_words(told: dict[str, object]) -> None:
    (found,) = explanations(told)

    assert (found.side, found.said) == (Side.PROVIDER, told["detail"])


def test_a_code_that_nobody_knows_is_said_to_be_so() -> None:
    (found,) = explanations(answer("NO_SUCH_CODE"))

    assert "NO_SUCH_CODE" in found.cause


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["errors", "errorCode", "code", "detail", "scope", "message"]), inner)
    ),
    max_leaves=8,
)


@given(value=JSON)
def test_any_json_is_explained_or_holds_no_error(value: object) -> None:
    assert all(one.code is not None and one.cause for one in explanations(value))


def explain(*line: str, said: str = "") -> str:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["explain", *line], input=said, catch_exceptions=False).stdout


def test_an_answer_is_read_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    text = json.dumps(answer("EMBEDDING_PROVIDER_TIMEOUT"))
    (tmp_path / "answer.json").write_text(text, encoding="utf-8")

    assert "side: the embedding provider" in explain("--error", "-", said=text)
    assert explain("--error", str(tmp_path / "answer.json")) == explain("--error", "-", said=text)


@pytest.mark.parametrize(
    ("line", "said", "words"),
    [
        (["--error", "-"], "{", "no JSON"),
        (["--error", "-"], '{"status": {"ok": 1}}', "no error in it"),
        (["--error", "/no/such/file"], "", "cannot be read"),
        ([], "", "takes --error"),
        (["KEY-001", "--error", "-"], "{}", "takes --error"),
    ],
)
def test_what_cannot_be_explained_is_a_wrong_command_line(line: list[str], said: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        explain(*line, said=said)
