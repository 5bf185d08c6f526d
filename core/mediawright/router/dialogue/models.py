"""Which model of the page a turn means: by its name, by a part of it that only it has, by its place. Pure."""

import re

from mediawright.router.dialogue.amounts import amount
from mediawright.router.dialogue.change import Change
from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.cues import pattern
from mediawright.router.dialogue.utterance import Utterance
from mediawright.router.language.names import squeeze
from mediawright.router.language.numbers import value

_MODEL_AT = pattern("settings_model_at")
_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "last": -1, "other": 1}


#: a price that stands for a model: "the 2.5 credit one", 用5积分那个
_OF_A_PRICE = pattern("models_of_a_price")


def of_page(said: Utterance, context: Context, change: Change) -> None:
    """A model of the page, by its name, a part of it or its place."""
    if not context.models:
        return
    whole, part = _in_full(said, context), _by_part(said, context)
    names = [offer.model for offer in context.models]
    if whole:
        change.params["model"] = whole
    elif part and change.params.get("model") not in names:
        change.params["model"] = part[0]
        change.spans.append(part[1])
    if "model" in change.params:
        return
    money = amount(said.flat, bare=True) if _OF_A_PRICE.search(said.plain) else None
    for offer in context.models:
        if money and offer.price and float(offer.price) == money.number:
            change.params["model"] = offer.model
            change.spans.append((0, len(said.text)))
            return
    spelled = squeeze(said.flat.replace(" ", ""))
    for offer in context.models:
        if len(offer.model) > 3 and squeeze(offer.model.lower().replace(" ", "")) in spelled:
            change.params["model"] = offer.model
            return
    found = _MODEL_AT.search(said.plain)
    if found:
        if found["en"] == "other" and len(context.models) > 1:
            return
        at = _ORDER.get(found["en"] or "", 0) or int(value(found["number"] or found["zh"] or found["zh2"] or "0") or 0)
        at = -1 if found["last"] else at
        if at == -1 or 1 <= at <= len(context.models):
            change.params["model"] = context.models[at if at == -1 else at - 1].model
            change.spans.append(found.span())


def _in_full(said: Utterance, context: Context) -> str | None:
    """The model of the page whose words are all said ("the 2.5 turbo"), beyond those that all of them have."""
    names = [offer.model for offer in context.models]
    common = set.intersection(*(parts_of(name) for name in (*names, context.model or names[0])))
    words = {word.removeprefix("v") for word in re.findall(r"v?\d+(?:\.\d+)?|[a-z]{3,}", said.flat)}
    own = {name: parts_of(name) - common - {"preview", "generate"} for name in names}
    found = [name for name in names if len(own[name]) > 1 and own[name] <= words]
    return found[0] if len(found) == 1 else None


#: a word of a model's name where a model is spoken of: "the 2.6 model", 用fast, mini那个
_MODEL_PART = re.compile(
    r"(?:\b(?:use|try|with|take|go with|switch to|want)(?: the)? |\bthe |用|换成?|试试?|要|^)\s*"
    r"(?P<part>v?\d+(?:\.\d+)?|[a-z]+)"
    r"(?=\s*(?:模型|那个|那款|的|版|就|吧|也|试|行|可|好|吗|$|,|，| model| one| version| instead| please))"
)


def _by_part(said: Utterance, context: Context) -> tuple[str, tuple[int, int]] | None:
    """A model of the page by the word or number that only it has."""
    for found in _MODEL_PART.finditer(said.plain):
        part = found["part"].removeprefix("v")
        having = [offer.model for offer in context.models if part in parts_of(offer.model)]
        if len(having) == 1 and part not in parts_of(context.model or ""):
            return having[0], found.span("part")
    return None


def parts_of(model: str) -> set[str]:
    """The words and versions in a model's name: "name-v2-5-turbo" has 2.5 and turbo."""
    low = model.lower()
    versions = {re.sub(r"[-_]", ".", version) for version in re.findall(r"\d+(?:[-_.]\d(?!\d))?", low)}
    versions |= {version.removesuffix(".0") for version in versions}
    return versions | set(re.findall(r"[a-z]{3,}", low))
