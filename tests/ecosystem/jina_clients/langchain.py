"""LangChain's embeddings and its reranker; their addresses are constants of their modules."""

import json
import sys

from langchain_community.document_compressors import jina_rerank
from langchain_community.embeddings import jina

wish = json.load(sys.stdin)
jina.JINA_API_URL = f"{wish['origin']}/v1/embeddings"
jina_rerank.JINA_API_URL = f"{wish['origin']}/v1/rerank"

embeddings = jina.JinaEmbeddings(jina_api_key=wish["key"], model_name=wish["model"])
reranker = jina_rerank.JinaRerank(jina_api_key=wish["key"], model=wish["reranker"])

told = {"vectors": embeddings.embed_documents(wish["texts"]), "query": embeddings.embed_query(wish["query"])}
told["order"] = [item["index"] for item in reranker.rerank(wish["texts"], wish["query"])]
try:
    embeddings.embed_query(wish["refused"])
except RuntimeError as refusal:
    told["refusal"] = str(refusal)
json.dump(told, sys.stdout)
