"""Facts of a request, a result or a price as rows with their labels."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from mediawright.present.page import Row, Tone, Words
from mediawright.present.wrapping import cut
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Asset
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount, Price, Quote
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Provider
from mediawright.types.request import Media, Request

#: an option's value is told by its beginning
OPTION_COLUMNS = 60


def say(key: str, **values: object) -> Message:
    """A core sentence by key."""
    return Message(key, values)


#: a file name that says nothing to a person
_NUMBERED = re.compile(r"\d{15,}(?:[-_]\d+)?")


def field_row(name: str, value: Words | tuple[Words, ...], tone: Tone = Tone.PLAIN) -> Row:
    """A row labelled with the field's human name."""
    return Row(say(f"field.{name}"), value, tone)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page about an operation is headed with: the emoji and the last part of the title's key."""

    emoji: str
    title: str


_KINDS = {
    Operation.EXTEND_VIDEO: Kind("🎬", "extend"),
    Operation.EDIT_VIDEO: Kind("🎬", "edit_video"),
    Operation.LIP_SYNC: Kind("🎬", "lip_sync"),
    Operation.REPLACE_CHARACTER: Kind("✂️", "replace"),
    Operation.EDIT_IMAGE: Kind("🖼️", "edit_image"),
    Operation.TEXT_TO_IMAGE: Kind("🖼️", "image"),
    Operation.IMAGE_SERIES: Kind("🖼️", "image"),
    Operation.TALKING_PHOTO: Kind("🎬", "talking_photo"),
    Operation.VIDEO_TO_AUDIO: Kind("🔊", "sounded"),
    Operation.UPSCALE_VIDEO: Kind("🎬", "upscale_video"),
    Operation.TRY_ON: Kind("👕", "try_on"),
    Operation.OUTPAINT: Kind("🖼️", "edit_image"),
    Operation.UPSCALE_IMAGE: Kind("🖼️", "upscale_image"),
    Operation.REMOVE_BACKGROUND: Kind("✂️", "edit_image"),
    Operation.TEXT_TO_SPEECH: Kind("🗣️", "speech"),
    Operation.TEXT_TO_MUSIC: Kind("🎵", "music"),
    Operation.SOUND_EFFECTS: Kind("🔊", "sounds"),
    Operation.TRANSCRIBE: Kind("📝", "transcript"),
    Operation.CLONE_VOICE: Kind("🗣️", "voice"),
    Operation.CREATE_ELEMENT: Kind("🧩", "element"),
    Operation.CHAT_EDIT: Kind("🎞️", "edit"),
    Operation.EXPORT: Kind("📦", "export"),
    Operation.ASSEMBLE: Kind("🎬", "film"),
}


def kind_of(operation: Operation) -> Kind:
    """The heading for an operation; most are plain video generation."""
    return _KINDS.get(operation, Kind("🎬", "video"))


def title_of(page: str, operation: Operation, several: bool = False) -> Message:
    """The page's title for this kind of work ("title.confirm.video"); `several` results are spoken of as such."""
    title = kind_of(operation).title
    return say(f"title.{page}.{title}s" if several and title in ("video", "image") else f"title.{page}.{title}")


def request_rows(request: Request) -> Iterator[Row]:
    """What was asked, in the order people compare it: picture, length, shape, sound, then the rest."""
    if request.resolution:
        yield field_row("resolution", shown(request.resolution))
    if request.mode:
        yield field_row("mode", _known("mode", request.mode, ("std", "pro", "4k")))
    if request.quality:
        yield field_row("quality", _known("quality", request.quality, ("low", "medium", "high")))
    if request.duration is not None and request.operation.result in (MediaKind.VIDEO, MediaKind.AUDIO):
        yield field_row("duration", say("value.seconds", n=request.duration))
    if request.aspect_ratio:
        ratio = say("value.auto") if request.aspect_ratio == "auto" else request.aspect_ratio
        yield field_row("aspect_ratio", ratio)
    if request.sound is not None:
        yield field_row("sound", say("value.with_sound" if request.sound else "value.without_sound"))
    yield from _more_rows(request)


