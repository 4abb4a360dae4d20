"""Requests to a Data API by the hundred thousand: assembled from drawn clauses, most of them right, some spoiled.

Clauses are drawn once from a seed and put together anew for each request, which costs a few microseconds.
"""

import json
import random
from collections.abc import Iterator
from typing import Any, Final

_FRAGMENTS: Final = 1_500

NAMES: Final = ("_id", "a", "b", "a.b", "a.0", "c&.d", "$vector", "$vectorize", "$lexical", "$hybrid", "$date", "$uuid",
    "$objectId", "$binary", "", "$", "*", "x" * 60)  # fmt: skip
OPERATORS: Final = ("$eq", "$ne", "$in", "$nin", "$gt", "$gte", "$lt", "$lte", "$exists", "$all", "$size", "$match",
    "$and", "$or", "$not", "$regex", "$set", "$slice")  # fmt: skip
ACTIONS: Final = ("$set", "$unset", "$inc", "$mul", "$min", "$max", "$push", "$addToSet", "$pop", "$rename",
    "$currentDate", "$setOnInsert", "$pullAll")  # fmt: skip
SCALARS: Final = (None, True, False, 0, 1, -1, 2, 1.5, 1e300, 10**40, "", "a", "b", "text",
    "\u00e9\U0001f600", "x" * 9_000,
    {"$date": 1}, {"$date": "x"}, {"$uuid": "6f1c2f4e-6d1b-4d3a-9e58-0a1b2c3d4e5f"},
    {"$objectId": "65f0a1b2c3d4e5f60718293a"},
    {"$binary": "PoAAAD+AAAA="}, {"$binary": "?"})  # fmt: skip
COLLECTIONS: Final = ("plain", "vectors", "texts", "denied")
OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "vectors": {"vector": {"dimension": 2, "metric": "euclidean"}},
    "texts": {"vector": {"service": {"provider": "jinaAI", "modelName": "jina-embeddings-v2-base-en"}}},
    "denied": {"indexing": {"deny": ["b"]}, "defaultId": {"type": "uuidv7"}},
}
CLAUSES: Final[dict[str, tuple[str, ...]]] = {
    "insertOne": ("document",), "insertMany": ("documents", "options"),
    "find": ("filter", "sort", "projection", "options"),
    "findOne": ("filter", "sort", "projection", "options"), "updateOne": ("filter", "sort", "update", "options"),
    "updateMany": ("filter", "update", "options"), "deleteOne": ("filter", "sort"), "deleteMany": ("filter",),
    "countDocuments": ("filter",), "estimatedDocumentCount": (), "findAndRerank": ("filter", "sort", "options"),
    "findOneAndUpdate": ("filter", "sort", "projection", "update", "options"),
    "findOneAndReplace": ("filter", "sort", "projection", "replacement", "options"),
    "findOneAndDelete": ("filter", "sort", "projection"), "createIndex": ("filter",), "nonsense": ("filter",),
}  # fmt: skip
ABOVE: Final[dict[str, tuple[str, ...]]] = {
    "createCollection": ("name", "options"), "deleteCollection": ("name",), "findCollections": ("options",),
    "createKeyspace": ("name", "options"), "dropKeyspace": ("name",), "findKeyspaces": (), "createTable": ("name",),
    "findEmbeddingProviders": ("options",), "findRerankingProviders": ("options",), "createNamespace": ("name",),
}  # fmt: skip


