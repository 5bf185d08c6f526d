"""What a turn sets, changes or unsets: parameters, relative wishes, the model, the provider. Pure."""

import re
from collections.abc import Callable

from mediawright.router.dialogue.change import Change
from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.counting import counted
from mediawright.router.dialogue.cues import Cue, cue, pattern
from mediawright.router.dialogue.models import of_page
from mediawright.router.dialogue.utterance import Clause, Utterance
from mediawright.router.language.numbers import value
from mediawright.router.parameters.binding import named_provider

#: words about sound that describe none
_PLAIN_SOUND = pattern("settings_plain_sound")
_ELAPSED = pattern("settings_elapsed")
_NOT_DEAR = pattern("settings_not_dear")
RELATIVE = ("longer", "shorter", "higher_quality", "lower_quality", "faster", "other_model", "other_provider")
#: a place in a town, and no shape: "lose the square"
_A_SQUARE = re.compile(
    r"(?:town|market|village|main|public|red|times|trafalgar) square|the square(?! (?:one|version|crop|format|shape|ratio))"
)
_SHAPES = (("9:16", "tall"), ("3:4", "three_four"), ("16:9", "wide"), ("1:1", "square"))
_DROPS = (("duration", "any_length"), ("provider", "any_provider"), ("model", "any_model"))
#: before a length that is a part of the clip
_PART = pattern("settings_part")
_LENGTH = re.compile(r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:s|secs?|seconds?|秒)(?![a-z])")
#: before a value that is not wanted
_UNWANTED = pattern("settings_unwanted")
#: before a shape that is not wanted
_DENIED = pattern("settings_denied")
_BARE_SIZE = re.compile(r"(?<![a-z0-9])(?:(?P<k>[1248])k|(?P<p>480|540|720|1080|1440|2160)p?)(?![a-z0-9])")

#: one of them and no more: 一张得了
_ONLY_ONE = re.compile(r"[一1][张个幅](?:就行|就好|就够|得了|足够|够了|即可)|\b(?:just|only) (?:the )?one\b(?! \w)")
#: another go, and no longer one
_ONCE_MORE = re.compile(r"\b(?:one|1) more time\b|\bonce more\b")
#: a sound that is missed: 怎么没有声音, "why is there no sound"
MISSED = re.compile(r"(?:怎么|为什么|为啥|咋|why|how come).{0,14}(?:没有?|无|静音|\bno\b|silent|mute)")
#: a length as a setting: "duration=10", 时长：10
_ASSIGNED = re.compile(
    r"(?<![a-z])(?:duration|length|seconds|secs?|时长|秒数|长度) ?[=:] ?(?P<n>\d{1,2})(?:s|秒)?(?![\d:.])"
)


#: a number that counts money: "6 credits per picture"
_PRICED = re.compile(r"\d+ ?(?:credits?|units?|points?|积分|点)(?![a-z])")
#: what is named instead where it is too dear
_SAVES = frozenset(("duration", "count", "resolution", "mode", "model"))
_TOO_DEAR = re.compile(r"\b(?:too|so|that|pretty|bit) (?:expensive|dear|pricey|much|steep|costly)\b(?!.*cheap)")
#: what is long enough: "any longer and I'd fall asleep"
_NO_LONGER = re.compile(r"\b(?:any|no|much) longer (?:and|than|or)\b")
#: what a model is to be like
_KIND_OF_MODEL = frozenset(("cheaper", "faster", "higher_quality", "lower_quality"))
#: a model of the provider by its version alone: "the 2.6 model", 换2.6的模型
Called = Callable[[str], str | None]
_MODEL_VERSION = re.compile(
    r"(?<![\d.a-z])v?(?P<part>\d(?:\.\d)?) (?:model|version)\b|(?P<zh>\d(?:\.\d)?)的?(?:那个)?(?:模型|版本)"
)


