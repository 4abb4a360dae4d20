"""Somebody before an organization: without any key, or with one that is in use."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest
from tests.flows.person import Person


@pytest.fixture
def person(serve: Callable[..., AbstractContextManager[Mapping[str, Any]]]) -> Iterator[Person]:
    """Sit down before an organization without any key."""
    with serve() as ready:
        somebody = Person(ready)
        assert somebody.remove(ready["key_name"]) == 204
        yield somebody


@pytest.fixture
def settled(person: Person) -> Person:
    """Have a key for both databases, and a collection that is bound to it in each."""
    person.made.append(person.new_secret())
    assert person.add("main", person.made[0], 0, 1)[0] == 201
    for database in (0, 1):
        assert person.submit(database)[0] == 201
        assert person.writes(database) is None
    return person
