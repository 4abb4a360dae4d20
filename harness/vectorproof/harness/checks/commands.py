"""Judges of a client's command in a shell: how it ended, what it printed, and what of it arrived."""

from typing import Any, Final

from vectorproof.harness.checks.shapes import is_object
from vectorproof.harness.exchange import Exchange, parsed
from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.harness.shell import Ended

_FULL_NAME: Final = b'.providerKey"'


def printed_ok() -> Judge[Ended]:
    """The command ended with exit code 0, complained of nothing, and printed the envelope of a success."""

    def judge(seen: Ended) -> Mismatch | None:
        right = seen.exit_code == 0 and not seen.complaint and parsed(seen.output.encode()) == {"status": {"ok": 1}}
        return None if right else Mismatch("exit code 0 and ok: 1 printed", str(seen))

    return judge


def complained() -> Judge[Ended]:
    """The command failed by itself: an exit code other than 0, a complaint, and nothing printed as an answer."""

    def judge(seen: Ended) -> Mismatch | None:
        right = seen.exit_code != 0 and bool(seen.complaint) and not seen.output
        return None if right else Mismatch("a client that fails by itself", str(seen))

    return judge


def created_collection(name: str) -> Judge[Exchange]:
    """What arrived asks for a collection of this name, and the answer is that it was made."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = _command(seen).get("name") == name and seen.ok and seen.status_member.get("ok") == 1
        return None if right else Mismatch(f"createCollection of {name!r} that succeeds", str(seen))

    return judge


def left_out(member: str) -> Judge[Exchange]:
    """What arrived describes vectors without this member: not as null, not as zero, not at all."""

    def judge(seen: Exchange) -> Mismatch | None:
        options = _command(seen).get("options")
        vector = options.get("vector") if is_object(options) else None
        right = is_object(vector) and member not in vector
        return None if right else Mismatch(f"a request without {member}", f"vector {vector}")

    return judge


def asked_for(request: object) -> Judge[Exchange]:
    """What arrived is this createCollection; a stored key may be named in full there, with its suffix."""

    def judge(seen: Exchange) -> Mismatch | None:
        sent = parsed((seen.request.body or b"").replace(_FULL_NAME, b'"'))
        return None if sent == request else Mismatch(f"the request {request}", f"{sent}")

    return judge


def told_no_success() -> Judge[Exchange]:
    """The answer is a refusal, in which no client finds the ``ok`` that it waits for."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = bool(seen.errors) and "ok" not in seen.status_member
        return None if right else Mismatch("errors, and no ok", str(seen))

    return judge


def well_formed_program() -> Judge[Ended]:
    """The language's own parser had nothing to complain of."""

    def judge(seen: Ended) -> Mismatch | None:
        right = seen.exit_code == 0 and not seen.complaint
        return None if right else Mismatch("exit code 0 and no complaint", str(seen))

    return judge


def _command(seen: Exchange) -> Any:
    """Give the arguments of the createCollection that was sent; empty if it was something else."""
    body = parsed(seen.request.body or b"")
    command = body.get("createCollection") if is_object(body) else None
    return command if is_object(command) else {}
