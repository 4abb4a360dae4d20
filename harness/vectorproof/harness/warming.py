"""Loading what a run will need while whoever began it still plans; what is wrong with it is the planner's to say."""

import gc
from contextlib import suppress

from vectorproof.harness.case import catalogue
from vectorproof.harness.errors import UsageError
from vectorproof.specs.requirements import requirements


def load(package: str) -> None:
    """Import all suites of a package and read the requirements, without looking for garbage: it is there to the end."""
    gc.disable()
    with suppress(UsageError, ImportError):
        catalogue(package, known=requirements())
