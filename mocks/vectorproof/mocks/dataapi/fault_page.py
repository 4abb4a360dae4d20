"""The part of the fault page that is about the Data API, made from its plan: ``make pages`` writes it."""

from collections.abc import Iterator
from typing import Final

from vectorproof.mocks.dataapi.faults import ERROR, HTTP_STATUS, names
from vectorproof.mocks.faults import catalogue
from vectorproof.mocks.faults.contract import parameters

_INTRODUCTION: Final = """
# Faults of the Data API itself

For those who test a client of the Data API: requests that match meet a fault of the simulator's own Data API.
In the lines below, `$CONTROL` and `$TOKEN` are `control` and `token` of the file that `serve --ready-file` writes.

```sh
curl -X POST $CONTROL/control/faults -H "Authorization: Bearer $TOKEN" -d '{"faults": [
  {"match": {"command": "insertMany", "nth": 2}, "times": 3, "fault": {"name": "http-status", "status": 503}},
  {"match": {"collection": "c"}, "fault": {"name": "error", "code": "FAILED_CONCURRENT_OPERATIONS"}}]}'
curl $CONTROL/control/faults -H "Authorization: Bearer $TOKEN"        # met, unmet, and the calls that met it
curl -X DELETE $CONTROL/control/faults/ID -H "Authorization: Bearer $TOKEN"   # takes it back; without ID all of them
```

`match` may name `database` (its id), `keyspace`, `collection`, `command`, and `nth`, counted from 1 among the requests
that match the rest; the fault is met from there on, `times` times (1 if missing). `probability` and `seed` draw among
them as above. A plan belongs to the token's organization and befalls requests to its databases only, so parallel tests
in worlds of their own see nothing of each other. Requests without a token, or that find no database, meet none.

`command_runs` says whether the command is done although its answer is spoiled. On the wire it is, unless you say
`false`: the client hears nothing, and what was written is there. For `http-status` and `error` it is not, unless you
say `true`. In a file for `vectorproof serve --faults FILE` the entries are a list `data_api` beside `faults`; they
befall the default database's organization. The numbers under `calls` are those of `GET /sim/v1/control/calls`.

| id | what happens | parameters |
|---|---|---|
"""
_OWN: Final = {HTTP_STATUS: "`status=500`, `retry_after_s`, `body`", ERROR: "`code`, `scope`, `facts`"}


def data_api_part() -> str:
    """Write the part."""
    return _INTRODUCTION + "".join(_rows())


def _rows() -> Iterator[str]:
    known = catalogue()
    for name, summary in names().items():
        given = _OWN.get(name) or ", ".join(f"`{one.name}={one.default}`" for one in parameters(known[name]))
        yield f"| `{name}` | {summary} | {given or '-'} |\n"
