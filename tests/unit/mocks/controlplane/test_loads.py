"""The account of a load: whatever becomes of its batches, each row is loaded once, or left to be tried again."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.mocks.controlplane.loads import Load


def played(load: Load, refusals: list[set[int]], size: int) -> set[int]:
    """Load in rounds, each with other rows refused, and give the rows that were loaded; none is loaded twice."""
    loaded: set[int] = set()
    for refused in refusals:
        wanted = [row for row in range(1, load.rows + 1) if load.wants(row)]
        for start in range(0, len(wanted), size):
            batch = wanted[start : start + size]
            errors: dict[int, list[dict[str, Any]]] = {row: [{"message": "no"}] for row in batch if row in refused}
            load.note(batch, errors)
            assert not loaded & (set(batch) - errors.keys())
            loaded |= set(batch) - errors.keys()
    return loaded


@given(
    st.integers(1, 60),
    st.lists(st.sets(st.integers(1, 60)), min_size=1, max_size=4),
    st.integers(1, 9),
)
def test_account_is_that_of_the_rows(count: int, refusals: list[set[int]], size: int) -> None:
    load = Load("l", "d", "k", "c", "", count)

    loaded = played(load, refusals, size)

    rows = set(range(1, count + 1))
    always = rows.intersection(*refusals)
    left = {row for row in rows if load.wants(row)}
    assert (load.loaded, load.next_row) == (len(loaded), count + 1)
    assert left == rows - loaded == always
    assert left == {row for first, last in load.failed for row in range(first, last + 1)}
    assert load.failed == sorted(load.failed)
    assert all(one[1] + 1 < other[0] for one, other in zip(load.failed, load.failed[1:], strict=False))
