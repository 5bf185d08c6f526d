"""The answer to a question with numbered choices: a number, a word, a description, either. Pure."""

import re
from collections.abc import Sequence

from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.models import parts_of
from mediawright.router.dialogue.results import pointed
from mediawright.router.dialogue.turn import Index
from mediawright.router.dialogue.utterance import Utterance, residue
from mediawright.router.language.names import squeeze
from mediawright.router.language.numbers import value
from mediawright.types.route import COMMAND_OF

#: words for each operation beyond what kind of thing it makes, the most telling first
_WORDS = {
    "create_element": ("pick_saved",),
    "lip_sync": ("pick_talk",),
    "extend_video": ("pick_longer",),
    "replace_character": ("pick_swap",),
    "reference_to_video": ("pick_reference",),
    "animate_image": ("pick_style", "pick_video"),
    "chat_edit": ("pick_timeline",),
    "upload": ("upload",),
    "edit_image": ("pick_edit",),
    "edit_video": ("pick_edit",),
    "upscale": ("upscale",),
}
_EN = {
    "first": 1,
    "1st": 1,
    "former": 1,
    "second": 2,
    "2nd": 2,
    "latter": -1,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "last": -1,
    "a": 1,
    "b": 2,
    "c": 3,
    "d": 4,
    "top": 1,
    "bottom": -1,
    "middle": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
#: pictures that are a clip
_MOVING_PICTURES = re.compile(r"(?:moving|motion) (?:pictures?|images?|photos?)")
#: the key of the choice that is only a draft of the real thing
DRAFT = "draft"
_DRAFT = re.compile(r"草稿|草图|预演|示意|免费|不花钱|不要钱|(?<![a-z])(?:drafts?|sketch|free)(?![a-z])")
_PLACE_EN = pattern("choosing_place_en")
_PLACE_ZH = pattern("choosing_place_zh")
_REFUSED = re.compile(r"别|不要|不是|不用|not |dont |do not |no |never ")
_NOT_EN = pattern("choosing_not_en")
_NOT_ZH = re.compile(r"(?:不要|不是|别|不用|不想要|不做|不想|不)(?:做|弄|出|画|拍|要|用|搞|整|给我)?(?:成|个)?$")


def chosen(said: Utterance, context: Context) -> Index | None:
    """The choice that a message takes, from 1, or "any"; None where it takes none."""
    choices = context.choices
    if not choices:
        return None
    if context.question == "which_result":
        return _which(said, context)
    named = _by_name(said, choices)
    if named:
        return named
    if all(re.fullmatch(r"[\d.]+", choice) for choice in choices):
        return _by_number(said, choices)
    if all(re.fullmatch(r"\d+:\d+", choice) for choice in choices):
        found = _by_ratio(said, choices)
    else:
        found = _by_part(said, choices) if _named_ones(context) else _by_kind(said, choices)
    return found or place(said, len(choices)) or _any(said)


def _named_ones(context: Context) -> bool:
    """The choices are names of models."""
    return context.question in ("model", "model_version") and not set(context.choices) & set(COMMAND_OF)


def _by_part(said: Utterance, choices: Sequence[str]) -> int | None:
    """A model by the word or version that only it has, or by its age."""
    parts = [parts_of(choice) for choice in choices]
    words = {word.removeprefix("v") for word in re.findall(r"v?\d+(?:\.\d+)?|[a-z]{3,}", said.flat)}
    having = [at for at, own in enumerate(parts, 1) if words & own]
    if len(having) == 1:
        return having[0]
    found = _AGE.search(said.flat)
    ages = [max((float(word) for word in own if re.fullmatch(r"\d+(?:\.\d+)?", word)), default=0.0) for own in parts]
    if not found or len(set(ages)) < 2:
        return None
    return ages.index((min if found["old"] else max)(ages)) + 1


#: a model by its age
_AGE = re.compile(r"(?P<old>\bold(?:er|est)?\b|旧|老)|\bnew(?:er|est)?\b|\blatest\b|新")


def draft(said: Utterance, choices: Sequence[str]) -> int | None:
    """The free draft among those who could make it: "the draft", 免费的就行."""
    if DRAFT not in choices or said.asks:
        return None
    found = _DRAFT.search(said.flat)
    before = said.flat[: found.start()] if found else ""
    return list(choices).index(DRAFT) + 1 if found and not (_NOT_EN.search(before) or _NOT_ZH.search(before)) else None


def _any(said: Utterance) -> Index | None:
    if said.says("both") and not said.asks:
        return "any"
    return "any" if any(cue("either").within(clause.flat) for clause in said.clauses) and len(said.flat) < 60 else None


#: several by their numbers in words: "two and three"
_LISTED = re.compile(r"(?:one|two|three|four|five)(?:(?: and| &|) (?:one|two|three|four|five))+")


def _which(said: Utterance, context: Context) -> Index | None:
    count = len(context.choices)
    in_words = _LISTED.fullmatch(said.flat)
    listed = [_EN[word] for word in in_words[0].split() if word in _EN] if in_words else []
    if len(listed) > 1 and max(listed) <= count:
        return tuple(sorted(set(listed)))
    several = pointed(said, context)
    if isinstance(several, tuple):
        return several
    at = place(said, count)
    if at:
        return at
    if said.mentions("both"):
        return "any"
    found = pointed(said, context)
    return "any" if found == "all" else found or _any(said)


def place(said: Utterance, count: int) -> int | None:
    """The place that is named: "the first one", "2", 第二个, "last"."""
    for clause in said.clauses:
        for text in (clause.core, clause.flat):
            found = _PLACE_EN.fullmatch(text) or _PLACE_ZH.fullmatch(text)
            if not found:
                continue
            groups = found.groupdict()
            word = groups.get("n") or ""
            at = (
                1
                if groups.get("first")
                else -1
                if groups.get("last")
                else _EN.get(word)
                if word in _EN
                else value(word)
            )
            if at is None:
                continue
            at = count if at == -1 else (count + 1) // 2 if at == 0 else int(at)
            if 1 <= at <= count:
                return at
    found = re.search(
        r"(?:the |option |number |#)(first|second|third|last|latter|former|\d)\b", said.flat
    ) or re.search(r"(?<!倒数)第([一二三四五1-5])(?:个|种|张|项)", said.flat)
    if found:
        at = _EN.get(found[1]) or value(found[1])
        at = count if at == -1 else at
        return int(at) if at and 1 <= at <= count else None
    return None


def _by_name(said: Utterance, choices: Sequence[str]) -> int | None:
    """A choice by its own name: a provider, a model, a ratio, a length."""
    named = {name.provider_named for name in said.message.names} - {None}
    for at, choice in enumerate(choices, 1):
        if choice in named:
            return at
    text = squeeze(said.flat.replace(" ", ""))
    best = max(
        (
            (len(squeeze(choice.lower().replace(" ", ""))), at)
            for at, choice in enumerate(choices, 1)
            if len(choice) > 2 and not choice[0].isdigit() and squeeze(choice.lower().replace(" ", "")) in text
        ),
        default=None,
    )
    return best[1] if best else None


def _by_number(said: Utterance, choices: Sequence[str]) -> Index | None:
    """A length among lengths: its value before its place."""
    numbers = [float(choice) for choice in choices]
    for clause in said.clauses:
        if _REFUSED.match(clause.core):
            continue
        digits = [value(n) for n in re.findall(r"\d+(?:\.\d+)?|[一二两三四五六七八九十]+", clause.flat)]
        digits += [value(word) or value(word.removesuffix("s")) for word in re.findall(r"[a-z]+", clause.flat)]
        fitting = [n for n in digits if n is not None and float(n) in numbers]
        if fitting:
            return numbers.index(float(fitting[-1])) + 1
    found = said.message.said.values.get("duration")
    if found is None:
        digits = [value(n) for n in re.findall(r"\d+(?:\.\d+)?|[一二两三四五六七八九十]+", said.flat)]
        digits += [value(word) for word in re.findall(r"[a-z]+", said.flat)]
        found = next((n for n in digits if n is not None and float(n) in numbers), None)
    if found is not None and float(found) in numbers:
        return numbers.index(float(found)) + 1
    if found is not None:
        return None
    ordered = sorted(numbers)
    if re.search(r"longest|longer|\blong\b|\bmax|most|最长|长的|长一点|越长", said.flat):
        return numbers.index(ordered[-1]) + 1
    if re.search(r"shortest|shorter|\bshort\b|\bmin\b|minimum|least|最短|短的|短一点|越短|cheapest|最便宜", said.flat):
        return numbers.index(ordered[0]) + 1
    if re.search(r"middle|in between|medium|中间|适中", said.flat):
        return numbers.index(ordered[len(ordered) // 2]) + 1
    return place(said, len(choices)) or _any(said)


def _by_ratio(said: Utterance, choices: Sequence[str]) -> int | None:
    extreme = re.search(r"(?<![a-z])(widest|tallest)(?![a-z])|最(宽|高|长)的", said.flat)
    if extreme:
        shares = [int(w) / int(h) for w, h in (choice.split(":") for choice in choices)]
        return shares.index((max if extreme[1] == "widest" or extreme[2] == "宽" else min)(shares)) + 1
    ratio = said.message.said.values.get("aspect_ratio")
    if ratio is None:
        shapes = (("9:16", "tall"), ("3:4", "three_four"), ("16:9", "wide"), ("1:1", "square"))
        ratio = next((r for r, words in shapes if cue(words).within(said.flat)), None)
    if ratio is None:
        return None
    near = {
        "9:16": ("9:16", "3:4", "2:3"),
        "16:9": ("16:9", "4:3", "3:2", "21:9"),
        "1:1": ("1:1",),
        "3:4": ("3:4", "9:16"),
    }
    for wanted in near.get(ratio, (ratio,)):
        if wanted in choices:
            return list(choices).index(wanted) + 1
    return None


def _by_kind(said: Utterance, choices: Sequence[str]) -> int | None:
    """An operation by the kind of thing it makes, or by what is particular to it."""
    moves = _heard(said.flat, "animate") > 0
    scores = [
        _speaks_for(said.flat, choice, choices) + 6 * (moves and COMMAND_OF.get(choice) == "video")
        for choice in choices
    ]
    best = max(scores)
    if best > 0 and scores.count(best) == 1:
        return scores.index(best) + 1
    if best <= 0 and len(choices) == 2 and min(scores) < 0:
        return 2 - scores.index(min(scores))
    return None


def _speaks_for(flat: str, choice: str, choices: Sequence[str]) -> int:
    """How much the words speak for an operation: more where they are its own, less than nothing where they are denied."""
    score = 0
    flat = _MOVING_PICTURES.sub("video", flat.replace("动图", "视频"))
    kind = COMMAND_OF.get(choice)
    if choice in _WORDS:
        score += sum(3 * _heard(flat, name) for name in _WORDS[choice])
    if kind == "video" and choice not in ("lip_sync", "extend_video", "replace_character"):
        score += 2 * _heard(flat, "pick_video")
    if kind == "image":
        score += 2 * _heard(flat, "pick_image")
        if "create_element" in choices:
            score += 2 * _heard(flat, "pick_once")
    if choice in ("text_to_video", "text_to_image"):
        score += _heard(flat, "pick_words")
    return score


def _heard(flat: str, name: str) -> int:
    found = cue(name).within(flat)
    if not found:
        return 0
    before = flat[: found.start()]
    return -1 if _NOT_EN.search(before) or _NOT_ZH.search(before) else 1


def more(said: Utterance) -> str:
    """What an answer says beyond the choice itself."""
    return " ".join(
        residue(clause.flat, "consent", "go", "polite", "either", "both") for clause in said.clauses
    ).strip()
