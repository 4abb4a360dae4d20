"""Filters, rule by rule (reference section 9)."""

from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab
from tests.unit.mocks.dataapi.sections.rows import (
    OBJECT_ID,
    UUID,
    Row,
    changed,
    each,
    find,
    find_one,
    finds,
    refused,
    says,
    shows,
    update,
)

DATE = {"$date": 100}
DOCUMENTS: tuple[Any, ...] = (
    {"_id": "a", "n": 5, "s": "text", "b": True, "z": None, "arr": [1, "two", None, [3], {"k": 1}], "x.y": 1},
    {"_id": "b", "n": "5", "o": {"p": 1, "q": [2]}, "d": DATE, "u": {"$uuid": UUID}, "i": {"$objectId": OBJECT_ID}},
    {"_id": 3, "n": 5.5, "us": [{"$uuid": UUID}], "ds": [DATE], "empty": [], "o": {"q": [2], "p": 1}},
)


def matching(section: str, rule: str, filter_json: Any, *ids: Any) -> Row:
    """Say what a filter finds among the documents above."""
    return Row(section, rule, "plain", (find(filter_json),), finds(*ids), DOCUMENTS)


def refusing(section: str, rule: str, filter_json: Any, code: str, *fragments: str, on: str = "plain") -> Row:
    """Say what a filter is refused with."""
    expect = says(code, *fragments) if fragments else refused(code)
    return Row(section, rule, on, (find(filter_json),), expect)


INVALID, KIND = "FILTER_INVALID_EXPRESSION", "FILTER_UNSUPPORTED_DATA_TYPE"

GRAMMAR_ROWS = [
    matching("9.1", "null finds everything", None, "a", "b", 3),
    matching("9.1", "entries are joined by and", {"n": 5, "s": "text"}, "a"),
    matching("9.1", "a scalar is an equality", {"s": "text"}, "a"),
    matching("9.1", "an extended value is an equality", {"d": DATE}, "b"),
    matching("9.1", "several operators are joined by and", {"n": {"$gt": 4, "$lt": 5.2}}, "a"),
    matching("9.1", "an object without operators is an equality in order", {"o": {"p": 1, "q": [2]}}, "b"),
    matching("9.1", "a name behind an operator makes the rest an equality", {"n": {"$gt": 1, "b": 2}}),
    matching("9.1", "an operator behind a name is part of the value", {"n": {"b": 2, "$gt": 1}}),
    matching("9.1", "groups nest", {"$and": [{"$or": [{"n": 5}, {"n": 5.5}]}, {"_id": {"$ne": 3}}]}, "a"),
    refusing("9.1", "operators have one case", {"n": {"$GT": 1}}, "FILTER_UNSUPPORTED_OPERATOR"),
    *(
        refusing("9.1", f"there is no {name} of a field", {"n": {name: 1}}, "FILTER_UNSUPPORTED_OPERATOR")
        for name in ("$not", "$elemMatch", "$regex", "$type", "$nor", "$text", "$where", "$notany")
    ),
    refusing("9.1", "an unknown operator at the root is a path", {"$nor": []}, INVALID, "cannot start with '$'"),
]

