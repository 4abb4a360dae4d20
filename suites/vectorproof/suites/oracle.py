"""Where the model meets a target: what is stored is read back, and an answer is one of the right ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vectorproof.harness.collection import Collection
from vectorproof.harness.errors import TargetError
from vectorproof.harness.exchange import Exchange, shortened
from vectorproof.harness.judging import Judge, Mismatch
from vectorproof.suites.models import collection as model
from vectorproof.suites.models import updates
from vectorproof.suites.models.outcomes import Document, Outcome, holds_all, same_documents
from vectorproof.suites.models.projections import projected
from vectorproof.suites.models.values import Refused

EVERYTHING: Mapping[str, Any] = {"*": 1}


@dataclass(frozen=True, slots=True)
class Done:
    """A command's answer, and what the collection holds since."""

    answer: Exchange
    stored: tuple[Document, ...]

    def __str__(self) -> str:
        return f"{self.answer}; stored: {shortened(str(list(self.stored)))}"


def stored(collection: Collection) -> tuple[Document, ...]:
    """Read every document of a collection, whole, page by page."""
    found: list[Document] = []
    state: str | None = None
    while True:
        options = {} if state is None else {"pageState": state}
        answer = collection.find({}, projection=EVERYTHING, options=options)
        if "documents" not in answer.data:
            raise TargetError(f"what is stored cannot be read: {answer}")
        found += answer.documents
        state = answer.data.get("nextPageState")
        if state is None:
            return tuple(found)


def filled(
    collection: Collection, documents: Sequence[Mapping[str, Any]], metric: str | None = None
) -> model.Collection:
    """Insert documents, each under an ``_id`` of its own, and give the model that holds the same."""
    held = model.Collection({}, metric)
    for document in documents:
        outcome = held.insert_one(document)
        if not outcome.errors:
            held = model.Collection(outcome.documents, metric)
    if held.documents:
        answer = collection.insert_many(list(held.documents.values()))
        if len(answer.status_member.get("insertedIds", ())) != len(held.documents):
            raise TargetError(f"the documents that the case stands on were not inserted: {answer}")
    return held


def comes_to(*outcomes: Outcome) -> Judge[Done]:
    """The answer is one of these outcomes, and what is stored afterwards is what belongs to it."""

    def judge(seen: Done) -> Mismatch | None:
        answered = [outcome for outcome in outcomes if outcome.answers(seen.answer.body)]
        if not answered:
            return Mismatch(_listed(outcomes), str(seen.answer))
        if any(outcome.left(seen.stored) for outcome in answered):
            return None
        wanted = list(answered[0].documents.values())
        return Mismatch(f"stored afterwards: {shortened(str(wanted))}", f"stored: {shortened(str(list(seen.stored)))}")

    return judge


def unless_refused(
    held: model.Collection, update: Mapping[str, Any], outcomes: Callable[[], Sequence[Outcome]]
) -> Sequence[Outcome]:
    """Give what an update comes to, or the refusal of one that nothing can come of."""
    try:
        updates.judge(update)
        return outcomes()
    except Refused as refused:
        return [Outcome(held.documents, errors=(refused.codes,))]


def came_to(held: model.Collection, seen: Done, outcomes: Sequence[Outcome]) -> model.Collection:
    """Give the collection that there is since, of those that were right."""
    right = next(one for one in outcomes if one.answers(seen.answer.body) and one.left(seen.stored))
    return model.Collection(right.documents, held.metric)


def answers(*outcomes: Outcome) -> Judge[Exchange]:
    """The answer is one of these; what is stored is not looked at."""

    def judge(seen: Exchange) -> Mismatch | None:
        right = any(outcome.answers(seen.body) for outcome in outcomes)
        return None if right else Mismatch(_listed(outcomes), str(seen))

    return judge


def finds(wanted: Sequence[Document], *, ordered: bool = False, at_most: int | None = None) -> Judge[Exchange]:
    """A find gives exactly these documents, in this order if it is decided; or that many of them."""

    def judge(seen: Exchange) -> Mismatch | None:
        expected = f"{len(wanted)} documents{' in this order' if ordered else ''}: {shortened(str(list(wanted)))}"
        found = seen.documents
        if "documents" not in seen.data or seen.errors:
            return Mismatch(expected, str(seen))
        if ordered:
            right = len(found) == len(wanted) and all(
                same_documents([one], [other]) for one, other in zip(wanted, found, strict=True)
            )
        elif at_most is None:
            right = same_documents(list(wanted), list(found))
        else:
            right = len(found) == min(at_most, len(wanted)) and holds_all(list(wanted), list(found))
        return None if right else Mismatch(expected, shortened(str(list(found))))

    return judge


def found_by(held: model.Collection, clause: Any, projection: Any = None) -> list[Document]:
    """Work out what a find without a sort shows."""
    return [projected(held.documents[key], projection) for key in held.matching(clause)]


def _listed(outcomes: Sequence[Outcome]) -> str:
    texts = list(dict.fromkeys(map(str, outcomes)))
    return shortened(" or ".join(texts))
