"""Instructions for a screen that nobody sees, taken out of the agent's words (docs/contracts/nemovideo.md §12). Pure.

A clause that holds an instruction goes whole; what it was meant to reach is remembered as a `Want`, which the caller may
answer where that is free (N-R29). Words in quotation marks are content and never an instruction.
"""

import re
from collections.abc import Iterator

from mediawright.plugin import dataclass
from mediawright_nemovideo.chat.screen_patterns import CLAUSE, PATTERNS, QUOTED, SENTENCE, Want
from mediawright_nemovideo.sanitize import safe_text


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text` is what may be shown; too little left of it makes `bare` true: show the timeline instead."""

    text: str
    wants: frozenset[Want] = frozenset()

    @property
    def bare(self) -> bool:
        return len(self.text.strip(" \n.,!?。，！？…")) < 5


_ENDS = ".!?。！？…"


def sentences(text: str) -> list[str]:
    """The text cut after each sentence; joined they are the text."""
    return [part for part in SENTENCE.findall(text) if part]


def translate(text: str) -> Cleaned:
    """The agent's words without instructions for a screen, safe to show."""
    wants: set[Want] = set()
    kept = "".join(_sentence(part, wants) for part in sentences(safe_text(text)))
    return Cleaned(re.sub(r"[ \t]+\n", "\n", kept).strip(), frozenset(wants))


def want_of(clause: str) -> Want | None:
    """What a clause wants done on a screen; None where it is no instruction."""
    # a stand-in of the same kind keeps "click “Export”" an instruction and a title's words content
    bare = QUOTED.sub(lambda found: f'"{"x" * min(4, len(found.group()))}"', clause)
    for want, pattern in PATTERNS:
        if pattern.search(bare):
            return _quoted_want(clause, want)
    return None


def _quoted_want(clause: str, want: Want) -> Want:
    spoken = " ".join(QUOTED.findall(clause)).lower()
    if want is Want.TIMELINE and re.search(r"export|download|导出|下载", spoken):
        return Want.EXPORT
    return want


def _sentence(sentence: str, wants: set[Want]) -> str:
    clauses = list(_clauses(sentence))
    found = [want_of(clause) for clause, _ in clauses]
    if not any(found):
        return sentence
    wants.update(want for want in found if want is not None)
    left = [pair for pair, want in zip(clauses, found, strict=True) if want is None and pair[0].strip(f" \n{_ENDS}")]
    if not left:
        return "\n" if sentence.endswith("\n") else ""
    words = left[0][0].lstrip() + "".join(joint + clause for clause, joint in left[1:])
    return _closed(words, sentence)


def _clauses(sentence: str) -> Iterator[tuple[str, str]]:
    """Each clause with the joint before it. Quoted parts are never cut."""
    spans = [found.span() for found in QUOTED.finditer(sentence)]
    start, joint = 0, ""
    for found in CLAUSE.finditer(sentence):
        if any(low <= found.start() < high for low, high in spans):
            continue
        yield sentence[start : found.start()], joint
        start, joint = found.end(), found.group()
    yield sentence[start:], joint


def _closed(words: str, sentence: str) -> str:
    """The rest with a beginning and an end of its own."""
    words = words[:1].upper() + words[1:]
    body, tail = words.rstrip(), sentence[len(sentence.rstrip()) :]
    if body and body[-1] not in _ENDS:
        full = sentence.rstrip()
        body += full[-1] if full and full[-1] in _ENDS else ""
    return body + tail
