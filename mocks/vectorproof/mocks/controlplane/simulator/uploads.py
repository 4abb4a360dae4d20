"""A file that comes by multipart/form-data: kept on disk while it is looked at, so that its size costs no memory."""

import hashlib
import tempfile
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Self

from aiohttp import BodyPartReader, web

from vectorproof.mocks.controlplane.errors import ControlError
from vectorproof.mocks.controlplane.surface import invalid

_FIELD_MAX_BYTES: Final = 4096


@dataclass(slots=True)
class Upload:
    """What a request brought: its fields, the file's name, its content and the hash of that."""

    content: BinaryIO
    fields: dict[str, str] = field(default_factory=dict[str, str])
    file_name: str | None = None
    sha256: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file; it had no name, and is gone."""
        self.content.close()


async def received(request: web.Request, known: frozenset[str], most_bytes: int) -> Upload:
    """Receive fields of these names and a part ``file``, the latter with a file name.

    Raises:
        ControlError: it is no such body, or a part is too large; nothing is left of it.

    """
    if not request.content_type.startswith("multipart/"):
        raise invalid("the body is multipart/form-data")
    upload = Upload(tempfile.TemporaryFile())  # noqa: SIM115  # whoever receives it closes it
    try:
        async for part in await request.multipart():
            await _take(upload, part, known, most_bytes)
        _refuse_nothing(upload)
    except ValueError as error:
        upload.content.close()
        raise invalid(f"the body is no multipart/form-data ({error})") from None
    except BaseException:
        upload.content.close()
        raise
    return upload


def _refuse_nothing(upload: Upload) -> None:
    if upload.file_name is None:
        raise invalid("the part 'file' is needed, with a file name")


async def _take(upload: Upload, part: object, known: frozenset[str], most_bytes: int) -> None:
    if not isinstance(part, BodyPartReader) or part.name not in {*known, "file"}:
        raise invalid(f"parts are file, {', '.join(sorted(known))}")
    if part.name in upload.fields or (part.name == "file" and upload.file_name is not None):
        raise invalid(f"part {part.name!r} is there twice")
    if part.name == "file":
        upload.file_name = part.filename or ""
        upload.sha256 = await _spool(part, upload.content, most_bytes)
        return
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        _refuse_large(part.name, len(content), _FIELD_MAX_BYTES)
    upload.fields[part.name] = content.decode("utf-8", "replace")


async def _spool(part: BodyPartReader, content: BinaryIO, most_bytes: int) -> str:
    """Write a part to disk as it comes, and give the hash of it."""
    digest, size = hashlib.sha256(), 0
    while chunk := await part.read_chunk(65_536):
        size += len(chunk)
        _refuse_large("file", size, most_bytes)
        digest.update(chunk)
        content.write(chunk)
    return digest.hexdigest()


def _refuse_large(name: str, size: int, most: int) -> None:
    if size > most:
        raise ControlError("LOAD_REFUSED", detail=f"part {name!r} has more than {most} bytes")
