"""The portal's loader: a JSON or CSV file becomes documents, the text of one field embedded (VECTORIZE-005, -006).

A file is read through once before anything is loaded, then in batches. Every row is loaded or reported; a load that
was interrupted, or had rows refused, goes on by its id with what is missing, and loads nothing twice.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO, Final

from aiohttp import web

from vectorproof.mocks.controlplane.access import VIEW_DATABASES, WRITE_DOCUMENTS
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.loads import Load, LoadState
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.rows import READERS, Row, RowsError, field_kind
from vectorproof.mocks.controlplane.simulator.uploads import Upload, received
from vectorproof.mocks.controlplane.surface import Route, empty_response, invalid, json_response
from vectorproof.mocks.core.tenants import Database

_PATH: Final = "/sim/v1/databases/{database}/load-data"
_ONE: Final = f"{_PATH}/{{load}}"
_FIELDS: Final = frozenset({"keyspace", "collection", "vectorField", "loadId"})
_KEYSPACE: Final = "default_keyspace"
_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)
# Whoever else is served gets a turn after so many rows.
_TURN_ROWS: Final = 500
_PREVIEWED: Final = 10
# What the portal says instead of the Data API's text (VECTORIZE-007).
_WORDS: Final = {"INVALID_VECTOR_LENGTH": "Selected embedding does not match collection dimensions"}
_EACH: Final = {"ordered": False, "returnDocumentResponses": True}


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads files into collections, and tells how far each is."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (
            Route("POST", _PATH, self.loaded),
            Route("POST", f"{_PATH}/preview", self.previewed),
            Route("GET", _ONE, self.shown),
            Route("DELETE", _ONE, self.interrupted),
        )

    async def loaded(self, request: web.Request) -> web.Response:
        """Load a file: ``collection``, perhaps ``keyspace``, ``vectorField`` and ``loadId``, and ``file``.

        A ``loadId`` of the caller's own lets others ask meanwhile how far it is, and the same file go on later.
        """
        token = self.plane.access.portal(request, WRITE_DOCUMENTS)
        database = self.plane.own_database(request, token)
        with await received(request, _FIELDS, self.plane.settings.load_max_bytes) as upload:
            load = await self._begun(database, upload)
            with self.plane.loads.running(load):
                await self._run(load, upload)
        return self._answer(request, load)

    async def previewed(self, request: web.Request) -> web.Response:
        """Show the first ten rows of a file, and what each field holds in them, without loading any (VECTORIZE-007)."""
        token = self.plane.access.portal(request, WRITE_DOCUMENTS)
        self.plane.own_database(request, token)
        with await received(request, _FIELDS, self.plane.settings.load_max_bytes) as upload:
            rows = [row async for row in _first(_rows(upload), _PREVIEWED)]
        names = dict.fromkeys(name for row in rows for name in row)
        fields = [{"name": name, "type": field_kind([row[name] for row in rows if name in row])} for name in names]
        return json_response({"rows": rows, "fields": fields})

    async def shown(self, request: web.Request) -> web.Response:
        """Tell how far a load is."""
        token = self.plane.access.portal(request, VIEW_DATABASES)
        return json_response(self._named(request, self.plane.own_database(request, token)).wire())

    async def interrupted(self, request: web.Request) -> web.Response:
        """Interrupt a load after the batch that is under way; one that has ended stays as it is."""
        token = self.plane.access.portal(request, WRITE_DOCUMENTS)
        load = self._named(request, self.plane.own_database(request, token))
        if load.state is LoadState.LOADING:
            load.state = LoadState.INTERRUPTED
            self.plane.loads.update(load)
        return empty_response()

    def _named(self, request: web.Request, database: Database) -> Load:
        load = self.plane.loads.find(database.id, request.match_info["load"])
        if load is None:
            raise ControlError("NOT_FOUND", detail="the database has no such load")
        return load

    async def _begun(self, database: Database, upload: Upload) -> Load:
        """Look through the file, then begin a load or take up an earlier one of the same file."""
        if not upload.fields.get("collection"):
            raise invalid("the part 'collection' is needed")
        load_id = upload.fields.get("loadId") or f"load-{self.plane.ids.hex(16)}"
        if not _ID.fullmatch(load_id):
            raise invalid("loadId has 1 to 64 letters, digits and _ . -")
        vector_field = upload.fields.get("vectorField") or None
        count = await self._count(upload, vector_field)
        keyspace, collection = upload.fields.get("keyspace", _KEYSPACE), upload.fields["collection"]
        wanted = Load(load_id, database.id, keyspace, collection, upload.sha256, count)
        load = self.plane.loads.find(database.id, load_id) or wanted
        if self.plane.loads.is_running(load):
            raise ControlError("LOAD_RUNNING", load=load.id)
        _refuse_other(load, wanted)
        load.begin()
        self.plane.loads.put(load)
        return load

    async def _count(self, upload: Upload, vector_field: str | None) -> int:
        """Read every row once: garbage anywhere, or a vector field that no row has, and nothing is loaded."""
        count, has_field = 0, vector_field is None
        async for row in _rows(upload):
            count += 1
            has_field = has_field or vector_field in row
        if not has_field:
            raise ControlError("LOAD_REFUSED", detail=f"no row has the vector field {vector_field!r}")
        return count

    async def _run(self, load: Load, upload: Upload) -> None:
        """Load what is missing, batch after batch, until the end or an interruption."""
        vector_field = upload.fields.get("vectorField") or None
        batch: dict[int, dict[str, Any]] = {}
        number = 0
        async for row in _rows(upload):
            number += 1
            if load.wants(number):
                batch[number] = self._document(row, vector_field)
            if len(batch) >= self.plane.settings.load_batch_count:
                await self._insert(load, batch)
                batch = {}
            if load.state is LoadState.INTERRUPTED:
                return
        if batch:
            await self._insert(load, batch)
        if load.state is LoadState.LOADING:
            load.state = LoadState.FAILED if load.failed else LoadState.DONE

    def _document(self, row: Row, vector_field: str | None) -> dict[str, Any]:
        document = self.plane.parts.loaded_document(row, vector_field)
        if not self.plane.settings.unknowns.loaded_text_kept and "$vectorize" in document:
            document.pop(str(vector_field), None)
        return document

    async def _insert(self, load: Load, batch: dict[int, dict[str, Any]]) -> None:
        """Insert a batch and note what became of it, both at once: no other task runs in between."""
        command = {"insertMany": {"documents": list(batch.values()), "options": _EACH}}
        _, answer = await self.plane.run_command(load.database_id, load.keyspace, load.collection, command)
        load.note(list(batch), _refused(answer, list(batch)))
        self.plane.loads.update(load)
        self.plane.loads.commit()

    def _answer(self, request: web.Request, load: Load) -> web.Response:
        report = load.wire()
        if load.state is LoadState.INTERRUPTED:
            raise ControlError("LOAD_INTERRUPTED", load=load.id, beside=report)
        if load.failures:
            raise ControlError("LOAD_REFUSED", detail=_portal_words(load.failures[0]["errors"][0]), beside=report)
        return json_response(report, HTTPStatus.CREATED, location=f"{request.path}/{load.id}")


def _portal_words(error: dict[str, Any]) -> str:
    """Say what was wrong with the first row that was refused in the portal's words, where it has words of its own."""
    return _WORDS.get(str(error.get("errorCode")), str(error["message"]))


