"""Names of databases, and what is typed in error where such a name has to be confirmed (SCOPE-012)."""

import string
from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.edges import edges

_ENDS: Final = string.ascii_letters + string.digits
_MIDDLE: Final = _ENDS + "&+-_()<>.,@"
_MAX: Final = 50


def database_names(min_length: int = 1, max_length: int = _MAX) -> st.SearchStrategy[str]:
    """Draw names of databases: 1 to 50 characters, a letter or digit at both ends, some signs between."""
    return edges(min_length, max_length).flatmap(_name)


def database_names_confirmed_wrongly() -> st.SearchStrategy[tuple[str, str | None]]:
    """Draw a name and what is typed instead of it: nothing, a blank, the name with a slip, another name, any text."""
    return database_names().flatmap(lambda name: st.tuples(st.just(name), _wrong(name)))


def _name(length: int) -> st.SearchStrategy[str]:
    if length == 1:
        return st.sampled_from(_ENDS)
    middle = st.text(_MIDDLE, min_size=length - 2, max_size=length - 2)
    return st.tuples(st.sampled_from(_ENDS), middle, st.sampled_from(_ENDS)).map("".join)


def _wrong(name: str) -> st.SearchStrategy[str | None]:
    slips = [None, "", " ", f"{name} ", f" {name}", f'"{name}"', name.swapcase(), name[:-1], f"{name}0", name[::-1]]
    wrong = st.sampled_from([slip for slip in slips if slip != name])
    any_text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
    return st.one_of(wrong, st.one_of(database_names(), any_text).filter(name.__ne__))
