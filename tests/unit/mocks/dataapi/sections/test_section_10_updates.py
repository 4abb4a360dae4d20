"""Updates, rule by rule (reference section 10)."""

from typing import Any

import pytest
from tests.unit.mocks.dataapi.lab import Lab
from tests.unit.mocks.dataapi.sections.rows import Row, changed, find_one, fine, refused, says, shows, update

PARAM, PATH = "UNSUPPORTED_UPDATE_OPERATION_PARAM", "UNSUPPORTED_UPDATE_OPERATION_PATH"
TARGET, MODIFIER = "UNSUPPORTED_UPDATE_OPERATION_TARGET", "UNSUPPORTED_UPDATE_OPERATION_MODIFIER"
KIND, OPERATION = "UNSUPPORTED_UPDATE_DATA_TYPE", "UNSUPPORTED_UPDATE_OPERATION"
DOCUMENT: dict[str, Any] = {
    "_id": 1, "n": 5, "s": "text", "z": None, "arr": [1, 2, 3], "o": {"p": 1, "q": 2}, "d": {"$date": 100},
}  # fmt: skip


def becomes(section: str, rule: str, clause: Any, modified: int = 1, **members: Any) -> list[Row]:
    """Say what an update changes, and which members the document has then; ``None`` for one that is gone."""
    wanted = {**DOCUMENT, **{name: value for name, value in members.items() if value is not None}}
    for name, value in members.items():
        if value is None:
            del wanted[name]
    change = update({"_id": 1}, clause)
    return [
        Row(section, f"{rule}: the counts", "plain", (change,), changed(1, modified), (DOCUMENT,)),
        Row(section, rule, "plain", (change, find_one()), shows(wanted), (DOCUMENT,)),
    ]


def refusing(section: str, rule: str, clause: Any, code: str, *fragments: str, on: str = "plain") -> Row:
    """Say what an update is refused with although a document matches."""
    expect = says(code, *fragments) if fragments else refused(code)
    return Row(section, rule, on, (update({"_id": 1}, clause),), expect, (DOCUMENT,))


def fruitless(section: str, rule: str, clause: Any, code: str) -> Row:
    """Say what an update is refused with although no document matches."""
    return Row(section, rule, "plain", (update({"_id": "none"}, clause),), refused(code))


SHAPE_ROWS = [
    refusing("10.1", "an update that is no object", 5, KIND),
    refusing("10.1", "an operator without an object", {"$set": 5}, KIND),
    refusing("10.1", "a name without $", {"n": 5}, OPERATION, "must start with '$'"),
    *(
        refusing("10.1", f"no {name}", {name: {"n": 5}}, OPERATION)
        for name in ("$pullAll", "$pull", "$bit", "$Set", "$unknown")
    ),
    Row("10.1", "an empty update is none", "plain", (update({}, {}),), changed(1, 0), (DOCUMENT,)),
    Row("10.1", "an empty operator is none", "plain", (update({}, {"$set": {}}),), changed(1, 0), (DOCUMENT,)),
    *becomes("10.1", "operators have an order of their own", {"$set": {"k": 1}, "$inc": {"n": 1}}, k=1, n=6),
    *becomes("10.1", "$rename sees what $inc made", {"$rename": {"n": "m"}, "$push": {"arr": 4}}, n=None, m=5,
             arr=[1, 2, 3, 4]),
    Row(
        "10.1", "$setOnInsert does nothing to what exists", "plain", (update({"_id": 1}, {"$setOnInsert": {"k": 1}}),),
        changed(1, 0), (DOCUMENT,),
    ),
    Row(
        "10.1", "$setOnInsert acts on what is inserted", "plain",
        (update({"_id": 2}, {"$setOnInsert": {"k": 1}, "$set": {"n": 2}}, options={"upsert": True}),
            find_one({"_id": 2})),
        shows({"_id": 2, "n": 2, "k": 1}),
    ),
    *(
        fruitless("10.1", f"{name} of _id", {name: {"_id": operand}}, "UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID")
        for name, operand in (
            ("$set", 2), ("$unset", 1), ("$inc", 1), ("$mul", 1), ("$min", 1), ("$max", 1), ("$push", 1),
            ("$addToSet", 1), ("$pop", 1), ("$rename", "k"), ("$currentDate", True),
        )
    ),
    fruitless("10.1", "one path in two operators", {"$set": {"a": 1}, "$inc": {"a": 1}}, PARAM),
    refusing("10.1", "one path in two operators, in words", {"$set": {"a": 1}, "$inc": {"a": 1}}, PARAM,
             "must not refer to same path"),
    refusing("10.1", "the smallest path above another", {"$set": {"a": 1, "a.b": 2}}, PARAM,
        "path conflict due to overlap"),
    *becomes("10.1", "an overlap behind the smallest path is not seen",
             {"$set": {"a": 1, "o": {"p": 5}}, "$inc": {"o.p": 1}}, a=1, o={"p": 5}),
    fruitless("10.1", "an empty segment", {"$set": {"a..b": 1}}, PATH),
    fruitless("10.1", "a bad escape", {"$set": {"a&b": 1}}, PATH),
    fruitless("10.1", "a $ name in $inc", {"$inc": {"$x": 1}}, MODIFIER),
    fruitless("10.1", "a $ name in $mul", {"$mul": {"$x": 1}}, MODIFIER),
    fruitless("10.1", "a $ name in $push", {"$push": {"$x": 1}}, PARAM),
    fruitless("10.1", "a $ name in $addToSet", {"$addToSet": {"$x": 1}}, PARAM),
    refusing("10.1", "a $ name in $set", {"$set": {"$x": 1}}, "SHRED_BAD_FIELD_NAME"),
    Row("10.1", "a $ name in $unset", "plain", (update({}, {"$unset": {"$x": 1}}),), changed(1, 0), (DOCUMENT,)),
    *becomes("10.1", "missing objects are made", {"$set": {"k.l.m": 1}}, k={"l": {"m": 1}}),
    *becomes("10.1", "an index below nothing is a name", {"$set": {"k.0": 1}}, k={"0": 1}),
    *becomes("10.1", "an index beyond the end pads", {"$set": {"arr.5": 9}}, arr=[1, 2, 3, None, None, 9]),
    *becomes("10.1", "a name with a dot is escaped", {"$set": {"a&.b": 1}}, **{"a.b": 1}),
    refusing("10.1", "a name below an array", {"$set": {"arr.x": 1}}, PATH,
             "cannot create field ('x') in path 'arr.x'; only Object nodes have properties (got Array)"),
    refusing("10.1", "a name below a scalar", {"$set": {"n.x": 1}}, PATH),
    refusing("10.1", "a name below null", {"$set": {"z.x": 1}}, PATH),
    refusing("10.1", "a zero in front is no index", {"$set": {"arr.01": 1}}, PATH),
    Row("10.1", "paths meet documents only", "plain", (update({"_id": 9}, {"$set": {"n.x": 1}}),), changed(0, 0),
        (DOCUMENT,)),
    Row(
        "10.1", "the result is checked like a new document", "plain",
        (update({}, {"$set": {"s": "x" * 8001}}),), refused("SHRED_DOC_LIMIT_VIOLATION"), (DOCUMENT,),
    ),
    Row(
        "10.1", "a refused update changes nothing", "plain",
        (update({}, {"$set": {"k": 1, "s": "x" * 8001}}), find_one()), shows(DOCUMENT), (DOCUMENT,),
    ),
]  # fmt: skip

