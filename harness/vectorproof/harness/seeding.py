"""What makes a seed mean the same examples everywhere: one place that knows Hypothesis' inside."""

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


def forget_local_constants() -> None:
    """Stop Hypothesis from drawing what stands as a constant in whatever local source is loaded.

    That differs between a checkout and an installed wheel, between two processes, and after every edit; it has no
    public switch. ``tests/unit/harness/test_seeding.py`` notices if this stops working.
    """
    providers._get_local_constants = Constants  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see above