async def _first(rows: AsyncIterator[Row], count: int) -> AsyncIterator[Row]:
    """Give so many rows at most, and read no further."""
    left = count
    async for row in rows:
        yield row
        left -= 1
        if not left:
            return


def _refuse_other(load: Load, wanted: Load) -> None:
    """Refuse to go on with a load that was of another file or into another collection."""
    same = (load.sha256, load.keyspace, load.collection) == (wanted.sha256, wanted.keyspace, wanted.collection)
    if not same:
        raise ControlError("LOAD_DIFFERENT", load=load.id)


def _refused(answer: dict[str, Any], rows: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Tell which rows of a batch were refused, with their errors; without an account of each, all of them."""
    errors: list[dict[str, Any]] = answer.get("errors", [])
    responses: list[dict[str, Any]] | None = answer.get("status", {}).get("documentResponses")
    if responses is None:
        return dict.fromkeys(rows, errors)
    each = zip(rows, responses, strict=True)
    return {row: [errors[response["errorsIdx"]]] for row, response in each if response["status"] == "ERROR"}


async def _rows(upload: Upload) -> AsyncIterator[Row]:
    """Read a file row by row, and let others be served now and then."""
    ending = (upload.file_name or "").rpartition(".")[2].lower()
    if ending not in READERS:
        raise ControlError("LOAD_REFUSED", detail=f"the file's name ends in {' or '.join('.' + e for e in READERS)}")
    try:
        for number, row in enumerate(_fresh(upload.content, ending)):
            if number % _TURN_ROWS == 0:
                await asyncio.sleep(0)
            yield row
    except RowsError as error:
        raise ControlError("LOAD_REFUSED", detail=str(error)) from None


def _fresh(content: BinaryIO, ending: str) -> Iterator[Row]:
    content.seek(0)
    return READERS[ending](content)
