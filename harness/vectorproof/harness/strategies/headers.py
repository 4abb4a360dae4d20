"""Headers of requests that must not pass: tokens that nobody was given, and content types that are not JSON."""

import string
from typing import Final

from hypothesis import strategies as st

_LETTERS: Final = string.ascii_letters + string.digits
_HEXADECIMAL: Final = "0123456789abcdef"
_VISIBLE: Final = string.ascii_letters + string.digits + "-._~+/="
_OTHER_TYPES: Final = (
    "text/plain",
    "text/html",
    "text/csv",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "multipart/form-data; boundary=x",
    "image/png",
    "text/plain; charset=utf-8",
    "application/vnd.api+json",
)


def made_up_tokens() -> st.SearchStrategy[str | None]:
    """Draw tokens of the right form that no organization gave out, words that are no token, and no token at all."""
    right_form = st.tuples(st.text(_LETTERS, min_size=24, max_size=24), st.text(_HEXADECIMAL, min_size=64, max_size=64))
    astra = right_form.map(lambda parts: f"AstraCS:{parts[0]}:{parts[1]}")
    return st.one_of(astra, astra, st.text(_VISIBLE, min_size=8, max_size=80), st.none())


def content_types_that_are_not_json() -> st.SearchStrategy[str]:
    """Draw content types of other bodies, known ones and made-up ones; none at all would pass for JSON."""
    made_up = st.tuples(st.sampled_from(["text", "application", "audio"]), st.text(string.ascii_lowercase, min_size=5))
    strange = made_up.map("/".join).filter(lambda name: "json" not in name)
    return st.one_of(st.sampled_from(_OTHER_TYPES), strange)
