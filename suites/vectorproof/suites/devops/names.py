"""Names of databases and keyspaces, right and wrong by the rules of the DevOps API (control-plane B.1)."""

import string
from urllib.parse import quote

from hypothesis import strategies as st

_ENDS = string.ascii_letters + string.digits
_INSIDE = _ENDS + "&+-_()<>.,@"
_FOREIGN = " /!?#%*äß"
_DATABASE_LONGEST = 50
_KEYSPACE_LONGEST = 48


def database_names() -> st.SearchStrategy[str]:
    """Names of databases, of 1 to 50 characters."""
    lengths = st.integers(0, _DATABASE_LONGEST - 2)  # each as likely as any: a text by itself is mostly short
    inside = lengths.flatmap(lambda length: st.text(_INSIDE, min_size=length, max_size=length))
    whole = st.tuples(st.sampled_from(_ENDS), inside, st.sampled_from(_ENDS))
    return st.sampled_from(_ENDS) | whole.map("".join)


def other_database_names() -> st.SearchStrategy[str]:
    """Names that break one rule: too long, a sign at an end, or a character that belongs in no name."""
    signs = st.sampled_from("&+-_()<>.,@")
    return st.one_of(
        st.text(_ENDS, min_size=_DATABASE_LONGEST + 1, max_size=_DATABASE_LONGEST + 20),
        st.tuples(signs, st.text(_ENDS, min_size=1, max_size=9)).map("".join),
        st.tuples(st.text(_ENDS, min_size=1, max_size=9), signs).map("".join),
        st.tuples(st.sampled_from(_ENDS), st.sampled_from(_FOREIGN), st.sampled_from(_ENDS)).map("".join),
    )


def devops_keyspace_names() -> st.SearchStrategy[str]:
    """Names of keyspaces, of 1 to 48 characters."""
    rest = st.text(_ENDS + "_", max_size=_KEYSPACE_LONGEST - 1)
    names = st.tuples(st.sampled_from(_ENDS), rest).map("".join)
    return names.filter(lambda name: name.lower() not in ("dse", "system"))


def other_devops_keyspace_names() -> st.SearchStrategy[str]:
    """Names that break one rule, quoted for a path: too long, begun or filled by a wrong character, reserved."""
    wrong = st.one_of(
        st.text(_ENDS, min_size=_KEYSPACE_LONGEST + 1, max_size=_KEYSPACE_LONGEST + 20),
        st.text(_ENDS, min_size=1, max_size=9).map(lambda rest: f"_{rest}"),
        st.tuples(st.sampled_from(_ENDS), st.sampled_from("-.&@ !ä"), st.sampled_from(_ENDS)).map("".join),
        st.sampled_from(["dse", "system"]),
    )
    return wrong.map(lambda name: quote(name, safe=""))
