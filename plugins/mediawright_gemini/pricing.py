"""What a request costs and what a finished task did cost, in US dollars (docs/contracts/gemini.md §10). Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_gemini.provider import GROUPS, MODELS, TABLE, say

MILLION = Decimal(1_000_000)
CENT, SMALL = Decimal("0.01"), Decimal("0.0001")
#: beside the result: text and thought, each picture and each clip that goes in
WORDS, PICTURE, CLIP = Decimal("0.01"), Decimal("0.002"), Decimal("0.02")
#: a clip that is carried on may become so long: what is paid where nobody knows how long it is
LONGEST_S = Decimal(30)
#: tokens of a second of speech, and characters that are spoken in one
SPOKEN, LETTERS, SIGNS = 25, Decimal(12), Decimal("3.5")


def price(request: mw.Request, today: date) -> mw.Price:
    """Return the price; without an amount where nobody says it."""
    group, model = GROUPS[str(request.model)], MODELS[str(request.model)]
    amount, known = _amount(group, request, today)
    notes = [] if known else [say("length_unknown")]
    notes += [say("whole_clip")] if request.operation is mw.Operation.EXTEND_VIDEO else []
    updated = model.prices.updated if model.prices else date.fromisoformat(TABLE["date"])
    facts: dict[str, Any] = {"source": TABLE["source"], "updated": updated, "notes": tuple(notes)}
    if amount is None:
        return mw.Price(amount=None, **facts)
    about = not known or group["grade"] != "H"
    return mw.Price(amount=mw.Amount(amount, "USD"), about=about, usd=amount, **facts)


def _amount(group: Mapping[str, Any], request: mw.Request, today: date) -> tuple[Decimal | None, bool]:
    open_ended = request.options.get("service_tier", "standard") != "standard"
    if open_ended or request.options.get("thinking_level") in ("medium", "high"):  # G-R21
        return None, True
    if group["call"] == "speech":
        return _speech(request, today), True
    key = request.resolution or group.get("assumed", {}).get("resolution", "")
    rows = sdk.price_rows(group, str(request.model)).get(key)
    if rows is None or request.operation is mw.Operation.UPSCALE_VIDEO:
        return None, True
    each, inputs = Decimal(rows[0]), PICTURE * len(request.images)
    if group["call"] == "video":
        length, known = seconds(request)
        return (each * length + inputs + WORDS + CLIP * len(request.videos)).quantize(CENT, ROUND_CEILING), known
    return (each + (inputs + WORDS if group["call"] == "picture" else 0)) * (request.count or 1), True


def seconds(request: mw.Request) -> tuple[Decimal, bool]:
    """Return the seconds that are paid, and whether they are known: an extended clip is paid whole (G-R22)."""
    asked = Decimal(request.duration or 0)
    if request.operation not in (mw.Operation.EDIT_VIDEO, mw.Operation.EXTEND_VIDEO):
        return asked, True
    measured = [clip.info.duration for clip in request.videos if clip.info is not None and clip.info.duration]
    if not measured:
        return LONGEST_S if request.operation is mw.Operation.EXTEND_VIDEO else Decimal(15), False
    clip = Decimal(str(measured[0])).quantize(Decimal(1), ROUND_HALF_UP)
    return clip + (asked if request.operation is mw.Operation.EXTEND_VIDEO else 0), True


def _speech(request: mw.Request, today: date) -> Decimal | None:
    rate = _spoken_rate(str(request.model), today)
    if rate is None:
        return None
    signs = sum("\u3000" <= letter <= "\u9fff" for letter in request.prompt)
    length = Decimal(signs) / SIGNS + Decimal(len(request.prompt) - signs) / LETTERS
    sound = max(length, Decimal(1)) * SPOKEN * rate[1] / MILLION
    return (sound + len(request.prompt) * rate[0] / MILLION).quantize(SMALL, ROUND_CEILING)


def _spoken_rate(model: str, today: date) -> tuple[Decimal, Decimal] | None:
    """Return what a million tokens of text and of sound cost on a day (G-R26)."""
    rows = [row for row in TABLE["speech"].get(model, ()) if date.fromisoformat(row[0]) <= today]
    return (Decimal(rows[-1][1]), Decimal(rows[-1][2])) if rows else None


def cost(model: str, data: Any, today: date) -> mw.Amount | None:
    """Return what the tokens of a finished task cost, computed; None where the answer does not count them."""
    spoken = _spoken_rate(model, today)
    rates = [*spoken, Decimal(0)] if spoken else [Decimal(rate) for rate in GROUPS.get(model, {}).get("tokens", ())]
    paths = (
        ("usage.total_input_tokens", "usageMetadata.promptTokenCount"),
        ("usage.total_output_tokens", "usageMetadata.candidatesTokenCount"),
        ("usage.total_thought_tokens", "usageMetadata.thoughtsTokenCount"),
    )
    counted = [sdk.text(data, path) for path in paths]
    if not rates or not counted[0].isdigit() or not counted[1].isdigit():
        return None
    used = [Decimal(number) if number.isdigit() else Decimal(0) for number in counted]
    total = sum((number * rate for number, rate in zip(used, rates, strict=True)), Decimal(0)) / MILLION
    return mw.Amount(total.quantize(SMALL, ROUND_CEILING), "USD")
