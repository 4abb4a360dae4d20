"""Which of a space's databases are meant: by position, none twice."""

from hypothesis import strategies as st


def scopes(databases: int, *, smallest: int = 1, largest: int | None = None) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw positions of 0 to ``databases`` - 1, ascending: one of them, several, or all."""
    most = databases if largest is None else largest
    drawn = st.sets(st.integers(0, databases - 1), min_size=smallest, max_size=most)
    all_of_them = tuple(range(databases))
    some = drawn.map(lambda positions: tuple(sorted(positions)))
    return some if most < databases else st.one_of(some, some, st.just(all_of_them))
