"""``$vector``, ``$vectorize``, ``$hybrid`` and ``$lexical``, rule by rule (reference section 8)."""

import base64
import struct
from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab, embedding
from tests.unit.mocks.dataapi.sections.rows import (
    Expect,
    Row,
    changed,
    each,
    find,
    find_one,
    finds,
    fine,
    insert,
    insert_many,
    refused,
    refused_document,
    replace,
    says,
    shows,
    update,
)

VECTOR = [1, 0.5, 0]
BOTH, TEXT_TYPE, NO_SERVICE = (
    "INVALID_USAGE_OF_VECTORIZE",
    "INVALID_VECTORIZE_VALUE_TYPE",
    "EMBEDDING_SERVICE_NOT_CONFIGURED",
)
BINARY = {"$binary": base64.b64encode(struct.pack(">3f", *VECTOR)).decode()}
OF_TEXT, OF_OTHER = embedding("seven", 8), embedding("sixteen", 8)
STORED: dict[str, Any] = {"_id": 1, "$vectorize": "seven", "$vector": OF_TEXT}


def vector(rule: str, value: Any, expect: Expect, on: str = "vector") -> Row:
    """Say what becomes of a document with this vector."""
    return Row("8.1", f"{rule} in {on}", on, (insert({"_id": 1, "$vector": value}),), expect)


def text(rule: str, document: Any, expect: Expect, on: str = "small texts") -> Row:
    """Say what becomes of a document with this text."""
    return Row("8.2", f"{rule} in {on}", on, (insert(document),), expect)


def then(section: str, rule: str, change: Any, document: Any, *, on: str = "small texts", given: Any = None) -> Row:
    """Say what the document is like after a change."""
    before = {"_id": 1, "$vectorize": "seven"} if given is None else given
    return Row(section, rule, on, (change, find_one()), shows(document), (before,))


