"""The prompt that a turn makes of the old one: replace, take away, add. Pure text in, text out."""

import re

from mediawright.router.dialogue.change import Change
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.rewording import by_arrow, coloured, recoloured, reworded
from mediawright.router.dialogue.scene import bare, chinese, exchanged, find, merged, removed, replaced, simple, tidy
from mediawright.router.dialogue.telling import LONG, wording
from mediawright.router.dialogue.utterance import Clause, Utterance, residue

_I = re.IGNORECASE
_ART = r"(?:the |a |an |any |some |that |those |these |all (?:the |of the )?|my |his |her |its )?"
#: what a clause asks for, English: X is taken away, or Y comes in its place
_SWAP_EN = tuple(
    re.compile(text, _I)
    for text in (
        rf"\b(?:change|replace|swap|switch|turn|convert|amend|alter|modify|shift|exchange|trade)(?: out)? {_ART}"
        r"(?P<x>[^,.;]+?) (?:to|with|for|into|by|out for) (?P<y>[^,.;]+)",
        r"\b(?P<y>[^,.;]+?) (?:instead of|rather than|in place of|in lieu of) (?P<x>[^,.;]+)",
        r"^(?:its |it is |it should be |should be |i said |i meant )?"
        rf"(?P<y>(?:a |an |the )?[^,.;]+?),? not {_ART}(?P<x>[^,.;]+)$",
        rf"^(?:its |thats )?not {_ART}(?P<x>[^,.;]+?),? "
        r"(?:but|its|it should be|make it|rather|i want|i meant) (?P<y>[^,.;]+)$",
        rf"\bno(?:t)? {_ART}(?P<x>[^,.;]+?),? (?:but|make it) (?P<y>[^,.;]+)$",
        rf"^(?:its |thats )?not {_ART}(?P<x>[^,.;]{{2,20}}), (?P<y>[^,.;]{{2,30}})$",
        rf"^(?:instead of|rather than|in place of|in lieu of) {_ART}(?P<x>[^,.;]+), (?P<y>[^,.;]+)$",
    )
)
_DROP_EN = pattern("revision_drop_en")
#: "take the blood out": the verb stands around the thing
_OUT_EN = re.compile(
    rf"\b(?:take|leave|cut|edit|get|keep) {_ART}(?P<x>[a-z' -]+?) (?:out|off|away)(?= of it| of there|$)"
)
_MAKE_EN = pattern("revision_make_en")
_SWAP_ZH = tuple(
    re.compile(text)
    for text in (
        r"(?:把|将)(?P<x>[^，。；,]{1,14}?)(?:全部|都|全)?(?:给)?(?:换成|改成|变成|替换成|替换为|换为|改为|换做|弄成|做成|变为|改做)(?P<y>[^，。；,]+)",
        r"^(?:那个|那|就)?(?P<x>[^，。；,把将给我要再都还能不就换改]{1,10}?)(?:要|得|都|能|可以|应该|给我|给)?(?:换成|改成|变成|替换成|换为|改为|变为)(?P<y>[^，。；,]+)",
        r"不(?:是|要|用)(?P<x>[^，。；,]{1,10}?)[，, ]*(?:而是|是|要|应该是|换成|改成|改用|用)(?P<y>[^，。；,]+)",
        r"(?P<y>[^，。；,]{1,12}?)[，, ]*(?:而)?不(?:是|要(?!动|变|改|换|晃|碰|抖))(?P<x>[^，。；,]{1,10})$",
        r"^(?P<x>[^，。；,把将给我要再都还能不就换改]{1,6}?)(?:改|换)(?!成|为|一|个|下|到|回|了|张|条)(?P<y>[^，。；,的]{1,8})$",
        r"用(?P<y>[^，。；,]{1,12}?)(?:代替|替代|替换|取代)(?P<x>[^，。；,]{1,12})",
    )
)
#: what is found wanting in one clause and exchanged in the next: 鱿鱼太小气，换成烤全羊
_FAULTED_ZH = re.compile(
    r"^(?P<x>[^，。；,太不有]{1,8}?)"
    r"(?:太|有点|不够|不好看|不行|不太)[^，。；,]{0,6}[，, ]+(?:换成|改成|换|改为|换为)(?P<y>[^，。；,]{1,12})$"
)
_INTO_ZH = re.compile(
    r"(?:换成|改成|变成|换为|改为|换个|换一个|换只|换条|改个|应该是|是要|要的是|我要的是|我说的是|想要的是)(?P<y>[^，。；,]+)"
)
_DROP_ZH = tuple(
    re.compile(text)
    for text in (
        r"(?:把|将)(?P<x>[^，。；,]{1,12}?)(?:都|全|全部|给|也|给我|先)*(?:去掉|删掉|删了|删除|去除|拿掉|拿走|抹掉|擦掉|移除|移走|去了|去$|弄掉|撤掉|取消|除掉)",
        r"(?:不要有|不要出现|不要再有|别出现|别有|别要|别加|别带|不要(?!动|变|改|换|晃|碰|抖)|去掉|删掉|删除|去除|拿掉|抹掉|移除|取消|没有|不能有|不想要|无需|不用|别让|除去|少了|免去)(?P<x>[^，。；,]+)",
        r"^(?P<x>[^，。；,不别]{1,10}?)(?:都|就|也|给我|可以|全)*(?:去掉|删掉|删了|不要了|不要|拿掉|抹掉|去了|不需要|不用了|免了|取消)(?:吧|了)?$",
    )
)
#: words of command at the head of a clause; what follows is what is to be seen
_HEAD_EN = pattern("revision_head_en")
_HEAD_ZH = pattern("revision_head_zh")
_REWRITES = re.compile(r"改|换|变|(?<![a-z])(?:change|replace|instead|should|swap|make it|say|read)(?![a-z])")
_QUOTED = re.compile("“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|\"[^\"]*\"|(?<![a-zA-Z])'[^']+'(?![a-zA-Z])")
_TAIL = pattern("revision_tail")


