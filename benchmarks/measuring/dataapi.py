"""A Data API to be measured: a served world, its collections, and the bytes of commands."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from measuring.load import Load, post
from measuring.processes import Server

KEYSPACE = "default_keyspace"


@dataclass(frozen=True, slots=True)
class DataApi:
    """One served Data API, asked by a load of its own."""

    server: Server
    load: Load
    headers: Sequence[tuple[str, str]] = ()

    @property
    def origin(self) -> str:
        """Where it is."""
        return str(self.server.ready["data_api"])

    def request(self, command: Mapping[str, Any], collection: str | None = None, origin: str | None = None) -> bytes:
        """Write the bytes of a command, to this server or to another that stands in for it."""
        body = json.dumps(command, separators=(",", ":")).encode()
        token = [("Token", str(self.server.ready["token"]))]
        return post(f"{origin or self.origin}{path(collection)}", body, [*token, *self.headers])

    def told(self, command: Mapping[str, Any], collection: str | None = None) -> Any:
        """Send one command and give its answer, which must have no errors."""
        answer = json.loads(self.load.once(self.request(command, collection)))
        if "errors" in answer:
            raise RuntimeError(f"{next(iter(command))} was refused: {answer['errors']}")
        return answer

    def filled(self, name: str, documents: Iterable[Mapping[str, Any]], **options: object) -> None:
        """Make a collection of documents."""
        self.told({"createCollection": {"name": name, "options": options}})
        batch: list[Mapping[str, Any]] = []
        for document in documents:
            batch.append(document)
            if len(batch) == 100:  # noqa: PLR2004  # as many as one insertMany takes
                self.told({"insertMany": {"documents": batch}}, name)
                batch = []
        if batch:
            self.told({"insertMany": {"documents": batch}}, name)


def path(collection: str | None = None) -> str:
    """Give the path of a keyspace's or a collection's commands."""
    return f"/v1/{KEYSPACE}" + ("" if collection is None else f"/{collection}")


def document(number: int, **more: object) -> dict[str, object]:
    """Make a document of some 200 bytes."""
    return {
        "_id": f"document-{number:08d}",
        "title": f"The {number}th of many documents",
        "group": f"group-{number // 10}",
        "count": number,
        "price": 12.5,
        "tags": ["red", "blue"],
        "place": {"city": "Springfield", "zip": f"{number % 99999:05d}"},
        **more,
    }
