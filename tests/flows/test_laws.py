"""A law that nothing was shown of does not hold: where every filter is refused, its case has checked nothing."""

from contextlib import closing
from dataclasses import replace

import orjson
import pytest

from vectorproof.harness.case import catalogue
from vectorproof.harness.cli.kill import served
from vectorproof.harness.client import Client
from vectorproof.harness.config import Config
from vectorproof.harness.exchange import Exchange, Request
from vectorproof.harness.json_values import object_in
from vectorproof.harness.planning import probed
from vectorproof.harness.proving.player import Player
from vectorproof.harness.targets.ready import endpoint_of
from vectorproof.harness.verdict import Verdict
from vectorproof.specs.requirements import requirements


class Refusing(Client):
    """Spoils every filter on its way, so that the server refuses it."""

    def __init__(self, *, spoils: bool) -> None:
        super().__init__()
        self._spoils = spoils

    def send(self, request: Request) -> Exchange:
        """Send a request, its filter by an operator that nobody knows."""
        body = object_in(orjson.loads(request.body)) if request.body else None
        wishes = next((object_in(each) for each in (body or {}).values()), None)
        if self._spoils and wishes and wishes.get("filter"):
            wishes["filter"] = {"a": {"$foo": 1}}
            request = replace(request, body=orjson.dumps(body))
        return super().send(request)


@pytest.mark.parametrize(("spoils", "verdict"), [(False, Verdict.PASS), (True, Verdict.INCONCLUSIVE)])
@pytest.mark.parametrize("case", ["law/documents/again", "law/documents/delete_what_is_found"])
def test_a_law_of_filters_is_open_where_each_is_refused(case: str, verdict: Verdict, *, spoils: bool) -> None:
    with served(()) as ready, closing(Refusing(spoils=spoils)) as client:
        endpoint, capabilities = probed(endpoint_of(ready, Config(), name="simulator", kind="simulator"))
        player = Player(endpoint, capabilities, client, requirements())
        played = player.play(catalogue()[case], examples=20)

    assert played.error is None
    assert played.run.line("main").verdict is verdict