STRUCTURE_ROWS = [
    refusing("9.2", "a filter that is an array", [], KIND, "must be JSON Object", "Array"),
    refusing("9.2", "a filter that is a scalar", 5, KIND),
    refusing("9.2", "an element of $and that is a scalar", {"$and": [5]}, INVALID),
    refusing("9.2", "an element of $or that is null", {"$or": [None]}, INVALID),
    matching("9.2", "an element that is an array is a group", {"$and": [[{"n": 5}]]}, "a"),
    refusing("9.2", "$and of an object", {"$and": {"n": 5}}, INVALID),
    refusing("9.2", "$or of a scalar", {"$or": 5}, INVALID),
    refusing("9.2", "$not of an array", {"$not": []}, INVALID),
    matching("9.2", "$and of an empty object vanishes", {"$and": {}}, "a", "b", 3),
    refusing("9.2", "an implicit array", {"x": [1]}, INVALID, "cannot filter on 'x' by array type"),
    refusing("9.2", "an implicit vector", {"$vector": [1, 2, 3]}, INVALID, "only '$exists' is supported"),
    refusing("9.2", "an implicit text", {"$vectorize": "t"}, INVALID, "only '$exists' is supported"),
    refusing("9.2", "a path that begins with $", {"$gt": 1}, INVALID, "('$gt') cannot start with '$'"),
    refusing("9.2", "an empty path", {"": 1}, INVALID, "cannot be empty String"),
    refusing("9.2", "a bad escape", {"a&b": 1}, INVALID),
    refusing("9.2", "an operator inside a value", {"o": {"p": {"$eq": 1}}}, INVALID, "invalid use of '$eq' operator"),
    *(
        refusing("9.2", f"{name} of {value!r}", {"n": {name: value}}, INVALID, f"'{name}' operator must have `Date`")
        for name in ("$gt", "$gte", "$lt", "$lte")
        for value in (None, [1], {"k": 1})
    ),
    refusing("9.2", "$in of no array", {"n": {"$in": 1}}, INVALID, "'$in' operator must have `Array`"),
    refusing("9.2", "$nin of no array", {"n": {"$nin": 1}}, INVALID, "'$nin' operator must have `Array`"),
    refusing("9.2", "$in of 101 values", {"n": {"$in": list(range(101))}}, INVALID, "at most 100 values"),
    matching("9.2", "$in of 100 values", {"n": {"$in": list(range(100))}}, "a"),
    refusing("9.2", "$exists of no boolean", {"n": {"$exists": 1}}, INVALID, "'$exists' operator must have `Boolean`"),
    refusing("9.2", "$all of no array", {"n": {"$all": 1}}, INVALID),
    refusing("9.2", "$all of nothing", {"n": {"$all": []}}, INVALID),
    refusing("9.2", "$size below zero", {"n": {"$size": -1}}, INVALID),
    refusing("9.2", "$size of a fraction", {"n": {"$size": 1.5}}, INVALID),
    refusing("9.2", "$size of a text", {"n": {"$size": "1"}}, INVALID),
    matching("9.2", "$size of 5.0", {"arr": {"$size": 5.0}}, "a"),
    refusing("9.2", "$match of no text", {"$lexical": {"$match": 1}}, INVALID),
    refusing("9.2", "$match elsewhere", {"n": {"$match": "a"}}, INVALID),
    refusing("9.2", "another operator on $lexical", {"$lexical": {"$eq": "a"}}, INVALID),
    refusing("9.2", "an implicit $lexical", {"$lexical": "a"}, INVALID),
    refusing(
        "9.2", "$lexical where there is none", {"$lexical": {"$match": "a"}}, "LEXICAL_NOT_ENABLED_FOR_COLLECTION",
        on="wordless",
    ),
    refusing("9.2", "$not around $match", {"$not": {"$lexical": {"$match": "a"}}}, INVALID),
    refusing("9.2", "two comparisons of _id", {"_id": {"$gt": 1, "$lt": 9}}, "FILTER_MULTIPLE_ID_FILTER"),
    refusing("9.2", "two comparisons of _id in places", {"_id": 1, "$and": [{"_id": 2}]}, "FILTER_MULTIPLE_ID_FILTER"),
    refusing("9.2", "_id inside $or", {"$or": [{"_id": 1}, {"n": 1}]}, INVALID),
    refusing("9.2", "two _id inside $or", {"$or": [{"_id": 1}, {"_id": 2}]}, "FILTER_MULTIPLE_ID_FILTER"),
    refusing("9.2", "_id $ne of a boolean", {"_id": {"$ne": True}}, KIND),
    refusing("9.2", "_id $nin of null", {"_id": {"$nin": [None]}}, KIND),
    refusing("9.2", "_id of an object", {"_id": {"k": 1}}, "SHRED_BAD_DOCID_TYPE"),
    refusing("9.2", "_id of nothing", {"_id": ""}, "SHRED_BAD_DOCID_VALUE"),
    refusing("9.2", "a bad implicit $date", {"d": {"$date": "x"}}, "SHRED_BAD_EJSON_VALUE"),
    refusing("9.2", "a bad $date of an operator", {"d": {"$gt": {"$date": "x"}}}, INVALID, "sent as epoch time"),
    refusing("9.2", "a bad $uuid", {"u": {"$uuid": "x"}}, "SHRED_BAD_EJSON_VALUE"),
    refusing("9.2", "a bad $objectId of an operator", {"u": {"$eq": {"$objectId": "x"}}}, "SHRED_BAD_EJSON_VALUE"),
    refusing(
        "9.2", "65 comparisons", {f"f{at}": 1 for at in range(65)}, "FILTER_FIELDS_LIMIT_VIOLATION",
        "Filter has 65 fields, exceeds maximum allowed (64)",
    ),
    matching("9.2", "64 comparisons", {f"f{at}": 1 for at in range(64)}),
    refusing(
        "9.2", "each operator counts", {f"f{at}": {"$gt": 1, "$lt": 2} for at in range(33)},
        "FILTER_FIELDS_LIMIT_VIOLATION",
    ),
    refusing("9.2", "_id with $all", {"_id": {"$all": ["a"]}}, "INTERNAL_SERVER_ERROR"),
    refusing("9.2", "_id $eq of an array", {"_id": {"$eq": ["a"]}}, "INTERNAL_SERVER_ERROR"),
    refusing("9.2", "_id with $size", {"_id": {"$size": 1}}, INVALID),
    refusing("9.2", "an implicit _id of an array", {"_id": ["a"]}, INVALID),
    refusing("9.2", "a range of _id by $uuid", {"_id": {"$gt": {"$uuid": UUID}}}, "UNEXPECTED_SERVER_ERROR"),
    refusing("9.2", "a range of _id by null", {"_id": {"$gt": None}}, INVALID),
    *(
        matching("9.2", f"{vanishing} vanishes", vanishing, "a", "b", 3)
        for vanishing in each({"n": {}}, {"_id": {}}, {"$and": []}, {"$or": []}, {"$not": {}})
    ),
]  # fmt: skip

