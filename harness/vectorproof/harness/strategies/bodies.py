"""Bodies that are no command: broken JSON, cut JSON, and JSON of another shape."""

import json
from typing import Any, Final

from hypothesis import strategies as st

_COMMAND: Final = '{"find": {"filter": {"_id": "1"}, "options": {"limit": 3}}}'


def broken_json() -> st.SearchStrategy[str]:
    """Draw texts that are no JSON, not even at their beginning: words, brackets, and a command that breaks off."""
    characters = st.characters(codec="utf-8")
    words = st.text(characters, min_size=1, max_size=60).filter(_breaks)
    cut = st.integers(1, len(_COMMAND) - 1).map(lambda length: _COMMAND[:length])
    return st.one_of(words, cut, st.sampled_from(("{wrong}", "{", "[1,", '{"find": ', "{'find': {}}", "<find/>")))


def other_json() -> st.SearchStrategy[str]:
    """Draw JSON that is no command: a scalar, an array, an empty object, an object of two members."""
    numbers = st.integers(-(2**31), 2**31)
    scalars = st.one_of(st.none(), st.booleans(), numbers, st.text(max_size=20).filter(str.isprintable))
    arrays = st.lists(scalars, max_size=3)
    names = st.one_of(st.just(()), st.just(("find", "findOne")), st.integers(1, 9).map(lambda n: (f"command{n}",)))
    return st.one_of(scalars, arrays, names.map(_object)).map(_written)


def _object(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {} for name in names}


def _written(value: Any) -> str:
    return json.dumps(value)


def _breaks(text: str) -> bool:
    """Tell whether no JSON value stands at the beginning: what follows a complete value is ignored (data-api 1.5)."""
    stripped = text.lstrip()
    try:
        json.JSONDecoder().raw_decode(stripped)
    except ValueError:
        return bool(stripped)
    return False
