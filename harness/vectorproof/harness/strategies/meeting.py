"""Documents, filters, sorts, projections and updates of so few fields and values that they meet all the time.

What is drawn is right unless a function says otherwise, and stays where the rules decide: no sort among objects, no
negation inside a negation, no two paths of an update of which one leads to the other.

Strategies are made once: to make one anew for every draw takes longer than to send what was drawn.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from vectorproof.harness.json_values import object_in
from vectorproof.harness.strategies.naming import called

Json: TypeAlias = Any
Clause: TypeAlias = dict[str, Any]

UUID: Final = "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"
OBJECT_ID: Final = "65f0a1b2c3d4e5f60718293a"
PATHS: Final = ("a", "b", "c", "a.0", "a.1", "a.x", "b.x", "b.y", "b.x.y", "c.0", "c.x", "k&.e", "n&&m", "missing")
"""Where filters, sorts and updates look: fields, members, elements, names with a dot and an ampersand, nothing."""
_NAMES: Final = ("a", "b", "c", "k.e", "n&m")
_NUMBERS: Final = (-1, 0, 1, 2, 1.5, 10.0, 10)
_TEXTS: Final = ("", "a", "b", "B", "é", "1", UUID)
_DATES: Final = ({"$date": 0}, {"$date": 1000})
_WRAPPED: Final = ({"$uuid": UUID}, {"$objectId": OBJECT_ID})


@cache
def plain_scalars() -> st.SearchStrategy[Json]:
    """Draw null, booleans, numbers and texts."""
    return st.sampled_from((None, True, False, *_NUMBERS, *_TEXTS))


def numbers() -> st.SearchStrategy[int | float]:
    """Draw numbers; sums and products of some of them stay exact."""
    return st.sampled_from((-1, 0, 1, 2, 0.5, 1.5))


@cache
def scalars() -> st.SearchStrategy[Json]:
    """Draw every kind of value that is neither array nor plain object."""
    return st.one_of(plain_scalars(), st.sampled_from((*_DATES, *_WRAPPED)))


@cache
def values() -> st.SearchStrategy[Json]:
    """Draw scalars, and arrays and objects of them, two levels deep."""
    return _nested(scalars())


@cache
def values_without_date() -> st.SearchStrategy[Json]:
    """Draw what a filter may ask for as a whole: no date inside an array or an object."""
    return _nested(plain_scalars())


def _nested(
    leaves: st.SearchStrategy[Json], *, alone: st.SearchStrategy[Json] | None = None, arrays: bool = True
) -> st.SearchStrategy[Json]:
    """Draw what stands alone (a leaf, unless other values are given), arrays and objects.

    What is not wished is left out here: a filter would be tried in vain wherever such a branch was drawn, and what a
    machine had done until then would be lost.
    """
    members = st.sampled_from(("x", "y", "0"))
    inner = st.one_of(leaves, st.lists(leaves, max_size=2), st.dictionaries(members, leaves, max_size=2))
    alone = leaves if alone is None else alone
    lists = [st.lists(inner, max_size=3)] if arrays else []
    return st.one_of(alone, alone, *lists, st.dictionaries(members, inner, max_size=2))


@cache
def ids() -> st.SearchStrategy[Json]:
    """Draw ids of every kind, some of which are the same document's."""
    upper = {"$uuid": UUID.upper()}
    return st.sampled_from(
        ("a", "b", "1", "true", "null", UUID, 1, 2, 10, 10.0, 1.5, True, None, *_DATES, *_WRAPPED, upper)
    )


@cache
def documents(*, with_vector: bool = False) -> st.SearchStrategy[Clause]:
    """Draw documents without ``_id``; some of them with a ``$vector`` of two numbers where that is wished."""
    fields = st.dictionaries(st.sampled_from(_NAMES), values(), max_size=4)
    vector = st.one_of(st.none(), vectors()) if with_vector else st.none()
    return st.tuples(fields, vector).map(lambda drawn: {**drawn[0], **({"$vector": drawn[1]} if drawn[1] else {})})


@cache
def vectors() -> st.SearchStrategy[list[float]]:
    """Draw vectors of two numbers, never both zero."""
    return st.lists(st.sampled_from((-1.0, -0.5, 0.0, 0.25, 1.0, 2.0)), min_size=2, max_size=2).filter(any)


