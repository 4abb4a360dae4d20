"""What a request has brought is let go with the answer, without anybody looking for cycles."""

import gc

import pytest
from tests.unit.mocks.dataapi.lab import Lab

from vectorproof.mocks.dataapi.errors import WireError


@pytest.mark.parametrize("documents", [1, 3])
def test_a_refused_document_is_let_go_with_what_refused_it(lab: Lab, documents: int) -> None:
    lab.create("c")
    gc.collect()
    gc.disable()
    try:
        reply = lab.run("c", "insertMany", documents=[{"": 1}] * documents, options={"ordered": False})
        kept = [held for held in gc.get_objects() if isinstance(held, WireError)]
    finally:
        gc.enable()
    assert {error["errorCode"] for error in reply.json["errors"]} == {"SHRED_BAD_FIELD_NAME"}
    assert kept == []
