"""The keyspace that a collection is made in."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import refused_with, succeeded
from vectorproof.harness.checks.creation import created
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.errors import Missing
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.options import Options, vectorize_options
from vectorproof.harness.space import Space
from vectorproof.harness.strategies import collection_names
from vectorproof.harness.strategies.settings import settings
from vectorproof.harness.target import Target

_UNKNOWN = ("UNKNOWN_KEYSPACE", "KEYSPACE_DOES_NOT_EXIST", "NAMESPACE_DOES_NOT_EXIST")


@requirement("COLL-007")
@boundaries(
    {
        "plain and vectorize": {"first": {}, "second": vectorize_options()},
        "vectorize and plain": {"first": vectorize_options(), "second": {}},
    }
)
@given(first=settings(), second=settings())
def test_seen_in_its_own(target: Target, first: Options, second: Options) -> None:
    """A collection is seen in the keyspace it was made in alone, where its name stays free elsewhere."""
    with target.space(Needs()) as space:
        database, other = space.database, _second_keyspace(space)
        name, later = database.new_name(), database.new_name()
        space.check("COLL-007", database.create_collection(name, first), created())
        space.check("COLL-007", database.find_collections(), lists_collection(name))
        space.check("COLL-007", database.find_collections(keyspace=other), lists_no_collection(name))
        space.check("COLL-007", database.create_collection(name, second, keyspace=other), created())
        space.check("COLL-007", database.create_collection(later, second, keyspace=other), created())
        space.check("COLL-007", database.find_collections(keyspace=other), lists_collection(later))
        space.check("COLL-007", database.find_collections(), lists_no_collection(later))


@requirement("COLL-007")
@boundaries({"plain": {"options": {}}, "vectorize": {"options": vectorize_options()}})
@given(options=settings())
def test_unknown_keyspace(target: Target, options: Options) -> None:
    """In a keyspace that does not exist nothing can be made; in one that exists the same is."""
    with target.space(Needs()) as space:
        name, nowhere = space.database.new_name(), space.database.new_name("nowhere")
        refusal = space.database.create_collection(name, options, keyspace=nowhere)
        space.check("COLL-007", refusal, refused_with(*_UNKNOWN))
        space.check("COLL-007", space.database.create_collection(name, options), created())


@requirement("COLL-007")
@boundaries({"shortest": {"name": "a"}, "longest": {"name": "a" * 48}})
@given(name=collection_names())
def test_default_of_the_form(target: Target, name: str) -> None:
    """The form makes a collection in the default keyspace where no other was chosen, and else in the chosen one."""
    keyspaces = DatabaseOptions(keyspaces=("default_keyspace", "second"))
    with target.space(Needs(options=(keyspaces,), key_control=True, create_collection_form=True)) as space:
        fields = {"name": name, "vector": False}
        space.check("COLL-007", space.organization.submit_form(space.database, fields), succeeded(201))
        space.check("COLL-007", space.database.find_collections(), lists_collection(name))
        space.check("COLL-007", space.database.find_collections(keyspace="second"), lists_no_collection(name))
        chosen = {"name": f"{name[:40]}_chosen", "vector": False, "keyspace": "second"}
        space.check("COLL-007", space.organization.submit_form(space.database, chosen), succeeded(201))
        listing = space.database.find_collections(keyspace="second")
        space.check("COLL-007", listing, lists_collection(str(chosen["name"])))


def _second_keyspace(space: Space) -> str:
    name = space.database.new_name("ks")
    if not space.database.create_keyspace(name).ok:
        raise Missing("fresh-databases", "the target has no fresh-databases, and makes no second keyspace on request")
    return name
