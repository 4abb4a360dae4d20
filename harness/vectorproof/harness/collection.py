"""A collection as suites speak to it: one method per command, each answering with its exchange, judging nothing."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vectorproof.harness.exchange import Exchange

if TYPE_CHECKING:
    from vectorproof.harness.database import Database

Document = Mapping[str, Any]
Headers = Mapping[str, str | None]


class Collection:
    """A collection of a leased database; ``headers`` go with every command, a call's own win over them."""

    def __init__(self, database: "Database", name: str, keyspace: str, headers: Headers | None = None) -> None:
        self.database = database
        self.name = name
        self.keyspace = keyspace
        self.headers: Headers = dict(headers or {})

    def with_headers(self, headers: Headers) -> "Collection":
        """Give the same collection as it is spoken to with other standing headers."""
        return Collection(self.database, self.name, self.keyspace, headers)

    def command(self, body: object, *, headers: Headers | None = None) -> Exchange:
        """Send any command to this collection."""
        merged = {**self.headers, **(headers or {})}
        return self.database.command(body, keyspace=self.keyspace, collection=self.name, headers=merged)

    def insert_one(self, document: Document, *, headers: Headers | None = None) -> Exchange:
        """Insert a document."""
        return self.command({"insertOne": {"document": document}}, headers=headers)

    def insert_many(
        self, documents: Sequence[Document], *, ordered: bool | None = None, headers: Headers | None = None
    ) -> Exchange:
        """Insert several documents; ``ordered`` is sent only if it is given."""
        options = {} if ordered is None else {"options": {"ordered": ordered}}
        return self.command({"insertMany": {"documents": list(documents), **options}}, headers=headers)

    def find(
        self,
        filter: Document | None = None,  # noqa: A002  # the wire's own word
        *,
        sort: Document | None = None,
        projection: Document | None = None,
        options: Document | None = None,
        headers: Headers | None = None,
    ) -> Exchange:
        """Find documents; only the clauses that are given are sent."""
        clauses = _given(filter=filter, sort=sort, projection=projection, options=options)
        return self.command({"find": clauses}, headers=headers)

    def find_one(
        self,
        filter: Document | None = None,  # noqa: A002  # the wire's own word
        *,
        sort: Document | None = None,
        projection: Document | None = None,
        options: Document | None = None,
        headers: Headers | None = None,
    ) -> Exchange:
        """Find one document; only the clauses that are given are sent."""
        clauses = _given(filter=filter, sort=sort, projection=projection, options=options)
        return self.command({"findOne": clauses}, headers=headers)

    def search(
        self, text: str, *, limit: int | None = None, similarity: bool = True, headers: Headers | None = None
    ) -> Exchange:
        """Find the documents nearest to a text; each carries ``$similarity`` unless that is declined."""
        options: dict[str, Any] = {"includeSimilarity": True} if similarity else {}
        options |= {} if limit is None else {"limit": limit}
        return self.find(sort={"$vectorize": text}, options=options or None, headers=headers)

    def update_one(
        self,
        filter: Document,  # noqa: A002  # the wire's own word
        update: Document,
        *,
        upsert: bool | None = None,
        headers: Headers | None = None,
    ) -> Exchange:
        """Update one document; ``upsert`` is sent only if it is given."""
        options = {} if upsert is None else {"options": {"upsert": upsert}}
        return self.command({"updateOne": {"filter": filter, "update": update, **options}}, headers=headers)

    def delete_one(self, filter: Document, *, headers: Headers | None = None) -> Exchange:  # noqa: A002  # wire
        """Delete one document."""
        return self.command({"deleteOne": {"filter": filter}}, headers=headers)

    def delete_many(self, filter: Document, *, headers: Headers | None = None) -> Exchange:  # noqa: A002  # wire
        """Delete all documents that match."""
        return self.command({"deleteMany": {"filter": filter}}, headers=headers)

    def count_documents(
        self,
        filter: Document | None = None,  # noqa: A002  # the wire's own word
        *,
        headers: Headers | None = None,
    ) -> Exchange:
        """Count the documents that match."""
        return self.command({"countDocuments": _given(filter=filter)}, headers=headers)

    def drop(self) -> Exchange:
        """Delete the collection itself."""
        return self.database.delete_collection(self.name, keyspace=self.keyspace)


def _given(**clauses: Document | None) -> dict[str, Document]:
    return {name: clause for name, clause in clauses.items() if clause is not None}
