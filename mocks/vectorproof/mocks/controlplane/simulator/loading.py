"""The portal's loader: a JSON or CSV file becomes documents, the text of one field embedded (VECTORIZE-005, -006).

Rows are inserted in batches; a batch is loaded or refused as a whole, and the answer says which rows are where.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from aiohttp import BodyPartReader, web

from vectorproof.mocks.controlplane.access import WRITE_DOCUMENTS
from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.plane import Plane
from vectorproof.mocks.controlplane.rows import READERS, Rows, RowsError
from vectorproof.mocks.controlplane.surface import Route, invalid, json_response
from vectorproof.mocks.core.tenants import Database

_PATH: Final = "/sim/v1/databases/{database}/load-data"
_FIELDS: Final = frozenset({"keyspace", "collection", "vectorField"})
_FIELD_MAX_BYTES: Final = 4096
_KEYSPACE: Final = "default_keyspace"


@dataclass(slots=True)
class Upload:
    """What a multipart request brought: its fields, the file's name and content."""

    fields: dict[str, str] = field(default_factory=dict[str, str])
    file_name: str | None = None
    content: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads files into collections."""

    plane: Plane

    def routes(self) -> tuple[Route, ...]:
        """List the operations."""
        return (Route("POST", _PATH, self.loaded),)

    async def loaded(self, request: web.Request) -> web.Response:
        """Load a file: parts ``keyspace``, ``collection``, ``vectorField`` and ``file``, the last with a file name."""
        token = self.plane.access.portal(request, WRITE_DOCUMENTS)
        database = self.plane.own_database(request, token)
        upload = await self._received(request)
        rows = _rows(upload)
        vector_field = upload.fields.get("vectorField") or None
        if vector_field is not None and not any(vector_field in row for row in rows):
            raise ControlError("LOAD_REFUSED", detail=f"no row has the vector field {vector_field!r}")
        documents = [self.plane.parts.loaded_document(row, vector_field) for row in rows]
        report = await self._report(database, upload.fields, documents)
        if report["failures"]:
            raise ControlError("LOAD_REFUSED", detail=report["failures"][0]["errors"][0]["message"], beside=report)
        return json_response(report, HTTPStatus.CREATED)

    async def _report(self, database: Database, fields: dict[str, str], documents: Rows) -> dict[str, Any]:
        loaded = 0
        failures: list[dict[str, Any]] = []
        for first, batch in self._batches(documents):
            answer = await self._inserted(database, fields, batch)
            ids = answer.get("status", {}).get("insertedIds", [])
            loaded += len(ids)
            if answer.get("errors"):
                rows = {"firstRow": first, "lastRow": first + len(batch) - 1, "loaded": len(ids)}
                failures.append({**rows, "errors": answer["errors"]})
        return {"rows": len(documents), "loaded": loaded, "failures": failures}

    async def _inserted(self, database: Database, fields: dict[str, str], batch: Rows) -> dict[str, Any]:
        keyspace, collection = fields.get("keyspace", _KEYSPACE), fields.get("collection", "")
        command = {"insertMany": {"documents": batch}}
        _, answer = await self.plane.run_command(database.id, keyspace, collection, command)
        return answer

    def _batches(self, documents: Rows) -> Iterator[tuple[int, Rows]]:
        """Cut into batches, each with the number of its first row, counted from 1."""
        size = self.plane.settings.load_batch_count
        for start in range(0, len(documents), size):
            yield start + 1, documents[start : start + size]

    async def _received(self, request: web.Request) -> Upload:
        if not request.content_type.startswith("multipart/"):
            raise invalid("the body is multipart/form-data")
        upload = Upload()
        try:
            async for part in await request.multipart():
                await self._take(upload, part)
        except ValueError as error:
            raise invalid(f"the body is no multipart/form-data ({error})") from None
        if upload.file_name is None:
            raise invalid("the part 'file' is needed, with a file name")
        if not upload.fields.get("collection"):
            raise invalid("the part 'collection' is needed")
        return upload

    async def _take(self, upload: Upload, part: object) -> None:
        if not isinstance(part, BodyPartReader) or part.name not in {*_FIELDS, "file"}:
            raise invalid(f"parts are file, {', '.join(sorted(_FIELDS))}")
        most = self.plane.settings.load_max_bytes if part.name == "file" else _FIELD_MAX_BYTES
        content = bytearray()
        while chunk := await part.read_chunk():
            content += chunk
            if len(content) > most:
                raise ControlError("LOAD_REFUSED", detail=f"part {part.name!r} has more than {most} bytes")
        if part.name == "file":
            upload.file_name, upload.content = part.filename or "", content
        else:
            upload.fields[part.name] = content.decode("utf-8", "replace")


def _rows(upload: Upload) -> Rows:
    ending = (upload.file_name or "").rpartition(".")[2].lower()
    if ending not in READERS:
        raise ControlError("LOAD_REFUSED", detail=f"the file's name ends in {' or '.join('.' + e for e in READERS)}")
    try:
        return READERS[ending](bytes(upload.content))
    except RowsError as error:
        raise ControlError("LOAD_REFUSED", detail=str(error)) from None
