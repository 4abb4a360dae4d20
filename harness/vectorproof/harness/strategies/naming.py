"""Strategies with a name instead of what they are made of."""

from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


def called(name: str, strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Give a large strategy a short representation.

    Hypothesis writes strategies down whenever a machine tries in vain to take a step; those of whole clauses have some
    ten thousand characters, and it warns of what that costs.
    """

    def drawn(draw: st.DrawFn) -> T:
        return draw(strategy)

    drawn.__name__ = name
    return st.composite(drawn)()
