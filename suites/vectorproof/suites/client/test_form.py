"""The portal's create-collection form makes what the Data API's request would make."""

from dataclasses import dataclass
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold, same_as, status_holds, succeeded
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.space import Binding
from vectorproof.harness.strategies import collection_names, dimensions, models
from vectorproof.harness.target import Target

_SECRET = "jina_" + "s" * 60
_KEYSPACES: Final = ("default_keyspace", "second_keyspace")
_KEYS: Final = ("k1", "k2")
_METRICS: Final = {"Cosine": "cosine", "Dot Product": "dot_product", "Euclidean": "euclidean"}
_RANGED: Final = "jina-embeddings-v3"


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of the form as a person fills them in; a model of one dimension fills in that by itself."""

    keyspace: str
    name: str
    key: str
    model: str
    dimension: int | None
    metric: str

    def fields(self) -> dict[str, Any]:
        """Give what the form sends."""
        chosen = {} if self.dimension is None else {"dimension": self.dimension}
        method = {"provider": "jinaAI", "modelName": self.model, "key": self.key, "metric": self.metric}
        return {"keyspace": self.keyspace, "name": self.name, "vector": True, **method, **chosen}

    def options(self) -> dict[str, Any]:
        """Give the options of the Data API's request for the same collection."""
        chosen = {} if self.dimension is None else {"dimension": self.dimension}
        service = Binding(authentication={"providerKey": self.key}).service(self.model)
        return {"vector": {"service": service, "metric": _METRICS[self.metric], **chosen}}


def forms() -> st.SearchStrategy[Filled]:
    """Draw the form filled in rightly: every keyspace, key, model and metric, and dimensions where one can choose."""
    fixed = st.tuples(models(), st.sampled_from([None, 768]))
    ranged = st.tuples(st.just(_RANGED), st.one_of(st.none(), dimensions()))
    where, key, metric = st.sampled_from(_KEYSPACES), st.sampled_from(_KEYS), st.sampled_from(sorted(_METRICS))
    drawn = st.tuples(where, collection_names(), key, st.one_of(fixed, ranged), metric)
    return drawn.map(lambda one: Filled(one[0], one[1], one[2], *one[3], one[4]))


@requirement("CLIENT-012")
@boundaries(
    {
        "the default keyspace": {
            "form": Filled(_KEYSPACES[0], "c1", "k1", "jina-embeddings-v2-base-en", 768, "Cosine")
        },
        "another keyspace": {"form": Filled(_KEYSPACES[1], "c1", "k2", _RANGED, 1024, "Dot Product")},
        "fewest dimensions": {"form": Filled(_KEYSPACES[0], "c1", "k1", _RANGED, 1, "Euclidean")},
        "longest name": {"form": Filled(_KEYSPACES[0], "c" * 48, "k1", _RANGED, None, "Cosine")},
    }
)
@given(form=forms())
def test_same_as_the_request(target: Target, form: Filled) -> None:
    """Sent, the form makes the collection that createCollection makes of the same choices, in the chosen keyspace."""
    options = tuple(DatabaseOptions(keyspaces=_KEYSPACES) for _ in range(2))
    with target.space(Needs(options=options, key_control=True, create_collection_form=True)) as space:
        by_form, by_request = space.databases
        for key in _KEYS:
            space.stored_key(key, secret=_SECRET)
        space.check("CLIENT-012", space.organization.submit_form(by_form, form.fields()), succeeded(201))
        requested = by_request.create_collection(form.name, form.options(), keyspace=form.keyspace)
        space.check("CLIENT-012", requested, status_holds(ok=1))
        made = by_form.collection_options(form.name, keyspace=form.keyspace)
        wanted = by_request.collection_options(form.name, keyspace=form.keyspace)
        space.check("CLIENT-012", made, same_as(wanted, "options"))
        space.check("CLIENT-012", made, options_hold({"vector": {"metric": _METRICS[form.metric]}}))
        elsewhere = next(keyspace for keyspace in _KEYSPACES if keyspace != form.keyspace)
        space.check("CLIENT-012", by_form.find_collections(keyspace=form.keyspace), lists_collection(form.name))
        space.check("CLIENT-012", by_form.find_collections(keyspace=elsewhere), lists_no_collection(form.name))
