"""Every defect of the simulator is caught by a requirement of its own, and by none that it does not touch."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from vectorproof.harness.case import catalogue
from vectorproof.harness.config import Config
from vectorproof.harness.planning import client_of, planned
from vectorproof.harness.proving.player import Player
from vectorproof.mocks import defects
from vectorproof.specs.requirements import requirements

# A case that must find the defect gets its labelled edges and as many examples as in a quick run. Any other gets one
# example: whether it cries wolf shows at the first request that the defect should not touch.
MANY, ONE = 25, 1
Serve = Callable[..., AbstractContextManager[Mapping[str, Any]]]


@pytest.mark.parametrize("name", defects.catalogue())
def test_a_defect_is_caught_by_its_own_requirements(name: str, serve: Serve, tmp_path: Path) -> None:
    defect = defects.catalogue()[name]
    ready = tmp_path / "ready.json"
    with serve("--defect", name, "--ready-file", str(ready)):
        found = findings(ready, frozenset(defect.kills))

    assert found.keys() & set(defect.kills), f"{name} was found by {sorted(found) or 'nothing'}"
    unexpected = sorted(found.keys() - {*defect.kills, *defect.may_also})
    assert not unexpected, "\n".join(f"{name}: {one}: {found[one]}" for one in unexpected)


def findings(ready: Path, kills: frozenset[str]) -> Mapping[str, str]:
    """Play every case against a simulator; gives the requirements with a finding, with the case and what it found."""
    known = requirements()
    found: dict[str, str] = {}
    with planned(Config(target=str(ready))) as plan:
        client = client_of(plan.endpoint)
        player = Player(plan.endpoint, plan.capabilities, client, known)
        for case in catalogue(known=known).values():
            concerned = bool(kills & set(case.requirements))
            examples = max(ONE, MANY // case.cost) if concerned else ONE
            played = player.play(case, examples=examples, edges=concerned)
            found |= {one: f"{case.id}: {what[:300]}" for one, what in played.found.items()}
        client.close()
    return found
