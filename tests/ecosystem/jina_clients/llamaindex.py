"""LlamaIndex's embeddings, whose address is set on the caller inside, and its reranker, which takes a base address."""

import asyncio
import json
import sys

from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.embeddings.jinaai import JinaEmbedding
from llama_index.postprocessor.jinaai_rerank import JinaRerank

wish = json.load(sys.stdin)


def embedding(**options):
    made = JinaEmbedding(api_key=wish["key"], model=wish["model"], **options)
    made._api.api_url = f"{wish['origin']}/v1/embeddings"
    return made


reranker = JinaRerank(
    api_key=wish["key"], model=wish["reranker"], base_url=f"{wish['origin']}/v1", top_n=len(wish["texts"])
)
nodes = [NodeWithScore(node=TextNode(text=text, id_=str(place))) for place, text in enumerate(wish["texts"])]

told = {"vectors": embedding().get_text_embedding_batch(wish["texts"])}
told["query"] = asyncio.run(embedding().aget_query_embedding(wish["query"]))
told["bits"] = embedding(encoding_documents="ubinary").get_text_embedding(wish["texts"][0])
told["order"] = [int(found.node.node_id) for found in reranker.postprocess_nodes(nodes, query_str=wish["query"])]
try:
    embedding().get_text_embedding(wish["refused"])
except RuntimeError as refusal:
    told["refusal"] = str(refusal)
json.dump(told, sys.stdout)
