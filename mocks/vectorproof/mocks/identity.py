"""Which world a ledger keeps: who is declared in it, under which ids; another one must not be served from it."""

from typing import Final

import orjson

from vectorproof.mocks.config import WorldConfig
from vectorproof.mocks.core.ledger import Kept, Ledger
from vectorproof.mocks.inhabitants import Inhabitants

_WORLD: Final = "world"
_IDENTITY: Final = "identity"


class OtherWorldError(ValueError):
    """What is kept is another world's; the text tells what would be right."""


def keep_identity(
    ledger: Ledger, config: WorldConfig, people: Inhabitants, seed: int, *, kept: Kept | None = None
) -> None:
    """Compare a world with the one that is kept there or in the ledger, and keep it if there is none.

    Raises:
        OtherWorldError: its edition, seed, organizations or databases are others.

    """
    told = {
        "edition": config.edition.value,
        "seed": seed,
        "organizations": dict(people.organization_ids),
        "databases": dict(people.database_ids),
    }
    found = dict((ledger if kept is None else kept).rows(_WORLD)).get(_IDENTITY)
    if found is not None and orjson.loads(found) != told:
        raise OtherWorldError(
            f"what is kept is another world, made with seed {orjson.loads(found)['seed']}: the --world and --seed that"
            f" it was made with are right, or another {'--data-dir' if kept is None else 'state'}"
        )
    ledger.put(_WORLD, _IDENTITY, lambda: orjson.dumps(told))