def settings(said: Utterance, context: Context, called: Called = lambda _: None) -> Change:
    """Everything about the settings in a message. `called`: a model of the request's provider by the rest of its name."""
    change = Change()
    _absolute(said, context, change)
    _named(said, context, change)
    found = _MODEL_VERSION.search(said.plain) if "model" not in change.params else None
    if found and (model := called(found["part"] or found["zh"])):
        change.params["model"] = model
        change.spans.append(found.span())
    for clause in said.clauses:
        _shape(clause, change)
        _relative(clause, change)
        _sound(clause, context, change)
        _bare(clause, context, change)
        _mode(clause, change)
        for name, words in _DROPS:
            if cue(words).within(clause.flat):
                change.drop.append(name)
                change.params.pop(name, None)
    if context.picture and _ONLY_ONE.search(said.plain):
        change.params["count"] = 1
    if change.params.get("sound") is True and any(cue("sound_off").within(clause.flat) for clause in said.clauses):
        change.params["sound"] = False
    if "longer" in change.params and _ONCE_MORE.search(said.plain):
        change.params.pop("longer")
    if change.params.get("sound") is False and MISSED.search(said.plain):
        change.params["sound"] = True
    if "model" in change.params or change.provider:
        change.params.pop("other_model", None)
        change.params.pop("other_provider", None)
    if "cheaper" in change.params and change.params.keys() & _SAVES and _TOO_DEAR.search(said.plain):
        change.params.pop("cheaper")  # "too expensive, 3 seconds then": why, and what instead
    if change.params.keys() & _KIND_OF_MODEL:
        change.params.pop("other_model", None)  # 换个便宜的模型: what the model is to be like says it all
    if "model" in change.params:
        change.params.pop("faster", None)
    if "duration" in change.params:
        change.params.pop("longer", None)
        change.params.pop("shorter", None)
    if "resolution" in change.params:
        change.params.pop("higher_quality", None)
        change.params.pop("lower_quality", None)
        change.params.pop("cheaper", None)
    return change


def _absolute(said: Utterance, context: Context, change: Change) -> None:
    values, spans = said.message.said.values, said.message.said.spans
    for name in ("duration", "aspect_ratio", "resolution", "sound", "count"):
        if name not in values or (name == "sound" and context.operation == "chat_edit"):
            continue
        text = said.plain[slice(*spans[name])]
        if name == "aspect_ratio" and text.split()[-1:] == ["square"] and _A_SQUARE.search(said.plain):
            continue
        if name == "duration" and context.operation == "chat_edit":
            continue
        if name == "duration" and (context.picture or values[name] > 120 or _elapsed(said.plain, spans[name])):
            continue
        if name == "count" and _PRICED.search(said.plain[spans[name][0] :]):
            continue
        if name == "count" and said.says("again") and not re.search(r"[张幅]|pic|image|photo|version|video|clip", text):
            continue
        change.params[name] = values[name]
        if name != "sound" or _PLAIN_SOUND.fullmatch(text):
            change.spans.append(spans[name])
    counted(said.plain, context, change)
    _last_said(said, change)
    _plain_length(said, context, change)
    assigned = _ASSIGNED.search(said.plain) if "duration" not in change.params else None
    if assigned and not context.picture:
        change.params["duration"] = int(assigned["n"])
        change.spans.append(assigned.span())
    size = _BARE_SIZE.search(said.plain) if "resolution" not in change.params else None
    if size:
        change.params["resolution"] = f"{size['k']}k" if size["k"] else f"{size['p']}p"
        change.spans.append(size.span())


def _plain_length(said: Utterance, context: Context, change: Change) -> None:
    """A length that the single-message router takes for part of a scene: "knock it down to 3 secs"."""
    if "duration" in change.params or not context.clip or context.stage == "done":
        return
    for match in _LENGTH.finditer(said.plain):
        before = said.plain[max(0, match.start() - 12) : match.start()]
        number = value(match["n"])
        if number and 2 < number <= 60 and not _PART.search(before) and not _elapsed(said.plain, match.span()):
            change.params["duration"] = number
            change.spans.append(match.span())
            return


def _last_said(said: Utterance, change: Change) -> None:
    """Of several resolutions or lengths the last counts, unless it is the one not wanted."""
    for name, words in (("resolution", _BARE_SIZE), ("duration", _LENGTH)):
        found = [
            m
            for m in words.finditer(said.plain)
            if not _UNWANTED.search(said.plain[max(0, m.start() - 14) : m.start()])
        ]
        if name not in change.params or len(list(words.finditer(said.plain))) < 2 or not found:
            continue
        last = found[-1]
        if name == "resolution":
            change.params[name] = f"{last['k']}k" if last["k"] else f"{last['p']}p"
        elif value(last["n"]):
            change.params[name] = value(last["n"])
        change.spans += [m.span() for m in words.finditer(said.plain)]


def _elapsed(plain: str, span: tuple[int, int]) -> bool:
    """A time that has passed or is waited for: 都十分钟了, "been 5 minutes"."""
    before, after = plain[max(0, span[0] - 14) : span[0]], plain[span[1] : span[1] + 8]
    return bool(
        (_ELAPSED.search(before) and not re.match(r"\s*(?:$|[,.，。])", after))
        or re.match(r"\s*(?:了|ago|already|后|前|and (?:still|nothing))", after)
    )


