"""Wrong part: what the page's snippets rely on, and the page itself."""

from typing import Any, Final

from vectorproof.mocks.dataapi.jsontext import read
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.spoiling import Json, answering, retelling, telling, with_data_api, with_status

_DATABASE: Final = r"^/v2/databases/[^/]+$"
_LOAD: Final = "/load"


def _nameless(database: Json) -> Json | None:
    info: Json = database.get("info") or {}
    return {**database, "info": {**info, "name": ""}} if info else None


def _without_remarks(raw: bytes, longest: int) -> Any:
    """Read a body without what stands behind a number sign in a line."""
    lines = [line.partition(b"#")[0] for line in raw.split(b"\n")]
    return read(b"\n".join(lines) if len(lines) > 1 else raw, longest)


def _true(body: Json) -> Json | None:
    return {"status": {"ok": True}} if body == {"status": {"ok": 1}} else None


DEFECTS: Final = (
    wrong(
        "database-without-its-name",
        "The DevOps API shows a database by itself without its name.",
        "CLIENT-004",
        answering(_DATABASE, _nameless, methods="GET"),
    ),
    wrong(
        "short-key-names-unknown",
        "A collection's key is found by its full name only.",
        "CLIENT-003 CLIENT-005",
        with_data_api(key_reference=lambda name: name),
    ),
    wrong(
        "created-as-true",
        "createCollection says that it is true, not 1.",
        "CLIENT-010",
        telling(_true, "createCollection"),
    ),
    wrong(
        "remarks-in-json",
        "What follows a number sign in a line of a body is overlooked.",
        "COLL-029",
        with_data_api(read=_without_remarks),
    ),
    wrong(
        "load-refused-otherwise",
        "A file that cannot be loaded is answered with HTTP 400.",
        "VECTORIZE-007",
        with_status(422, 400, path=_LOAD, methods="POST"),
    ),
    wrong(
        "loader-keeps-words-to-itself",
        "The loader does not tell what the provider said.",
        "ERROR-011",
        retelling(_LOAD, r"(?s)error message: .*?\"", 'error message: none"', methods="POST"),
    ),
)
