"""The models."""

from dataclasses import replace
from decimal import Decimal

import pytest
from devtools.gallery.samples import MODEL, PROVIDER

from mediawright.present.chat import chat
from mediawright.present.pages import models
from mediawright.present.pages.models import FEW, fineness, ranges
from mediawright.present.terminal import terminal
from mediawright.types.money import Per, PriceRule
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider


def priced(*rules: PriceRule, kind: MediaKind = MediaKind.VIDEO) -> Model:
    assert MODEL.prices is not None
    return replace(MODEL, kind=kind, prices=replace(MODEL.prices, rules=rules))


def rule(value: int, per: Per) -> PriceRule:
    return PriceRule(value=Decimal(value), unit="credits", per=per)


def test_few_models_are_told_in_a_line_each() -> None:
    lines = chat(models([PROVIDER]), "zh").splitlines()
    assert lines[3] == (
        "• 艾克米 2.0（推荐）✓：文生视频、图生视频，秒数 5、10、15，720p、1080p、4K，16:9、9:16、1:1、4:3、3:4，18 积分/秒起"
    )


def test_many_models_are_only_named_in_a_chat() -> None:
    many = replace(PROVIDER, models=tuple(replace(MODEL, name=f"m{n}") for n in range(FEW + 1)))
    text = chat(models([many]), "en")
    assert len(text.splitlines()) == 3
    assert text.endswith("Name one and I will tell you more.")
    assert "720p" in terminal(models([many]), "en", 120)


def test_only_those_able_to_do_it() -> None:
    assert chat(models([PROVIDER], operation=Operation.LIP_SYNC), "en") == "🎛️ No model here can do that."
    assert chat(models([PROVIDER], operation=Operation.TEXT_TO_VIDEO), "zh").startswith("🎛️ 能做「文生视频」的模型")


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (priced(rule(20, Per.REQUEST), rule(18, Per.SECOND)), "from 18 credits/s"),
        (priced(rule(6, Per.ITEM), kind=MediaKind.IMAGE), "from 6 credits/image"),
        (priced(rule(60, Per.ITEM)), "from 60 credits"),
        (priced(rule(0, Per.REQUEST), rule(9, Per.REQUEST)), "from 9 credits"),
    ],
)
def test_the_lowest_price_that_costs_something(model: Model, words: str) -> None:
    assert chat(models([replace(PROVIDER, models=(model,))]), "en").splitlines()[3].endswith(words)


@pytest.mark.parametrize("model", [priced(), priced(rule(0, Per.REQUEST)), replace(MODEL, prices=None)])
def test_no_price_is_not_called_free(model: Model) -> None:
    assert "free" not in chat(models([replace(PROVIDER, models=(model,))]), "en")


def test_a_free_provider_is_free() -> None:
    free: Provider = replace(PROVIDER, free=True)
    assert chat(models([free]), "en").splitlines()[3].endswith("free")


@pytest.mark.parametrize(
    ("numbers", "words"), [([], []), ([5], ["5"]), ([5, 10, 15], ["5", "10", "15"]), ([3, 4, 5, 9], ["3–5", "9"])]
)
def test_spans_of_numbers(numbers: list[int], words: list[str]) -> None:
    assert ranges(numbers) == words


def test_sizes_are_sorted_by_fineness() -> None:
    assert sorted(["4k", "720p", "1k", "1080p", "odd"], key=fineness) == ["odd", "720p", "1k", "1080p", "4k"]
