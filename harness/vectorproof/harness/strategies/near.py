"""Key names that are almost another's, and what is typed in error where a name has to be confirmed."""

import string
from typing import Final

from hypothesis import strategies as st

from vectorproof.harness.strategies.keys import key_names

_ENDS: Final = string.ascii_letters + string.digits
_LONGEST: Final = 48


def two_key_names_that_are_near() -> st.SearchStrategy[tuple[str, str]]:
    """Draw two valid names that differ little: in the case of their letters, by one character more, less or other."""
    return key_names(1, _LONGEST).flatmap(lambda name: st.tuples(st.just(name), _near(name)))


def two_key_names_that_stay_near() -> st.SearchStrategy[tuple[str, str]]:
    """Draw two valid names that differ little, and by more than the case of their letters."""
    return two_key_names_that_are_near().filter(lambda names: names[0].casefold() != names[1].casefold())


def key_names_confirmed_wrongly() -> st.SearchStrategy[tuple[str, str | None]]:
    """Draw a name and what is typed instead of it: nothing, a blank, a near name, the name with a space, any text."""
    return key_names(1, _LONGEST).flatmap(lambda name: st.tuples(st.just(name), _wrong(name)))


def _near(name: str) -> st.SearchStrategy[str]:
    variants = [
        name.swapcase(),
        name.upper(),
        name.lower(),
        name[1:],
        name[:-1],
        *(f"{name}{more}" for more in "0z"),
        *(f"{more}{name}" for more in "0z"),
        *(f"{other}{name[1:]}" for other in "1b"),
        name.replace("-", "_"),
        name.replace("_", "-"),
    ]
    valid = [one for one in dict.fromkeys(variants) if one and one != name and one[0] in _ENDS and one[-1] in _ENDS]
    return st.sampled_from(valid)


def _wrong(name: str) -> st.SearchStrategy[str | None]:
    slips = st.sampled_from([None, "", " ", f"{name} ", f" {name}", f"{name}.providerKey", f'"{name}"'])
    any_text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
    return st.one_of(slips, _near(name), any_text.filter(name.__ne__))
