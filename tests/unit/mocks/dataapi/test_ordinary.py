"""A document that is taken for ordinary breaks no rule, and is stored as the rules would store it."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vectorproof.mocks.dataapi.clauses.indexing import Indexing
from vectorproof.mocks.dataapi.documents import ShredRules, shred, shred_by_rules
from vectorproof.mocks.dataapi.embedded import Embedded, Unseen
from vectorproof.mocks.dataapi.errors import WireError
from vectorproof.mocks.dataapi.jsontext import whole
from vectorproof.mocks.dataapi.ordinary import is_ordinary
from vectorproof.mocks.dataapi.settings import DocumentLimits
from vectorproof.mocks.dataapi.storage import rows
from vectorproof.mocks.dataapi.storage.collection import Stored, Writing

# So low that drawn documents come to each of them from both sides.
LIMITS = DocumentLimits(
    max_characters=900, max_depth=3, max_path_length=10, max_object_properties=3, max_document_properties=5,
    max_array_length=3, max_string_bytes=12, max_vector_length=4,
)  # fmt: skip
RULES = ShredRules(Indexing(), lexical=False, limits=LIMITS, keyspace="ks", collection="c")
names = st.sampled_from(["a", "b", "cd", "efg", "", "$a", "$date", "$vector", "a.b"])
numbers = st.sampled_from([0, -1, whole(2**70), Decimal("1.5"), Decimal(5), Decimal("1E+2"), 0.5])
scalars = st.none() | st.booleans() | numbers | st.text(alphabet="aé漢\n", max_size=7)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=8
)
rounded = st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), max_size=5).map(
    lambda numbers: np.array(numbers, dtype=np.float32)
)
embedded = st.builds(Embedded, rounded) | st.builds(Unseen, rounded)
brought: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={"$vector": embedded, "$vectorize": scalars}
)
documents = st.tuples(st.dictionaries(names, values, max_size=4), brought).map(
    lambda pair: {"_id": "x", **pair[0], **pair[1]}
)


@given(documents)
def test_ordinary_documents_break_no_rule(document: dict[str, Any]) -> None:
    if not is_ordinary(document, LIMITS):
        with_rules, found = outcome(shred_by_rules, document), outcome(shred, document)
        assert found == with_rules
        return

    assert outcome(shred, document) == outcome(shred_by_rules, document)
    assert outcome(shred_by_rules, document)[0] == "written"


def outcome(how: Any, document: dict[str, Any]) -> tuple[str, str]:
    try:
        writing: Writing = how(document, RULES)
    except WireError as error:
        return error.spec.id, repr(error.facts)
    return "written", repr((writing.key, Stored(writing, 1).document, writing.vector))


@pytest.mark.parametrize(
    ("document", "ordinary"),
    [
        ({"_id": "x", "a": 1, "b": [1.5]}, False),
        ({"_id": "x", "a": 1, "b": ["y", Decimal("1.5"), None]}, True),
        ({"_id": "x", "a": {"b": {"cd": 1}}}, True),
        ({"_id": "x", "a": {"b": {"cd": []}}}, False),
        ({"_id": "x", "a": {"$date": 1}}, False),
        ({"_id": "x", "a": "漢漢漢漢"}, True),
        ({"_id": "x", "a": "漢漢漢漢a"}, False),
        ({"_id": "x", "$vectorize": "abcd", "$vector": Embedded(np.ones(4, np.float32))}, True),
        ({"_id": "x", "$vectorize": "abcd", "$vector": Embedded(np.ones(5, np.float32))}, False),
        ({"_id": "x", "$vector": [1, 2]}, False),
        ({"_id": "x", "a": {"$vectorize": "abcd"}}, False),
    ],
)
def test_what_is_ordinary(*, document: dict[str, Any], ordinary: bool) -> None:
    assert is_ordinary(document, LIMITS) is ordinary


@given(rounded)
def test_a_vector_is_kept_the_same_whether_or_not_somebody_has_looked_at_it(vector: NDArray[np.float32]) -> None:
    unseen = Unseen(vector)
    kept = [rows.document_of(rows.document_row({"_id": "x", "$vector": made})) for made in (unseen, unseen.seen())]

    assert kept[0] == kept[1] == {"_id": "x", "$vector": unseen.seen()}


def test_digits_are_made_once_when_somebody_looks() -> None:
    document = {"_id": "x", "$vector": Unseen(np.array([0.1], dtype=np.float32)), "a": 1}
    stored = Stored(shred(document, RULES), 1)

    assert list(stored.document.items()) == [("_id", "x"), ("$vector", [0.1]), ("a", 1)]
    assert stored.document is stored.document
