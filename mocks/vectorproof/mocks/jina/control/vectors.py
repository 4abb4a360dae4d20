"""The control API of designed geometry: ``/__mock__/vectors``."""

import math
from typing import Any

from aiohttp import web

from vectorproof.mocks.core.ids import Ids
from vectorproof.mocks.jina.accounts import Accounts, ControlError
from vectorproof.mocks.jina.control.routes import Route, client_of, json_answer, no_content
from vectorproof.mocks.jina.control.wishes import Wish, wish_of
from vectorproof.mocks.jina.geometry import Declared, DesignError, Near, Whose
from vectorproof.mocks.jina.vectors import EncodedVectors

_SIZE_MAX = 2048
_LARGEST = 3.0e38  # Of a float32, nearly.


class VectorsControl:
    """What a test lays down about vectors behind the clients' back."""

    def __init__(self, vectors: EncodedVectors, accounts: Accounts, ids: Ids) -> None:
        self._vectors = vectors
        self._accounts = accounts
        self._ids = ids

    def routes(self) -> tuple[Route, ...]:
        """List the routes."""
        return (
            Route("GET", "/vectors", self.list_all, "Vectors", query=("key", "client")),
            Route("POST", "/vectors", self.declare, "MadeIds", wish="NewVectors", query=("client",), status=201),
            Route("DELETE", "/vectors/{id}", self.remove, None, status=204),
        )

    async def list_all(self, request: web.Request) -> web.Response:
        """Lists the declarations."""
        client, named = client_of(request), request.query.get("key")
        key = None if named is None else self._accounts.key(named).id
        shown = [
            vector_wire(wish_id, wish)
            for wish_id, wish in self._vectors.geometry.declared().items()
            if (key is None or wish.whose.key == key) and (client is None or wish.whose.client == client)
        ]
        return json_answer({"vectors": shown})

    async def declare(self, request: web.Request) -> web.Response:
        """Declares texts, all of them or none."""
        wish = wish_of(await request.read())
        items = wish.items("vectors")
        wish.done()
        made = {f"vector-{self._ids.hex(12)}": self.read(item, client_of(request)) for item in items}
        self.put(made)
        return json_answer({"ids": list(made)}, 201)

    async def remove(self, request: web.Request) -> web.Response:
        """Takes a declaration back."""
        if not self._vectors.geometry.remove(request.match_info["id"]):
            raise ControlError(404, "no such declaration; an id that declaring it gave would be right")
        self._vectors.forget()
        return no_content()

    def declared(self) -> dict[str, Declared]:
        """Give every declaration by its id."""
        return dict(self._vectors.geometry.declared())

    def clear(self) -> None:
        """Take every declaration back."""
        self._vectors.remove(lambda _: True)

    def put(self, wishes: dict[str, Declared]) -> None:
        """Lay declarations down.

        Raises:
            ControlError: they contradict each other or those that there are.

        """
        try:
            self._vectors.geometry.declare(wishes)
        except DesignError as error:
            raise ControlError(409, str(error)) from error
        self._vectors.forget()

    def read(self, item: object, client: str | None = None) -> Declared:
        """Read one declaration, for the calls of ``client`` unless it names another.

        Raises:
            ControlError: says which member is wrong and what would be right.

        """
        wish = Wish(item)
        text, anchor, cosine, vector = wish.text("text"), wish.text("anchor"), wish.optional_number("cosine"), None
        if wish.has("vector"):
            vector = wish.items("vector")
        whose = self._whose(wish, client)
        wish.done()
        if text is None:
            raise ControlError(400, "text: missing, a text would be right")
        if vector is not None and anchor is None and cosine is None:
            return Declared(text, exact=tuple(map(_coordinate, _sized(vector))), whose=whose)
        if vector is not None or anchor is None or cosine is None:
            raise ControlError(400, "either vector, or anchor and cosine would be right")
        if not -1 <= cosine <= 1:
            raise ControlError(400, f"cosine: found {cosine!r}, a number from -1 to 1 would be right")
        return Declared(text, Near(cosine, anchor), whose=whose)

    def _whose(self, wish: Wish, client: str | None) -> Whose:
        key, named = wish.text("key"), wish.text("client")
        return Whose(None if key is None else self._accounts.key(key).id, named or client)


def vector_wire(wish_id: str, wish: Declared) -> dict[str, object]:
    """Write a declaration as the control API shows it."""
    named = {"key": wish.whose.key, "client": wish.whose.client}
    whose = {name: value for name, value in named.items() if value is not None}
    if wish.near is None:
        return {"id": wish_id, "text": wish.text, "vector": list(wish.exact), **whose}
    return {"id": wish_id, "text": wish.text, "anchor": wish.near.anchor, "cosine": wish.near.cosine, **whose}


def _sized(vector: list[Any]) -> list[Any]:
    if not 1 <= len(vector) <= _SIZE_MAX:
        raise ControlError(400, f"vector: found {len(vector)} numbers, from 1 to {_SIZE_MAX} would be right")
    return vector


def _coordinate(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.fabs(value) < _LARGEST:
        raise ControlError(400, f"vector: found {str(value)[:50]}, a number that a float32 can hold would be right")
    return float(value)
