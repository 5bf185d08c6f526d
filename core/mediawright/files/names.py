"""Turn untrusted text into safe file names: short, visible, and inside the folder they are meant for."""

import re
import unicodedata

LONGEST = 120  # bytes of UTF-8; file systems end at 255, and endings and numbers are added
FALLBACK = "result"

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def safe_stem(name: str) -> str:
    """A name without extension that any common system takes: no separators, control or invisible characters, no leading
    dot or dash, not reserved, at most `LONGEST` bytes."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = _FORBIDDEN.sub("_", text)
    text = re.sub(r"\.{2,}", ".", re.sub(r" {2,}", " ", text))
    text = _shortened(text.strip(" .").lstrip("-. ")).strip(" .")
    return FALLBACK if not text or _RESERVED.fullmatch(text) else text


def _shortened(text: str) -> str:
    return text.encode("utf-8")[:LONGEST].decode("utf-8", "ignore")
