"""Files for the loader over the wire, and what it says of them."""

from typing import Any

from tests.unit.mocks.controlplane.lab import Lab, Reply, database_id

PATH = f"/sim/v1/databases/{database_id(1)}/load-data"
"""The loader of the first database."""


def multipart(name: str, content: bytes, fields: dict[str, str]) -> tuple[bytes, str]:
    """Make a multipart body and its content type."""
    parts = [f'--B\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return b"".join([*parts, head, content, b"\r\n--B--\r\n"]), "multipart/form-data; boundary=B"


def load(lab: Lab, name: str, content: bytes, token: str | None = None, **fields: str) -> Reply:
    """Load a file into the collection ``c``."""
    body, kind = multipart(name, content, {"collection": "c"} | fields)
    return lab.send("POST", PATH, body, Content_Type=kind, **({"token": token} if token else {}))


def inserted(lab: Lab) -> list[Any]:
    """Give the documents that were sent to the Data API."""
    return [document for *_, command in lab.data_api.asked for document in command["insertMany"]["documents"]]


def accounts(*statuses: str) -> dict[str, Any]:
    """Answer insertMany with an account of each document, each error with an entry of its own."""
    responses: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for status in statuses:
        responses.append({"status": "OK"} if status == "OK" else {"status": "ERROR", "errorsIdx": len(errors)})
        errors += [] if status == "OK" else [{"errorCode": status, "message": f"{status} happened"}]
    return {"status": {"documentResponses": responses}, **({"errors": errors} if errors else {})}


def report(rows: int, loaded: int, **members: object) -> dict[str, Any]:
    """Say what the report of a load that has ended says, but for its id."""
    usual: dict[str, Any] = {
        "state": "done",
        "rows": rows,
        "loaded": loaded,
        "nextRow": rows + 1,
        "failedRows": 0,
        "failures": [],
    }
    return {**usual, **members}


def told(reply: Reply) -> dict[str, Any]:
    """Give a report without its id and errors."""
    return {name: value for name, value in reply.json.items() if name not in {"id", "errors"}}


def answering(lab: Lab, *answers: dict[str, Any]) -> None:
    """Let insertMany answer so."""
    lab.data_api.answers["insertMany"] = list(answers)
