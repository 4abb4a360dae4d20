"""What code without a client library does: post to the embeddings and rerank routes with httpx."""

import json
import sys

import httpx

wish = json.load(sys.stdin)
api = httpx.Client(base_url=f"{wish['origin']}/v1", headers={"Authorization": f"Bearer {wish['key']}"})


def embed(*texts):
    answer = api.post("/embeddings", json={"model": wish["model"], "input": texts})
    if answer.is_error:
        raise RuntimeError(answer.json()["detail"])
    return [item["embedding"] for item in sorted(answer.json()["data"], key=lambda item: item["index"])]


def rerank(query, documents):
    answer = api.post("/rerank", json={"model": wish["reranker"], "query": query, "documents": documents})
    return [item["index"] for item in answer.raise_for_status().json()["results"]]


told = {"vectors": embed(*wish["texts"]), "query": embed(wish["query"])[0]}
told["order"] = rerank(wish["query"], wish["texts"])
try:
    embed(wish["refused"])
except RuntimeError as refusal:
    told["refusal"] = str(refusal)
json.dump(told, sys.stdout)
