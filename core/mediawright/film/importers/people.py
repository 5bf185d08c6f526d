"""Who is in a film: lists of names, introductions, and `@name` in the words of a shot."""

import re

from mediawright.film.importers.draft import Draft, is_chinese, is_nothing, plain
from mediawright.film.pace import is_han
from mediawright.film.plan import MOST_CAST

_AGED = re.compile(r"^\s*(?P<name>[^（(：:]{1,24})\s*[（(](?P<age>[^）)]{1,40})[）)]\s*[：:，,]?\s*(?P<look>.*)$")
_PLAIN = re.compile(r"^\s*(?P<name>[^：:]{1,24})\s*[：:]\s*(?P<look>.+)$")
_CROWD = ("群众", "众人", "路人", "若干", "等", "extras", "crowd")


def take_people(text: str, draft: Draft) -> None:
    """Names parted by commas and their like; `名字（25岁，短发）` keeps the polls."""
    if is_nothing(text):
        return
    blank = r"[\s、，,;；/]" if is_chinese(text) else r"[、，,;；/\n]"
    for part in re.split(rf"{blank}|\s+and\s+|\s*&\s*(?![^（(]*[）)])", _guarded(plain(text))):
        part = part.replace("\x00", "，").strip()
        found = _AGED.match(part)
        name, look = (found["name"].strip(), found["age"]) if found else (part, "")
        if name and not is_nothing(name) and name not in _CROWD and len(name) <= 40:
            draft.person(name, look)


def introduction(text: str) -> tuple[str, str] | None:
    """Name and polls of `沈一鸣（25）：外卖员，瘦高` or `Mara: a woman of sixty`."""
    text = re.sub(r"^[\s\-*•·\d.、]+", "", plain(text))
    found = _AGED.match(text)
    if found and found["name"].strip():
        look = "，".join(part for part in (found["age"].strip(), found["look"].strip().rstrip("。")) if part)
        return found["name"].strip(), look
    bare = _PLAIN.match(text)
    return (bare["name"].strip(), bare["look"].strip().rstrip("。")) if bare else None


def settle_people(draft: Draft) -> None:
    """Put `@` before the first place of each name in the words of a shot; more names than a plan takes lose their entry."""
    spoken = [line.who for shot in draft.shots for line in shot.lines if line.who and not line.over]
    order = sorted(draft.people, key=lambda name: (-spoken.count(name), list(draft.people).index(name)))
    kept = set(order[:MOST_CAST]) | {name for name in order if name in spoken}
    draft.people = {name: look for name, look in draft.people.items() if name in kept}
    for shot in draft.shots:
        shot.prompt = _without_strange_marks(shot.prompt, draft)
        for name in sorted(draft.people, key=len, reverse=True):
            shot.prompt = _marked(shot.prompt, name)


def _without_strange_marks(text: str, draft: Draft) -> str:
    """The text without the at-signs that no name of the cast follows."""
    names = "|".join(re.escape(name) for name in sorted(draft.people, key=len, reverse=True))
    return re.sub(rf"@(?!{names})" if names else "@", "", text, flags=re.IGNORECASE)


def _marked(text: str, name: str) -> str:
    edge = "" if is_han(name[0]) else r"\b"
    end = "" if is_han(name[-1]) else r"\b"
    return (
        re.sub(rf"(?<!@){edge}{re.escape(name)}{end}", f"@{name}", text, count=1, flags=re.IGNORECASE if edge else 0)
        if f"@{name}".lower() not in text.lower()
        else text
    )


def _guarded(text: str) -> str:
    """Commas inside brackets part no names."""
    return re.sub(r"[（(][^）)]*[）)]", lambda found: re.sub(r"[\s、，,;；/]", "\x00", found.group()), text)
