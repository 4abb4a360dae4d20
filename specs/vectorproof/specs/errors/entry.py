"""One error as the catalogue tells it: where it belongs, what it says, how earlier eras said it.

Knows templates; does not know where errors are written down or who raises them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from vectorproof.specs.loading import SpecError

Era: TypeAlias = Literal["E1", "E2", "E3"]
PRESENT: Final[Era] = "E3"
FACT: Final = re.compile(r"\{([a-z_]+)\}")


def facts_of(template: str) -> frozenset[str]:
    """Name the facts that a message template asks for: every ``{name}`` in it."""
    return frozenset(FACT.findall(template))


@dataclass(frozen=True, slots=True)
class ErrorForm:
    """How one era puts an error on the wire. E1 shows only code and message; family and scope came with E2."""

    family: str
    scope: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """An error, identified by ``SCOPE/CODE``; ``status`` is the HTTP status that carries it."""

    id: str
    family: str
    scope: str
    code: str
    title: str
    message: str
    status: int
    #: Eras for which there is evidence that they know this code; a situation may have had another (``older``).
    eras: tuple[Era, ...]
    #: For each era that put it differently, its forms: one, or one for each of several situations.
    older: Mapping[Era, tuple[ErrorForm, ...]]
    #: The number that a control plane or the DevOps API shows as ``ID``; None elsewhere.
    number: int | None
    #: False where a server declares the error and never raises it.
    raised: bool
    #: What it is about: the file it is written in (``data_api``, ``data_api_tables``, ``control_plane``, ...).
    area: str

    @property
    def facts(self) -> frozenset[str]:
        """Names of the facts that ``render`` needs, neither more nor fewer."""
        return facts_of(self.message)

    def form(self, era: Era = PRESENT, situation: int | None = None) -> ErrorForm:
        """Tell how an era shows this error; where nothing else is known, as the present does.

        An era that told several situations apart needs to know which one it is, counted from 0.
        """
        known = self.older.get(era, ())
        if situation is None and len(known) == 1:
            return known[0]
        if situation is not None and known:
            return known[situation]
        return ErrorForm(self.family, self.scope, self.code, self.message)

    def render(self, facts: Mapping[str, object], era: Era = PRESENT, situation: int | None = None) -> str:
        """Fill the message template; a missing or an unknown fact is a ``SpecError``, in every era."""
        wrong = self.facts ^ facts.keys()
        if wrong:
            raise SpecError("errors", self.id, f"needs the facts {sorted(self.facts)}, was given {sorted(facts)}")
        return FACT.sub(lambda found: str(facts[found[1]]), self.form(era, situation).message)
