"""The suite passes a good provider and says kindly what is wrong with a bad one."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.testing.checks import description, messages, requests
from mediawright.testing.conformance import CHECKS, conformance, examine, subject
from mediawright.testing.findings import Check, Finding, review

Breaker = Callable[..., ModuleType]
Change = Callable[[mw.Provider], mw.Provider]


def test_a_good_provider_passes(acme: ModuleType) -> None:
    conformance(acme)
    conformance("mediawright_acme.hooks")


def test_the_review_is_one_readable_text(broken: Breaker, acme: ModuleType) -> None:
    bad = broken(replace(acme.ACME, auth=(), vocabulary=mw.Vocabulary()))
    with pytest.raises(AssertionError) as caught:
        conformance(bad)
    text = str(caught.value)
    assert text.startswith("acme: ")
    assert "things to look at before this provider is ready" in text
    assert "• `auth` is empty.\n  Why it matters: nobody could tell" in text
    assert re.search(r"More: \S", text)


def test_each_check_says_what_it_polls_at() -> None:
    assert all(check.__doc__ for check in CHECKS)
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)


def test_one_thing_is_one_thing() -> None:
    assert review("acme", [Finding("a", "b", "c")]).startswith("acme: 1 thing to")


def model(provider: mw.Provider, **changes: Any) -> mw.Provider:
    return replace(provider, models=(replace(provider.models[0], **changes),))


def capability(provider: mw.Provider, **changes: Any) -> mw.Provider:
    return model(provider, capabilities=(replace(provider.models[0].capabilities[0], **changes),))


def row(provider: mw.Provider, **changes: Any) -> mw.Provider:
    prices = provider.models[0].prices
    assert prices is not None
    return model(provider, prices=replace(prices, rules=(replace(prices.rules[0], **changes),)))


def second(provider: mw.Provider, **changes: Any) -> mw.Provider:
    return replace(provider, models=(*provider.models, replace(provider.models[0], **changes)))


LIPS = mw.Operation.LIP_SYNC
KNIT = mw.Vocabulary(names=("acme",), words={"knit": ("k",)})
DESCRIBED: Mapping[str, tuple[Check, Change]] = {
    "is not lower-case words": (description.identity, lambda p: replace(p, name="Acme Video")),
    "`auth` is empty": (description.identity, lambda p: replace(p, auth=())),
    "names no place to look": (description.identity, lambda p: replace(p, credentials=())),
    "There is no model": (description.models, lambda p: replace(p, models=())),
    "stands 2 times as a video model": (description.models, lambda p: replace(p, models=p.models * 2)),
    "can do nothing": (description.models, lambda p: model(p, capabilities=())),
    "2 capabilities for text_to_video": (
        description.models,
        lambda p: model(p, capabilities=tuple(p.models[0].capabilities) * 2),
    ),
    "is a image model but offers text_to_video": (description.models, lambda p: model(p, kind=mw.MediaKind.IMAGE)),
    "2 models are recommended": (
        description.models,
        lambda p: second(p, name="b"),
    ),
    "cannot be reached": (
        description.reachable,
        lambda p: second(p, label=mw.Text("x", "y")),
    ),
    "is recommended for lip_sync": (
        description.reachable,
        lambda p: model(p, recommended_for=(LIPS,)),
    ),
    "which no request has": (description.capabilities, lambda p: capability(p, defaults={"colour": "red"})),
    "default duration=99 is not among": (description.capabilities, lambda p: capability(p, defaults={"duration": 99})),
    "image inputs from 2 to 1": (
        description.capabilities,
        lambda p: capability(p, inputs=(mw.Inputs(kind=mw.MediaKind.IMAGE, at_least=2, at_most=1),)),
    ),
    "without a source or without rows": (
        description.prices,
        lambda p: model(p, prices=replace(p.models[0].prices, rules=())),  # type: ignore[type-var]
    ),
    "a rate for 'gold'": (
        description.prices,
        lambda p: model(p, prices=replace(p.models[0].prices, usd={"gold": Decimal(1)})),  # type: ignore[type-var]
    ),
    "a row with -1": (description.prices, lambda p: row(p, value=Decimal(-1))),
    "the condition 'colour'": (description.prices, lambda p: row(p, when={"colour": "red"})),
    "a row for resolution='1080P'": (description.prices, lambda p: row(p, when={"resolution": "1080P"})),
    "90 to 30 seconds": (description.figures, lambda p: model(p, timing=mw.Timing(typical_low=90, typical_high=30))),
    "limits.parallel = 0": (description.figures, lambda p: replace(p, limits=mw.Limits(parallel=0))),
    "The setting 'url' stands 2 times": (
        description.figures,
        lambda p: replace(p, settings=(mw.Setting(name="url"),) * 2),
    ),
    "looks like a secret": (
        description.nothing_secret,
        lambda p: replace(p, website="https://a.example/?token=not-a-real-secret"),
    ),
    "The title is empty": (messages.titles, lambda p: replace(p, title=mw.Text("Acme", " "))),
    "names no `locale` folder": (messages.catalogues, lambda p: replace(p, locale=None)),
    "has no sentence in zh: acme.note.x": (
        messages.notes_have_sentences,
        lambda p: model(p, note=mw.Message("acme.note.x")),
    ),
    "speaks for other": (
        messages.notes_have_sentences,
        lambda p: model(p, note=mw.Message("acme.note.x", domain="other")),
    ),
    "has no `names`": (messages.names, lambda p: replace(p, vocabulary=mw.Vocabulary())),
    "unknown intent: knit": (
        messages.names,
        lambda p: replace(p, vocabulary=KNIT),
    ),
    "lip_sync is called free": (
        requests.costs_nothing_to_ask,
        lambda p: replace(p, free_operations=(LIPS,)),
    ),
    "No row of the price table": (requests.prices_apply, lambda p: row(p, when={"resolution": "1080p"})),
    "No plausible request for text_to_video": (requests.good_requests, lambda p: capability(p, prompt_limit=3)),
}


@pytest.mark.parametrize("said", DESCRIBED)
def test_a_description_that_is_not_right(broken: Breaker, acme: ModuleType, said: str) -> None:
    check, change = DESCRIBED[said]
    findings = examine(subject(broken(change(acme.ACME))), [check])
    assert any(said in finding.what for finding in findings), review("acme", findings)


def hook(function: Any) -> Any:
    return mw.hookimpl(function)


def raising(request: mw.Request) -> Any:
    if request.duration == 0:
        raise ZeroDivisionError
    return []


def showing(request: mw.Request, job_id: str) -> Any:
    return [
        mw.WireCall(
            method="POST", url="https://a.example", headers={"authorization": "Bearer key"}, json={"id": job_id}
        )
    ]


def nameless(request: mw.Request, job_id: str) -> Any:
    return [mw.WireCall(method="POST", url="https://a.example", json={"prompt": request.prompt})]


def wordless(request: mw.Request) -> Any:
    return [mw.Problem("prompt", mw.Message("acme.rule.unheard_of"))] if request.duration == 0 else []


def wilful(request: mw.Request) -> Any:
    return request.with_(prompt=request.prompt + "!")


HOOKS: Mapping[str, tuple[Check, dict[str, Any]]] = {
    "validate() raises on an odd request": (requests.refusals, {"validate": hook(raising)}),
    "no sentence in en: acme.rule.unheard_of": (requests.refusals, {"validate": hook(wordless)}),
    "complete() changes prompt": (requests.completing, {"complete": hook(wilful)}),
    "complete() changes its own answer": (requests.completing, {"complete": hook(wilful)}),
    "wire() shows authorization unmasked": (requests.shown_requests, {"wire": hook(showing)}),
    "The job's id is not in the request": (requests.shown_requests, {"wire": hook(nameless)}),
    "There is no `wire`": (requests.shown_requests, {"wire": None}),
    "but there is no `reconcile`": (description.identity, {"reconcile": None}),
}


@pytest.mark.parametrize("said", HOOKS)
def test_a_hook_that_is_not_right(broken: Breaker, said: str) -> None:
    check, hooks = HOOKS[said]
    findings = examine(subject(broken(**hooks)), [check])
    assert any(said in finding.what for finding in findings), review("acme", findings)


def test_rules_that_change_their_mind(broken: Breaker) -> None:
    answers = count()

    def fickle(request: mw.Request) -> Any:
        moody = request.duration == 0 and next(answers) % 2
        return [mw.Problem("prompt", mw.Message("acme.rule.no_links", domain="acme"))] if moody else []

    findings = examine(subject(broken(validate=hook(fickle))), [requests.refusals])
    assert [finding.what for finding in findings] == ["validate() says something else the second time."]


def test_a_hook_that_breaks_on_an_ordinary_request(broken: Breaker) -> None:
    def breaking(request: mw.Request) -> Any:
        raise LookupError

    findings = examine(subject(broken(validate=hook(breaking))), [requests.good_requests])
    assert len(findings) == 1
    assert "acme" in findings[0].what


async def wrong_argument(ctx: Any, wallet: Any) -> None:
    """Nothing."""


@pytest.mark.parametrize(
    ("hooks", "said"),
    [
        ({"poll": None}, "poll"),
        ({"quota": hook(wrong_argument)}, "wallet"),
        ({"submit": hook(lambda ctx, job: None)}, "submit"),
        ({"describe": hook(lambda: 5)}, "describe"),
        ({"describe": hook(lambda: 1 / 0)}, "describe"),
    ],
)
def test_a_module_that_does_not_load_gets_a_review_too(broken: Breaker, hooks: dict[str, Any], said: str) -> None:
    with pytest.raises(AssertionError) as caught:
        conformance(broken(**hooks))
    assert said in str(caught.value)


def test_words_that_are_another_provider_s(acme: ModuleType) -> None:
    other = replace(acme.ACME, name="rival", vocabulary=mw.Vocabulary(names=("rival",), exclusive=("ＡＣＭＥ",)))
    findings = examine(subject(acme, others=[other]), [messages.names])
    assert [finding.what for finding in findings] == ["“acme” also names rival."]


def test_a_catalogue_with_a_gap(broken: Breaker, acme: ModuleType, tmp_path: Path) -> None:
    for lang, key in (("en", "acme.a"), ("zh", "acme.b")):
        place = tmp_path / lang / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "acme.po").write_text(f'msgid "{key}"\nmsgstr "x"\n', "utf-8")
    findings = examine(subject(broken(replace(acme.ACME, locale=str(tmp_path)))), [messages.catalogues])
    text = review("acme", findings)
    assert "acme.a: not in zh" in text
    assert "There is no en/LC_MESSAGES/acme.mo" in text


def test_a_sentence_that_was_changed_and_not_compiled(broken: Breaker, acme: ModuleType, tmp_path: Path) -> None:
    shutil.copytree(str(acme.ACME.locale), tmp_path / "locale")
    changed = tmp_path / "locale" / "zh" / "LC_MESSAGES" / "acme.po"
    changed.write_text(changed.read_text("utf-8").replace('msgstr "', 'msgstr "新'), "utf-8")
    findings = examine(subject(broken(replace(acme.ACME, locale=str(tmp_path / "locale")))), [messages.catalogues])
    assert [finding.what for finding in findings] == ["zh/LC_MESSAGES/acme.po was changed and not compiled."]


HEAVY = """
import socket
import wave as _w
from mediawright_acme.hooks import *
from mediawright_acme.hooks import ACME, mw
from dataclasses import replace
import os, uvicorn
try:
    socket.create_connection(("127.0.0.1", 9), 0.05)
except OSError:
    pass
@mw.hookimpl
def describe():
    return replace(ACME, website=os.environ.get("ACME_KEY", ""))
"""


def test_a_describe_that_is_not_instant(acme: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme_heavy.py").write_text(HEAVY)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AssertionError) as caught:
        conformance("acme_heavy")
    text = str(caught.value)
    assert "describe() reaches outside: socket.connect" in text
    assert "loads starlette, uvicorn" in text or "loads uvicorn" in text
    assert "A value of the environment is in the description" in text
