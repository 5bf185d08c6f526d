"""What a person's file is called: the words that were asked for, in the script they were written in, and a short mark."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from mediawright.files.names import safe_stem
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Output
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Request

#: columns that the words of a name take at most (a Chinese character takes two), and their bytes of UTF-8
COLUMNS, BYTES = 30, 90
#: a name is cut between two words where at least this part of it stays
KEPT = 0.5
#: letters of a mark: none that is read as a digit or makes a word
LETTERS = "abcdefghjkmnpqrstuvwxyz"
#: how a draft is called after Chinese words, and after any others
DRAFT = {True: "草稿", False: "draft"}

_MARK = re.compile(rf"(?:-(?:draft|草稿))?-[{LETTERS}][0-9][{LETTERS}][0-9](?:-[0-9]+)?(?:-watermark)?\Z")
_LINK = re.compile(r"https?://\S+|<<<.*?>>>|<[^<>]*>")
_ARTICLE = re.compile(r"(?:an?|the) +(?=\S)", re.IGNORECASE)
#: what a server calls a file: it begins with a long number, or is nothing else
_NUMBER = re.compile(r"(?:[0-9a-f]{8}[0-9a-f-]*|[^a-z]*)(?:[-_].*)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class ResultNames:
    """Names the results of one job, the same ones whenever it is asked: a delivery that was cut off goes on with them.

    `several`: the job has more than one result, so they are numbered. `draft`: it only stands in for the real thing.
    """

    request: Request
    job_id: str
    several: bool = False
    draft: bool = False

    def __call__(self, output: Output) -> str:
        """The name of one result, without its extension; the provider's own name of it is not in it."""
        words = words_of(self.request) or output.kind.value
        parts = [words]
        if self.draft:
            parts.append(DRAFT[_is_chinese(words)])
        parts.append(mark_of(self.job_id))
        if self.several:
            parts.append(str(output.index + 1))
        if output.watermarked:
            parts.append("watermark")
        return safe_stem("-".join(parts))


def mark_of(job_id: str) -> str:
    """Four characters that tell a job's files from those of the same words: letter, digit, letter, digit."""
    number = int.from_bytes(hashlib.sha256(job_id.encode()).digest()[:8])
    mark = ""
    for alphabet in (LETTERS, "0123456789", LETTERS, "0123456789"):
        number, place = divmod(number, len(alphabet))
        mark += alphabet[place]
    return mark


def words_of(request: Request) -> str:
    """The words of a request as a part of a file name; of one without words, those of its input's name; else ""."""
    texts = [request.prompt, *(shot.prompt for shot in request.shots)]
    inputs = sorted(request.media, key=lambda media: media.kind is MediaKind.AUDIO)
    for text in (*texts, *(_named(media.given) for media in inputs)):
        if found := _shortened(_joined(text)):
            return found
    return ""


def _named(media: Media) -> str:
    """What a person calls an input: of a result its words only, of a link nothing where its name is a number."""
    path = unquote(urlsplit(media.source).path) if media.is_url else media.source
    name = re.split(r"[/\\]", path)[-1]
    stem = _MARK.sub("", name.rpartition(".")[0] or name)
    return "" if media.is_url and stem.isascii() and _NUMBER.fullmatch(stem) else stem


def _joined(text: str) -> str:
    """Letters, digits and their marks, with one dash for all that is between them."""
    text = unicodedata.normalize("NFC", _LINK.sub(" ", text)).strip()
    text = re.sub(r"['’]", "", _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text)
    spelt = re.sub("-+", "-", "".join(map(_spelt, text)))
    return spelt.lstrip("-" + "".join(c for c in spelt if unicodedata.category(c).startswith("M"))).rstrip("-")


def _spelt(character: str) -> str:
    """A part of a word as it is, nothing for what is invisible, a dash for all else."""
    category = unicodedata.category(character)
    if category == "Cf" or "FILLER" in unicodedata.name(character, ""):
        return ""
    return character if category[0] in "LNM" else "-"


def _shortened(text: str) -> str:
    """As much as there is room for, in whole characters, and in whole words where that leaves enough."""
    columns = size = end = 0
    for start, stop in pairwise(_bounds(text)):
        columns += 2 if unicodedata.east_asian_width(text[start]) in "WF" else 1
        size += len(text[start:stop].encode())
        if columns > COLUMNS or size > BYTES:
            break
        end = stop
    if end == len(text) or text[end] == "-":
        return text[:end].strip("-")
    gap = text.rfind("-", 0, end)
    return text[: gap if gap >= end * KEPT else end].strip("-")


def _bounds(text: str) -> Iterator[int]:
    """Where a character begins, with its marks; and the end. Marks that stand on nothing are nobody's."""
    for place, character in enumerate(text):
        if place == 0 or not unicodedata.category(character).startswith("M"):
            yield place
    yield len(text)


def _is_chinese(text: str) -> bool:
    return any(unicodedata.name(c, "").startswith("CJK") for c in text)