MEANING_ROWS = [
    matching("9.3", "$eq of a scalar is membership, too", {"arr": 1}, "a"),
    matching("9.3", "numbers compare by value", {"n": 5.0}, "a"),
    matching("9.3", "types are apart", {"n": "5"}, "b"),
    matching("9.3", "a boolean is no number", {"b": 1}),
    matching("9.3", "$eq null is exactly null", {"z": None}, "a"),
    matching("9.3", "null in an array is no null", {"arr": {"$eq": None}}),
    matching("9.3", "$eq of an array in order", {"arr": {"$eq": [1, "two", None, [3], {"k": 1}]}}, "a"),
    matching("9.3", "$eq of a shorter array", {"arr": {"$eq": [1, "two"]}}),
    matching("9.3", "$eq of an object in order", {"o": {"$eq": {"q": [2], "p": 1}}}, 3),
    matching("9.3", "$ne matches what is missing", {"s": {"$ne": "text"}}, "b", 3),
    matching("9.3", "$ne null matches what is missing", {"z": {"$ne": None}}, "b", 3),
    matching("9.3", "$ne of an object compares the whole", {"o": {"$ne": {"p": 1, "q": [2]}}}, "a", 3),
    matching("9.3", "$in of scalars", {"n": {"$in": [5, "5"]}}, "a", "b"),
    matching("9.3", "$in of null matches null and null in arrays", {"arr": {"$in": [None]}}, "a"),
    matching("9.3", "$in of an object compares the whole", {"o": {"$in": [{"p": 1, "q": [2]}]}}, "b"),
    matching("9.3", "$nin is the negation", {"n": {"$nin": [5, "5"]}}, 3),
    matching("9.3", "$in of nothing", {"n": {"$in": []}}),
    matching("9.3", "$nin of nothing", {"n": {"$nin": []}}, "a", "b", 3),
    matching("9.3", "$gt of a number", {"n": {"$gt": 5}}, 3),
    matching("9.3", "$gte of a number", {"n": {"$gte": 5}}, "a", 3),
    matching("9.3", "$lt of a text", {"n": {"$lt": "6"}}, "b"),
    matching("9.3", "$lte of a date", {"d": {"$lte": DATE}}, "b"),
    matching("9.3", "$gt of a boolean", {"b": {"$gt": False}}, "a"),
    matching("9.3", "arrays are not in ranges", {"arr": {"$gt": 0}}),
    matching("9.3", "$exists counts null", {"z": {"$exists": True}}, "a"),
    matching("9.3", "$exists of an element", {"arr.4.k": {"$exists": True}}, "a"),
    matching("9.3", "$exists false", {"s": {"$exists": False}}, "b", 3),
    matching("9.3", "_id exists", {"_id": {"$exists": True}}, "a", "b", 3),
    matching("9.3", "_id is never missing", {"_id": {"$exists": False}}),
    matching("9.3", "$all of members", {"arr": {"$all": [1, "two", [3], {"k": 1}]}}, "a"),
    matching("9.3", "$all of a scalar field", {"n": {"$all": [5]}}, "a"),
    matching("9.3", "$size", {"empty": {"$size": 0}}, 3),
    matching("9.3", "texts are case-sensitive", {"s": "Text"}),
    matching("9.3", "$uuid is its text", {"u": UUID}, "b"),
    matching("9.3", "$uuid has no case", {"u": {"$uuid": UUID.upper()}}, "b"),
    matching("9.3", "$objectId is its text", {"i": OBJECT_ID}, "b"),
    matching("9.3", "a date is no number", {"d": 100}),
    *(
        refusing("9.3", f"a date inside {name}", {"d": {name: [DATE]}}, "INTERNAL_SERVER_ERROR")
        for name in ("$in", "$nin", "$all", "$eq", "$ne")
    ),
    matching("9.3", "wrappers inside arrays are no members", {"us": {"$uuid": UUID}}),
    matching("9.3", "... but elements", {"us.0": {"$uuid": UUID}}, 3),
    matching("9.3", "dates inside arrays are members", {"ds": DATE}, 3),
    matching("9.3", "$in of _id", {"_id": {"$in": ["a", 3, "no"]}}, "a", 3),
    matching("9.3", "$in of _id and more", {"_id": {"$in": ["a", 3]}, "n": 5}, "a"),
    matching("9.3", "$in of no _id", {"_id": {"$in": []}}),
    matching("9.3", "an empty $in inside $or", {"$or": [{"n": {"$in": []}}, {"s": "text"}]}, "a"),
    matching("9.3", "an empty $in alone inside $or", {"$or": [{"n": {"$in": []}}]}),
    matching("9.3", "an empty $nin inside $or", {"$or": [{"n": {"$nin": []}}, {"s": "no"}]}, "a", "b", 3),
    matching("9.3", "an empty $in is masked by another", {"q": {"$in": []}, "n": {"$in": [5]}}, "a"),
    matching(
        "9.3", "an empty $nin is masked by another", {"$or": [{"q": {"$nin": []}}, {"n": {"$nin": [5, "5"]}}]}, 3
    ),
    matching("9.3", "a range of _id", {"_id": {"$gt": "a"}}, "b"),
    matching("9.3", "a range of numeric _id", {"_id": {"$lte": 3}}, 3),
    matching("9.3", "$not $eq", {"$not": {"s": "text"}}, "b", 3),
    matching("9.3", "$not of a range needs the field", {"$not": {"n": {"$gt": 5}}}, "a"),
    matching("9.3", "$not $in", {"$not": {"n": {"$in": [5]}}}, "b", 3),
    matching("9.3", "$not $exists", {"$not": {"s": {"$exists": True}}}, "b", 3),
    matching("9.3", "$not $size matches what is missing", {"$not": {"empty": {"$size": 0}}}, "a", "b"),
    matching("9.3", "$not $all matches what is missing", {"$not": {"arr": {"$all": [1]}}}, "b", 3),
    *(
        matching("9.3", f"$not of $not of {operand} cancels", {"$not": {"$not": {path: operand}}}, "a")
        for path, operand in (
            ("arr", {"$all": [1]}), ("n", {"$lte": 5}), ("n", {"$in": [5]}), ("s", {"$exists": True}),
        )
    ),
    matching("9.3", "$not of $not of $size cancels", {"$not": {"$not": {"empty": {"$size": 0}}}}, 3),
    matching("9.3", "$not of several is any negation", {"$not": {"n": 5, "s": "text"}}, "b", 3),
    matching("9.3", "$not of $or is all negations", {"$not": {"$or": [{"n": 5}, {"n": "5"}]}}, 3),
    refusing("9.3", "_id inside $not counts", {"_id": 1, "$not": {"_id": 2}}, "FILTER_MULTIPLE_ID_FILTER"),
    matching("9.3", "a name with a dot is escaped", {"x&.y": 1}, "a"),
    matching("9.3", "a path without escape is another one", {"x.y": 1}),
    matching("9.3", "an empty segment matches nothing", {"n..m": 1}),
    *(
        Row(
            "9.3", f"$vectorize {filter_json}", "vector", (find(filter_json),), finds(*ids),
            ({"_id": 1, "$vectorize": " "}, {"_id": 2, "$vector": [1, 0, 0]}, {"_id": 3, "$vectorize": None}),
        )
        for filter_json, ids in (
            ({"$vectorize": {"$exists": True}}, (1,)),
            ({"$vector": {"$exists": True}}, (2,)),
            ({"$vector": {"$exists": False}}, (1, 3)),
            ({"$vectorize": {"$eq": " "}}, ()),
            ({"$vector": {"$in": [1]}}, ()),
            ({"$vector": {"$ne": 1}}, (1, 2, 3)),
        )
    ),
    *(
        Row(
            "9.3", f"$match {text!r}", "plain", (find({"$lexical": {"$match": text}}),), finds(*ids),
            ({"_id": 1, "$lexical": "Water flows downward."}, {"_id": 2, "$lexical": "no Fire"}, {"_id": 3}),
        )
        for text, ids in (("water", (1,)), ("FIRE no", (2,)), ("water fire", ()), ("", ()))
    ),
]  # fmt: skip

