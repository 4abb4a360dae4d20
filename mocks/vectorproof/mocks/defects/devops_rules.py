"""Wrong part: what the DevOps API and the credential service answer."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import orjson

from vectorproof.mocks.controlplane import rules
from vectorproof.mocks.defects import wrong
from vectorproof.mocks.parts import Parts, Reply, Seen
from vectorproof.mocks.spoiling import Json, Spoil, answering, retelling, with_control_plane, with_status

_ONE: Final = r"^/v2/databases/[^/?]+$"
_LIST: Final = r"^/v2/databases($|\?)"
_TOKENS: Final = r"^/v2/(tokens|clientIdSecrets)$"
_CREDENTIAL: Final = r"^/internal/sync/.*/creds/"
_PAGE: Final = 20


def _listing(path: str, change: Callable[[list[Any]], list[Any]]) -> Spoil:
    """Tell another list, at paths that this pattern finds."""

    def told(seen: Seen) -> Reply | None:
        if seen.method != "GET" or not re.search(path, seen.path) or not seen.reply.body.startswith(b"["):
            return None
        return replace(seen.reply, body=orjson.dumps(change(orjson.loads(seen.reply.body))))

    return lambda parts: parts.with_replies(told)


def _forgiving(path: str, status: int, saying: str = "") -> Spoil:
    """Tell a success without a body where a POST was refused as not understood, in words that the pattern finds."""

    def told(seen: Seen) -> Reply | None:
        fits = seen.method == "POST" and re.search(path, seen.path) and seen.reply.status == 400  # noqa: PLR2004  # HTTP's
        found = fits and re.search(saying.encode(), seen.reply.body)
        return Reply(status, seen.reply.headers, b"") if found else None

    return lambda parts: parts.with_replies(told)


def _unlocated(seen: Seen) -> Reply | None:
    if "Location" not in seen.reply.headers or not re.search(_LIST, seen.path):
        return None
    return replace(seen.reply, headers={n: v for n, v in seen.reply.headers.items() if n != "Location"})


def _parked_first(parts: Parts) -> Parts:
    new = set[str]()

    def told(seen: Seen) -> Reply | None:
        if seen.method == "POST" and re.search(_LIST, seen.path):
            new.add(seen.reply.headers.get("Location", ""))
        asked = seen.path.rpartition("/")[2]
        if seen.method != "GET" or asked not in new or not re.search(_ONE, seen.path):
            return None
        new.discard(asked)
        return replace(seen.reply, body=orjson.dumps({**(seen.json or {}), "status": "PARKED"}))

    return parts.with_replies(told)


def _secrets_listed(parts: Parts) -> Parts:
    secrets = dict[str, str]()

    def told(seen: Seen) -> Reply | None:
        if not re.search(_TOKENS, seen.path) or seen.json is None:
            return None
        if "token" in seen.json:
            secrets[seen.json["clientId"]] = seen.json["token"]
        if "clients" not in seen.json:
            return None
        clients = [{**one, "token": secrets.get(one["clientId"])} for one in seen.json["clients"]]
        return replace(seen.reply, body=orjson.dumps({"clients": clients}))

    return parts.with_replies(told)


def _deleted_welcome(parts: Parts) -> Parts:
    deleted = set[str]()

    def told(seen: Seen) -> Reply | None:
        if seen.method == "DELETE" and "/clientIdSecrets/" in seen.path:
            deleted.add(seen.path.rpartition("/")[2])
        bearer = seen.request_headers.get("Authorization", "")
        is_deleted = seen.reply.status == 401 and any(client in bearer for client in deleted)  # noqa: PLR2004  # HTTP's
        return replace(seen.reply, status=200, body=b"[]") if is_deleted else None

    return parts.with_replies(told)


def _first_keyspace_only(database: Json) -> Json | None:
    info: Json = database.get("info") or {}
    shown = {**info, "keyspaces": (info.get("keyspaces") or [])[:1], "additionalKeyspaces": []}
    return {**database, "info": shown} if info else None


def _without(member: str) -> Callable[[Json], Json]:
    return lambda body: {name: value for name, value in body.items() if name != member}


def _integrating(role: Json) -> Json:
    return {**role, "Policy": {**role["Policy"], "actions": [*role["Policy"]["actions"], "org-integrations-write"]}}


DEFECTS: Final = (
    wrong(
        "organization-of-another",
        "currentOrg tells another organization's id.",
        "DEVOPS-001",
        answering("^/v2/currentOrg$", lambda body: {**body, "id": "00000000-0000-4000-8000-000000000000"}),
    ),
    wrong(
        "observed-status-unsaid",
        "A database is described without its observed status.",
        "DEVOPS-002",
        answering(_ONE, _without("observedStatus"), methods="GET"),
    ),
    wrong(
        "listed-elsewhere",
        "The list tells another region of a database than its description.",
        "DEVOPS-003",
        _listing(_LIST, lambda found: [{**one, "info": {**one["info"], "region": "moon"}} for one in found]),
    ),
    wrong(
        "new-database-unlocated",
        "A new database's id is not told.",
        "DEVOPS-004",
        lambda parts: parts.with_replies(_unlocated),
    ),
    wrong("new-database-parked", "A new database is parked at first.", "DEVOPS-005", _parked_first),
    wrong(
        "page-skips-one",
        "A page after another one leaves its first database out.",
        "DEVOPS-006",
        _listing("starting_after=", lambda found: found[1:]),
    ),
    wrong(
        "page-of-20",
        "A page for which no limit is given holds 20 databases.",
        "DEVOPS-007",
        _listing("^/v2/databases$", lambda found: found[:_PAGE]),
    ),
    wrong(
        "limit-of-nothing",
        "A question for databases that makes no sense finds none.",
        "DEVOPS-008",
        with_status(400, 200, _LIST, "GET"),
    ),
    wrong(
        "terminated-never-listed",
        "A terminated database is not even listed where all are.",
        "DEVOPS-009",
        _listing("include=all", lambda found: [one for one in found if one["status"] != "TERMINATED"]),
    ),
    wrong("cloud-unlisted", "No database of AWS is found.", "DEVOPS-010", _listing("provider=AWS", lambda found: [])),
    wrong(
        "unknown-database-not-understood",
        "A database that does not exist is answered with HTTP 400.",
        "DEVOPS-011",
        with_status(404, 400, "^/v2/databases/"),
    ),
    wrong(
        "unknown-database-unnamed",
        "The refusal of a database that does not exist does not say which.",
        "DEVOPS-012",
        retelling("^/v2/databases/", "There is no database '[^']*'", "There is none", methods="GET POST DELETE"),
    ),
    wrong(
        "terminated-with-200",
        "Terminating is answered with HTTP 200.",
        "DEVOPS-013",
        with_status(202, 200, "/terminate$"),
    ),
    wrong(
        "busy-without-its-number",
        "A database in the wrong state is told by another number.",
        "DEVOPS-014",
        retelling("^/v2/databases/", "2000049", "2000000", methods="POST DELETE"),
    ),
    wrong(
        "first-keyspace-described",
        "Only the first keyspace of a database is described.",
        "DEVOPS-015",
        answering(_ONE, _first_keyspace_only, methods="GET"),
    ),
    wrong(
        "any-keyspace-by-devops",
        "The DevOps API takes any keyspace's name, it is said.",
        "DEVOPS-016",
        _forgiving("/keyspaces/", 201),
    ),
    wrong(
        "any-database-name",
        "A database may have any name, it is said.",
        "DEVOPS-017",
        _forgiving(_LIST, 201, "understood: name has"),
    ),
    wrong(
        "wish-completed",
        "A wish for a database may be incomplete, it is said.",
        "DEVOPS-018",
        _forgiving(_LIST, 201, "understood: (cloudProvider|tier|capacityUnits|region) "),
    ),
    wrong(
        "token-without-roles",
        "A new token is told without its roles.",
        "DEVOPS-019",
        answering(_TOKENS, lambda body: {**body, "roles": []} if "token" in body else None, methods="POST"),
    ),
    wrong("tokens-listed-whole", "The list of tokens shows their secrets.", "DEVOPS-020", _secrets_listed),
    wrong("deleted-token-welcome", "Who brings a deleted token is told something.", "DEVOPS-021", _deleted_welcome),
    wrong(
        "unknown-caller-forbidden",
        "An unknown caller is answered as one that lacks a permission.",
        "DEVOPS-022",
        with_status(401, 403, "^/v2/"),
    ),
    wrong(
        "every-role-may-manage-databases",
        "Whatever roles a token has, it may do everything with databases and tokens.",
        "DEVOPS-023",
        with_control_plane(
            permitted=lambda token, permission: (
                not permission.startswith("org-integrations") or rules.permitted(token, permission)
            )
        ),
    ),
    wrong(
        "regions-without-zone",
        "A region is listed without its part of the world.",
        "DEVOPS-024",
        _listing("^/v2/regions/", lambda found: [_without("zone")(one) for one in found]),
    ),
    wrong(
        "integrations-in-every-role",
        "Every role is listed with the permission for integrations.",
        "DEVOPS-025",
        _listing("^/v2/organizations/roles$", lambda found: [_integrating(one) for one in found]),
    ),
    wrong(
        "database-without-region",
        "The regions of a database are not listed.",
        "DEVOPS-026",
        _listing("/datacenters$", lambda found: []),
    ),
    wrong(
        "first-keyspace-listed",
        "The list shows only the first keyspace of a database.",
        "DEVOPS-027",
        _listing(_LIST, lambda found: [_first_keyspace_only(one) for one in found]),
    ),
    wrong(
        "credential-cut",
        "The credential service tells a secret without its end.",
        "SERVICE-001",
        retelling(f"{_CREDENTIAL}[^/]+$", '."}}$', '"}}'),
    ),
    wrong(
        "credential-unknown-and-empty",
        "An unknown credential is answered with an empty object of credentials.",
        "SERVICE-002",
        answering(_CREDENTIAL, lambda body: {"credentials": {}} if "errors" in body else None),
    ),
    wrong(
        "credential-for-anybody",
        "Who is unknown to the credential service is answered as with a success.",
        "SERVICE-003",
        with_status(401, 200, _CREDENTIAL),
    ),
)
