"""The page stands alone, runs nothing of a record, and leads from a requirement to its evidence."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.reports.builders import CASE, STEPS, failing, hostile, hostile_header, realistic, record

from vectorproof.reports.formats.html import WORDS, parts, render
from vectorproof.reports.record import Attestation, Record
from vectorproof.specs.requirements import requirements

VOID = frozenset({"meta", "link", "input", "rect"})


class Page(HTMLParser):
    """Collects a page's elements, ids, links and texts; refuses tags that are not closed in order."""

    def __init__(self, seen: Record) -> None:
        super().__init__()
        ((self.name, self.content),) = render(seen)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(self.content.decode("utf-8"))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is empty."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Refuse an element that closes out of order."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text under its element."""
        self.texts.setdefault(self._open[-1] if self._open else "", []).append(data)

    def every(self, attribute: str) -> list[str]:
        """List the values of an attribute, wherever it stands."""
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


PAGES = {
    "realistic": Page(record(*realistic())),
    "hostile": Page(record(*hostile(), header=hostile_header())),
    "empty": Page(record()),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_it_needs_no_other_file(page: Page) -> None:
    assert page.every("src") == []
    assert [href for href in page.every("href") if not href.startswith("#") and href != "data:,"] == []
    assert not re.search(r"url\(|@import", page.content.decode().split("</style>")[0])


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_of_a_record_becomes_an_element(page: Page) -> None:
    tags = [tag for tag, _ in page.tags]

    assert (tags.count("script"), tags.count("style"), tags.count("img"), tags.count("iframe")) == (1, 1, 0, 0)
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []
    assert page.every("style") == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_policy_names_exactly_what_is_there(page: Page) -> None:
    policy = next(content for content in page.every("content") if content.startswith("default-src"))

    for tag in ("script", "style"):
        digest = hashlib.sha256("".join(page.texts[tag]).encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_link_leads_somewhere(page: Page) -> None:
    ids = page.every("id")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.every("href") if href.startswith("#")} - set(ids) == set()


def test_every_requirement_has_its_place() -> None:
    assert set(requirements()) <= set(PAGES["realistic"].every("id"))


def test_every_requirement_is_readable() -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "", PAGES["realistic"].content.decode()))

    assert [each.id for each in requirements().values() if each.text.replace("`", "") not in text] == []


def test_a_command_can_be_copied_as_it_is() -> None:
    page = Page(record(failing()))

    assert page.texts["pre"] == [text for step in STEPS for text in (step.curl, step.answer)]
    assert page.every("data-copy") == ["curl"] * len(STEPS)


def test_every_control_has_a_name() -> None:
    page = PAGES["realistic"]

    assert [attributes for tag, attributes in page.tags if tag == "svg" and not attributes.get("aria-label")] == []
    copying = [attributes for tag, attributes in page.tags if tag == "button" and attributes.get("data-copy") == "curl"]
    assert [attributes for attributes in copying if not attributes.get("aria-label")] == []
    assert ("html", {"lang": "en"}) in page.tags


def test_header_names_what_a_person_attested() -> None:
    step = Attestation("Add API key: jina-main is stored", "2026-08-24T09:00:00+00:00")
    seen = record(failing())
    texts = Page(replace(seen, header=replace(seen.header, attested=(step,)))).texts

    assert f"Attested at {step.at}" in texts["dt"]
    assert step.step in texts["dd"]


def test_header_names_what_decides_a_run() -> None:
    seen = record(CASE)
    text = Page(seen).content.decode()

    assert seen.footer is not None
    header = seen.header
    for fact in (header.target.name, header.target.url, str(header.seed), header.profile, seen.footer.digest):
        assert f">{fact}<" in text
    assert f">{header.tool.name} {header.tool.version}<" in text


@given(st.dictionaries(st.sampled_from(list(WORDS)), st.integers(0, 10_000)))
def test_a_bar_is_filled_without_a_gap(counts: dict[str, int]) -> None:
    divided = parts(counts)

    assert sum(part.width for part in divided) == (1000 if any(counts.values()) else 0)
    assert [part.start for part in divided] == [sum(p.width for p in divided[:n]) for n in range(len(divided))]


def test_a_standard_run_is_light() -> None:
    assert len(PAGES["realistic"].content) < 3_000_000