def plain_sound(text: str) -> bool:
    """Whether a clause about sound describes none: "with sound", and not "with whistle sounds"."""
    return _PLAIN_SOUND.fullmatch(text) is not None


def _named(said: Utterance, context: Context, change: Change) -> None:
    message = said.message
    for name in message.names:
        change.spans.append((message.reading.starts[name.first], message.reading.end(name.last - 1)))
        change.provider = change.provider or name.provider_named
    kind = "video" if context.clip else "image" if context.picture else None
    for name in message.names:
        models = [m for m in name.meanings if m.model and change.provider in (None, m.provider)]
        right = [m for m in models if kind is None or m.kind in (None, kind)] or models
        own = [m for m in right if m.provider == context.provider] or right
        own = [m for m in own if context.operation in m.operations] or own
        if name.mode and kind != "image":
            change.params["mode"] = name.mode
        if own and not name.half and not name.provider_named and own[0].model:
            change.params["model"] = own[0].model
            if len({m.provider for m in own}) == 1 and own[0].provider != context.provider:
                change.provider = change.provider or own[0].provider
    if not change.provider and not change.params.get("model"):
        change.provider = named_provider(message)
    of_page(said, context, change)


def _shape(clause: Clause, change: Change) -> None:
    if cue("style_of").within(clause.flat):
        return
    flat = _A_SQUARE.sub(lambda match: " " * len(match.group()), clause.flat)
    found = [(match.start(), ratio) for ratio, words in _SHAPES for match in [cue(words).within(flat)] if match]
    denied = [ratio for at, ratio in found if _DENIED.search(clause.flat[:at])]
    wanted = [ratio for at, ratio in found if not _DENIED.search(clause.flat[:at])]
    ratio = change.params.get("aspect_ratio")
    if denied and ratio in (*denied, None):
        change.params["aspect_ratio"] = "16:9" if denied[0] == "9:16" else "9:16"
    if wanted and (denied or change.refused or ratio is None or ratio in denied):
        change.params["aspect_ratio"] = wanted[0]
    change.refused = change.refused or bool(denied)


def _relative(clause: Clause, change: Change) -> None:
    for name in RELATIVE:
        if name == "longer" and _NO_LONGER.search(clause.flat):
            continue
        if cue(name).within(clause.flat):
            change.params[name] = True
    if cue("too_dear").within(cue("polite").without(clause.flat)) and not _other_money(clause.flat):
        change.params["cheaper"] = True


def _other_money(flat: str) -> bool:
    return _NOT_DEAR.search(flat) is not None


def _sound(clause: Clause, context: Context, change: Change) -> None:
    if "sound" in change.params or context.picture or context.operation == "chat_edit":
        return
    if cue("sound_off").within(clause.flat):
        change.params["sound"] = False
    elif cue("sound_on").within(clause.flat) and not cue("music").within(clause.flat):
        change.params["sound"] = True


_OF_THOSE = pattern("settings_of_those")


def _bare(clause: Clause, context: Context, change: Change) -> None:
    """A number without a unit: the length of a clip, or how many pictures."""
    those = _OF_THOSE.match(clause.core) if context.picture and "count" not in change.params else None
    if those and value(those["n"]):
        change.params["count"] = int(value(those["n"]) or 1)
    if "count" not in change.params:
        many = cue("count_only")
        found = _whole(many, clause)
        number = value((found["n"] or "").removeprefix("a ")) if found and _unit(found.group(), clause) else None
        if number == 1 and re.match(r"再|另|换", clause.core):
            return
        if number and (context.picture or _counts(clause.core)):
            change.params["count"] = int(number)
            return
    if context.clip and "duration" not in change.params and "count" not in change.params:
        length = cue("duration_only")
        found = _whole(length, clause)
        number = value(found["n"]) if found else None
        if number and 2 < number <= 60:
            change.params["duration"] = number


def _whole(words: Cue, clause: Clause) -> re.Match[str] | None:
    """The clause as a whole in these words, with or without the answer at its head."""
    found = (pattern.fullmatch(text) for text in (clause.core, clause.tail) for pattern in (words.en, words.zh))
    return next((match for match in found if match), None)


def _unit(text: str, clause: Clause) -> bool:
    return not re.search(r"\d+$", clause.flat) or len(text) > 3


def _counts(core: str) -> bool:
    return re.search(r"version|variant|variation|option|clip|video|copies|take|alternative|条|版|个", core) is not None


def _mode(clause: Clause, change: Change) -> None:
    if cue("mode_pro").within(clause.flat):
        change.params["mode"] = "pro"
    elif cue("mode_std").within(clause.flat):
        change.params["mode"] = "std"
