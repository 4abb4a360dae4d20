"""Names that a run makes up: unique among runs and workers where others are, plain where nobody else is."""

import itertools

from vectorproof.harness.redaction import Redactor


class Names:
    """Makes names of letters, digits and underscores, far below every length limit.

    With a prefix (``vp_3f9c1a_0``) names never repeat in a run; without one they count from 1 in every space, since a
    fresh database knows no others. Evidence shows both as ``<kind>_<n>``.
    """

    def __init__(self, redactor: Redactor, *, prefix: str = "", counter: "itertools.count[int] | None" = None) -> None:
        self._redactor = redactor
        self._prefix = prefix
        self._counter = counter or itertools.count(1)

    def new(self, kind: str) -> str:
        """Make a name."""
        number = next(self._counter)
        if not self._prefix:
            return f"{kind}_{number}"
        name = f"{self._prefix}_{number}"
        self._redactor.number(name, kind)
        return name

    def ours(self, name: str) -> bool:
        """Tell whether a name was made here: nobody else's begins like it."""
        return bool(self._prefix) and name.startswith(self._prefix)
