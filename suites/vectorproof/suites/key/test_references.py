"""How a collection names its key: by a name that exists, for the right provider, with or without the suffix."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vectorproof.harness.case import boundaries, requirement
from vectorproof.harness.checks import options_hold, status_holds, succeeded
from vectorproof.harness.checks.credentials import credential_invalid
from vectorproof.harness.checks.keychain import keys_are
from vectorproof.harness.checks.listings import lists_collection, lists_no_collection
from vectorproof.harness.checks.shapes import is_object
from vectorproof.harness.errors import Missing
from vectorproof.harness.needs import Needs
from vectorproof.harness.space import Binding, Space
from vectorproof.harness.strategies import key_names
from vectorproof.harness.strategies.near import two_key_names_that_are_near
from vectorproof.harness.target import Target

_SECRET = "jina_" + "h" * 60
_SUFFIX = ".providerKey"
_OTHER_PROVIDERS = ("openai", "azureOpenAI", "huggingface", "mistral", "upstageAI", "voyageAI")


def _options(name: str) -> dict[str, Any]:
    """Give the options of a collection that names a key."""
    return {"vector": {"service": Binding(authentication={"providerKey": name}).service()}}


def _takes_stored_keys(space: Space) -> None:
    """End the case as SKIPPED where the Data API knows keys in headers only."""
    found: object = space.database.command({"findEmbeddingProviders": {}}).status_member
    for member in ("embeddingProviders", "jinaAI", "supportedAuthentication", "SHARED_SECRET", "enabled"):
        found = found.get(member) if is_object(found) else None
    if found is not True:
        raise Missing("stored-key", "the Data API takes no stored keys for jinaAI")


@requirement("KEY-017")
@boundaries(
    {
        "plain": {"name": "k1", "suffix": ""},
        "suffixed": {"name": "k1", "suffix": _SUFFIX},
    }
)
@given(name=key_names(max_length=20), suffix=st.sampled_from(["", _SUFFIX]))
def test_unknown_name(target: Target, name: str, suffix: str) -> None:
    """A collection that names a key nobody stored is refused and not made."""
    with target.space(Needs()) as space:
        _takes_stored_keys(space)
        unknown = f"{space.database.new_name('key')}-{name}"
        collection = space.database.new_name()
        answer = space.database.create_collection(collection, _options(unknown + suffix))
        space.check("KEY-017", answer, credential_invalid())
        space.check("KEY-017", space.database.find_collections(), lists_no_collection(collection))


@requirement("KEY-017")
@boundaries({"case": {"names": ("key", "KEY")}, "one character more": {"names": ("k", "k1")}})
@given(names=two_key_names_that_are_near())
def test_near_name(target: Target, names: tuple[str, str]) -> None:
    """A name that is almost that of a stored key names no key; the key's own name does."""
    name, near = names
    with target.space(Needs(key_control=True)) as space:
        space.stored_key(name, secret=_SECRET)
        space.check("KEY-017", space.database.create_collection("c1", _options(near)), credential_invalid())
        space.check("KEY-017", space.database.create_collection("c1", _options(name)), status_holds(ok=1))
        space.check("KEY-017", space.database.find_collections(), lists_collection("c1"))


@requirement("KEY-018")
@boundaries({provider: {"name": "k1", "provider": provider} for provider in _OTHER_PROVIDERS})
@given(name=key_names(), provider=st.sampled_from(_OTHER_PROVIDERS))
def test_key_of_another_provider(target: Target, name: str, provider: str) -> None:
    """A key that is stored for another provider is no key of Jina AI."""
    with target.space(Needs(key_control=True)) as space:
        added = space.organization.add_key(name, _SECRET, space.databases, provider=provider)
        space.check("KEY-018", added, succeeded(201))
        space.check("KEY-018", space.organization.keys(provider), keys_are({name: space.databases}, provider))
        space.check("KEY-018", space.database.create_collection("c1", _options(name)), credential_invalid())
        space.stored_key(name, secret=_SECRET)
        space.check("KEY-018", space.database.create_collection("c2", _options(name)), status_holds(ok=1))
        listing = space.database.find_collections()
        space.check("KEY-018", listing, lists_no_collection("c1"))
        space.check("KEY-018", listing, lists_collection("c2"))


@requirement("KEY-019")
@boundaries(
    {
        "plain, then suffixed": {"name": "k1", "forms": ("", _SUFFIX)},
        "suffixed, then plain": {"name": "k1", "forms": (_SUFFIX, "")},
    }
)
@given(name=key_names(), forms=st.permutations(["", _SUFFIX]).map(tuple))
def test_suffix(target: Target, name: str, forms: tuple[str, str]) -> None:
    """With and without its suffix a name is the same; it is read back with it, and either form repeats the other."""
    with target.space(Needs()) as space:
        known = space.key_name(name, _SECRET)
        collection = space.database.new_name()
        first, second = (_options(known + form) for form in forms)
        space.check("KEY-019", space.database.create_collection(collection, first), status_holds(ok=1))
        space.check("KEY-019", space.database.create_collection(collection, second), status_holds(ok=1))
        space.check("KEY-019", space.database.find_collections(explain=True), lists_collection(collection))
        expected = _options(known + _SUFFIX)
        space.check("KEY-019", space.database.collection_options(collection), options_hold(expected))
