"""Which provider and which model take a request where none was named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.core.runner.scripted_provider import MODEL, PROVIDER, Scripted, entry

from mediawright.plugins.discover import Registry
from mediawright.services.makers import MakerNeeded
from mediawright.services.planning import Plan
from mediawright.services.studio import Studio
from mediawright.types.codec import content_hash
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Text
from mediawright.types.money import Per, PriceRule, Prices
from mediawright.types.operations import Operation
from mediawright.types.provider import AuthKind, EnvSource, Model, Provider
from mediawright.types.request import Request

REQUEST = Request(operation=Operation.TEXT_TO_VIDEO, prompt="a fox", duration=5)


def at(name: str, credits: int, usd: str | None = None, **more: object) -> Provider:
    """A provider that takes so many credits a second, each worth so many dollars."""
    prices = Prices(
        source="test",
        updated=date(2026, 10, 1),
        rules=(PriceRule(value=Decimal(credits), unit="credits", per=Per.SECOND),),
        usd={"credits": Decimal(usd)} if usd else {},
    )
    keys = EnvSource(fields={"key": f"{name.upper()}_KEY"})
    plain = replace(PROVIDER, name=name, title=Text(name, name), auth=(AuthKind.KEYS,), credentials=(keys,))
    return replace(plain, models=(replace(MODEL, prices=prices),), **more)  # type: ignore[arg-type]


FREE = replace(PROVIDER, name="draft", title=Text("Draft", "草稿"), free=True, local=True, draft=True)
HERE = replace(FREE, name="here", draft=False)
DEAR, CHEAP, OPAQUE = at("alpha", 1, "0.5"), at("beta", 10, "0.01"), at("gamma", 1)

BROKER = at("broker", 1, "0.1", broker=True)


async def plan(
    folder: Path, *providers: Provider, keys: str = "", media_request: Request = REQUEST, prefers: str = ""
) -> Plan:
    environ = {"MEDIAWRIGHT_HOME": str(folder), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(folder)}
    environ |= {f"{name.upper()}_KEY": "not-a-real-secret" for name in keys.split()}
    async with Studio(environ, folder) as studio:
        studio.registry = Registry([entry(Scripted(), provider=provider) for provider in providers])
        if prefers:
            studio.decide("provider", prefers)
        return await studio.plan(media_request, ask_balance=False)


@pytest.mark.parametrize(
    ("providers", "keys", "prefers", "name", "why"),
    [
        ((DEAR, CHEAP, FREE), "alpha beta", "", "beta", "cheapest"),
        ((DEAR, CHEAP, FREE), "alpha", "", "alpha", "signed_in"),
        ((DEAR, CHEAP, FREE), "beta", "alpha", "alpha", "preferred"),
        ((FREE,), "", "", "draft", "only_draft"),
        ((DEAR, FREE), "", "draft", "draft", "preferred"),
        ((DEAR,), "", "", "alpha", "first"),
        # what needs no sign-in, costs nothing and makes the real thing is no draft
        ((DEAR, HERE, FREE), "", "", "here", "free_here"),
        # who offers the models of others makes it where the person signed in nowhere else
        ((DEAR, BROKER, FREE), "broker", "", "broker", "signed_in"),
        ((DEAR, BROKER, FREE), "alpha broker", "", "alpha", "signed_in"),
        # two credits of a provider that names no price in dollars are not less than two dollars fifty
        ((DEAR, OPAQUE), "alpha gamma", "", "alpha", "cheapest"),
    ],
)
async def test_the_provider(
    tmp_path: Path, providers: tuple[Provider, ...], keys: str, prefers: str, name: str, why: str
) -> None:
    found = await plan(tmp_path, *providers, keys=keys, prefers=prefers)
    assert found.chosen is not None
    assert (found.provider.name, found.chosen.key) == (name, f"plan.{why}")


@pytest.mark.parametrize("providers", [(DEAR, CHEAP, FREE), (DEAR, CHEAP), (DEAR, FREE)])
async def test_where_nobody_is_signed_in_the_person_says_who_makes_it(
    tmp_path: Path, providers: tuple[Provider, ...]
) -> None:
    with pytest.raises(MakerNeeded) as asked:
        await plan(tmp_path, *providers)
    real = sorted((p for p in providers if p is not FREE), key=lambda provider: provider is DEAR)
    assert [maker.provider for maker in asked.value.makers] == real
    assert [maker.provider for maker in asked.value.drafts] == [p for p in providers if p is FREE]
    assert asked.value.refused == ()


@pytest.mark.parametrize(("keys", "makers"), [("alpha", ["beta"]), ("", ["beta"]), ("beta", None)])
async def test_a_signed_in_provider_that_does_not_take_it_says_why(
    tmp_path: Path, keys: str, makers: list[str] | None
) -> None:
    """A draft does not stand in for it: the others are asked for, or one of them is signed in."""
    short = replace(DEAR, models=(replace(able_of("short", 5), prices=DEAR.models[0].prices),))
    able = replace(CHEAP, models=(replace(able_of("long", 5, 30), prices=CHEAP.models[0].prices),))
    sketch = replace(FREE, models=(able_of("sketch", 5, 30),))
    wanted = REQUEST.with_(duration=30)
    if makers is None:
        found = await plan(tmp_path, short, able, sketch, keys=keys, media_request=wanted)
        assert found.provider.name == "beta"
        return
    with pytest.raises(MakerNeeded) as asked:
        await plan(tmp_path, short, able, sketch, keys=keys, media_request=wanted)
    assert [maker.provider.name for maker in asked.value.makers] == makers
    assert [error.provider for error in asked.value.refused] == (["alpha"] if keys else [])


async def test_what_nobody_takes_so_is_told_and_no_draft_is_made_of_it(tmp_path: Path) -> None:
    short = replace(DEAR, models=(able_of("short", 5),))
    sketch = replace(FREE, models=(able_of("sketch", 5, 30),))
    with pytest.raises(MakerNeeded) as asked:
        await plan(tmp_path, short, sketch, media_request=REQUEST.with_(duration=30))
    assert asked.value.makers == ()
    assert [error.provider for error in asked.value.refused] == ["alpha"]
    assert [maker.provider.name for maker in asked.value.drafts] == ["draft"]
    with pytest.raises(InvalidRequest) as refused:
        await plan(tmp_path, short, media_request=REQUEST.with_(duration=30))
    assert not isinstance(refused.value, MakerNeeded)


async def test_a_named_provider_is_never_exchanged(tmp_path: Path) -> None:
    found = await plan(tmp_path, DEAR, CHEAP, keys="beta", media_request=REQUEST.with_(provider="alpha"))
    assert (found.provider.name, found.chosen) == ("alpha", None)
    with pytest.raises(InvalidRequest):
        await plan(tmp_path, DEAR, CHEAP, keys="beta", media_request=REQUEST.with_(provider="alpha", duration=7))


def able_of(name: str, *seconds: int) -> Model:
    return replace(MODEL, name=name, capabilities=(replace(MODEL.capabilities[0], durations=seconds),))


SHORT = replace(able_of("short", 5), recommended_for=(Operation.TEXT_TO_VIDEO,))
MODELS = (able_of("long", 5, 30), SHORT)


@pytest.mark.parametrize(("seconds", "model"), [(5, "short"), (30, "long")])
async def test_the_first_model_that_takes_the_request(tmp_path: Path, seconds: int, model: str) -> None:
    found = await plan(tmp_path, replace(FREE, models=MODELS), media_request=REQUEST.with_(duration=seconds))
    assert (found.model.name, found.request.model) == (model, model)


@pytest.mark.parametrize("named", [None, "short"])
async def test_no_model_takes_it_and_a_named_one_is_never_exchanged(tmp_path: Path, named: str | None) -> None:
    media_request = REQUEST.with_(duration=30 if named else 60, model=named, provider="draft")
    with pytest.raises(InvalidRequest) as refused:
        await plan(tmp_path, replace(FREE, models=MODELS), media_request=media_request)
    assert [problem.allowed for problem in refused.value.problems] == [("5",)]


@pytest.mark.parametrize("prompt", ["a\x00b", "café  x", "a\u200bb"])
async def test_what_is_quoted_is_what_the_ledger_keeps(prompt: str, tmp_path: Path) -> None:
    async with Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}, tmp_path) as studio:
        wanted = studio.read("video", {"prompt": prompt, "duration": 5, "provider": "previz"})
        plan = await studio.plan(wanted, ask_balance=False)
        kept = studio.ledger.add(plan.row("00000000-0000-4000-8000-000000000001", studio.clock.now(), None))
    assert content_hash(kept.request) == plan.quote.request_hash
