"""The members of answers and of errors, rule by rule (reference section 2)."""

import pytest
from tests.unit.mocks.dataapi.lab import Lab, Reply
from tests.unit.mocks.dataapi.sections.rows import (
    UUID,
    Row,
    Send,
    covers,
    each,
    find,
    find_one,
    insert,
    update,
)


@covers("2")
@pytest.mark.parametrize(
    ("send", "keys"),
    [*each(
        (insert({"_id": 1}), {"status"}), (insert({"_id": []}), {"status", "errors"}), (find(), {"data"}),
            (find_one(), {"data"}),
        (find({"$x": 1}), {"errors"}), (update({}, {}), {"status"}), (("findOneAndDelete", {}), {"data", "status"}),
        (("deleteOne", {"filter": {}}), {"status"}), (("countDocuments", {}), {"status"}),
            (("estimatedDocumentCount", {}), {"status"}),
    )],
    ids=str,
)  # fmt: skip
def test_members_of_the_answer(send: Send, keys: set[str], rules_lab: Lab) -> None:
    def expect(reply: Reply) -> None:
        assert set(reply.json) == keys
        assert reply.status == 200
        assert reply.headers["Content-Type"].startswith("application/json")

    Row("2", "", "plain", (send,), expect).check(rules_lab)


@covers("2.1")
def test_an_error_has_six_members_and_sometimes_a_seventh(rules_lab: Lab) -> None:
    name = rules_lab.filled("members", {"_id": {"$uuid": UUID}})
    first, second = (
        rules_lab.run(name, "insertOne", document={"_id": {"$uuid": UUID}}).json["errors"][0] for _ in range(2)
    )
    assert list(first) == ["id", "family", "scope", "errorCode", "title", "message", "documentIds"]
    assert first["documentIds"] == [{"$uuid": UUID}]
    assert first["id"] != second["id"]
    assert all(
        isinstance(first[key], str) and first[key] for key in ("id", "family", "scope", "errorCode", "title", "message")
    )
    plain = rules_lab.run(name, "find", filter=[]).json["errors"][0]
    assert "documentIds" not in plain
