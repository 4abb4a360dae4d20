"""Search by words: the field ``$lexical``, its filter, its sort and its analyzers."""
