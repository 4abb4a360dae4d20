"""The list of databases: its pages and its filters."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import equals
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.space import Space
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import accepted, ids_in, lists, refused
from vectorproof.suites.devops.asking import UNKNOWN_ID, leased, listed, own, settled, terminated

_USUAL_PAGE = 25
_CLOUDS = {"AWS": "us-east-2", "GCP": "europe-west4", "Azure": "westeurope"}
_WRONG_QUESTIONS = (
    {"limit": 0}, {"limit": 101}, {"limit": -1}, {"limit": "ten"}, {"include": "everything"}, {"provider": "IBM"},
    {"starting_after": UNKNOWN_ID},
)  # fmt: skip


@requirement("DEVOPS-006")
@boundaries(
    {
        "one page holds all": {"count": 3, "limit": 4},
        "the last page is full": {"count": 4, "limit": 2},
        "one a page": {"count": 3, "limit": 1},
    }
)
@costly(5)
@given(count=st.integers(1, 7), limit=st.integers(1, 8))
def test_pages(target: Target, count: int, limit: int) -> None:
    """Page after page, each database once; a page that is not full is the last one."""
    with target.space(Needs(devops=True, fresh=True, databases=count)) as space:
        pages = _pages(space, limit, most=count + 1)
        found = sorted(one for page in pages for one in page)
        space.check("DEVOPS-006", found, equals(sorted(leased(space)), "each database once:"))
        sizes = [*[limit] * (count // limit), count % limit]
        space.check("DEVOPS-006", [len(page) for page in pages], equals(sizes, "databases on the pages"))


@requirement("DEVOPS-007")
def test_usual_page(target: Target) -> None:
    """Of 26 databases the first 25 are on the page that nobody gave a limit for, the last one on the next."""
    with target.space(Needs(devops=True, fresh=True, databases=_USUAL_PAGE + 1)) as space:
        first = listed(space)
        space.check("DEVOPS-007", len(ids_in(first)), equals(_USUAL_PAGE, "databases on the page"))
        rest = {*leased(space)} - {*ids_in(first)}
        space.check("DEVOPS-007", listed(space, starting_after=ids_in(first)[-1]), lists(*rest))


@requirement("DEVOPS-008")
@boundaries({str(question): {"question": question} for question in _WRONG_QUESTIONS})
@costly(12)
@given(question=st.sampled_from(_WRONG_QUESTIONS))
def test_wrong_questions(target: Target, question: dict[str, str | int]) -> None:
    """A question that makes no sense is refused; the same without it, or at the edge of sense, is answered."""
    with target.space(Needs(devops=True, fresh=True)) as space:
        space.check("DEVOPS-008", listed(space, **question), refused())
        space.check("DEVOPS-008", listed(space, limit=100), lists(own(space)))


@requirement("DEVOPS-009")
@boundaries({"one of two": {"count": 2, "ended": 1}, "all of three": {"count": 3, "ended": 3}})
@costly(8)
@given(count=st.integers(1, 4), ended=st.integers(0, 4))
def test_include(target: Target, count: int, ended: int) -> None:
    """Who was terminated is listed where all are, and nowhere else by itself."""
    with target.space(Needs(devops=True, fresh=True, databases=count)) as space:
        ids = leased(space)
        gone, left = ids[:ended], ids[ended:]
        for one in gone:
            space.check("DEVOPS-009", terminated(space, one), accepted(202))
            settled(space, one, "TERMINATED")
        for question in ({}, {"include": "nonterminated"}, {"include": "active"}, {"include": "ACTIVE"}):
            space.check("DEVOPS-009", listed(space, **question), lists(*left))
        space.check("DEVOPS-009", listed(space, include="all"), lists(*ids))
        space.check("DEVOPS-009", listed(space, include="terminated"), lists(*gone))
        space.check("DEVOPS-009", listed(space, include="parked"), lists())


@requirement("DEVOPS-010")
@boundaries(
    {"one of each": {"clouds": ["AWS", "GCP", "Azure"]}, "two of one, none of the others": {"clouds": ["GCP", "GCP"]}}
)
@costly(5)
@given(clouds=st.lists(st.sampled_from(sorted(_CLOUDS)), min_size=1, max_size=4))
def test_provider(target: Target, clouds: list[str]) -> None:
    """The databases of a cloud are those that were made in one of its regions."""
    options = tuple(DatabaseOptions(region=_CLOUDS[cloud]) for cloud in clouds)
    with target.space(Needs(devops=True, options=options)) as space:
        ids = leased(space)
        for wanted in _CLOUDS:
            of_it = [one for one, cloud in zip(ids, clouds, strict=True) if cloud == wanted]
            space.check("DEVOPS-010", listed(space, provider=wanted), lists(*of_it))
        space.check("DEVOPS-010", listed(space, provider="ALL"), lists(*ids))


def _pages(space: Space, limit: int, most: int) -> list[tuple[str, ...]]:
    """Ask for page after page until one is not full; ``most`` ends a list that never ends."""
    pages = [ids_in(listed(space, limit=limit))]
    while len(pages[-1]) >= limit and len(pages) <= most:
        pages.append(ids_in(listed(space, limit=limit, starting_after=pages[-1][-1])))
    return pages