OPERATOR_ROWS = [
    *becomes("10.2", "$set replaces", {"$set": {"n": "new"}}, n="new"),
    *becomes("10.2", "$set of the same", {"$set": {"n": 5, "o": {"p": 1, "q": 2}}}, 0),
    *becomes("10.2", "$set of another order", {"$set": {"o": {"q": 2, "p": 1}}}, o={"q": 2, "p": 1}),
    *becomes("10.2", "$unset of a member", {"$unset": {"o.p": ""}}, o={"q": 2}),
    *becomes("10.2", "$unset of an element", {"$unset": {"arr.1": 1}}, arr=[1, None, 3]),
    *becomes("10.2", "$unset of nothing", {"$unset": {"k.l": 1}}, 0),
    *becomes("10.2", "$inc", {"$inc": {"n": -1.5}}, n=3.5),
    *becomes("10.2", "$inc of nothing", {"$inc": {"k.l": 2}}, k={"l": 2}),
    *becomes("10.2", "$inc by zero", {"$inc": {"n": 0}}, 0),
    refusing("10.2", "$inc by a text", {"$inc": {"n": "1"}}, PARAM),
    refusing("10.2", "$inc of a text", {"$inc": {"s": 1}}, TARGET,
             "$inc requires target to be Number; value at 's' of type String"),
    refusing("10.2", "$inc of null", {"$inc": {"z": 1}}, TARGET),
    *becomes("10.2", "$mul", {"$mul": {"n": 2}}, n=10),
    *becomes("10.2", "$mul of nothing", {"$mul": {"k": 2}}, k=0),
    *becomes("10.2", "$mul by one", {"$mul": {"n": 1}}, 0),
    refusing("10.2", "$mul of an array", {"$mul": {"arr": 2}}, TARGET),
    *becomes("10.2", "$min of less", {"$min": {"n": 4}}, n=4),
    *becomes("10.2", "$min of more", {"$min": {"n": 6}}, 0),
    *becomes("10.2", "$min of another type", {"$min": {"s": 9}}, s=9),
    *becomes("10.2", "$min of nothing", {"$min": {"k": 9}}, k=9),
    *becomes("10.2", "$max of more", {"$max": {"n": 6}}, n=6),
    *becomes("10.2", "$max of another type", {"$max": {"n": "0"}}, n="0"),
    *becomes("10.2", "$max of less", {"$max": {"n": 4}}, 0),
    *becomes("10.2", "$push", {"$push": {"arr": 3}}, arr=[1, 2, 3, 3]),
    *becomes("10.2", "$push onto nothing", {"$push": {"k": 1}}, k=[1]),
    *becomes("10.2", "$push of each", {"$push": {"arr": {"$each": [8, 9]}}}, arr=[1, 2, 3, 8, 9]),
    *becomes("10.2", "$push at a place", {"$push": {"arr": {"$each": [8], "$position": 1}}}, arr=[1, 8, 2, 3]),
    *becomes("10.2", "$push counted from the end", {"$push": {"arr": {"$each": [8], "$position": -1}}},
        arr=[1, 2, 8, 3]),
    *becomes("10.2", "$push before the beginning", {"$push": {"arr": {"$each": [8], "$position": -9}}},
        arr=[8, 1, 2, 3]),
    *becomes("10.2", "$push behind the end", {"$push": {"arr": {"$each": [8], "$position": 9}}}, arr=[1, 2, 3, 8]),
    *becomes("10.2", "$push of none counts", {"$push": {"arr": {"$each": []}}}, 1),
    *becomes("10.2", "$push of an object", {"$push": {"arr": {"each": 1}}}, arr=[1, 2, 3, {"each": 1}]),
    refusing("10.2", "$push onto an object", {"$push": {"o": 1}}, TARGET),
    refusing("10.2", "$push with an unknown modifier", {"$push": {"arr": {"$each": [1], "$sort": 1}}}, MODIFIER),
    refusing("10.2", "$push without $each", {"$push": {"arr": {"$position": 1}}}, PARAM),
    refusing("10.2", "$push with $each of no array", {"$push": {"arr": {"$each": 1}}}, PARAM),
    refusing("10.2", "$push with a bad place", {"$push": {"arr": {"$each": [1], "$position": "0"}}}, PARAM),
    *becomes("10.2", "$addToSet of a new one", {"$addToSet": {"arr": 4}}, arr=[1, 2, 3, 4]),
    *becomes("10.2", "$addToSet of an old one", {"$addToSet": {"arr": 3}}, 0),
    *becomes("10.2", "$addToSet of each", {"$addToSet": {"arr": {"$each": [3, 4, 4]}}}, arr=[1, 2, 3, 4]),
    *becomes("10.2", "$addToSet to nothing", {"$addToSet": {"k": 1}}, k=[1]),
    *becomes("10.2", "$addToSet of none to nothing", {"$addToSet": {"k": {"$each": []}}}, 0),
    refusing("10.2", "$addToSet to a text", {"$addToSet": {"s": 1}}, TARGET),
    refusing("10.2", "$addToSet with $position", {"$addToSet": {"arr": {"$each": [1], "$position": 0}}}, MODIFIER),
    *becomes("10.2", "$pop of the last", {"$pop": {"arr": 1}}, arr=[1, 2]),
    *becomes("10.2", "$pop of the first", {"$pop": {"arr": -1}}, arr=[2, 3]),
    *becomes("10.2", "$pop of nothing", {"$pop": {"k": 1}}, 0),
    refusing("10.2", "$pop by two", {"$pop": {"arr": 2}}, PARAM),
    refusing("10.2", "$pop of an object", {"$pop": {"o": 1}}, TARGET,
             "$pop requires target to be Array; value at 'o' of type Object"),
    *becomes("10.2", "$rename", {"$rename": {"n": "k.l"}}, n=None, k={"l": 5}),
    *becomes("10.2", "$rename over another", {"$rename": {"n": "s"}}, n=None, s=5),
    *becomes("10.2", "$rename of nothing", {"$rename": {"k": "l"}}, 0),
    refusing("10.2", "$rename to itself", {"$rename": {"n": "n"}}, PATH),
    refusing("10.2", "$rename of an element", {"$rename": {"arr.0": "k"}}, PATH),
    refusing("10.2", "$rename to an element", {"$rename": {"n": "arr.0"}}, PATH),
    refusing("10.2", "$rename to no text", {"$rename": {"n": 1}}, PARAM),
    Row("10.2", "$currentDate true", "plain", (update({}, {"$currentDate": {"k": True}}),), changed(1, 1),
        (DOCUMENT,)),
    Row(
        "10.2", "$currentDate of a type", "plain",
        (update({}, {"$currentDate": {"k": {"$type": "date"}}}),
            find_one({"k": {"$gt": {"$date": 0}}}, projection={"n": 1})),
        shows({"_id": 1, "n": 5}), (DOCUMENT,),
    ),
    refusing("10.2", "$currentDate false", {"$currentDate": {"k": False}}, PARAM),
    refusing("10.2", "$currentDate of another type", {"$currentDate": {"k": {"$type": "timestamp"}}}, PARAM),
    Row("10.2", "$set takes any value", "plain", (update({}, {"$set": {"k": [{"$date": 1}]}}),), fine, (DOCUMENT,)),
]  # fmt: skip

ROWS = [*SHAPE_ROWS, *OPERATOR_ROWS]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rule(row: Row, rules_lab: Lab) -> None:
    row.check(rules_lab)
