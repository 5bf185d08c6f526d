"""Prompts under revision: what a turn adds, replaces or takes away, so that a sentence remains. Pure text in, text out."""

import re
from difflib import SequenceMatcher

from mediawright.router.dialogue.cues import pattern
from mediawright.router.dialogue.kinds import kinds_in
from mediawright.router.language.chars import count_han, has_han, normalise

_CLAUSES = re.compile(r"([,;.，；。、！!]+\s*)")
_ARTICLE = re.compile(r"^(?:a|an|the|some|any|that|this|those|these|all|my|his|her|its|their)\s+", re.IGNORECASE)
_MEASURE = re.compile(
    r"^(?:那|这|一|两|几|所有|全部|任何)?(?:个|只|条|张|块|辆|位|名|些|朵|棵|把|头|匹|座|艘|群|点)?(?:的)?"
)
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "and",
        "or",
        "with",
        "for",
        "by",
        "from",
        "is",
        "are",
        "it",
        "its",
        "his",
        "her",
        "their",
        "this",
        "that",
        "as",
        "into",
        "over",
    ]
)
#: before a noun with an article and what describes it
_DESCRIBED = re.compile(
    r"\b(?:a|an|the|my|his|her|its|their)\s+(?:(?!of\b|in\b|on\b|at\b|and\b|with\b|to\b)[a-z-]+\s+){1,2}$",
    re.IGNORECASE,
)
_BEFORE = pattern("scene_before")
_AFTER = pattern("scene_after")
_TIDY = (
    (re.compile(r"\s{2,}"), " "),
    (re.compile(r"\s+([,.;，。；、])"), r"\1"),
    (re.compile(r"([,，、;；])\s*(?=[,，、;；.。])"), ""),
    (re.compile(r"^[\s,，、;；.。]+|[\s,，、;；]+$"), ""),
    (re.compile(r"\b(?:with|and|in|of|on|at|by|wearing|holding|the|a|an)\s*(?=[,.;，。]|$)", re.IGNORECASE), ""),
    (re.compile(r"(?<=[\u3400-\u9fff])(?:和|与|跟|的|在|有|着|把|被)(?=[，。、；]|$)"), ""),
    (re.compile(r"\s+$|^\s+"), ""),
)


def chinese(text: str) -> bool:
    """Whether a text is mostly Chinese."""
    return count_han(text) * 2 > len(re.findall(r"[A-Za-z]{2,}", text)) * 3


def merged(old: str | None, *more: str) -> str:
    """The old prompt with more said about it. What it says already is not said twice."""
    pieces = [old.strip(" ,，。.;；") if old else ""]
    for piece in more:
        piece = piece.strip(" \t\n,，。.;；、!！?？-—")
        if piece and piece.lower() not in pieces[0].lower():
            pieces.append(piece)
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return ""
    out = pieces[0]
    for piece in pieces[1:]:
        out += ("，" if chinese(out) and (chinese(piece) or chinese(out)) else ", ") + piece
    return out


def tidy(text: str) -> str:
    """A text from which something was taken, without what hangs in the air."""
    for _ in range(3):
        before = text
        for hanging, instead in _TIDY:
            text = hanging.sub(instead, text)
        if text == before:
            break
    return text


def simple(text: str) -> str:
    """A text in one spelling (simplified, lower case), character for character."""
    return normalise(text)


def bare(noun: str) -> str:
    """A noun without its article or measure word."""
    noun = noun.strip(" ,，。.;；!！?？")
    if has_han(noun):
        short = _MEASURE.sub("", noun)
        return (short or noun).strip()
    before = None
    while before != noun:
        before, noun = noun, _ARTICLE.sub("", noun)
    return noun.strip()


def find(old: str, noun: str) -> tuple[int, int] | None:
    """Where a prompt speaks of a thing: the words themselves, else their stem, else the head noun alone."""
    noun, old = simple(bare(noun)), simple(old)
    if not noun:
        return None
    if has_han(noun):
        return _find_zh(old, noun)
    words = noun.lower().split()
    for said in (words, words[-1:] if len(words) > 1 else []):
        if not said or (len(said) == 1 and said[0] in _SMALL):
            continue
        text = r"\s+".join(_stem(word) + r"[a-z]*" for word in said)
        found = re.search(rf"(?<![a-z]){text}", old, re.IGNORECASE)
        if found:
            return found.span()
    return None


def _find_zh(old: str, noun: str) -> tuple[int, int] | None:
    for said in (noun, noun.removesuffix("子"), noun.split("的")[-1], noun[-2:] if len(noun) > 2 else ""):
        at = old.find(said) if said and said not in ("东西", "部分", "地方", "颜色") else -1
        if at >= 0:
            return at, at + len(said)
    return None


