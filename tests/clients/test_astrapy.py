"""The page's Python snippet in the form of today's astrapy, then loading and searching, against the simulator."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from astrapy import Collection, DataAPIClient, Database
from astrapy.constants import Environment, VectorMetric
from astrapy.exceptions import DataAPIResponseException
from astrapy.info import CollectionDefinition

MODEL = "jina-embeddings-v2-base-en"
DIMENSION = 768

Documents = Collection[dict[str, Any]]

TEXTS = (
    "A lamp that lights a desk without glare",
    "A warm blanket of wool for cold evenings",
    "A kettle that boils water for tea in two minutes",
)


@pytest.fixture
def database(simulator: Mapping[str, Any]) -> Database:
    """Reach the simulator's default database as astrapy reaches any custom domain."""
    return DataAPIClient(simulator["token"]).get_database(simulator["data_api"], keyspace=simulator["keyspace"])


@pytest.fixture
def name() -> str:
    """Give a collection name that no other test uses."""
    return f"c_{uuid4().hex}"


def bound_to(key_name: str | None) -> CollectionDefinition:
    """Define the page's collection: cosine, the provider's service and, if wished, a stored key."""
    authentication = {"providerKey": key_name} if key_name else None
    return (
        CollectionDefinition.builder()
        .with_vector_metric(VectorMetric.COSINE)
        .with_vector_dimension(DIMENSION)
        .with_vector_service(provider="jinaAI", model_name=MODEL, authentication=authentication)
        .build()
    )


@pytest.fixture
def collection(database: Database, name: str, simulator: Mapping[str, Any]) -> Iterator[Documents]:
    """Create the page's collection, bound to the world's stored key, and drop it again."""
    yield database.create_collection(name, definition=bound_to(simulator["key_name"]))
    database.drop_collection(name)


def test_the_page_s_collection_is_created_as_defined(
    collection: Documents, name: str, simulator: Mapping[str, Any]
) -> None:
    vector = collection.options().vector

    assert collection.full_name == f"{simulator['keyspace']}.{name}"
    assert vector is not None
    assert (vector.dimension, vector.metric) == (DIMENSION, "cosine")
    assert vector.service is not None
    assert vector.service.as_dict() == {
        "provider": "jinaAI",
        "modelName": MODEL,
        "authentication": {"providerKey": f"{simulator['key_name']}.providerKey"},
    }


@pytest.mark.parametrize("position", range(len(TEXTS)))
def test_a_loaded_text_is_found_by_itself_first(collection: Documents, position: int) -> None:
    collection.insert_many([{"_id": i, "$vectorize": text} for i, text in enumerate(TEXTS)])

    found = list(collection.find(sort={"$vectorize": TEXTS[position]}, limit=len(TEXTS), include_similarity=True))

    assert found[0]["_id"] == position
    assert found[0]["$similarity"] == pytest.approx(1, abs=1e-4)
    assert [d["$similarity"] for d in found] == sorted((d["$similarity"] for d in found), reverse=True)


def test_the_loaded_text_and_its_vector_can_be_read_back(collection: Documents) -> None:
    collection.insert_one({"_id": "lamp", "$vectorize": TEXTS[0]})

    found = collection.find_one({"_id": "lamp"}, projection={"*": True})

    assert found is not None
    assert (found["$vectorize"], len(found["$vector"])) == (TEXTS[0], DIMENSION)


def test_a_key_in_the_header_serves_a_collection_without_a_stored_one(
    database: Database, name: str, simulator: Mapping[str, Any]
) -> None:
    collection = database.create_collection(
        name, definition=bound_to(None), embedding_api_key=simulator["provider_key"]
    )

    inserted = collection.insert_one({"_id": "lamp", "$vectorize": TEXTS[0]})
    database.drop_collection(name)

    assert inserted.inserted_id == "lamp"


def test_a_key_name_that_nobody_stored_is_refused(database: Database, name: str) -> None:
    with pytest.raises(DataAPIResponseException) as refused:
        database.create_collection(name, definition=bound_to("no_such_key"))

    assert [error.error_code for error in refused.value.error_descriptors] == ["VECTORIZE_CREDENTIAL_INVALID"]
    assert name not in database.list_collection_names()


def test_the_provider_s_models_can_be_listed(simulator: Mapping[str, Any]) -> None:
    """Astrapy's administration refuses an Astra that is not at Astra's address; any other server may be anywhere."""
    client = DataAPIClient(simulator["token"], environment=Environment.OTHER)
    administration = client.get_database(simulator["data_api"]).get_database_admin()

    providers = administration.find_embedding_providers().embedding_providers

    assert MODEL in {model.name for model in providers["jinaAI"].models}