def revised(
    said: Utterance, change: Change, old: str | None, clauses: list[Clause], *, edits: bool = False
) -> str | None:
    """The new prompt, or None where these clauses say nothing about what is to be seen.

    `edits`: the prompt says what is to be done to a picture or clip. Another order joins it as it stands: what it speaks of
    may be seen there without being named.
    """
    prompt = old or ""
    touched = False
    if len(clauses) == 2 and prompt:
        both = (
            "，".join(wording(said, change, c) for c in clauses)
            if chinese(said.text)
            else ", ".join(wording(said, change, c) for c in clauses)
        )
        across = _across(prompt, both)
        if across:
            return tidy(across)
    gone: list[str] = []
    for clause in clauses:
        text = wording(said, change, clause)
        if any(_REASON.search(text) and find(text, noun) for noun in gone):
            continue  # why it is to go: "owls are overdone"
        gone += [found["x"] for swap in _SWAP_EN[:2] if (found := swap.search(text))]
        if text:
            less = _order_taken_out(prompt, text) if edits else None
            if less:
                prompt, touched = less, True
                continue
            alone = _ONLY.match(clause.flat) if edits and clause.orders else None
            if alone and _speaks_of(prompt, text):
                prompt, touched = _ONLY.sub("", text.strip()), True
                continue
            joins = edits and prompt and clause.orders and not _speaks_of(prompt, text)
            now = merged(prompt, _LEAD.sub("", _TAIL.sub("", text))) if joins else _edited(prompt, text)
            touched = touched or now != prompt
            prompt = now
    return (tidy(prompt) or None) if touched else None


#: between two orders
_BETWEEN = re.compile(r"\s*(?:,? and then |,? then |,? and |[,;]\s*)", _I)
_NOT_THAT = re.compile(
    rf"^(?:and |but |please )*(?:no|without|skip|forget|leave out|not) {_ART}(?P<x>[a-z' -]+?)(?: please| then)?$", _I
)


