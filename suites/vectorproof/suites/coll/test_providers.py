"""What the list of providers tells, held against what createCollection takes."""

from hypothesis import given

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold
from vectorproof.harness.checks.creation import created, options_refused
from vectorproof.harness.checks.listings import lists_no_collection
from vectorproof.harness.checks.offered import (
    offers_fixed_dimension,
    offers_range,
    providers_described,
    takes_key_by_header,
)
from vectorproof.harness.errors import Missing
from vectorproof.harness.needs import Needs
from vectorproof.harness.offers import Offer, offers
from vectorproof.harness.options import vectorize_options
from vectorproof.harness.organization import JINA
from vectorproof.harness.space import EMBEDDING_HEADER, Space
from vectorproof.harness.strategies import FIXED_MODELS, edges, key_names
from vectorproof.harness.target import Target

_ANY = 60


@requirement("COLL-024")
def test_listing(target: Target) -> None:
    """The list describes every provider, and tells of Jina's models what the page and its clients rely on."""
    with target.space(Needs()) as space:
        listing = space.database.command({"findEmbeddingProviders": {}})
        space.check("COLL-024", listing, providers_described())
        space.check("COLL-024", listing, takes_key_by_header(JINA, EMBEDDING_HEADER))
        for model in FIXED_MODELS:
            space.check("COLL-024", listing, offers_fixed_dimension(JINA, model, 768))
        space.check("COLL-024", listing, offers_range(JINA, "jina-embeddings-v3", 1, 1024, 1024))


@requirement("COLL-024")
@boundaries({"first model of the list": {"pick": 0}, "another": {"pick": 20}})
@given(pick=edges(0, _ANY))
def test_dimensions_agree(target: Target, pick: int) -> None:
    """Every dimension that the list names is taken, the nearest others are refused, and its default is the default."""
    with target.space(Needs()) as space:
        offer = _offer(space, pick)
        for wrong in offer.wrong_dimensions:
            refusal = space.database.create_collection(space.database.new_name(), offer.options(wrong))
            space.check("COLL-024", refusal, options_refused())
        for right in (offer.dimensions[0], offer.dimensions[-1]):
            name = space.database.new_name()
            space.check("COLL-024", space.database.create_collection(name, offer.options(right)), created())
            stored = options_hold({"vector": {"dimension": right, "service": {"modelName": offer.model}}})
            space.check("COLL-024", space.database.collection_options(name), stored)
        _check_default(space, offer)


@requirement("COLL-024")
@boundaries({"first model of the list": {"pick": 0, "name": "unheard"}, "another": {"pick": 20, "name": "dimension"}})
@given(pick=edges(0, _ANY), name=key_names(min_length=5).map("x_".__add__))
def test_parameters_agree(target: Target, pick: int, name: str) -> None:
    """A parameter that the list does not tell is refused; with those that it calls required the model can be had."""
    with target.space(Needs()) as space:
        offer = _offer(space, pick)
        for parameters in ({**offer.parameters, name: "1"}, *_one_missing(offer)):
            wrong = vectorize_options(
                offer.model, provider=offer.provider, dimension=offer.dimensions[0], parameters=parameters
            )
            refusal = space.database.create_collection(space.database.new_name(), wrong)
            space.check("COLL-024", refusal, options_refused())
        answer = space.database.create_collection(space.database.new_name(), offer.options(offer.dimensions[0]))
        space.check("COLL-024", answer, created())


@requirement("COLL-026")
@boundaries(
    {
        "shortest name": {"pick": 0, "key": "k"},
        "longest name": {"pick": 1, "key": "k" * 50},
    }
)
@given(pick=edges(0, _ANY), key=key_names())
def test_stored_keys_switched_off(target: Target, pick: int, key: str) -> None:
    """Where the list says that stored keys are switched off, every name of a key is refused, and none is needed."""
    with target.space(Needs()) as space:
        offer = _without_stored_keys(space, pick)
        name = space.database.new_name()
        bound = offer.options(offer.dimensions[0], {"providerKey": key})
        space.check("COLL-026", space.database.create_collection(name, bound), options_refused())
        space.check("COLL-026", space.database.find_collections(), lists_no_collection(name))
        unbound = space.database.create_collection(name, offer.options(offer.dimensions[0]))
        space.check("COLL-026", unbound, created())


def _listed(space: Space) -> tuple[Offer, ...]:
    listing = space.database.command({"findEmbeddingProviders": {}})
    return tuple(offer for offer in offers(listing) if offer.takes_requests_keys)


def _offer(space: Space, pick: int) -> Offer:
    listed = _listed(space)
    if not listed:
        raise Missing("data-api", "every provider that the target offers wants a stored key")
    return listed[pick % len(listed)]


def _without_stored_keys(space: Space, pick: int) -> Offer:
    """Choose a model of Jina's if its stored keys are switched off, else of any provider whose are."""
    listed = [offer for offer in _listed(space) if "SHARED_SECRET" not in offer.ways]
    candidates = [offer for offer in listed if offer.provider == JINA] or listed
    if not candidates:
        raise Missing("data-api", "no provider of the target has its stored keys switched off")
    return candidates[pick % len(candidates)]


def _check_default(space: Space, offer: Offer) -> None:
    name = space.database.new_name()
    answer = space.database.create_collection(name, offer.options())
    if offer.default is None:
        space.check("COLL-024", answer, options_refused())
        return
    space.check("COLL-024", answer, created())
    stored = options_hold({"vector": {"dimension": offer.default}})
    space.check("COLL-024", space.database.collection_options(name), stored)


def _one_missing(offer: Offer) -> list[dict[str, object]]:
    names = list(offer.parameters)
    return [{name: offer.parameters[name] for name in names if name != missing} for missing in names]
