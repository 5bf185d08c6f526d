"""One turn of a conversation: text, attachments and context in, an act out. Pure, offline, deterministic."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.cues import pattern
from mediawright.router.dialogue.decide import decide
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.reported import firsthand
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import Utterance
from mediawright.router.language.spelling import mended
from mediawright.router.routing import Router
from mediawright.types.message import Lang

_WORD = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]")
_NEUTRAL = pattern("routing_neutral")


def turn(router: Router, text: str, attachments: Mapping[str, int] | None, context: Context) -> Turn:
    """What one message comes to in its context. Never raises for any text."""
    text = mended(firsthand(text))
    message = router.message(text, attachments)
    said = Utterance(text, message)
    turned = Turned(router, said, context, attachments or {})
    return replace(decide(turned), lang=language(said, context))


def language(said: Utterance, context: Context) -> Lang:
    """The language of the reply: that of the message; a number, a name, "ok" or a sign follows the conversation."""
    message = said.message
    words = said.plain
    for name in message.names:
        start, end = message.reading.starts[name.first], message.reading.end(name.last - 1)
        words = words[:start] + " " * (end - start) + words[end:]
    words = re.sub(r"[\ue000-\ue002]+", " ", words)
    if context.language in ("zh", "en") and not _WORD.search(_NEUTRAL.sub(" ", words)):
        return "zh" if context.language == "zh" else "en"
    han = len(re.findall(r"[\u3400-\u9fff]", words))
    if (han and context.language == "zh") or (han >= 4 and context.language is None):
        return "zh"  # cancel掉, 加subtitle: mixed, and not a Chinese name in an English sentence
    return message.reading.lang
