"""A message as the router sees it: one spelling, its language, quotes and links taken aside, words in clauses."""

import re
from collections.abc import Iterator, Mapping

from mediawright.router.chars import normalise
from mediawright.router.compiled import prepared
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Lang

KINDS = ("image", "video", "audio", "document")
_EXTENSIONS = {
    "image": "jpg jpeg png webp gif bmp heic heif tif tiff avif",
    "video": "mp4 mov webm mkv avi m4v flv mpeg mpg wmv",
    "audio": "mp3 wav m4a aac flac ogg opus amr wma aiff",
    "document": "pdf doc docx txt md ppt pptx rtf srt fountain",
}
KIND_OF = {ext: kind for kind, exts in _EXTENSIONS.items() for ext in exts.split()}
#: what masked text is replaced by: one private character per original one
QUOTED, LINKED = "\ue000", "\ue001"

_URL = r"(?:https?://|www\.)(?:(?![,;|]+\s*https?://)[^\s\"'<>\u0080-\U0010ffff])+"
_PATH = r"(?<![a-z0-9_.~\\/:-])(?:[a-z]:)?[a-z0-9_.~\\/-]*\.(?:" + "|".join(KIND_OF) + r")(?![a-z0-9/.-]*[a-z0-9])"
LINK = f"{_URL}|{_PATH}"
QUOTE = (
    "“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》|‘[^‘’]*’|`[^`]*`"
    r'|(?<![\w"])"[^"]*"|(?<=[\u3400-\u9fff])"[^"]*"|(?<![\w\'])\'[^\'\n]+\'(?!\w)'
)
TOKEN = (
    r"\d+ ?: ?\d+(?!\d)"  # a ratio
    r"|[a-z0-9]+(?:\.\d[a-z0-9]*|'[a-z]+)*"
    r"|[\u3400-\u9fff]"
    r"|\ue000+|\ue001+"
    r"|(?P<cut>[,;:!?，。；：！？…\n()~～|—–\[\]{}•·]+|\.+(?![a-z0-9])|-{1,3}>|=>|→|(?<=\s)-(?=\s)"
    r"|[\u2190-\u21ff\u2460-\u24ff\u2600-\u27bf\U0001f000-\U0001faff]+)"
)
_MARKS = frozenset(",;:!?()[]|~.")
_WITHIN = frozenset("·•()[] ")
_LINK, _QUOTE, _TOKEN, _ENGLISH, _HAN = prepared(
    __file__, LINK, QUOTE, TOKEN, r"(?<![a-z0-9_-])[a-z]+(?:'[a-z]+)?(?![a-z_-]*\d)", r"[\u3400-\u9fff]"
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
    """`norm` and `plain` are as long as `text`; in `plain` quotes and links are masked. Tokens are words or characters."""

    text: str
    norm: str
    plain: str
    lang: Lang
    links: tuple[Link, ...]
    quotes: tuple[tuple[int, int], ...]
    tokens: list[str]
    starts: list[int]
    clauses: list[Clause]

    def end(self, token: int) -> int:
        return self.starts[token] + len(self.tokens[token])

    @property
    def ends(self) -> frozenset[int]:
        """Where clauses end. A bracket or a dot in the middle of a name ends none."""
        return frozenset(clause.last for clause in self.clauses if not set(clause.after) <= _WITHIN)


def read(text: str, fillers: frozenset[str] = frozenset()) -> Reading:
    """Read a message. Never raises; takes time in proportion to its length. `fillers` are words of no language (names)."""
    norm = normalise(text)
    links = tuple(_links(_apart(text, norm)))
    plain = norm
    if links:
        plain = _mask(plain, [(link.start, link.end) for link in links], LINKED)
    quotes = tuple((m.start(), m.end()) for m in _QUOTE.finditer(plain))
    if quotes:
        plain = _mask(plain, quotes, QUOTED)
        links = tuple(_said_aloud(links, quotes))
    tokens, starts, clauses = _tokenise(plain)
    return Reading(text, norm, plain, language(plain, norm, fillers), links, quotes, tokens, starts, clauses)


def _apart(text: str, norm: str) -> str:
    """The spelling in which links are searched: a full-width mark, which no link holds, parts what it stands between."""
    if text.isascii():
        return norm
    return "".join(" " if was > "\x7f" and is_ in _MARKS else is_ for was, is_ in zip(text, norm, strict=True))


def _links(norm: str) -> list[Link]:
    if "." not in norm:
        return []
    found = []
    for match in _LINK.finditer(norm):
        raw = match.group().rstrip(".,;:!?)]}")
        name = re.split(r"[?#]", raw, maxsplit=1)[0]
        kind = KIND_OF.get(name.rsplit(".", 1)[-1]) if "/" in name[8:] or "://" not in name else None
        found.append(Link(match.start(), match.start() + len(raw), kind))
    return found


def _said_aloud(links: tuple[Link, ...], quotes: tuple[tuple[int, int], ...]) -> Iterator[Link]:
    """The links that are not mere words of a quoted prompt; a quoted path alone is one that was given."""
    at = 0
    for link in links:
        while at < len(quotes) and quotes[at][1] <= link.start:
            at += 1
        inside = at < len(quotes) and quotes[at][0] <= link.start
        if not inside or quotes[at][1] - quotes[at][0] <= link.end - link.start + 4:
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
        han = len(_HAN.findall(text))
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