VECTOR_ROWS = [
    *(vector("none", None, fine, on) for on in ("plain", "vector")),
    vector("numbers", VECTOR, fine),
    vector("bytes", BINARY, fine),
    Row("8.1", "a vector comes back as it was sent", "vector", (find_one(),), shows({"_id": 1, "$vector": VECTOR}),
        ({"_id": 1, "$vector": VECTOR},)),
    Row("8.1", "bytes come back as bytes", "vector", (find_one(),), shows({"_id": 1, "$vector": BINARY}),
        ({"_id": 1, "$vector": BINARY},)),
    Row("8.1", "a document without a vector", "vector", (find_one(),), shows({"_id": 1}), ({"_id": 1},)),
    *(vector(rule, value, refused("VECTOR_SEARCH_NOT_SUPPORTED"), "plain") for rule,
        value in (("numbers", VECTOR), ("bytes", BINARY))),
    vector("another length", [1, 2], refused_document("INVALID_VECTOR_LENGTH", 1)),
    vector("another length, in words", [1, 2], says("INVALID_VECTOR_LENGTH", "3")),
    *(
        vector(rule, value, refused_document(code, 1), on)
        for on in ("vector", "plain")
        for rule, value, code in (
            ("nothing in it", [], "SHRED_BAD_VECTOR_SIZE"), ("a text in it", [1, "a", 2], "SHRED_BAD_VECTOR_VALUE"),
            ("null in it", [1, None, 2], "SHRED_BAD_VECTOR_VALUE"),
                ("an object", {"x": 1}, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
            ("a date", {"$date": 5}, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
                ("an unknown wrapper", {"$x": 1}, "SHRED_BAD_FIELD_NAME"),
            ("a text", "a", "SHRED_BAD_DOCUMENT_VECTOR_TYPE"), ("a number", 1, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
            ("a boolean", True, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
                ("a number as bytes", {"$binary": 5}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
            ("null as bytes", {"$binary": None}, "SHRED_BAD_EJSON_VALUE"),
                ("no base64", {"$binary": "!"}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
            ("three bytes", {"$binary": "AAAA"}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
                ("too many", [0.1] * 4097, "SHRED_DOC_LIMIT_VIOLATION"),
        )
    ),
    vector("an empty object", {}, says("UNEXPECTED_SERVER_ERROR")),
    vector("no direction", [0, 0, 0], refused_document("INVALID_DATABASE_QUERY", 1)),
    *(vector("no direction", [0, 0, 0], fine, on) for on in ("dot", "euclidean")),
]  # fmt: skip

TEXT_ROWS = [
    *(
        text(f"both, {both}", {**both}, says(BOTH, ": issue in document at position 1"), on)
        for on in ("plain", "small texts")
        for both in ({"$vector": VECTOR, "$vectorize": "a"}, {"$vector": None, "$vectorize": None})
    ),
    Row("8.2", "the position counts from one", "small texts",
        (insert_many({"$vectorize": "a"}, {"$vector": None, "$vectorize": "b"}),), says(BOTH, "at position 2")),
    *(text("null", {"_id": 1, "$vectorize": None}, fine, on) for on in ("plain", "vector", "small texts")),
    Row("8.2", "null is stored with a null vector", "small texts", (find_one(),),
        shows({"_id": 1, "$vectorize": None, "$vector": None}), ({"_id": 1, "$vectorize": None},)),
    *(
        text(f"{kind}", {"$vectorize": value}, says(TEXT_TYPE, f"needs to be String, not {kind}", "position 1"))
        for kind, value in each(("Array", []), ("Number", 1), ("Object", {}), ("Boolean", True))
    ),
    *(text("blank", {"_id": 1, "$vectorize": " \n"}, fine, on) for on in ("plain", "vector", "small texts")),
    Row("8.2", "a blank text is stored with a null vector", "plain", (find_one(),),
        shows({"_id": 1, "$vectorize": " ", "$vector": None}), ({"_id": 1, "$vectorize": " "},)),
    *(text("a text without service", {"$vectorize": "a"}, refused(NO_SERVICE), on) for on in ("plain", "vector")),
    Row("8.2", "the vector comes last", "small texts", (find_one(),),
        shows({"_id": 1, "$vectorize": "seven", "a": 2, "$vector": OF_TEXT}),
        ({"_id": 1, "$vectorize": "seven", "a": 2},)),
    Row("8.2", "a vector of one's own", "small texts", (find_one(),), shows({"_id": 1, "$vector": OF_TEXT}),
        ({"_id": 1, "$vector": OF_TEXT},)),
    Row("8.2", "the first wrong document decides", "vector", (insert_many({"$vectorize": 1}, {"$vectorize": "a"}),),
        refused(TEXT_TYPE)),
    Row("8.2", "... whichever it is", "vector", (insert_many({"$vectorize": "a"}, {"$vectorize": 1}),),
        refused(NO_SERVICE)),
    Row("8.2", "one wrong document refuses them all", "small texts",
        (insert_many({"_id": 1, "$vectorize": "a"}, {"_id": 2, "$vectorize": 1}), find()), finds()),
    Row("8.2", "all kinds in one batch", "small texts",
        (insert_many({"_id": 1, "$vectorize": "a"}, {"_id": 2, "$vector": OF_TEXT}, {"_id": 3}), find()),
            finds(1, 2, 3)),
]  # fmt: skip

EXCLUSION_ROWS = [
    *(
        Row("8.3", f"{name} of both, before anything is looked up", "plain",
            (update({"_id": 9}, {name: {"$vector": VECTOR, "$vectorize": "a"}}),),
            refused(BOTH))
        for name in ("$set", "$unset")
    ),
    Row("8.3", "a replacement with both, though nothing matches", "small texts",
        (replace({"_id": 9}, {"$vector": OF_TEXT, "$vectorize": "a"}),), refused(BOTH)),
    then("8.3", "$set of a vector and $unset of the text",
        update({}, {"$set": {"$vector": OF_OTHER}, "$unset": {"$vectorize": 1}}),
         {"_id": 1, "$vector": OF_OTHER}),
    then("8.3", "... of the same vector drops it", update({}, {"$set": {"$vector": OF_TEXT},
        "$unset": {"$vectorize": 1}}), {"_id": 1}),
    then("8.3", "$set of a text and $unset of the vector",
        update({}, {"$set": {"$vectorize": "sixteen"}, "$unset": {"$vector": 1}}),
         {"_id": 1, "$vector": OF_OTHER}),
    Row("8.3", "$setOnInsert of both embeds the text", "small texts",
        (update({"_id": 1}, {"$setOnInsert": {"$vector": OF_OTHER, "$vectorize": "seven"}}, options={"upsert": True}),
            find_one()),
        shows({"_id": 1, "$vector": OF_TEXT, "$vectorize": "seven"})),
    Row("8.3", "$hybrid with company", "small texts", (insert({"$hybrid": "a", "$lexical": None}),),
        refused("HYBRID_FIELD_CONFLICT")),
]  # fmt: skip

UPDATE_ROWS = [
    *(
        Row("8.4", f"{name} of {field}", "small texts", (update({"_id": 9}, {name: {field: operand}}),), refused(code))
        for field, word in (("$vector", "VECTOR"), ("$vectorize", "VECTORIZE"), ("$lexical", "LEXICAL"))
        for name, operand, code in (
            ("$min", 1, f"UNSUPPORTED_UPDATE_OPERATOR_FOR_{word}"),
                ("$push", 1, f"UNSUPPORTED_UPDATE_OPERATOR_FOR_{word}"),
            ("$pop", 1, f"UNSUPPORTED_UPDATE_OPERATOR_FOR_{word}"),
                ("$rename", "x", f"UNSUPPORTED_UPDATE_OPERATOR_FOR_{word}"),
            ("$currentDate", True, f"UNSUPPORTED_UPDATE_OPERATOR_FOR_{word}"),
                ("$inc", 1, "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"),
            ("$mul", 1, "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"),
        )
    ),
    then("8.4", "where there are no vectors, an update may set one", update({}, {"$set": {"$vector": VECTOR}}),
        {"_id": 1, "$vector": VECTOR},
         on="plain", given={"_id": 1}),
    then("8.4", "a new vector drops the text", update({}, {"$set": {"$vector": OF_OTHER}}),
        {"_id": 1, "$vector": OF_OTHER}),
    Row("8.4", "the same vector changes nothing", "small texts", (update({}, {"$set": {"$vector": OF_TEXT}}),),
        changed(1, 0),
        ({"_id": 1, "$vectorize": "seven"},)),
    Row("8.4", "another length is refused", "small texts", (update({}, {"$set": {"$vector": [1]}}),),
        refused("INVALID_VECTOR_LENGTH"), ({"_id": 1},)),
    Row("8.4", "the same text changes nothing", "small texts", (update({}, {"$set": {"$vectorize": "seven"}}),),
        changed(1, 0),
        ({"_id": 1, "$vectorize": "seven"},)),
    then("8.4", "a new text is embedded", update({}, {"$set": {"$vectorize": "sixteen"}}),
         {"_id": 1, "$vectorize": "sixteen", "$vector": OF_OTHER}),
    *(
        then("8.4", f"the text {blank!r} has no vector", update({}, {"$set": {"$vectorize": blank}}),
            {"_id": 1, "$vectorize": blank, "$vector": None})
        for blank in (None, " ")
    ),
    Row("8.4", "a text of another type", "small texts", (update({}, {"$set": {"$vectorize": 1}}),),
        refused(TEXT_TYPE), ({"_id": 1},)),
    Row("8.4", "... if a document matches", "small texts", (update({"_id": 9}, {"$set": {"$vectorize": 1}}),),
        changed(0, 0), ({"_id": 1},)),
    *(then("8.4", f"$unset of {field} drops both", update({}, {"$unset": {field: 1}}),
        {"_id": 1}) for field in ("$vector", "$vectorize")),
    Row("8.4", "without a match nothing is embedded", "vector", (update({"_id": 9}, {"$set": {"$vectorize": "a"}}),),
        changed(0, 0)),
    Row("8.4", "a text without service", "vector", (update({}, {"$set": {"$vectorize": "a"}}),), refused(NO_SERVICE),
        ({"_id": 1},)),
    Row("8.4", "a replacing text counts even if it is the same", "small texts",
        (replace({}, {"_id": 1, "$vectorize": "seven"}),), changed(1, 1),
        ({"_id": 1, "$vectorize": "seven"},)),
    then("8.4", "a replacing blank text has no vector", replace({}, {"$vectorize": " "}),
        {"_id": 1, "$vectorize": " ", "$vector": None}),
    then("8.4", "a replacement without either drops both", replace({}, {"a": 1}), {"_id": 1, "a": 1}),
    then("8.4", "a replacing vector has no text", replace({}, {"$vector": OF_OTHER}), {"_id": 1, "$vector": OF_OTHER}),
    then("8.4", "words are apart from vectors", update({}, {"$set": {"$lexical": "w"}}), {**STORED, "$lexical": "w"}),
]  # fmt: skip

HYBRID_ROWS = [
    Row("8.5", "a text is both", "small texts", (find_one(),),
        shows({"_id": 1, "$lexical": "seven", "$vectorize": "seven", "$vector": OF_TEXT}),
            ({"_id": 1, "$hybrid": "seven"},)),
    Row("8.5", "null is both", "plain", (find_one(),), shows({"_id": 1, "$lexical": None, "$vectorize": None,
        "$vector": None}),
        ({"_id": 1, "$hybrid": None},)),
    Row("8.5", "parts", "small texts", (find_one(),), shows({"_id": 1, "$lexical": None, "$vectorize": "seven",
        "$vector": OF_TEXT}),
        ({"_id": 1, "$hybrid": {"$vectorize": "seven"}},)),
    *(
        Row("8.5", f"{value!r}", "small texts", (insert({"$hybrid": value}),),
            refused("HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE"))
        for value in each(*[1, True, []])
    ),
    Row("8.5", "another part", "small texts", (insert({"$hybrid": {"x": "a"}}),),
        refused("HYBRID_FIELD_UNKNOWN_SUBFIELDS")),
    *(
        Row("8.5", f"{name} of another type", "small texts", (insert({"$hybrid": {name: 1}}),),
            refused("HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE"))
        for name in ("$lexical", "$vectorize")
    ),
    *(
        Row("8.5", f"together with {name}", "small texts", (insert({"$hybrid": "a", name: None}),),
            refused("HYBRID_FIELD_CONFLICT"))
        for name in ("$lexical", "$vector", "$vectorize")
    ),
    Row("8.5", "the document is named", "small texts", (insert_many({}, {"$hybrid": 1}, {}),),
        says("HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE", "(Document 2 of 3)")),
    Row("8.5", "a text without service", "plain", (insert({"$hybrid": "a"}),), refused(NO_SERVICE)),
    Row("8.5", "words where there are none", "wordless", (insert({"_id": 1, "$hybrid": {"$lexical": "a"}}),),
        refused_document("LEXICAL_NOT_ENABLED_FOR_COLLECTION", 1)),
    Row("8.5", "not in updates", "small texts", (update({}, {"$set": {"$hybrid": "a"}}),),
        refused("SHRED_BAD_FIELD_NAME"), ({"_id": 1},)),
    Row("8.5", "not in replacements", "small texts", (replace({}, {"$hybrid": "a"}),),
        refused("SHRED_BAD_FIELD_NAME"), ({"_id": 1},)),
]  # fmt: skip

LEXICAL_ROWS = [
    *(
        Row("8.6", f"{value!r}", "plain", (insert({"_id": 1, "$lexical": value}),),
            refused_document("SHRED_BAD_DOCUMENT_LEXICAL_TYPE", 1))
        for value in each(*[1, True, [], {}])
    ),
    *(Row("8.6", f"null in {on}", on, (insert({"$lexical": None}),), fine) for on in ("plain", "wordless")),
    Row("8.6", "where there are no words", "wordless", (insert_many({"_id": 1}, {"_id": 2, "$lexical": "a"}), find()),
        finds(1)),
    Row("8.6", "too many words", "plain", (insert({"_id": 1, "$lexical": " ".join(f"w{at}" for at in range(3000))}),),
        refused_document("LEXICAL_CONTENT_TOO_LONG", 1)),
    Row("8.6", "too many words in an update", "plain", (update({}, {"$set": {"$lexical": "w" * 8193}}),),
        refused("LEXICAL_CONTENT_TOO_LONG"),
        ({"_id": 1},)),
    Row("8.6", "what is no word does not count", "plain", (insert({"$lexical": ", " * 9000}),), fine),
    Row("8.6", "it comes back as it was sent", "plain", (find_one(),), shows({"_id": 1, "$lexical": "A, b!"}),
        ({"_id": 1, "$lexical": "A, b!"},)),
]  # fmt: skip

ROWS = [*VECTOR_ROWS, *TEXT_ROWS, *EXCLUSION_ROWS, *UPDATE_ROWS, *HYBRID_ROWS, *LEXICAL_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)
