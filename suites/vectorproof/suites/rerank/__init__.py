"""findAndRerank: a search by words and one by vector, and the best of both by the word of a reranker."""
