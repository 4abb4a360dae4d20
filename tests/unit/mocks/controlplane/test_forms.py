"""The create-collection form over the wire: what is offered, how a key is chosen, and the equal Data API request."""

from typing import Any

import pytest
from tests.unit.mocks.controlplane.lab import READER, Lab, database_id

FORM = f"/sim/v1/databases/{database_id(1)}/create-collection-form"
MODEL = "jina-embeddings-v2-base-en"
PROVIDERS: dict[str, Any] = {
    "status": {
        "embeddingProviders": {
            "jinaAI": {
                "models": [
                    {"name": MODEL, "vectorDimension": 768, "parameters": []},
                    {
                        "name": "jina-embeddings-v3",
                        "vectorDimension": None,
                        "parameters": [
                            {"name": "task", "defaultValue": "text-matching", "validation": {}},
                            {
                                "name": "vectorDimension",
                                "defaultValue": "1024",
                                "validation": {"numericRange": [1, 1024]},
                            },
                        ],
                    },
                    {"name": "endpoint", "vectorDimension": None, "parameters": [{"name": "vectorDimension"}]},
                ]
            }
        }
    }
}


def shown(lab: Lab, provider: str = "jinaAI") -> Any:
    """Read the form."""
    lab.data_api.answers["findEmbeddingProviders"] = [PROVIDERS]
    return lab.send("GET", f"{FORM}?provider={provider}").json


def test_integration_is_offered_only_when_active_and_scoped(lab: Lab) -> None:
    seen = [shown(lab)["offered"]]
    lab.add("elsewhere", 2)
    seen.append(shown(lab)["offered"])
    lab.add("here", 1)
    seen.append(shown(lab)["offered"])

    assert seen == [False, False, True]
    assert shown(lab, "nvidia")["offered"] is True


def test_key_field_follows_the_number_of_available_keys(lab: Lab) -> None:
    assert shown(lab)["key"] == {"mode": "hidden", "value": None, "options": []}
    lab.add("one", 1)
    assert shown(lab)["key"] == {"mode": "fixed", "value": "one", "options": ["one"]}
    lab.add("elsewhere", 2)
    lab.add("two", 1)
    assert shown(lab)["key"] == {"mode": "choice", "value": None, "options": ["one", "two"]}


def test_dimension_is_fixed_or_editable_as_the_model_says(lab: Lab) -> None:
    fields = {model["name"]: model["dimension"] for model in shown(lab)["models"]}

    assert fields[MODEL] == {"mode": "fixed", "value": 768}
    assert fields["jina-embeddings-v3"] == {"mode": "editable", "value": 1024, "minimum": 1, "maximum": 1024}
    assert fields["endpoint"] == {"mode": "editable", "value": None, "minimum": 1, "maximum": None}


def test_metrics_have_the_labels_of_the_page_and_cosine_is_set(lab: Lab) -> None:
    metric = shown(lab)["metric"]

    assert metric["value"] == "cosine"
    assert [option["label"] for option in metric["options"]] == ["Cosine", "Dot Product", "Euclidean"]


@pytest.mark.parametrize(
    ("fields", "vector"),
    [
        ({}, {}),
        ({"dimension": 768}, {"dimension": 768}),
        ({"metric": "Dot Product"}, {"metric": "dot_product"}),
        ({"metric": "euclidean"}, {"metric": "euclidean"}),
    ],
)
def test_form_sends_the_equal_request_with_the_only_key(
    lab: Lab, fields: dict[str, Any], vector: dict[str, Any]
) -> None:
    lab.add("only", 1)

    made = lab.send("POST", FORM, {"name": "c", "provider": "jinaAI", "modelName": MODEL, **fields})

    service = {"provider": "jinaAI", "modelName": MODEL, "authentication": {"providerKey": "only"}}
    command = {"createCollection": {"name": "c", "options": {"vector": {**vector, "service": service}}}}
    assert (made.status, made.json["command"]) == (201, command)
    assert lab.data_api.asked[-1] == (database_id(1), "default_keyspace", None, command)