INDEXING_ROWS = [
    refusing("9.4", "a path that is not allowed", {"n": 1}, "FILTER_PATH_UNINDEXED", on="allow"),
    refusing("9.4", "a path that is denied", {"x": 1}, "FILTER_PATH_UNINDEXED", on="deny"),
    refusing("9.4", "a path below a denied one", {"x.k": 1}, "FILTER_PATH_UNINDEXED", on="deny"),
    refusing("9.4", "a member of a value", {"y": {"z": 1}}, "FILTER_PATH_UNINDEXED", on="deny"),
    Row("9.4", "an allowed path and those below", "allow", (find({"a.k": 1, "b.c": 2}),), finds()),
    refusing("9.4", "anything where all is denied", {"n": 1}, "FILTER_PATH_UNINDEXED", on="unindexed"),
    refusing(
        "9.4", "the vector where all is denied", {"$vector": {"$exists": True}}, "FILTER_PATH_UNINDEXED",
            on="unindexed"
    ),
    refusing("9.4", "_id otherwise", {"_id": {"$gt": 1}}, "FILTER_ID_NOT_INDEXED", on="unindexed"),
    *(
        Row("9.4", f"_id by key in {on}", on, (find({"_id": 1}),), finds(1), ({"_id": 1, "n": 2}, {"_id": 2}))
        for on in ("allow", "unindexed", "unindexed id")
    ),
    Row("9.4", "_id by keys", "unindexed", (find({"_id": {"$in": [1, 2]}}),), finds(1, 2), ({"_id": 1}, {"_id": 2})),
    refusing("9.4", "_id that is denied", {"_id": {"$ne": 1}}, "FILTER_ID_NOT_INDEXED", on="unindexed id"),
    refusing("9.4", "_id that is not allowed", {"_id": {"$exists": True}}, "FILTER_ID_NOT_INDEXED", on="allow"),
    Row("9.4", "all is stored", "unindexed", (find_one({"_id": 1}),), shows({"_id": 1, "n": 2}),
        ({"_id": 1, "n": 2},)),
    Row(
        "9.4", "what is not indexed can be changed", "deny", (update({"_id": 1}, {"$set": {"x": 3}}),), changed(1, 1),
        ({"_id": 1},),
    ),
]  # fmt: skip

ROWS = [*GRAMMAR_ROWS, *STRUCTURE_ROWS, *MEANING_ROWS, *INDEXING_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)
