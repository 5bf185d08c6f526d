"""A message as the router sees it: one spelling, its language, quotes and links taken aside, words in clauses."""

import re
from collections.abc import Iterator, Mapping

from mediawright.router.language.chars import count_han, normalise
from mediawright.router.language.file_names import Exists, Message, find_names
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang

KINDS = ("image", "video", "audio", "document")
_EXTENSIONS = {
    "image": "jpg jpeg jfif jpe mpo png apng webp gif bmp heic heif avif tif tiff",
    "video": "mp4 mov m4v webm mkv avi mpg mpeg 3gp flv wmv mts m2ts ogv",
    "audio": "mp3 wav m4a m4b aac flac ogg oga opus amr wma aif aiff",
    "document": "pdf doc docx txt md ppt pptx rtf srt fountain",
}
KIND_OF = {ext: kind for kind, exts in _EXTENSIONS.items() for ext in exts.split()}
#: what masked text is replaced by: one private character per original one
QUOTED, LINKED, NAMED = "\ue000", "\ue001", "\ue002"

#: ASCII but blanks, quotes and angle brackets; named one by one, since a range up to U+10FFFF takes milliseconds to compile
_ADDRESS = r"[\x00-\x08\x0e-\x1b!#-&(-;=?-\x7f]"
_URL = rf"(?:https?://|www\.)(?:(?![,;|]+\s*https?://){_ADDRESS})*"
ENDING = r"\.(?:" + "|".join(KIND_OF) + r")(?![a-z0-9/.-]*[a-z0-9])"
QUOTE = (
    "“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》|‘[^‘’]*’|`[^`]*`"
    r'|(?<![\w"])"[^"]*"|(?<=[\u3400-\u9fff])"[^"]*"|(?<![\w\'])\'[^\'\n]+\'(?!\w)'
)
TOKEN = (
    r"\d+ ?: ?\d+(?!\d)"  # a ratio
    r"|[a-z0-9]+(?:\.\d[a-z0-9]*|'[a-z]+)*"
    r"|[\u3400-\u9fff]"
    r"|\ue000+|\ue001+|\ue002+"
    r"|(?P<cut>[,;:!?，。；：！？…\n()~～|—–\[\]{}•·]+|\.+(?![a-z0-9])|-{1,3}>|=>|→|(?<=\s)-(?=\s)"
    r"|[\u2190-\u21ff\u2460-\u24ff\u2600-\u27bf\U0001f000-\U0001faff]+)"
)
_MARKS = frozenset(",;:!?()[]|~.")
_WITHIN = frozenset("·•()[] ")
#: what a link may go on with, and the rest of its address behind its file's name
TAIL, QUERY = r"[^\s\"'<>]+", rf"[?#]{_ADDRESS}*"
#: anything in a quote but paths and what joins them
WORDS = r"(?!and\b)[^\ue001\s,;|+&、和与跟nd]"
_LINK, _ENDING, _TAIL, _QUERY, _QUOTE, _WORDS, _TOKEN, _ENGLISH = map(
    LazyPattern,
    (_URL, ENDING, TAIL, QUERY, QUOTE, WORDS, TOKEN, r"(?<![a-z0-9_-])[a-z]+(?:'[a-z]+)?(?![a-z_-]*\d)"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or path in the text. `kind` None: a web page."""

    start: int
    end: int
    kind: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `first` to `last` (exclusive) between two cuts; `after` is the cut that ends it."""

    first: int
    last: int
    after: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`norm` and `plain` are as long as `text`; in `plain` quotes and links are masked. Tokens are words or characters.

    `ids`: where the ids of models stand that are addresses of their own ("acme/flux/fast"); each is one token."""

    text: str
    norm: str
    plain: str
    lang: Lang
    links: tuple[Link, ...]
    quotes: tuple[tuple[int, int], ...]
    tokens: list[str]
    starts: list[int]
    clauses: list[Clause]
    ids: tuple[tuple[int, int], ...] = ()

    def end(self, token: int) -> int:
        return self.starts[token] + len(self.tokens[token])

    @property
    def ends(self) -> frozenset[int]:
        """Where clauses end. A bracket or a dot in the middle of a name ends none."""
        return frozenset(clause.last for clause in self.clauses if not set(clause.after) <= _WITHIN)


def read(
    text: str,
    fillers: frozenset[str] = frozenset(),
    exists: Exists = lambda _: False,
    ids: re.Pattern[str] | None = None,
) -> Reading:
    """Read a message. Never raises; takes time in proportion to its length.

    `fillers` are words of no language (names); `exists` knows the files of this machine; `ids` finds ids of models.
    """
    norm = normalise(text)
    links = tuple(_links(text, norm, exists)) if "." in norm else ()
    plain = norm
    if links:
        plain = _mask(plain, [(link.start, link.end) for link in links], LINKED)
    quotes = tuple((m.start(), m.end()) for m in _QUOTE.finditer(plain))
    if quotes:
        links = tuple(_said_aloud(plain, links, quotes))
        plain = _mask(plain, quotes, QUOTED)
    named = tuple(match.span() for match in ids.finditer(plain)) if ids is not None and "/" in plain else ()
    if named:
        plain = _mask(plain, named, NAMED)
    tokens, starts, clauses = _tokenise(plain)
    spoken = language(plain, norm, fillers)
    return Reading(text, norm, plain, spoken, links, quotes, tokens, starts, clauses, named)


def _apart(text: str, norm: str) -> str:
    """The spelling in which links are searched: a full-width mark, which no link holds, parts what it stands between."""
    if text.isascii():
        return norm
    return "".join(" " if was > "\x7f" and is_ in _MARKS else is_ for was, is_ in zip(text, norm, strict=True))


def _links(text: str, norm: str, exists: Exists) -> list[Link]:
    """Links, then the files that are named outside them, in order."""
    apart = _apart(text, norm)
    links: list[tuple[int, int]] = []
    for match in _LINK.finditer(apart):
        if not links or match.start() >= links[-1][1]:
            start, end = match.start(), _link_end(apart, match)
            links.append((start, start + len(norm[start:end].rstrip(".,;:!?)]}"))))
    endings = [match.span() for match in _ENDING.finditer(norm)]
    files = find_names(Message(text, endings, links, exists)) if endings else []
    return [Link(start, end, _kind(norm[start:end])) for start, end in sorted([*links, *files])]


def _kind(name: str) -> str | None:
    """What a name's or link's ending promises; None for a link to a page."""
    name = re.split(r"[?#]", name, maxsplit=1)[0] if "://" in name else name
    return KIND_OF.get(name.rsplit(".", 1)[-1]) if "/" in name[8:] or "://" not in name else None


def _link_end(apart: str, link: re.Match[str]) -> int:
    """Where a link ends whose address goes on in letters of other scripts.

    It goes on to the next ending of a media file, or behind a "=" to the next blank; else those letters are words of the
    message that follow without a blank.
    """
    end = link.end()
    beyond = apart[end : end + 1]
    if not beyond.isalnum() or _kind(link.group()):
        tail = _TAIL.match(apart, end) if link.group().endswith("=") and beyond.isalnum() else None
        return tail.end() if tail else end
    if beyond >= "\u2e80" and link.group()[-1] not in "/=_-.+~":
        return end
    tail = _TAIL.match(apart, end)
    ending = _ENDING.search(apart, end, tail.end()) if tail else None
    if ending is None:
        return tail.end() if tail and link.group()[-1] == "=" else end
    query = _QUERY.match(apart, ending.end())
    last = query.end() if query else ending.end()
    more = _TAIL.match(apart, last) if apart[last - 1] == "=" else None
    return more.end() if more else last


def _said_aloud(plain: str, links: tuple[Link, ...], quotes: tuple[tuple[int, int], ...]) -> Iterator[Link]:
    """The links that are not mere words of a quoted prompt; a quote of nothing but paths holds ones that were given."""
    at = 0
    for link in links:
        while at < len(quotes) and quotes[at][1] <= link.start:
            at += 1
        inside = at < len(quotes) and quotes[at][0] <= link.start
        if not inside or not _WORDS.search(plain, quotes[at][0] + 1, quotes[at][1] - 1):
            yield link


def _mask(text: str, spans: "list[tuple[int, int]] | tuple[tuple[int, int], ...]", fill: str) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], fill * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _tokenise(plain: str) -> tuple[list[str], list[int], list[Clause]]:
    tokens: list[str] = []
    starts: list[int] = []
    clauses: list[Clause] = []
    first = 0
    for match in _TOKEN.finditer(plain):
        if match.lastgroup:
            if len(tokens) > first:
                clauses.append(Clause(first, len(tokens), match.group()))
                first = len(tokens)
        else:
            tokens.append(match.group())
            starts.append(match.start())
    if len(tokens) > first:
        clauses.append(Clause(first, len(tokens), ""))
    return tokens, starts, clauses


def language(plain: str, norm: str, fillers: frozenset[str]) -> Lang:
    """zh or en, by what is said outside quotes and links; a Chinese character weighs a little less than a word."""
    for text in (plain, norm):
        han = count_han(text)
        words = sum(1 for word in _ENGLISH.findall(text) if word not in fillers and len(word) > 1)
        if han or words:
            return "zh" if han * 2 > words * 3 else "en"
    return "en"


def count_attachments(given: Mapping[str, int], links: tuple[Link, ...], *, apart: bool = False) -> dict[str, int]:
    """Inputs by kind. `given` counts the linked ones already, so the larger number holds; `apart`: it does not."""
    linked = dict.fromkeys(KINDS, 0)
    for link in links:
        if link.kind:
            linked[link.kind] += 1
    counted = {kind: _whole(given.get(kind, 0)) for kind in KINDS}
    if apart:
        return {kind: counted[kind] + linked[kind] for kind in KINDS}
    return {kind: max(counted[kind], linked[kind]) for kind in KINDS}


def _whole(number: object) -> int:
    return number if isinstance(number, int) and number > 0 else 0