@pytest.mark.parametrize(
    ("keys", "chosen", "status"),
    [(("a",), None, 201), (("a",), "a", 201), (("a",), "b", 422), (("a", "b"), None, 422), (("a", "b"), "b", 201),
     ((), None, 422), ((), "a", 422)],
)  # fmt: skip
def test_key_is_chosen_as_in_the_form(lab: Lab, keys: tuple[str, ...], chosen: str | None, status: int) -> None:
    for name in keys:
        lab.add(name, 1)

    body = {"name": "c", "provider": "jinaAI", "modelName": MODEL} | ({"key": chosen} if chosen else {})

    assert lab.send("POST", FORM, body).status == status
    assert len([c for *_, c in lab.data_api.asked if "createCollection" in c]) == (status == 201)


def test_form_without_vectors_or_without_method(lab: Lab) -> None:
    lab.send("POST", FORM, {"name": "plain", "vector": False})
    lab.send("POST", FORM, {"name": "own", "dimension": 5, "keyspace": "second"})

    assert [(keyspace, command) for _, keyspace, _, command in lab.data_api.asked] == [
        ("default_keyspace", {"createCollection": {"name": "plain"}}),
        ("second", {"createCollection": {"name": "own", "options": {"vector": {"dimension": 5}}}}),
    ]


STRANGE: list[tuple[dict[str, Any], int]] = [
    ({"vector": "no"}, 400),
    ({"vector": 0}, 400),
    ({"metric": 5}, 400),
    ({"metric": [[]]}, 400),
    ({"dimension": "5"}, 400),
    ({"dimension": True}, 400),
    ({"dimension": {}}, 400),
    ({"vector": False, "provider": "jinaAI", "modelName": MODEL}, 422),
    ({"vector": False, "metric": "Cosine"}, 422),
]


@pytest.mark.parametrize(("body", "status"), STRANGE)
def test_what_no_form_would_send_is_refused(lab: Lab, body: dict[str, object], status: int) -> None:
    assert lab.send("POST", FORM, {"name": "c", **body}).status == status
    assert lab.data_api.asked == []


@pytest.mark.parametrize("code", ["TOO_MANY_INDEXES", "TOO_MANY_INDEXES_FOR_COLLECTION", "TOO_MANY_COLLECTIONS"])
def test_limit_is_said_in_the_portals_words(lab: Lab, code: str) -> None:
    lab.data_api.answers["createCollection"] = [{"errors": [{"errorCode": code, "message": "Too many indexes: …"}]}]

    refused = lab.send("POST", FORM, {"name": "c", "dimension": 5})

    assert (refused.status, refused.code) == (409, "COLLECTION_LIMIT_REACHED")
    assert refused.json["errors"][0]["message"] == "Collection Limit Reached"


def test_other_refusals_are_passed_through_word_for_word(lab: Lab) -> None:
    errors = [{"errorCode": "X", "message": "Provider 'jinaAI' returned a HTTP client error: \"no\"."}]
    lab.data_api.answers["createCollection"] = [{"errors": errors}]

    refused = lab.send("POST", FORM, {"name": "c", "dimension": 5})

    assert (refused.status, refused.code) == (422, "FORM_REFUSED")
    assert errors[0]["message"] in refused.json["errors"][0]["message"]
    assert refused.json["dataApi"]["errors"] == errors


@pytest.mark.parametrize("body", [{}, {"name": 5}, {"name": "c", "provider": "jinaAI"}, {"name": "c", "nmae": "c"}, []])
def test_form_that_is_not_understood_creates_nothing(lab: Lab, body: object) -> None:
    lab.add("k", 1)

    assert lab.send("POST", FORM, body).status == 400
    assert not [c for *_, c in lab.data_api.asked if "createCollection" in c]


def test_reading_the_form_needs_no_administrator_and_sending_it_does(lab: Lab) -> None:
    assert lab.send("GET", FORM, token=READER).status == 200
    assert lab.send("POST", FORM, {"name": "c"}, token=READER).status == 403
