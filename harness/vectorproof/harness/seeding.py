"""What makes a seed mean the same examples everywhere: one place that knows Hypothesis' inside."""

from collections.abc import Sequence
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from vectorproof.harness.kept_examples import examples_at

# All of them: what is slow or large here is the target's, and says nothing of a strategy.
_NO_NOISE: Final = (
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.too_slow,
    HealthCheck.large_base_example,
    HealthCheck.function_scoped_fixture,
    HealthCheck.differing_executors,
    HealthCheck.nested_given,
)


def repeatable(examples: int, phases: Sequence[Phase], kept_at: str | None = None) -> settings:
    """Give settings under which only the seed decides what is drawn: no clock, no noise.

    ``kept_at`` is where examples that failed are kept; they are tried before anything is drawn.
    """
    kept = None if kept_at is None else examples_at(kept_at)
    return settings(
        max_examples=examples,
        database=kept,
        deadline=None,
        phases=phases if kept is None else (*phases, Phase.reuse),
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=_NO_NOISE,
    )


def forget_local_constants() -> None:
    """Stop Hypothesis from drawing what stands as a constant in whatever local source is loaded.

    That differs between a checkout and an installed wheel, between two processes, and after every edit; it has no
    public switch. ``tests/unit/harness/test_seeding.py`` notices if this stops working.
    """
    providers._get_local_constants = Constants  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see above