def _option(value: object) -> str:
    """An option's value by its beginning; of an address nothing that may be a secret."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return cut(text.partition("?")[0] if "://" in text else text, OPTION_COLUMNS)


def _more_rows(request: Request) -> Iterator[Row]:
    if request.keep_original_sound is not None and request.videos:
        yield field_row("keep_original_sound", _yes_no(request.keep_original_sound))
    if request.count is not None and request.count > 1:
        yield field_row("count", _pieces(request, request.count))
    if request.series_amount is not None:
        amount = request.series_amount
        yield field_row("series_amount", say("value.auto") if amount == "auto" else _pieces(request, amount))
    if request.voice:
        yield field_row("voice", request.voice)
    if request.language:
        yield field_row("language", request.language)
    if request.style:
        yield field_row("style", request.style.replace("_", " "))
    if request.scope:
        yield field_row("scope", say(f"value.{request.scope}"))
    if request.shots:
        yield field_row("shots", say("value.shots", n=len(request.shots)))
    elif request.multi_shot:
        yield field_row("multi_shot", _yes_no(request.multi_shot))
    if request.watermark:
        yield field_row("watermark", _yes_no(request.watermark))
    told = tuple(f"{name} {_option(value)}" for name, value in request.options.items() if not _told(request, name))
    if told:
        yield field_row("options", told)
    if request.media:
        yield field_row("media", tuple(input_name(media, len(request.media) > 1) for media in request.media))


def _told(request: Request, name: str) -> bool:
    """Whether the page tells an option in its own words: of a subject that is saved its name, and its inputs."""
    return request.operation is Operation.CREATE_ELEMENT and name in ("name", "description", "ref_type")


def _pieces(request: Request, number: int) -> Message:
    return say("value.images" if request.operation.result is MediaKind.IMAGE else "value.results", n=number)


def enough(quote: Quote) -> bool:
    """Does the balance cover the price, as far as both are known?"""
    price, balance = quote.price.amount, quote.balance
    return price is None or balance is None or price.unit != balance.unit or price.value <= balance.value


def _yes_no(value: bool) -> Message:
    return say("value.yes" if value else "value.no")


def _known(field: str, value: str, names: Sequence[str]) -> Words:
    return say(f"value.{field}.{value}") if value in names else value


def shown(resolution: str) -> str:
    """ "2k" as people write it: "2K"; "1080p" stays."""
    return resolution.upper() if resolution.lower().endswith("k") else resolution


def input_name(media: Media, with_role: bool = True) -> Words:
    """An input by its own name, never its path or its whole address; its part in the work where there are several."""
    name: Words
    if media.is_url:
        parts = urlsplit(media.source)
        name = unquote(PurePath(parts.path).name) or parts.hostname or ""
    else:
        name = PurePath(media.original or media.source).name
    if _NUMBERED.fullmatch(PurePath(str(name)).stem):  # a result under the number that its provider gave it
        name = say(f"made.{_made(media)}")
        return say("value.input", name=name, role=media.role) if with_role else name
    return say("value.input", name=name, role=media.role) if with_role else name


def _made(media: Media) -> str:
    return media.kind.value if media.kind in (MediaKind.IMAGE, MediaKind.VIDEO) else "file"


def cost_row(price: Price, label: str = "cost_estimate") -> Row:
    """What it will cost, or that nobody knows; never silence."""
    if price.amount is None:
        return field_row(label, say("price.unknown"), Tone.WARN)
    if price.free:
        return field_row(label, say("price.free"), Tone.GOOD)
    return field_row(label, price_words(price), Tone.STRONG)


def sum_words(amount: Amount) -> Words:
    """A sum that was paid; nothing is "free"."""
    return say("price.exact", amount=amount) if amount.value else say("price.free")


def price_words(price: Price) -> Words:
    """A price as few words: "90 credits", "about 30 credits", "7 units (list price $0.98)"."""
    if price.amount is None:
        return say("price.unknown")
    if price.free:
        return say("price.free")
    if price.usd is not None and price.amount.unit != "USD":
        key = "price.about_usd" if price.about else "price.exact_usd"
        return say(key, amount=price.amount, usd=Amount(price.usd, "USD"))
    return say("price.about" if price.about else "price.exact", amount=price.amount)


def balance_row(quote: Quote) -> Row | None:
    """What is left after an approval, where balance and price are counted in the same unit."""
    price, balance = quote.price.amount, quote.balance
    if balance is None or quote.price.free:
        return None
    if price is None or price.unit != balance.unit:
        return field_row("balance", say("price.exact", amount=balance))
    left = Amount(balance.value - price.value, balance.unit)
    if left.value < 0:
        short = Amount(-left.value, left.unit)
        return field_row("balance", say("price.short", short=short, now=balance), Tone.BAD)
    return field_row("balance_after", say("price.left", left=left, now=balance))


def asset_rows(asset: Asset) -> Iterator[Row]:
    """What was measured of a file."""
    if asset.duration and asset.kind is not MediaKind.IMAGE:
        yield field_row("duration", say("value.seconds", n=round(asset.duration, 1)))
    if asset.width and asset.height:
        yield field_row("picture", f"{asset.width}×{asset.height}")


#: name → the provider, of all that load; one that is gone is called by its name
Providers = Mapping[str, Provider]


def title_in(providers: Providers, name: str) -> Text:
    """A provider's name for people."""
    return providers[name].title if name in providers else Text(name, name)


def work_in(providers: Providers, provider: str, request: Request) -> Message:
    """What kind of work it is; a draft of it is called one."""
    operation = say(f"operation.{request.operation.value}")
    found = providers.get(provider)
    return (
        say("value.draft_of", operation=operation)
        if found is not None and found.drafts(request.operation)
        else operation
    )


def model_in(providers: Providers, provider: str, request: Request) -> Words | None:
    """The request's model by its name for people; by its own where nobody knows it; None where it names none."""
    if request.model is None or provider not in providers:
        return request.model
    model = providers[provider].model(request.model, request.operation.result)
    return model.label if model else request.model


def with_provider(model: Words | None, provider: Text) -> Words:
    """ "Name 2.0 (Provider)"; the provider alone where there is no model or both have one name."""
    if model is None or (isinstance(model, Text) and model.en == provider.en):
        return provider
    return say("value.model_of", model=model, provider=provider)
