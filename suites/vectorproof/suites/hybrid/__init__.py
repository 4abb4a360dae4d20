"""The field ``$hybrid`` of documents to insert: one word for ``$lexical`` and ``$vectorize``."""