class Grammar:
    """Draws clauses of commands; most are right, some nearly so."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        makers = {
            "document": self.document, "documents": self.documents, "filter": self.filter, "sort": self.sort,
            "projection": self.projection, "update": self.update, "replacement": self.document,
            "options": self.options, "name": self.name,
        }  # fmt: skip
        self.fragments = {
            clause: [json.dumps(make()).encode() for _ in range(_FRAGMENTS)] for clause, make in makers.items()
        }

    def value(self, depth: int = 0) -> Any:
        """Draw any value, three levels deep."""
        kind = self._draw.random()
        if depth > 2 or kind < 0.6:
            return self._draw.choice(SCALARS)
        if kind < 0.8:
            return [self.value(depth + 1) for _ in range(self._draw.randrange(4))]
        return {self._draw.choice(NAMES): self.value(depth + 1) for _ in range(self._draw.randrange(4))}

    def document(self) -> Any:
        """Draw a document, often with an id, sometimes with a vector or a text."""
        document = {self._draw.choice(NAMES[1:6]): self.value(1) for _ in range(self._draw.randrange(5))}
        if self._draw.random() < 0.8:
            document["_id"] = self._draw.choice(SCALARS) if self._draw.random() < 0.2 else self._draw.randrange(200)
        kind = self._draw.random()
        if kind < 0.2:
            document["$vector"] = [self._draw.random() for _ in range(2 if kind < 0.15 else 3)]
        return self.value() if kind > 0.95 else document

    def documents(self) -> Any:
        """Draw some documents, rarely too many."""
        many = self._draw.random() < 0.01
        return [self.document() for _ in range(101 if many else self._draw.randrange(6))]

    def filter(self, depth: int = 0) -> Any:
        """Draw a filter."""
        kind = self._draw.random()
        if depth < 2 and kind < 0.2:
            group = self._draw.choice(OPERATORS[12:15])
            inner = [self.filter(depth + 1) for _ in range(self._draw.randrange(3))]
            return {group: self.filter(depth + 1) if group == "$not" else inner}
        if kind > 0.96:
            return self.value()
        return {self._draw.choice(NAMES[:8]): self._wish() for _ in range(self._draw.randrange(3))}

    def _wish(self) -> Any:
        if self._draw.random() < 0.4:
            return self.value(1)
        operator = self._draw.choice(OPERATORS)
        listed = operator in {"$in", "$nin", "$all"} and self._draw.random() < 0.9
        return {operator: [self.value(2) for _ in range(self._draw.randrange(4))] if listed else self.value(2)}

    def sort(self) -> Any:
        """Draw a sort."""
        kind = self._draw.random()
        if kind < 0.15:
            return {"$vector": [self._draw.random() for _ in range(2 if kind < 0.12 else 3)]}
        if kind < 0.2:
            return {self._draw.choice(("$vectorize", "$lexical", "$hybrid")): self.value(1)}
        return {
            self._draw.choice(NAMES): self._draw.choice((1, -1, 1, -1, 0, "asc"))
            for _ in range(self._draw.randrange(3))
        }

    def projection(self) -> Any:
        """Draw a projection."""
        if self._draw.random() < 0.1:
            return {self._draw.choice(NAMES): {"$slice": self._draw.choice((1, -1, [0, 2], [-1, 1], "x"))}}
        shown = self._draw.choice((0, 1, True, False))
        return {
            self._draw.choice(NAMES): shown if self._draw.random() < 0.9 else self.value(1)
            for _ in range(self._draw.randrange(3))
        }

    def update(self) -> Any:
        """Draw an update."""
        if self._draw.random() < 0.03:
            return self.value()
        return {
            self._draw.choice(ACTIONS): {
                self._draw.choice(NAMES[1:9]): self._operand() for _ in range(self._draw.randrange(1, 3))
            }
            for _ in range(self._draw.randrange(1, 3))
        }

    def _operand(self) -> Any:
        each = {"$each": [self.value(2) for _ in range(3)], "$position": self._draw.choice((0, -1, 99, "x"))}
        return self._draw.choice((1, -1, 2.5, "a", True, "b", each, self.value(1)))

    def options(self) -> Any:
        """Draw options, those of other commands among them."""
        all_of_them: dict[str, Any] = {
            "limit": self._draw.choice((1, 5, 0, -1, "5", None)), "skip": self._draw.choice((0, 2, -1)),
            "upsert": self._draw.choice((True, False, "x")), "ordered": self._draw.choice((True, False)),
            "returnDocument": self._draw.choice(("before", "after", "x")), "includeSimilarity": True,
            "includeSortVector": True, "pageState": self._draw.choice((None, "", "AAAA", "?", 5)),
            "returnDocumentResponses": True, "explain": True, "vector": self.value(1), "indexing": self.value(1),
        }  # fmt: skip
        names = self._draw.sample(sorted(all_of_them), self._draw.randrange(3))
        return {name: all_of_them[name] for name in names}

    def name(self) -> Any:
        """Draw the name of a collection or keyspace."""
        known = (*COLLECTIONS, "made", "other", "default_keyspace", "", "a b", "x" * 50, 5, None)
        return self._draw.choice(known)


class Requests:
    """A stream of requests as bytes, one after the other, from one seed."""

    def __init__(self, seed: int, token: str, key: str) -> None:
        self._draw = random.Random(seed)
        self._parts = Grammar(self._draw).fragments
        self._head = f"Host: fuzz\r\nToken: {token}\r\nx-embedding-api-key: {key}\r\n".encode()

    def next(self) -> bytes:
        """Draw a request."""
        path, body = self._command()
        chance = self._draw.random()
        if chance < 0.15:
            body = self._spoiled(body)
        if chance > 0.97:
            return self._strange(path, body)
        return self._framed(b"POST", path, self._head, body)

    def anew(self) -> Iterator[bytes]:
        """Give the requests that make everything anew, and little of it."""
        yield self._framed(b"POST", b"/v1", self._head, b'{"dropKeyspace":{"name":"default_keyspace"}}')
        yield self._framed(b"POST", b"/v1", self._head, b'{"createKeyspace":{"name":"default_keyspace"}}')
        for name, options in OPTIONS.items():
            body = json.dumps({"createCollection": {"name": name, "options": options}}).encode()
            yield self._framed(b"POST", b"/v1/default_keyspace", self._head, body)

    def _command(self) -> tuple[bytes, bytes]:
        if self._draw.random() < 0.05:
            name = self._draw.choice(tuple(ABOVE))
            path = self._draw.choice((b"/v1", b"/v1/default_keyspace"))
            return path, self._assembled(name, ABOVE[name])
        name = self._draw.choice(tuple(CLAUSES))
        collection = self._draw.choice(COLLECTIONS)
        return b"/v1/default_keyspace/" + collection.encode(), self._assembled(name, CLAUSES[name])

    def _assembled(self, name: str, clauses: tuple[str, ...]) -> bytes:
        chosen = [
            b'"%s":%s' % (clause.encode(), self._draw.choice(self._parts[clause]))
            for clause in clauses
            if self._draw.random() < 0.8
        ]
        return b'{"%s":{%s}}' % (name.encode(), b",".join(chosen))

    def _spoiled(self, body: bytes) -> bytes:
        """Cut, repeat or replace some bytes, or put garbage in the place of all."""
        start = self._draw.randrange(len(body))
        end = min(len(body), start + self._draw.randrange(1, 9))
        middle = self._draw.choice(
            (b"", body[start:end] * 2, self._draw.randbytes(3), b"[[[[", b'"', b"\\ud800", b"1e999")
        )
        whole = self._draw.randbytes(self._draw.randrange(40)) if self._draw.random() < 0.1 else None
        return body[:start] + middle + body[end:] if whole is None else whole

    def _strange(self, path: bytes, body: bytes) -> bytes:
        """Change what stands around a body: method, path, headers."""
        method = self._draw.choice((b"GET", b"PUT", b"DELETE", b"OPTIONS", b"POST", b"POST"))
        path = self._draw.choice(
            (path, path + b"/", b"/v1/" + b"x" * 60, b"/v1/a/b/c/d", b"/v1/%24/%C3%A9", b"/nowhere")
        )
        strange = (
            b"Content-Type: text/plain\r\n",
            b"Feature-Flag-reranking: true\r\n",
            b"X-Sim-Database: x\r\n",
            b"Token: x\r\n",
        )
        headers = self._draw.choice((self._head, b"Host: x\r\n", self._head + self._draw.choice(strange)))
        return self._framed(method, path, headers, body)

    @staticmethod
    def _framed(method: bytes, path: bytes, headers: bytes, body: bytes) -> bytes:
        kind = b"" if b"Content-Type" in headers else b"Content-Type: application/json\r\n"
        return b"%s %s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n%s" % (method, path, headers, kind, len(body), body)