def _order_taken_out(prompt: str, text: str) -> str | None:
    """Orders without the one about a thing that is not wanted: "no captions" of "cut the pauses and add captions"."""
    found = _NOT_THAT.match(text.strip())
    orders = _BETWEEN.split(prompt)
    left = [order for order in orders if found and find(order, found["x"]) is None]
    return " and ".join(left) if left and len(left) < len(orders) else None


#: nothing but this is to be done
_ONLY = re.compile(r"^(?:please |and |but )*(?:only|just) ", _I)
_REASON = re.compile(r"\b(?:is|are|was|were|feels?|looks?|seems?)\b", _I)
#: what leads up to an order: "also", "can you"
_LEAD = re.compile(
    r"^(?:(?:and|also|then|but|please|pls|now|just|oh|ok|okay|maybe|can|could|would|will|you|u|we|i|want|need|to)\s+)+",
    _I,
)


def _speaks_of(prompt: str, text: str) -> bool:
    """Whether the old prompt names the thing that an order is about."""
    found = _ORDERED.search(text)
    return found is not None and find(prompt, found["x"]) is not None


_ORDERED = re.compile(rf"\s{_ART}(?P<x>[a-z' -]+?)(?: (?:to|with|for|into|by|from|in|on|at|of) .*)?$", _I)


def scene_words(said: Utterance, change: Change, clause: Clause) -> str:
    """What a clause says about what is to be seen, without commands and politeness."""
    return _stripped(wording(said, change, clause))


def _stripped(text: str) -> str:
    text = _TAIL.sub("", text.strip())
    head = (_HEAD_ZH if chinese(text) else _HEAD_EN).match(simple(text))
    rest = text[head.end() :] if head else text
    return _TAIL.sub("", rest).strip(" ,，.。!！:：、-")


def _across(prompt: str, text: str) -> str | None:
    """ "A cat, not a dog", 不是猫，是狗: one thing in place of another over two clauses."""
    zh = chinese(text)
    lead = text if zh else _HEAD_EN.sub("", text) or text
    for swap in (_FAULTED_ZH, *_SWAP_ZH[2:4]) if zh else _SWAP_EN[2:]:
        for said in dict.fromkeys((lead, text)):
            found = swap.search(simple(said))
            if found and find(prompt, found["x"]):
                new = _stripped(said[slice(*found.span("y"))])
                return replaced(prompt, found["x"], new) if new else None
    return None


def _edited(prompt: str, text: str) -> str:
    if len(text) > LONG:
        return merged(prompt, text)
    quotes = _QUOTED.findall(text)
    before = _QUOTED.findall(prompt)
    if len(quotes) == 1 and len(before) == 1 and _REWRITES.search(simple(text)):
        return prompt.replace(before[0], quotes[0])
    sign = None if quotes else reworded(prompt, text)
    if sign:
        return sign
    if quotes:
        masked = _QUOTED.sub("\ue000", text)
        out = _edited_plainly(prompt, masked)
        for quote in quotes:
            out = out.replace("\ue000", quote, 1)
        return out
    return _edited_plainly(prompt, text)


def _edited_plainly(prompt: str, text: str) -> str:
    text = _TAIL.sub("", text).strip()
    plain = text.lower().replace("'", "")
    return by_arrow(prompt, text) or _swapped(prompt, text) or _dropped(prompt, text, plain) or _added(prompt, text)


