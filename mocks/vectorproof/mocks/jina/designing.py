"""The control API of designed geometry: ``/__mock__/vectors``."""

import math
from typing import Any

from aiohttp import web

from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina.accounts import ControlError
from vectorproof.mocks.jina.control import PREFIX, guarded, json_answer, no_content
from vectorproof.mocks.jina.geometry import Declared, DesignError, Near
from vectorproof.mocks.jina.vectors import EncodedVectors
from vectorproof.mocks.jina.wishes import Wish, wish_of

_SIZE_MAX = 2048
_LARGEST = 3.0e38  # Of a float32, nearly.


class Designing:
    """What a test lays down about vectors behind the clients' back."""

    def __init__(self, vectors: EncodedVectors, ids: Ids) -> None:
        self._vectors = vectors
        self._ids = ids

    def routes(self) -> list[web.RouteDef]:
        """List the routes."""
        place = f"{PREFIX}/vectors"
        return [
            web.get(place, guarded(self.list_all)),
            web.post(place, guarded(self.declare)),
            web.delete(place + "/{id}", guarded(self.remove)),
        ]

    async def list_all(self, request: web.Request) -> web.Response:
        """GET: every declaration."""
        del request
        declared = self._vectors.geometry.declared()
        return json_answer({"vectors": [_wire(wish_id, wish) for wish_id, wish in declared.items()]})

    async def declare(self, request: web.Request) -> web.Response:
        """POST: declare texts, all of them or none; 201 with their ids."""
        wish = wish_of(await request.read())
        items = wish.items("vectors")
        wish.done()
        wishes = {f"vector-{self._ids.hex(12)}": _declared(item) for item in items}
        try:
            self._vectors.geometry.declare(wishes)
        except DesignError as error:
            raise ControlError(409, str(error)) from error
        self._vectors.forget()
        return json_answer({"ids": list(wishes)}, 201)

    async def remove(self, request: web.Request) -> web.Response:
        """DELETE: take a declaration back."""
        if not self._vectors.geometry.remove(request.match_info["id"]):
            raise ControlError(404, "no such declaration; an id that declaring it gave would be right")
        self._vectors.forget()
        return no_content()


def _declared(item: object) -> Declared:
    wish = Wish(item)
    text, anchor, cosine, vector = wish.text("text"), wish.text("anchor"), wish.optional_number("cosine"), None
    if wish.has("vector"):
        vector = wish.items("vector")
    wish.done()
    if text is None:
        raise ControlError(400, "text: missing, a text would be right")
    if vector is not None and anchor is None and cosine is None:
        return Declared(text, exact=tuple(map(_coordinate, _sized(vector))))
    if vector is not None or anchor is None or cosine is None:
        raise ControlError(400, "either vector, or anchor and cosine would be right")
    if not -1 <= cosine <= 1:
        raise ControlError(400, f"cosine: found {cosine!r}, a number from -1 to 1 would be right")
    return Declared(text, Near(cosine, anchor))


def _sized(vector: list[Any]) -> list[Any]:
    if not 1 <= len(vector) <= _SIZE_MAX:
        raise ControlError(400, f"vector: found {len(vector)} numbers, from 1 to {_SIZE_MAX} would be right")
    return vector


def _coordinate(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.fabs(value) < _LARGEST:
        raise ControlError(400, f"vector: found {str(value)[:50]}, a number that a float32 can hold would be right")
    return float(value)


def _wire(wish_id: str, wish: Declared) -> dict[str, object]:
    if wish.near is None:
        return {"id": wish_id, "text": wish.text, "vector": list(wish.exact)}
    return {"id": wish_id, "text": wish.text, "anchor": wish.near.anchor, "cosine": wish.near.cosine}
