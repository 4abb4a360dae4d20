"""What the portal says when the provider refuses."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks.passed_on import client_error, repeats
from vectorproof.harness.needs import Needs
from vectorproof.harness.strategies import texts
from vectorproof.harness.strategies.files import NUMBER, json_file
from vectorproof.harness.strategies.provider_faults import ProviderFault, provider_refusals, refusal
from vectorproof.harness.target import Target

_NEEDS = Needs(load_data=True, key_control=True, provider_control=True, provider_faults=True)


@requirement("ERROR-011")
@boundaries(
    {
        "quotes": {"fault": refusal(403, "flat", 'the "boat" is full'), "text": "a boat"},
        "lowest status": {"fault": refusal(400, "flat", "a hut"), "text": "a boat"},
        "highest status": {"fault": refusal(499, "flat", "a hut"), "text": "a boat"},
    }
)
@given(fault=provider_refusals(), text=texts())
def test_loader_repeats_the_words(target: Target, fault: ProviderFault, text: str) -> None:
    """The loader answers with the same words of the provider as the Data API does."""
    with target.space(_NEEDS) as space:
        stored = space.stored_key()
        collection = space.vectorize_collection(space.bound_to(stored), model="jina-embeddings-v3", dimension=4)
        fields = {"keyspace": collection.keyspace, "collection": collection.name, "vectorField": "b"}
        content = json_file([{NUMBER: 1, "b": text}])
        space.provider.plan(fault.plan, key=stored.key, times=2)
        direct = collection.insert_one({"$vectorize": text})
        space.check("ERROR-011", direct, client_error(fault.status, fault.words))
        loaded = space.organization.load_data(space.database, content, file_name="rows.json", fields=fields)
        space.check("ERROR-011", loaded, repeats(fault.words))
