"""What is told of an organization and of a database that is there."""

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, costly, requirement
from vectorproof.harness.checks import all_of, equals
from vectorproof.harness.json_values import objects_in
from vectorproof.harness.needs import DatabaseOptions, Needs
from vectorproof.harness.target import Target
from vectorproof.suites.devops.answers import at, described, describes, entries_are, ids_in, told
from vectorproof.suites.devops.asking import listed, own, shown


@requirement("DEVOPS-001", "DEVOPS-002", "DEVOPS-003")
def test_what_is_there(target: Target) -> None:
    """The organization has a name, and each database a whole description, the same in the list and by its id."""
    with target.space(Needs(devops=True)) as space:
        organization = space.devops.send("GET", "/currentOrg", title="ask for the organization")
        databases = listed(space, include="active", limit=3)
        descriptions = [shown(space, one) for one in ids_in(databases)]
        owners = [at(one, "orgId") for one in objects_in(databases.body)]
        of_them = told("the databases' owner", "id", lambda seen: owners == [seen] * len(owners))
        named = told("a name", "name", lambda seen: isinstance(seen, str) and seen != "")
        space.check("DEVOPS-001", organization, all_of(of_them, named))
        for description in descriptions:
            space.check("DEVOPS-002", description, described())
        space.check("DEVOPS-003", databases, entries_are(descriptions))


@requirement("DEVOPS-002", "DEVOPS-026")
@boundaries(
    {
        "a vector database": {"region": "us-east-2", "vector": True, "more": 0},
        "one without vectors, of several keyspaces": {"region": "westeurope", "vector": False, "more": 2},
    }
)
@costly(5)
@given(region=st.sampled_from(["us-east1", "eu-west-1", "westus3"]), vector=st.booleans(), more=st.integers(0, 3))
def test_as_it_is(target: Target, region: str, vector: bool, more: int) -> None:  # noqa: FBT001  # drawn
    """A database is described as it is: where, which kind, which keyspaces."""
    keyspaces = ("default_keyspace", *(f"more_{number}" for number in range(more)))
    options = DatabaseOptions(name="described", region=region, vector=vector, keyspaces=keyspaces)
    with target.space(Needs(devops=True, options=(options,))) as space:
        right = describes(
            id=own(space),
            info__name="described",
            info__region=region,
            info__dbType="vector" if vector else None,
            info__keyspaces=list(keyspaces),
            info__keyspace=keyspaces[0],
            info__additionalKeyspaces=list(keyspaces[1:]),
            status="ACTIVE",
            observedStatus="ACTIVE",
        )
        space.check("DEVOPS-002", shown(space, own(space)), right)
        path = f"/databases/{own(space)}/datacenters"
        places = space.devops.send("GET", path, title="list a database's regions")
        found = [at(place, "region") for place in objects_in(places.body)]
        space.check("DEVOPS-026", found, equals([region], "regions"))
