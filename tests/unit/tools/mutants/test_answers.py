"""Answers of two lives of one server are alike wherever nothing was changed, and differ where something was."""

import pytest
from tools.mutants.answers import Comparing, masked, settled

LEASED = b"POST /control/worlds"
UUID = "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f'{{"id":"{UUID}"}}', f'{{"id":"{UUID[:-1]}0"}}'),
        (f"AstraCS:abc:{'0' * 64}", f"AstraCS:xyz:{'f' * 64}"),
        (f"jina_{'a' * 60}", f"jina_{'b' * 60}"),
        ("2026-08-01T10:00:00Z", "2026-08-01T10:00:01.5Z"),
        ("http://127.0.0.1:1234/v1", "http://127.0.0.1:65000/v1"),
        ('{"$date":1786000000000}', '{"$date":1786000000001}'),
    ],
)
def test_what_passes_is_alike(one: str, other: str) -> None:
    assert one != other
    assert masked(one.encode()) == masked(other.encode())


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ('{"n":3}', '{"n":4}'), ('"jina_a"', '"jina_b"')])
def test_what_is_said_is_not(one: str, other: str) -> None:
    assert masked(one.encode()) != masked(other.encode())


def life(*exchanges: tuple[bytes, bytes]) -> list[tuple[int, int]]:
    comparing = Comparing({})
    for asked, answered in exchanges:
        comparing.add(asked, answered)
    return comparing.heard


def compared(known: dict[int, int | None], *exchanges: tuple[bytes, bytes]) -> str | None:
    comparing = Comparing(known)
    for asked, answered in exchanges:
        comparing.add(asked, answered)
    return comparing.changed


def test_first_answer_that_is_another_one_is_told() -> None:
    known = settled([life((b"insert", b"1"), (b"count", b"1"), (b"count", b"2"))])

    assert compared(known, (b"insert", b"1"), (b"count", b"1"), (b"count", b"2")) is None
    assert compared(known, (b"insert", b"1"), (b"count", b"0"), (b"count", b"3")) == "count → 0"


def test_same_question_later_is_another_question() -> None:
    known = settled([life((b"count", b"1"), (b"insert", b"ok"), (b"count", b"2"))])

    assert compared(known, (b"count", b"1"), (b"insert", b"ok"), (b"count", b"1")) == "count → 1"


def test_answers_in_which_two_right_lives_differ_tell_nothing() -> None:
    known = settled([life((b"race", b"won")), life((b"race", b"lost"))])

    assert compared(known, (b"race", b"drawn")) is None


def test_new_world_begins_anew() -> None:
    comparing = Comparing(settled([life((b"count", b"0"))]))
    comparing.add(b"insert", b"ok")
    comparing.begin()
    comparing.add(b"count", b"1")

    assert comparing.changed == "count → 1"