def identified(documents_: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    """Give documents an ``_id``."""
    return st.tuples(ids(), documents_).map(lambda drawn: {"_id": drawn[0], **drawn[1]})


@cache
def operands(operator: str) -> st.SearchStrategy[Json]:
    """Draw what may stand behind an operator of a filter."""
    ranges = st.one_of(plain_scalars().filter(lambda value: value is not None), st.sampled_from(_DATES))
    members = st.one_of(values_without_date(), st.sampled_from(_WRAPPED))
    named: Mapping[str, st.SearchStrategy[Json]] = {
        "$eq": st.one_of(scalars(), values_without_date()),
        "$ne": st.one_of(scalars(), values_without_date()),
        "$in": st.lists(members, min_size=1, max_size=3),
        "$nin": st.lists(members, min_size=1, max_size=3),
        "$all": st.lists(members, min_size=1, max_size=2),
        "$exists": st.booleans(),
        "$size": st.integers(0, 3),
    }
    return named.get(operator, ranges)


OPERATORS: Final = ("$eq", "$ne", "$in", "$nin", "$all", "$exists", "$size", "$gt", "$gte", "$lt", "$lte")
"""The operators of a filter that a collection without analysed texts knows."""


@cache
def comparisons(*operators: str) -> st.SearchStrategy[Clause]:
    """Draw a filter of one path and one of these operators, or any."""
    one = st.sampled_from(operators or OPERATORS).flatmap(_compared)
    return st.tuples(st.sampled_from(PATHS), one).map(lambda drawn: {drawn[0]: drawn[1]})


@cache
def _compared(operator: str) -> st.SearchStrategy[Clause]:
    return operands(operator).map(lambda operand: {operator: operand})


@cache
def equalities() -> st.SearchStrategy[Clause]:
    """Draw a filter of one path and the value itself, without an operator."""
    wish = st.one_of(scalars(), _nested(plain_scalars(), arrays=False))
    # An empty object asks for nothing, and whoever wants that draws it himself.
    return st.tuples(st.sampled_from(PATHS), wish.filter(lambda value: value != {})).map(
        lambda pair: {pair[0]: pair[1]}
    )


@cache
def ways_to_name_ids() -> st.SearchStrategy[Clause]:
    """Draw a filter of ``_id`` and one comparison."""
    plain = st.sampled_from(("a", "b", "1", 1, 2, 10, 1.5))
    ranges = st.tuples(st.sampled_from(("$gt", "$gte", "$lt", "$lte")), st.one_of(plain, st.booleans()))
    # An id that is listed twice, in whatever form, finds its document twice, and no document promises it.
    several = st.lists(ids(), min_size=1, max_size=3, unique_by=_name_of)
    return st.one_of(
        ids(),
        several.map(lambda wish: {"$in": wish}),
        plain.map(lambda wish: {"$ne": wish}),
        st.lists(plain, min_size=1, max_size=2).map(lambda wish: {"$nin": wish}),
        ranges.map(lambda drawn: {drawn[0]: drawn[1]}),
    ).map(lambda wish: {"_id": wish})


def _name_of(document_id: Json) -> str:
    """Give the text that an id has in any of its forms."""
    wrapper = object_in(document_id)
    inner: object = document_id if wrapper is None else next(iter(wrapper.values()))
    is_number = isinstance(inner, int | float) and not isinstance(inner, bool)
    return str(float(str(inner)) if is_number else inner).casefold()


def groups(parts: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    """Join filters by ``$and`` and ``$or``, or turn one round by ``$not``."""
    joined = st.tuples(st.sampled_from(("$and", "$or")), st.lists(parts, min_size=1, max_size=3))
    return st.one_of(joined.map(lambda drawn: {drawn[0]: drawn[1]}), parts.map(lambda part: {"$not": part}))


@cache
def filters() -> st.SearchStrategy[Clause]:
    """Draw right filters, up to two levels of groups; one ``_id`` at most."""
    single = st.one_of(comparisons(), comparisons(), equalities())
    joined = st.tuples(st.sampled_from(("$and", "$or")), st.lists(single, min_size=1, max_size=3))
    pair = st.tuples(single, single).map(lambda drawn: {**drawn[0], **drawn[1]})
    inner = st.one_of(single, pair, joined.map(lambda drawn: {drawn[0]: drawn[1]}))
    with_id = st.tuples(ways_to_name_ids(), single).map(lambda drawn: {**drawn[0], **drawn[1]})
    return called("filters", st.one_of(st.just({}), single, pair, groups(inner), ways_to_name_ids(), with_id))


def sorts() -> st.SearchStrategy[dict[str, int]]:
    """Draw sorts by one or two fields, both ways."""
    paths = st.sampled_from(("a", "b", "c", "a.0", "b.x", "_id", "k&.e"))
    return st.dictionaries(paths, st.sampled_from((1, -1)), min_size=1, max_size=2)


@cache
def projections() -> st.SearchStrategy[Clause]:
    """Draw right projections: of fields, of the special names alone, of everything, of slices."""
    own = st.fixed_dictionaries({}, optional={"_id": st.booleans(), "$vector": st.booleans()})
    path = _any_of("a", "b.x", "a.x", "c", "k&.e", "b.x.y")
    listed = st.lists(path, max_size=2, unique=True).filter(lambda found: not _lead_to_each_other(found))
    window = st.tuples(st.integers(-2, 2), st.integers(0, 2)).map(lambda pair: [*pair])
    cut = st.one_of(st.integers(-2, 2), window).map(lambda wish: {"n&&m": {"$slice": wish}})
    wish = st.sampled_from(((1, True), (0, False)))
    fields = st.tuples(listed, wish, st.integers(0, 1)).map(lambda drawn: dict.fromkeys(drawn[0], drawn[1][drawn[2]]))
    mixed = st.tuples(fields, own, st.one_of(st.builds(dict[str, Json]), cut)).map(
        lambda drawn: {**drawn[0], **drawn[1], **drawn[2]}
    )
    return st.one_of(st.just({"*": 1}), st.just({"*": 0}), mixed)


@cache
def updates(*operators: str) -> st.SearchStrategy[Clause]:
    """Draw updates of one to three operators at places of their own, one of them among ``operators`` if any are given.

    Their targets need not suit them.
    """
    path = _any_of(*PATHS[:-1])
    actions = {name: st.tuples(st.just(name), path, _wishes(name)) for name in ACTIONS}
    first = st.one_of([actions[name] for name in operators or ACTIONS])
    others = st.lists(st.one_of(list(actions.values())), max_size=2)
    several = st.tuples(first, others).map(lambda drawn: [drawn[0], *drawn[1]])
    right = several.filter(lambda drawn: not _lead_to_each_other(_places(drawn)))
    return called("updates", right.map(_assembled))


ACTIONS: Final[tuple[str, ...]] = (
    "$set", "$unset", "$inc", "$mul", "$min", "$max", "$push", "$addToSet", "$pop", "$rename", "$setOnInsert",
)  # fmt: skip
"""The operators of an update that need no clock."""


def _any_of(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from(names)


def _wishes(operator: str) -> st.SearchStrategy[Json]:
    each = st.lists(values(), max_size=3)
    grown = st.one_of(_nested(scalars(), alone=plain_scalars()), each.map(lambda row: {"$each": row}))
    placed = st.tuples(each, st.integers(-3, 3)).map(lambda drawn: {"$each": drawn[0], "$position": drawn[1]})
    named: Mapping[str, st.SearchStrategy[Json]] = {
        "$unset": st.just(""),
        "$inc": numbers(),
        "$mul": numbers(),
        "$min": plain_scalars(),
        "$max": plain_scalars(),
        "$push": st.one_of(grown, placed),
        "$addToSet": grown,
        "$pop": st.sampled_from((1, -1)),
        "$rename": st.sampled_from(("to", "b.to", "c.1", "a.to")),
    }
    return named.get(operator, values())


def _places(actions: list[tuple[str, str, Json]]) -> list[str]:
    return [place for operator, path, wish in actions for place in ([path, wish] if operator == "$rename" else [path])]


def _lead_to_each_other(paths: list[str]) -> bool:
    return any(one is not other and f"{other}.".startswith(f"{one}.") for one in paths for other in paths) or len(
        set(paths)
    ) < len(paths)


def _assembled(actions: list[tuple[str, str, Json]]) -> Clause:
    clause: Clause = {}
    for operator, path, wish in actions:
        clause.setdefault(operator, {})[path] = wish
    return clause
