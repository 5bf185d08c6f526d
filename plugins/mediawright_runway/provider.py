"""Runway as data: how it is called and signed in to. The models are those of `shapes`."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from mediawright import plugin as mw
from mediawright_runway.shapes import ABOUT, TABLE, VOICES, capability, operations

UPDATED = date.fromisoformat(TABLE["date"])
CREDIT = Decimal("0.01")
BASE = "https://api.dev.runwayml.com"


def models() -> Iterator[mw.Model]:
    for name, about in ABOUT.items():
        able = list(operations(name))
        for kind in dict.fromkeys(operation.result for operation in able):
            if kind is not None:
                yield _model(name, about, kind, tuple(operation for operation in able if operation.result is kind))


def _model(name: str, about: dict[str, Any], kind: mw.MediaKind, able: tuple[mw.Operation, ...]) -> mw.Model:
    low, high = about.get("timing", (5, 60) if kind is not mw.MediaKind.VIDEO else (60, 600))
    return mw.Model(
        name=name,
        label=mw.Text(about["label"], about["label"]),
        kind=kind,
        capabilities=mw.LazyCapabilities(able, partial(capability, name)),
        aliases=tuple(about.get("aliases", ())),
        prices=_prices(about, kind),
        timing=mw.Timing(typical_low=low, typical_high=high),
        recommended_for=tuple(op for op in able if op.value in about.get("best", ())),
        retires=date.fromisoformat(about["retires"]) if "retires" in about else None,
        replaced_by=about.get("like", ""),
    )


def _prices(about: dict[str, Any], kind: mw.MediaKind) -> mw.Prices | None:
    """One row for lists, the dearest that is published; what a request costs is counted by `pricing`."""
    per = mw.Per.SECOND if kind is mw.MediaKind.VIDEO else mw.Per.ITEM
    if "per_characters" in about:
        rate, per = Decimal(1000) / about["per_characters"], mw.Per.THOUSAND_CHARACTERS
    elif "flat" in about:
        rate, per = Decimal(about["flat"]), mw.Per.REQUEST
    elif "rate" in about:
        rate = max(numbers(about["rate"]))
    else:
        return None
    rule = mw.PriceRule(value=rate, unit="credits", per=per, about=True)
    return mw.Prices(source=TABLE["source"], updated=UPDATED, rules=(rule,), usd={"credits": CREDIT})


def numbers(rate: Any) -> list[Decimal]:
    """Return every number of a rate, whatever it hangs on."""
    parts = rate.values() if isinstance(rate, dict) else rate if isinstance(rate, list) else None
    return [Decimal(str(rate))] if parts is None else [number for part in parts for number in numbers(part)]


RUNWAY = mw.Provider(
    name="runway",
    title=mw.Text("Runway", "Runway"),
    website="https://runwayml.com",
    models=tuple(models()),
    auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"api_key": "RUNWAYML_API_SECRET"}),),
    settings=(mw.Setting(name="base_url", env=("RUNWAYML_BASE_URL",), default=BASE, audience=mw.Audience.INTERNAL),),
    vocabulary=mw.Vocabulary(
        names=("runway", "runwayml", "runway ml", "跑道"),
        exclusive=(
            *("gen-4", "gen 4.5", "gen-4.5", "gen4.5", "gen4 turbo", "gen-4 turbo", "第四代"),
            *("aleph", "阿莱夫", "act-two", "act two", "veo"),
        ),
    ),
    limits=mw.Limits(parallel=2, input_bytes=200 * 10**6, result_life_s=86_400, wait_s=3600.0),
    hosts=("api.dev.runwayml.com",),
    lookup=mw.LookupGrade.NONE,
    broker=True,
    voices=tuple(mw.Voice(name=name, label=mw.Text(name, name)) for name in VOICES),
    locale=str(Path(__file__).with_name("locale")),
)
