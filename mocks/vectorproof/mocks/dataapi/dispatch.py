"""From a request's body to an answer: read, bind, check, authenticate, look up, run. Source: data-api 1.5, 1.6, 2.

The order of these steps decides which error a client sees. Does not know HTTP: the envelope does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vectorproof.mocks.core.profiles import Profile
from vectorproof.mocks.core.tenants import Database
from vectorproof.mocks.dataapi import commands as command_modules
from vectorproof.mocks.dataapi.authentication import Principal
from vectorproof.mocks.dataapi.command import Call, Command, Level, Result, Services, catalogue
from vectorproof.mocks.dataapi.errors import Refusals, WireError, errors_of
from vectorproof.mocks.dataapi.hearing import Heard, as_said
from vectorproof.mocks.dataapi.jsontext import is_object, too_deep, type_name
from vectorproof.mocks.dataapi.storage.collection import Collection
from vectorproof.mocks.dataapi.storage.store import Keyspace
from vectorproof.specs import commands as specified


@dataclass(frozen=True, slots=True)
class Address:
    """What a request is sent to; headers are looked up by names in lower case."""

    database: Database
    keyspace: str | None
    collection: str | None
    headers: Mapping[str, str]

    @property
    def level(self) -> Level:
        """Tell which commands the address understands."""
        if self.keyspace is None:
            return Level.GENERAL
        return Level.KEYSPACE if self.collection is None else Level.COLLECTION


@dataclass(frozen=True, slots=True)
class Reply:
    """HTTP status and body of an answer."""

    status: int
    body: dict[str, Any]


class Dispatcher:
    """Runs commands. ``authenticate`` is asked when the database's session is needed, and not before."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._of_profile: dict[Profile, Services] = {}
        self._commands = catalogue(command_modules)

    @property
    def commands(self) -> Mapping[str, Command]:
        """All commands that are simulated, by name."""
        return self._commands

    async def run(self, address: Address, command_json: Any, authenticate: Callable[[], Principal]) -> Reply:
        """Run one command; whatever it refuses becomes part of the answer."""
        if self._services.parts.heard is not as_said:
            address, command_json = self._heard(address, command_json)
        try:
            command, members = self._command(address, command_json, authenticate)
            bound = command.fields.bind(command.name, members)
            self._check(command, bound)
        except (WireError, Refusals) as refusal:
            return self.refusal(refusal, address)
        except RecursionError:
            return self.refusal(too_deep(), address)
        warnings = self._warnings(command)
        try:
            call = self._call(command, address, bound, authenticate)
            result = await command.run(call)
        except (WireError, Refusals) as refusal:
            return self._reply(Result(errors=errors_of(refusal)), warnings, address)
        except RecursionError:
            return self._reply(Result(errors=(too_deep(),)), warnings, address)
        return self._reply(result, warnings, address)

    def _heard(self, address: Address, command_json: Any) -> tuple[Address, Any]:
        heard = self._services.parts.heard(Heard(address.keyspace, address.collection, address.headers, command_json))
        meant = Address(address.database, heard.keyspace, heard.collection, heard.headers)
        return meant, heard.command

    def refusal(self, refusal: WireError | Refusals, address: Address | None = None) -> Reply:
        """Make the answer for a request that got nowhere; without an address in the words that the world uses."""
        return self._reply(Result(errors=errors_of(refusal)), (), address)

    def services_of(self, database: Database) -> Services:
        """Give what commands on a database work with: the world's settings, changed by its organization's profile."""
        profiles = self._services.profiles
        profile = profiles.of(database.organization_id)
        if profile is profiles.usual:
            return self._services
        if profile not in self._of_profile:
            settings = self._services.settings.with_profile(profile)
            self._of_profile[profile] = replace(self._services, settings=settings)
        return self._of_profile[profile]

    def _command(
        self, address: Address, command_json: Any, authenticate: Callable[[], Principal]
    ) -> tuple[Command, Mapping[str, Any]]:
        if self._services.parts.token_first:
            authenticate()
        if command_json is None:
            facts = {"field": "command", "value": "`null`", "reason": "must not be null"}
            raise WireError("COMMAND_FIELD_VALUE_INVALID", **facts)
        if not is_object(command_json) or len(command_json) != 1:
            found = type_name(command_json)
            raise _structure(f"expected an Object with one member, the command; found {found}")
        name, members = next(iter(command_json.items()))
        command = self._commands.get(name)
        if command is None or command.level != address.level:
            raise self._strange(name, address, authenticate)
        if not is_object(members):
            raise _structure(f"command '{name}' needs an Object, found {type_name(members)}")
        return command, members

    def _strange(self, name: str, address: Address, authenticate: Callable[[], Principal]) -> WireError:
        """Refuse a command that has no place here: unknown, for tables only, or real and not simulated."""
        level = address.level
        known = specified.of_level(level.value)
        if name not in known:
            facts = {"command": name, "level": level.value.capitalize(), "known": ", ".join(known)}
            return WireError("COMMAND_UNKNOWN", **facts)
        authenticate()
        keyspace, collection = self._located(address)
        if level is Level.COLLECTION and "collections" not in specified.commands()[name].serves:
            assert keyspace is not None
            assert collection is not None
            facts = {"command": name, "keyspace": keyspace.name, "collection": collection.name}
            return WireError("UNSUPPORTED_COLLECTION_COMMAND", **facts)
        return WireError("NOT_SIMULATED", name=name)

    def _check(self, command: Command, bound: Any) -> None:
        limits = self._services.settings.commands
        found = [violation.error() for check in command.checks for violation in check(bound, limits)]
        if found:
            raise Refusals(found)

    def _warnings(self, command: Command) -> tuple[WireError, ...]:
        if command.replaced_by is None:
            return ()
        facts = {"command": command.name, "replacement": command.replaced_by}
        return (WireError("DEPRECATED_COMMAND", **facts),)

    def _call(self, command: Command, address: Address, bound: Any, authenticate: Callable[[], Principal]) -> Call:
        services = self.services_of(address.database)
        if command.local:
            return Call(services, command.name, bound, address.database, address.headers)
        principal = authenticate()
        if command.writes and not principal.may_write:
            raise WireError("UNAUTHORIZED_ACCESS", detail=f"'{command.name}' changes the database.")
        keyspace, collection = self._located(address)
        return Call(services, command.name, bound, address.database, address.headers, keyspace, collection)

    def _located(self, address: Address) -> tuple[Keyspace | None, Collection | None]:
        """Find the keyspace and the collection of the address."""
        database, store = address.database, self._services.store
        if address.keyspace is None:
            return None, None
        store.keep_only(database.id, database.keyspaces)
        if address.keyspace not in database.keyspaces:
            raise WireError("UNKNOWN_KEYSPACE", "SCHEMA", keyspace=address.keyspace)
        keyspace = store.keyspace(database.id, address.keyspace)
        if address.collection is None:
            return keyspace, None
        collection = keyspace.collections.get(address.collection)
        clock = self._services.clock
        if collection is None or (collection.seen_from_ms and collection.seen_from_ms > clock.now_ms()):
            known = ", ".join(keyspace.seen(clock.now_ms())) or "None"
            facts = {"collection": address.collection, "keyspace": address.keyspace, "known": known}
            raise WireError("UNKNOWN_COLLECTION_OR_TABLE", **facts)
        return keyspace, collection

    def _reply(self, result: Result, warnings: tuple[WireError, ...], address: Address | None) -> Reply:
        """Make the envelope: errors push data out; the first error with a status of its own gives the HTTP status."""
        services = self._services if address is None else self.services_of(address.database)
        status = dict(result.status)
        if warnings:
            status["warnings"] = [_wire(warning, services) for warning in warnings]
        body: dict[str, Any] = {}
        if result.data is not None and not result.errors:
            body["data"] = dict(result.data)
        if status:
            body["status"] = status
        if result.errors:
            body["errors"] = [_wire(error, services) for error in result.errors]
        ok = 200
        return Reply(next((error.spec.status for error in result.errors if error.spec.status != ok), ok), body)


def _wire(error: WireError, services: Services) -> dict[str, Any]:
    return error.wire(services.ids.uuid4(), services.settings.era)


def _structure(problem: str) -> WireError:
    return WireError("REQUEST_STRUCTURE_MISMATCH", problem=problem)
