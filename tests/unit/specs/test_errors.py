"""The error catalogue: what it says, and that a typo anywhere in it names file and key."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorproof.specs.errors import Era, ErrorCatalogue, ErrorSpec, catalogue, load
from vectorproof.specs.loading import SpecError

#: Behind this line no text can be right.
UNFINISHED = "unfinished =\n"
ENTRY = """
["SCOPE/CODE"]
family = "REQUEST"
status = 200
eras = ["E3"]
title = "A title"
message = "There is no {thing}."
"""


def read(folder: Path, *texts: str) -> ErrorCatalogue:
    """Read each text as a file of its own, ``errors-0.toml`` and so on."""
    files = [folder / f"errors-{number}.toml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    return load(files)


def some_facts(spec: ErrorSpec) -> Mapping[str, str]:
    return {name: f"<{name}>" for name in spec.facts}


@pytest.mark.parametrize("spec", list(catalogue()), ids=lambda spec: spec.id)
def test_every_message_can_be_rendered_in_every_era(spec: ErrorSpec) -> None:
    eras: tuple[Era, ...] = ("E1", "E2", "E3")
    for era in eras:
        assert spec.form(era).message.partition("{")[0] in spec.render(some_facts(spec), era)
    assert all(fact in spec.render(some_facts(spec)) for fact in some_facts(spec).values())


@pytest.mark.parametrize("spec", list(catalogue()), ids=lambda spec: spec.id)
def test_every_error_is_found_by_its_code_and_scope(spec: ErrorSpec) -> None:
    assert catalogue().find(spec.code, spec.scope) is spec


@pytest.mark.parametrize(
    ("code", "scope", "family", "status"),
    [
        ("COMMAND_UNKNOWN", "", "REQUEST", 200),
        ("UNSUPPORTED_CONTENT_TYPE", "", "REQUEST", 415),
        ("MISSING_AUTHENTICATION_TOKEN", "SECURITY", "REQUEST", 401),
        ("VECTORIZE_CREDENTIAL_INVALID", "SCHEMA", "REQUEST", 200),
        ("EMBEDDING_PROVIDER_TIMEOUT", "EMBEDDING_PROVIDER", "SERVER", 200),
        ("NOT_SIMULATED", "SIMULATOR", "SERVER", 200),
        ("KEY_NAME_TAKEN", "INTEGRATIONS", "CONTROL", 409),
        ("KEY_IMMUTABLE", "INTEGRATIONS", "CONTROL", 405),
        ("ROUTE_NOT_SIMULATED", "DEVOPS", "DEVOPS", 501),
    ],
)
def test_a_code_alone_finds_its_error(code: str, scope: str, family: str, status: int) -> None:
    spec = catalogue().find(code)
    assert (spec.scope, spec.family, spec.status) == (scope, family, status)


@pytest.mark.parametrize(
    ("older", "code", "scope"),
    [
        ("TOO_MANY_INDEXES", "TOO_MANY_INDEXES_FOR_COLLECTION", ""),
        ("COMMAND_FIELD_INVALID", "COMMAND_FIELD_VALUE_INVALID", ""),
        ("VECTORIZE_INVALID_AUTHENTICATION_TYPE", "EMBEDDING_GATEWAY_UNABLE_RESOLVE_AUTHENTICATION_TYPE", "EMBEDDING"),
        ("EMBEDDING_GATEWAY_PROCESSING_ERROR", "EMBEDDING_PROVIDER_AUTHENTICATION_KEYS_NOT_PROVIDED", "EMBEDDING"),
    ],
)
def test_an_older_code_finds_what_replaced_it(older: str, code: str, scope: str) -> None:
    spec = catalogue().find(older)
    assert spec.code == code
    assert (spec.form("E1", 0).code, spec.form("E2", 0).scope) == (older, scope)
    assert spec.form("E3", 0).code == code


def test_an_error_that_was_several_once_is_told_apart_by_its_situation() -> None:
    spec = catalogue().find("SORT_CLAUSE_INVALID")
    assert catalogue().find("VECTOR_SEARCH_USAGE_ERROR") is catalogue().find("VECTORIZE_USAGE_ERROR") is spec
    assert [spec.form("E1", at).code for at in (0, 1)] == ["VECTOR_SEARCH_USAGE_ERROR", "VECTORIZE_USAGE_ERROR"]
    assert spec.form("E1").code == spec.form("E3", 1).code == "SORT_CLAUSE_INVALID"


@pytest.mark.parametrize(
    "fragment",
    [
        ("/COMMAND_FIELD_UNKNOWN", "not recognized: not one of known fields ("),
        ("/COMMAND_FIELD_VALUE_INVALID", "Command field '"),
        ("DOCUMENT/DOCUMENT_ALREADY_EXISTS", "Cannot insert the document: a document already exists with given '_id'"),
        ("SCHEMA/TOO_MANY_COLLECTIONS", "the maximum number of collections per database is"),
        (
            "SCHEMA/EXISTING_COLLECTION_DIFFERENT_SETTINGS",
            "already exists but with settings different from ones passed with",
        ),
        ("EMBEDDING_PROVIDER/EMBEDDING_PROVIDER_CLIENT_ERROR", "returned a HTTP client error with HTTP"),
    ],
    ids=lambda fragment: fragment[0],
)
def test_messages_have_the_fragments_that_clients_match_on(fragment: tuple[str, str]) -> None:
    identity, text = fragment
    assert text in catalogue().get(identity).message


def test_numbers_are_never_shared() -> None:
    numbers = [spec.number for spec in catalogue() if spec.number is not None]
    assert len(numbers) == len(set(numbers)) > 20


def test_unknown_codes_name_near_ones() -> None:
    with pytest.raises(SpecError, match="EMBEDDING_PROVIDER_TIMEOUT"):
        catalogue().find("EMBEDDING_PROVIDER_TIMEOUTS")


def test_a_code_in_several_scopes_needs_the_scope() -> None:
    with pytest.raises(SpecError, match="name the scope"):
        catalogue().find("UNKNOWN_KEYSPACE")
    assert catalogue().find("UNKNOWN_KEYSPACE", "DATABASE").family == "SERVER"


@pytest.mark.parametrize("facts", [{}, {"thing": 1, "more": 2}, {"thin": 1}], ids=["missing", "too many", "misspelt"])
def test_rendering_with_other_facts_fails(tmp_path: Path, facts: Mapping[str, object]) -> None:
    with pytest.raises(SpecError, match="SCOPE/CODE: needs the facts"):
        read(tmp_path, ENTRY).find("CODE").render(facts)


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_fact_is_never_taken_for_a_template(tmp_path: Path, thing: str) -> None:
    assert read(tmp_path, ENTRY).find("CODE").render({"thing": thing}) == f"There is no {thing}."


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("family = ", "famly = ", "family"),
        ('"REQUEST"', '"REQUESTS"', "family"),
        ("status = 200", 'status = "200"', "status"),
        ('["E3"]', '["E4"]', "eras"),
        ("title = ", "raised = 1\ntitle = ", "raised"),
        ("title = ", "colour = 1\ntitle = ", "colour"),
        ("SCOPE/CODE", "SCOPE-CODE", "SCOPE-CODE"),
        ("SCOPE/CODE", "scope/CODE", "scope/CODE"),
    ],
)
def test_a_typo_names_file_and_key(tmp_path: Path, right: str, wrong: str, key: str) -> None:
    assert right in ENTRY
    with pytest.raises(SpecError) as caught:
        read(tmp_path, ENTRY.replace(right, wrong))
    assert "errors-0.toml" in str(caught.value)
    assert key in caught.value.key


def test_an_older_form_knows_no_other_facts(tmp_path: Path) -> None:
    older = '[["SCOPE/CODE".older]]\neras = ["E1"]\nmessage = "{thing} and {more}"\n'
    with pytest.raises(SpecError, match=r"errors-0.toml: SCOPE/CODE.older\[0\].message"):
        read(tmp_path, ENTRY + older)


def test_the_same_error_twice_is_refused_across_files(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"errors-1.toml: SCOPE/CODE: is also in errors-0.toml"):
        read(tmp_path, ENTRY, ENTRY)


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_an_error_that_names_the_file(tmp_path: Path, garbage: str) -> None:
    with pytest.raises(SpecError) as caught:
        read(tmp_path, UNFINISHED + garbage)
    assert caught.value.file == "errors-0.toml"
