"""Whatever one does to a collection, in whatever order: each answer and what is stored are what the model says."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, multiple, rule

from vectorproof.harness.case import requirement
from vectorproof.harness.exchange import Exchange
from vectorproof.harness.space import Space
from vectorproof.harness.stateful import RuleBasedStateMachine, machine, play
from vectorproof.harness.strategies.meeting import documents, filters, identified, projections, sorts, updates, vectors
from vectorproof.harness.target import Target
from vectorproof.suites.models.collection import Change, replacing, updating
from vectorproof.suites.models.collection import Collection as Model
from vectorproof.suites.models.outcomes import Outcome
from vectorproof.suites.oracle import Done, came_to, comes_to, finds, found_by, stored, unless_refused

Clause = dict[str, Any]
_VECTOR = {"vector": {"dimension": 2, "metric": "euclidean"}}
# What one deleteMany deletes, and few enough that whatever the rules leave open can be tried out.
_MOST = 8


class Documents(RuleBasedStateMachine):
    """One collection and the model of it; the bundle holds the ids that were ever inserted."""

    ids = Bundle("ids")

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.space = space
        self.collection = space.database.collection(options=_VECTOR)
        self.model = Model({}, "euclidean")

    @property
    def full(self) -> bool:
        """Tell whether no more documents are wanted."""
        return len(self.model.documents) >= _MOST

    def settle(self, requirement_id: str, answer: Exchange, outcomes: Sequence[Outcome]) -> None:
        """Judge an answer and what is stored since, and go on from there."""
        seen = Done(answer, stored(self.collection))
        self.space.check(requirement_id, seen, comes_to(*outcomes))
        self.model = came_to(self.model, seen, outcomes)

    @initialize()
    def begin(self) -> None:
        """Take one of each step that is judged, and leave nothing; what is drawn may miss one."""
        self.insert_one({"_id": "first", "n": 1})
        self.insert_many([{"_id": "second"}], ordered=True)
        self.find({}, {}, 1)
        self.find_by_id("first")
        self.count({})
        self.update_first({}, {}, {"$set": {"n": 2}})
        self.update_many({}, {"$set": {"m": 1}})
        self.replace({"_id": "first"}, {"n": 3}, "after")
        self.find_and_delete({"_id": "second"}, {}, {})
        self.delete_one("first")
        self.delete_many({})

    @rule(target=ids, document=identified(documents(with_vector=True)))
    def insert_one(self, document: Clause) -> Any:
        """Insert a document under an id that may be taken."""
        if not self.full:
            self.settle("INSERT-001", self.collection.insert_one(document), [self.model.insert_one(document)])
        return document["_id"]

    @rule(target=ids, batch=st.lists(identified(documents()), min_size=1, max_size=3), ordered=st.booleans())
    def insert_many(self, batch: list[Clause], ordered: bool) -> Any:  # noqa: FBT001  # a rule's arguments are drawn
        """Insert several, some of which may be taken or the same."""
        if len(self.model.documents) + len(batch) <= _MOST:
            answer = self.collection.insert_many(batch, ordered=ordered)
            self.settle("INSERT-003", answer, self.model.insert_many(batch, ordered=ordered))
        return multiple(*(document["_id"] for document in batch))

    @rule(clause=filters(), projection=projections(), limit=st.integers(1, _MOST))
    def find(self, clause: Clause, projection: Clause, limit: int) -> None:
        """Find documents by any filter, shown by any projection, all and so many of them."""
        wanted = found_by(self.model, clause, projection)
        self.space.check("FIND-001", self.collection.find(clause, projection=projection), finds(wanted))
        some = self.collection.find(clause, projection=projection, options={"limit": limit})
        self.space.check("FIND-002", some, finds(wanted, at_most=limit))

    @rule(document_id=ids)
    def find_by_id(self, document_id: Any) -> None:
        """Find a document that was inserted once and may be gone."""
        wanted = found_by(self.model, {"_id": document_id})
        self.space.check("FIND-003", self.collection.find({"_id": document_id}), finds(wanted))

    @rule(clause=filters().filter(lambda clause: "$in" not in str(clause.get("_id"))))
    def count(self, clause: Clause) -> None:
        """Count the documents that a filter finds."""
        seen = Done(self.collection.count_documents(clause), tuple(self.model.documents.values()))
        self.space.check("COUNT-001", seen, comes_to(self.model.count(clause)))

    @rule(document_id=ids, update=updates(), upsert=st.booleans())
    def update_by_id(self, document_id: Any, update: Clause, upsert: bool) -> None:  # noqa: FBT001  # drawn
        """Update the document of an id, or make it."""
        wish = {"_id": document_id}
        self.change(wish, {}, update, upsert=upsert and not self.full)

    @rule(clause=filters(), sort=st.one_of(sorts(), vectors().map(lambda query: {"$vector": query})), update=updates())
    def update_first(self, clause: Clause, sort: Clause, update: Clause) -> None:
        """Update the document that comes first."""
        self.change(clause, sort, update, upsert=False)

    def change(self, clause: Clause, sort: Clause, update: Clause, *, upsert: bool) -> None:
        """Update one document."""
        options = {"upsert": True} if upsert else {}
        body = {"filter": clause, "sort": sort, "update": update, "options": options}
        answer = self.collection.command({"updateOne": body})
        change = Change(updating(update), upsert=upsert, new_id=answer.status_member.get("upsertedId", "none"))
        outcomes = unless_refused(self.model, update, lambda: self.model.change_one(clause, sort, change))
        self.settle("FIND-004", answer, outcomes)

    @rule(clause=filters(), update=updates())
    def update_many(self, clause: Clause, update: Clause) -> None:
        """Update all matches."""
        answer = self.collection.command({"updateMany": {"filter": clause, "update": update}})
        change = Change(updating(update))
        outcomes = unless_refused(self.model, update, lambda: self.model.update_many(clause, change))
        self.settle("FIND-005", answer, outcomes)

    @rule(clause=filters(), replacement=documents(with_vector=True), shown=st.sampled_from(("before", "after")))
    def replace(self, clause: Clause, replacement: Clause, shown: str) -> None:
        """Replace a document."""
        body = {"filter": clause, "replacement": replacement, "options": {"returnDocument": shown}}
        answer = self.collection.command({"findOneAndReplace": body})
        change = Change(replacing(replacement), shown=shown)
        self.settle("FIND-006", answer, self.model.change_one(clause, {}, change))

    @rule(clause=filters(), sort=st.one_of(st.just({}), sorts()), projection=projections())
    def find_and_delete(self, clause: Clause, sort: Clause, projection: Clause) -> None:
        """Delete the first match and show it."""
        answer = self.collection.command(
            {"findOneAndDelete": {"filter": clause, "sort": sort, "projection": projection}}
        )
        self.settle("DELETE-001", answer, self.model.delete_one(clause, sort, shown=projection))

    @rule(document_id=ids)
    def delete_one(self, document_id: Any) -> None:
        """Delete a document by its id."""
        self.settle(
            "DELETE-002",
            self.collection.delete_one({"_id": document_id}),
            self.model.delete_one({"_id": document_id}, {}),
        )

    @rule(clause=filters())
    def delete_many(self, clause: Clause) -> None:
        """Delete all matches."""
        self.settle("DELETE-003", self.collection.delete_many(clause), [self.model.delete_many(clause)])

    @invariant()
    def counts_what_it_holds(self) -> None:
        """Counting everything gives as many as the model holds, after each step."""
        seen = Done(self.collection.count_documents({}), tuple(self.model.documents.values()))
        self.space.check("COUNT-002", seen, comes_to(self.model.count({})))


@requirement(
    "INSERT-001", "INSERT-003", "FIND-001", "FIND-002", "FIND-003", "FIND-004", "FIND-005", "FIND-006",
    "COUNT-001", "COUNT-002", "DELETE-001", "DELETE-002", "DELETE-003",
)  # fmt: skip
@machine
@given(data=st.data())
def test_documents(target: Target, data: st.DataObject) -> None:
    """Any sequence of inserts, reads, updates, replacements and deletions answers and leaves what the model says."""
    with target.space() as space:
        play(data, lambda: Documents(space), steps=30)
