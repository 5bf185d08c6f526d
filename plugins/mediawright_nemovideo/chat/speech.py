"""The agent's words as they come, a sentence at a time, cleaned before they are shown. Pure."""

from mediawright.plugin import dataclass
from mediawright_nemovideo.chat.screen import sentences, translate

_SURE = "!?。！？\n"


@dataclass(slots=True)
class Speech:
    """Feeds on pieces; gives back whole sentences that may be shown. A whole text repeats its partials: only what was
    not shown yet is given."""

    _buffer: str = ""
    _shown: str = ""

    def feed(self, text: str, partial: bool) -> str:
        """The sentences that are complete now, cleaned; "" where there is nothing to show yet."""
        if partial:
            self._buffer += text
            ready, self._buffer = _ready(self._buffer)
            self._shown += ready
            return translate(ready).text
        rest = text[len(self._shown) :] if text.startswith(self._shown) else text
        self._buffer = self._shown = ""
        return translate(rest).text

    def rest(self) -> str:
        """What is left when the stream closes."""
        left, self._buffer = self._buffer, ""
        return translate(left).text


def _ready(buffer: str) -> tuple[str, str]:
    """Whole sentences, and what is still open. A full stop counts only when something follows it."""
    parts = sentences(buffer)
    if parts and not (parts[-1].rstrip(" ")[-1:] in _SURE or parts[-1].endswith((". ", ".\n"))):
        return "".join(parts[:-1]), parts[-1]
    return buffer, ""
