"""The request as the page prints it: its path, its shape, and the remarks in it that are no JSON."""

import json
from typing import Any

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold, refused_with
from vectorproof.harness.checks.creation import created
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.needs import Needs
from vectorproof.harness.options import Options, vectorize_options
from vectorproof.harness.strategies import key_names, metrics, models
from vectorproof.harness.strategies.remarks import remarks
from vectorproof.harness.strategies.settings import vectorize_settings
from vectorproof.harness.target import Target

_SECRET = "jina_" + "p" * 60


@requirement("COLL-027")
@boundaries(
    {
        "shortest name of a key": {"key": "k", "model": "jina-embeddings-v2-base-en", "metric": "cosine"},
        "longest name of a key": {"key": "k" * 50, "model": "jina-embeddings-v2-base-zh", "metric": "euclidean"},
    }
)
@given(key=key_names(), model=models(), metric=metrics())
def test_whole_request(target: Target, key: str, model: str, metric: str) -> None:
    """The printed request, with everything that it names, makes the collection."""
    with target.space(Needs(stored_key=True)) as space:
        authentication = {"providerKey": space.key_name(key, _SECRET)}
        name = space.database.new_name()
        options = vectorize_options(model, dimension=768, metric=metric, authentication=authentication)
        space.check("COLL-027", space.database.create_collection(name, options), created())
        stored = {"vector": {"dimension": 768, "metric": metric, "service": {"modelName": model}}}
        space.check("COLL-027", space.database.collection_options(name), options_hold(stored))


@requirement("COLL-027")
@boundaries(
    {
        "with all that is optional": {"options": vectorize_options(dimension=768, metric="cosine")},
        "with nothing that is optional": {"options": vectorize_options()},
    }
)
@given(options=vectorize_settings())
def test_request_without_key(target: Target, options: Options) -> None:
    """The printed request without its block for a key makes the collection too, with or without what is optional."""
    with target.space(Needs()) as space:
        name = space.database.new_name()
        space.check("COLL-027", space.database.create_collection(name, options), created())
        space.check("COLL-027", space.database.collection_options(name), options_hold(options))


@requirement("COLL-029")
@boundaries(
    {
        "both remarks as printed": {"remark": "# optional", "at_dimension": True, "metric": "cosine"},
        "bare sign": {"remark": "#", "at_dimension": False, "metric": "cosine"},
    }
)
@given(remark=remarks(), at_dimension=..., metric=metrics())
def test_remarks(target: Target, remark: str, at_dimension: bool, metric: str) -> None:  # noqa: FBT001  # drawn, never passed
    """With the printed remarks the body is refused as no JSON, over HTTP 200; without them it is taken."""
    with target.space(Needs()) as space:
        database, name = space.database, space.database.new_name()
        remarked = _printed(name, metric, remark if at_dimension else "", remark)
        answer = database.send_text(remarked, keyspace=database.keyspace, title="createCollection as printed")
        space.check("COLL-029", answer, refused_with("REQUEST_NOT_JSON", "INVALID_REQUEST_NOT_JSON", status=200))
        space.check("COLL-029", database.find_collections(), lists_no_collection(name))
        plain = _printed(name, metric, "", "")
        options: dict[str, Any] = json.loads(plain)["createCollection"]["options"]
        space.check("COLL-029", database.create_collection(name, options), created())
        database.in_keyspace({"deleteCollection": {"name": name}})
        again = database.send_text(plain, keyspace=database.keyspace, title="createCollection without remarks")
        space.check("COLL-029", again, created())


def _printed(name: str, metric: str, at_dimension: str, at_metric: str) -> str:
    """Write the body as the page lays it out, each remark behind its member."""
    return f"""{{
  "createCollection": {{
    "name": "{name}",
    "options": {{
      "vector": {{
        "dimension": 768, {at_dimension}
        "metric": "{metric}", {at_metric}
        "service": {{
          "provider": "jinaAI",
          "modelName": "jina-embeddings-v2-base-en"
        }}
      }}
    }}
  }}
}}"""