def _stem(word: str) -> str:
    for end in ("ing", "ies", "es", "s", "y", "ed"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return re.escape(word.removesuffix(end))
    return re.escape(word)


def removed(old: str, noun: str) -> str | None:
    """The prompt without a thing, None where it does not speak of it or nothing would be left."""
    span = find(old, noun)
    if span is None:
        return None
    parts = _CLAUSES.split(old)
    at = 0
    for index in range(0, len(parts), 2):
        part = parts[index]
        if at <= span[0] < at + len(part):
            rest = _cut(part, span[0] - at, span[1] - at)
            if rest is None and len([p for p in parts[::2] if p.strip()]) > 1:
                parts[index] = ""
            else:
                parts[index] = rest if rest is not None else _plain_cut(part, span[0] - at, span[1] - at)
            break
        at += len(part) + (len(parts[index + 1]) if index + 1 < len(parts) else 0)
    text = tidy("".join(parts))
    again = find(text, noun) if text else None
    if again and again[0] >= 0 and len(text) < len(old):
        return removed(text, noun) or text
    return text or None


def _cut(part: str, start: int, end: int) -> str | None:
    """A clause without a thing in it; None where the whole clause is about it."""
    if has_han(part):
        return _cut_zh(part, start, end)
    lead = _BEFORE.search(part[:start])
    begin = lead.start() if lead else start
    after = part[end:]
    verb = _AFTER.match(after)
    rest = part[:begin] + (after[verb.end() :] if verb else after)
    words = [w for w in re.findall(r"[a-z']+", rest.lower()) if w not in _SMALL]
    return rest if len(words) >= 2 or (words and len(re.findall(r"[a-z']+", part.lower())) <= 3 and begin > 0) else None


def _plain_cut(part: str, start: int, end: int) -> str:
    return part[:start] + part[end:]


def _cut_zh(part: str, start: int, end: int) -> str | None:
    before, after = part[:start], part[end:]
    before = re.sub(
        r"(?:和|与|跟|还有|以及|有|带着?|戴着?|穿着?|拿着?|打着?|在)?(?:一|两|几)?(?:只|个|条|把|顶|张|块|些|朵|辆|位|片)?(?:[红黄蓝绿白黑大小长短]色?的?)?$",
        "",
        before,
    )
    if not before.strip() and (len(after) <= 6 or re.match(r"[溅流飞落下飘滴洒]", after)):
        return None
    after = re.sub(r"^的", "", after)
    after = re.sub(r"^(?:和|与|跟)", "", after)
    rest = before + after
    return rest if len(rest.strip()) >= 2 else None


def replaced(old: str, noun: str, new: str) -> str | None:
    """The prompt with one thing in place of another; None where it does not speak of the first."""
    span = find(old, noun)
    if span is None:
        return None
    new = new.strip(" ,，。.;；!！?？")
    start, end = span
    if _SEVERAL.match(new) and (one := _ONE.search(old[:start])):
        return old[: one.start()] + new + old[end:]
    if has_han(old):
        after = old[end:]
        if re.search(r"[一两几][个只条张块辆位名朵棵把头匹座艘群]$", old[:start]) or re.match(
            r"^[一两几][个只条张块辆位名朵棵把头匹座艘群]", new
        ):
            new = bare(new) if re.search(r"[一两几][个只条张块辆位名朵棵把头匹座艘群]$", old[:start]) else new
        return old[:start] + new + after
    article = re.search(r"\b(a|an|the|my|his|her|its|their)\s+$", old[:start], re.IGNORECASE)
    if article and _ARTICLE.match(new):
        start = article.start()
    elif _DESCRIBED.search(old[:start]):
        new = bare(new)  # "a sleeping cat" has its article already
    elif article and article[1].lower() in ("a", "an"):
        start = article.start()
        new = f"{'an' if new[:1].lower() in 'aeiou' else 'a'} {new}"
    last = new.split()[-1:] if new.isascii() else []
    if last and (twice := re.match(rf"\s+{re.escape(last[0])}\b", old[end:], re.IGNORECASE)):
        end += twice.end()  # "a ceramic cup" for the glass of "a glass cup"
    return old[:start] + new + old[end:]


#: "two herons" in the place of "a heron"
_SEVERAL = re.compile(r"(?:two|three|four|five|six|seven|several|some|many|a few|a couple of|\d+) [a-z]", re.IGNORECASE)
_ONE = re.compile(r"\b(?:a|an|one)\s+$", re.IGNORECASE)


def exchanged(old: str, new: str) -> str | None:
    """The prompt with something new in the place of what is of its kind or shares its words; None where nothing fits."""
    aligned = _aligned(old, new)
    if aligned:
        return aligned
    said = kinds_in(new)
    there = kinds_in(old)
    for word, kind, _, _ in said:
        same = [found for found in there if found[1] == kind and found[0].lower() != word.lower()]
        if len(same) == 1 or (same and kind in ("time", "animal", "person")):
            beside = bare(new).replace(word, "").strip(" 的，,")
            whole = len(bare(new)) <= len(word) + 6 and not (len(beside) > 1 and beside in old)
            if len(beside) > 1 and beside in old:
                return replaced(old, same[0][0], word)
            out = replaced(old, same[0][0], new if whole else word)
            return out if whole else merged(out, new)
    return None


def _aligned(old: str, new: str) -> str | None:
    """A clause said again with other words: "a jellyfish made of glass" for "a jellyfish made of lace", 小狗打伞."""
    parts = _CLAUSES.split(old)
    wanted = _words(new)
    if len(wanted) < 2:
        return None
    best, at = 0.0, -1
    for index in range(0, len(parts), 2):
        mine = _words(parts[index])
        shared = sum(block.size for block in SequenceMatcher(None, mine, wanted).get_matching_blocks())
        share = shared / max(len(mine), len(wanted), 1)
        if share > best and shared:
            best, at = share, index
    if best < 0.5:
        return None
    edge = re.match(r"\s*", parts[at])
    parts[at] = (edge.group() if edge else "") + new.strip(" ,，。.;；!！?？")
    return "".join(parts)


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[a-z0-9']+|[\u3400-\u9fff]", text.lower()) if w not in _SMALL]
