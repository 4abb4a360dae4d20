"""Keys over the wire: names, secrets, uniqueness, immutability, removal, and who may."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.mocks.controlplane.lab import ORG, OTHER_ORG, READER, SECRET, STRANGER, Lab, database_id

from vectorproof.mocks.controlplane.rules import key_name_problem, secret_hint

RIGHT_NAMES = ("a", "1", "k1", "1k", "a-b", "a_b", "a--b", "a" * 50)
WRONG_NAMES = (
    "",
    "-k",
    "_k",
    "k-",
    "k_",
    "-",
    "a b",
    "a.b",
    "a/b",
    "$a",
    "a\n",
    "a\nb",
    "\u00e9",
    "\U0001f600",
    "a" * 51,
)


@pytest.mark.parametrize("name", RIGHT_NAMES)
def test_right_name_is_taken_and_found_again(lab: Lab, name: str) -> None:
    added = lab.add(name, 1)

    assert (added.status, added.headers["location"]) == (201, f"{lab.keys()}/{name}")
    assert lab.send("GET", lab.key(name)).json["name"] == name


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_wrong_name_is_refused_and_nothing_is_stored(lab: Lab, name: str) -> None:
    refused = lab.add(name, 1)

    assert (refused.status, refused.code) == (422, "KEY_NAME_INVALID")
    assert lab.send("GET", lab.keys()).json == []


@given(st.text(alphabet=st.sampled_from("aZ09-_ .\u00e9\n"), max_size=54))
def test_name_rule_is_the_documented_pattern(name: str) -> None:
    right = re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,48}[A-Za-z0-9])?", name) is not None

    assert (key_name_problem(name) is None) == right


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"secret": SECRET}, 422, "KEY_NAME_INVALID"),
        ({"name": None, "secret": SECRET}, 422, "KEY_NAME_INVALID"),
        ({"name": "k"}, 422, "KEY_SECRET_MISSING"),
        ({"name": "k", "secret": ""}, 422, "KEY_SECRET_MISSING"),
        ({"name": "k", "secret": " \t"}, 422, "KEY_SECRET_MISSING"),
        ({"name": "k", "secret": 5}, 422, "KEY_SECRET_MISSING"),
        ({"name": "k", "secret": SECRET, "databases": "x"}, 400, "REQUEST_INVALID"),
        ({"name": "k", "secret": SECRET, "databases": [1]}, 400, "REQUEST_INVALID"),
        ({"name": "k", "secret": SECRET, "scope": []}, 400, "REQUEST_INVALID"),
        ([], 400, "REQUEST_INVALID"),
        (b"{", 400, "REQUEST_INVALID"),
        (b"", 400, "REQUEST_INVALID"),
    ],
)
def test_body_that_is_no_key_is_refused(lab: Lab, body: object, status: int, code: str) -> None:
    refused = lab.send("POST", lab.keys(), body)

    assert (refused.status, refused.code) == (status, code)
    assert refused.json["errors"][0]["ID"] // 10_000 == 999
    assert SECRET not in refused.raw.decode()
    assert lab.send("GET", lab.keys()).json == []


def test_second_key_of_a_name_is_refused_and_the_first_is_untouched(lab: Lab) -> None:
    lab.add("k", 1)
    before = lab.send("GET", lab.key("k")).json

    refused = lab.add("k", 2, secret="another-secret-of-jina")

    assert (refused.status, refused.code) == (409, "KEY_NAME_TAKEN")
    assert lab.send("GET", lab.key("k")).json == before


def test_names_differ_by_case_and_by_provider(lab: Lab) -> None:
    assert [lab.add("k", 1).status, lab.add("K", 1).status, lab.add("k", 1, provider="openai").status] == [201] * 3
    assert [key["name"] for key in lab.send("GET", lab.keys()).json] == ["k", "K"]


def test_key_can_begin_without_a_database(lab: Lab) -> None:
    assert lab.add("k").status == 201
    assert lab.scope("k") == []


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("body", [{"name": "other"}, {"secret": "other"}, {"x": 1}, b"garbage", b""])
def test_no_change_is_possible(lab: Lab, method: str, body: object) -> None:
    lab.add("k", 1)

    refused = lab.send(method, lab.key("k"), body)

    assert (refused.status, refused.code) == (405, "KEY_IMMUTABLE")
    assert [key["name"] for key in lab.send("GET", lab.keys()).json] == ["k"]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PUT", ""), ("PATCH", ""), ("DELETE", "?confirm=no")])
def test_unknown_key_is_said_to_be_unknown(lab: Lab, method: str, path: str) -> None:
    refused = lab.send(method, lab.key("no") + path, None if method in {"GET", "DELETE"} else {})

    assert (refused.status, refused.code) == (404, "KEY_NOT_FOUND")


@pytest.mark.parametrize("query", ["", "?confirm=", "?confirm=K", "?confirm=k%20", "?confirm=yes"])
def test_removal_without_the_typed_name_changes_nothing(lab: Lab, query: str) -> None:
    lab.add("k", 1)

    refused = lab.send("DELETE", lab.key("k") + query)

    assert (refused.status, refused.code) == (422, "CONFIRMATION_MISMATCH")
    assert lab.scope("k") == [database_id(1)]


def test_removed_name_starts_again_with_the_scope_given_then(lab: Lab) -> None:
    lab.add("k", 1, 2)
    assert lab.send("DELETE", lab.key("k") + "?confirm=k").status == 204
    assert lab.send("GET", lab.key("k")).status == 404

    lab.add("k", 3)

    assert lab.scope("k") == [database_id(3)]


def test_integration_is_active_exactly_while_it_has_a_key(lab: Lab) -> None:
    path = f"/sim/v1/organizations/{ORG}/integrations/jinaAI"
    seen = [lab.send("GET", path).json["status"]]
    lab.add("a", 1)
    lab.add("b", 2)
    seen.append(lab.send("GET", path).json["status"])
    lab.send("DELETE", lab.key("a") + "?confirm=a")
    seen.append(lab.send("GET", path).json["status"])
    lab.send("DELETE", lab.key("b") + "?confirm=b")
    seen.append(lab.send("GET", path).json["status"])

    assert seen == ["INACTIVE", "ACTIVE", "ACTIVE", "INACTIVE"]


def test_catalogue_offers_jina_and_shows_the_hosted_one_as_always_active(lab: Lab) -> None:
    listed = {item["provider"]: item for item in lab.send("GET", f"/sim/v1/organizations/{ORG}/integrations").json}

    jina = {"displayName": "Jina AI", "kind": "embedding", "hosting": "external", "status": "INACTIVE", "keyCount": 0}
    assert listed["jinaAI"] == {"provider": "jinaAI", **jina}
    assert (listed["nvidia"]["hosting"], listed["nvidia"]["status"]) == ("astra", "ACTIVE")


def test_integration_lists_keys_with_names_and_scopes(lab: Lab) -> None:
    lab.add("k", 1, 2)

    shown = lab.send("GET", f"/sim/v1/organizations/{ORG}/integrations/jinaAI").json

    assert (shown["keyCount"], shown["keys"][0]["name"]) == (1, "k")
    assert [entry["databaseName"] for entry in shown["keys"][0]["scope"]] == ["db-1", "db-2"]


@pytest.mark.parametrize(
    ("provider", "status", "code"), [("no", 404, "PROVIDER_UNKNOWN"), ("nvidia", 409, "PROVIDER_HOSTED")]
)
def test_provider_that_takes_no_keys_gets_none(lab: Lab, provider: str, status: int, code: str) -> None:
    refused = lab.add("k", 1, provider=provider)

    assert (refused.status, refused.code) == (status, code)


def test_no_operation_removes_an_integration_or_replaces_a_secret(lab: Lab) -> None:
    lab.add("k", 1)

    assert lab.send("DELETE", f"/sim/v1/organizations/{ORG}/integrations/jinaAI").status == 404
    assert lab.send("POST", lab.key("k") + "/secret", {"secret": "x"}).status == 404


def test_secret_is_in_no_answer_at_all(lab: Lab) -> None:
    root = f"/sim/v1/organizations/{ORG}/integrations"
    answers = [lab.add("k", 1), lab.add("k", 1), lab.add(SECRET * 3, 1)]
    paths = (root, f"{root}/jinaAI", lab.keys(), lab.key("k"), f"/sim/v1/databases/{database_id(1)}/embedding-keys")
    answers += [lab.send("GET", path) for path in paths]
    answers += [lab.send("PATCH", lab.key("k"), {"secret": SECRET}), lab.send("DELETE", lab.key("k") + "?confirm=k")]

    assert not [answer for answer in answers if SECRET.encode() in answer.raw]


@given(st.text(max_size=80))
def test_hint_never_shows_more_than_three_characters(secret: str) -> None:
    shown = secret_hint(secret).removeprefix("***")

    assert len(shown) <= 3
    assert secret.endswith(shown)
    assert not shown or len(secret) >= 12


READS = ("", "/jinaAI", "/jinaAI/keys", "/jinaAI/keys/k")


@pytest.mark.parametrize(
    ("token", "status", "code"),
    [
        (None, 401, "UNAUTHENTICATED"),
        ("wrong", 401, "UNAUTHENTICATED"),
        (READER, 403, "FORBIDDEN"),
        (STRANGER, 404, "NOT_FOUND"),
    ],
)
@pytest.mark.parametrize("path", READS)
def test_reading_needs_a_token_of_the_organization_with_permission(
    lab: Lab, path: str, token: str | None, status: int, code: str
) -> None:
    lab.add("k", 1)

    refused = lab.send("GET", f"/sim/v1/organizations/{ORG}/integrations{path}", token=token)

    assert (refused.status, refused.code) == (status, code)


@pytest.mark.parametrize("token", [None, "wrong", READER, STRANGER])
@pytest.mark.parametrize(
    ("method", "suffix"),
    [("POST", ""), ("PUT", "/k"), ("PATCH", "/k"), ("DELETE", "/k?confirm=k"), ("POST", "/k/scope"),
     ("DELETE", f"/k/scope/{database_id(1)}?confirm=db-1")],
)  # fmt: skip
def test_writing_needs_a_token_of_the_organization_with_permission(
    lab: Lab, method: str, suffix: str, token: str | None
) -> None:
    lab.add("k", 1)
    body = {"name": "new", "secret": SECRET} if suffix == "" else {"databases": [database_id(2)]}

    assert lab.send(method, lab.keys() + suffix, body, token=token).status in {401, 403, 404}
    assert [(k["name"], len(k["scope"])) for k in lab.send("GET", lab.keys()).json] == [("k", 1)]


def test_keys_of_another_organization_are_not_seen(lab: Lab) -> None:
    lab.add("k", 1)

    assert lab.send("GET", lab.keys(organization=OTHER_ORG), token=STRANGER).json == []


def test_every_answer_says_that_nothing_real_has_this_surface(lab: Lab) -> None:
    answers = (lab.add("k", 1), lab.add("k", 1), lab.send("GET", "/sim/v1"), lab.send("GET", "/sim/v1/nothing"))

    assert {answer.headers["x-sim-fidelity"] for answer in answers} == {"simulator-only"}
