"""Foreign words made safe: no control characters, no tokens, links to the provider's own pages only (§12, N-R3). Pure."""

import re
from urllib.parse import urlsplit

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”‘’，。；、）)\]】」』]+", re.I)
_TOKEN = re.compile(r"\b(?:nmv_usr_|clm_)[\w.~+/=-]+")
_HOSTS = ("nemovideo.com", "nemovideo.ai")


def safe_text(text: str) -> str:
    """The text without escapes, tokens and links to elsewhere; line breaks stay."""
    plain = _CONTROLS.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))
    return _TOKEN.sub("***", _LINK.sub(_link, plain)).strip()


def own_link(link: str) -> bool:
    """Does it lead to the provider's own pages?"""
    try:
        host = (urlsplit(link if "://" in link else f"https://{link}").hostname or "").lower()
    except ValueError:
        return False
    return any(host == own or host.endswith(f".{own}") for own in _HOSTS)


def _link(found: re.Match[str]) -> str:
    link = found.group()
    tail = link[len(link.rstrip(".,;:!?")) :]
    return link if own_link(link) else tail