def _swapped(prompt: str, text: str) -> str | None:
    zh = chinese(text)
    lead = text if zh else _HEAD_EN.sub("", text) or text
    for swap in _SWAP_ZH if zh else _SWAP_EN:
        for said in dict.fromkeys((text, lead)):
            found = swap.search(simple(said))
            if not found:
                continue
            old, wanted = said[slice(*found.span("x"))], said[slice(*found.span("y"))]
            new = _stripped(wanted) if zh else _stripped(wanted) or wanted
            if zh:
                done = recoloured(prompt, bare(old), new)
                if done:
                    return done
                new = coloured(bare(old), new)
            out = replaced(prompt, old, new) if new else None
            if out:
                return out
            if new and find(prompt, new) is None:
                return exchanged(prompt, new) or merged(prompt, new if zh else f"{new}")
    if not zh:
        made = _MAKE_EN.search(text)
        if made and find(prompt, made["x"]):
            span = find(prompt, made["x"])
            if span and len(made["y"].split()) == 1 and span[1] - span[0] <= len(made["x"]) + 3:
                return prompt[: span[0]] + made["y"] + " " + prompt[span[0] :]
            return merged(prompt, f"the {made['x']} {made['y']}")
        return None
    into = _INTO_ZH.search(simple(text))
    if into:
        wanted = text[slice(*into.span("y"))]
        new = _stripped(wanted) or wanted
        had = _INTO_ZH.search(simple(prompt))
        if had and text.startswith(into.group()[:2]) and had.end() == len(prompt):
            return prompt[: had.start("y")] + new
        return exchanged(prompt, new) or merged(prompt, new)
    return None


def _dropped(prompt: str, text: str, plain: str) -> str | None:
    if not prompt:
        return None
    if chinese(text):
        for drop in _DROP_ZH:
            found = drop.search(simple(text))
            if found:
                said = text[slice(*found.span("x"))]
                noun = re.sub(r"(?:了|吧|啊|呀|哦|的话|就好|就行|那么多|太多)+$", "", said).strip()
                return _without(prompt, noun, f"没有{bare(noun)}") if noun else None
        return None
    found = _OUT_EN.search(plain) or _DROP_EN.search(plain)
    if not found or "no longer" in plain:
        return None
    noun, _, rest = found["x"].partition(" but ")
    noun = re.sub(
        r"\b(?:please|pls|at all|anymore|any more|in it|in there|this time|from it|thanks|from the \w+)\b.*", "", noun
    ).strip()
    done = _without(prompt, noun, f"no {bare(noun)}") if noun else None
    return _added(done, rest) if done and rest else done


def _without(prompt: str, noun: str, saying: str) -> str:
    nouns = [n for n in re.split(r"\s+(?:and|or)\s+|和|跟|、|或", noun) if n.strip()]
    rest = prompt
    missing = False
    for one in nouns:
        less = removed(rest, one)
        missing = missing or less is None
        rest = less or rest
    return merged(rest, saying) if missing or not rest else rest


def _added(prompt: str, text: str) -> str:
    words = _stripped(text)
    if not words or not residue(words.lower(), "consent", "go", "polite", "praise"):
        return prompt
    if not prompt:
        return words
    decades = [_DECADE.findall(one) for one in (prompt, words)]
    if [len(found) for found in decades] == [1, 1] and len(words) < 24:
        return prompt.replace(decades[0][0], decades[1][0])
    if _ADDING.search(simple(text)):
        return merged(prompt, words)
    return exchanged(prompt, words) or merged(prompt, words)


_DECADE = re.compile(r"(?<!\d)(?:1[5-9]|20)\d0s(?![a-z])")
#: something more is wanted, nothing in the place of what is there
_ADDING = re.compile(
    r"^(?:and |also |please |pls |can you |could you |just |maybe )*(?:add|include|throw in|put in|plus)(?![a-z])"
    r"|^(?:但是?|然后|而且|并且|同时|还有|另外|请|帮我|给我|再|还|也|旁边|后面|前面|背景里?|画面里?|里面|，|\s)*"
    r"(?:要|能|可以)?(?:再|多)?(?:加上?|添加?|补上?|来)(?:一|两|几|个|只|点|些|上|入)"
)


__all__ = ("cue", "revised", "scene_words")
