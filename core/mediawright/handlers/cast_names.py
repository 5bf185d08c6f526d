"""A wish that names somebody whom the cast does not have: the question who is meant, with the nearest names as answers."""

from dataclasses import replace

from mediawright.services.cast.saved_subjects import known
from mediawright.services.studio import Studio
from mediawright.types.mentions import Mention, folded, has_marks, mentions
from mediawright.types.message import Message
from mediawright.types.options import nearest
from mediawright.types.route import Ask, Choice, Route

#: names that are offered at most
MOST = 6
#: signs of most Chinese names
USUAL = 2


def with_names(studio: Studio, found: Route) -> Route:
    """The route with the question who is meant, where its words name somebody unknown and somebody is known."""
    prompt = found.prompt or ""
    if (
        found.ask is not None
        or found.gap is not None
        or found.command not in ("video", "image")
        or not has_marks(prompt)
    ):
        return found
    names = {folded(one.name): one.name for one in known(studio)}
    names |= {folded(one.name): one.name for one in studio.cast.all()}
    unknown = next((one for one in mentions(prompt, names.values()) if not one.known), None)
    if unknown is None or not names:
        return found
    listed = nearest(unknown.name, dict.fromkeys(names.values()))[:MOST]
    choices = [
        _choice(found, name, name, f"{prompt[: unknown.start]}@{name}{_rest(prompt, unknown, name)}") for name in listed
    ]
    plain = prompt[: unknown.start] + "\\" + prompt[unknown.start :]
    choices.append(_choice(found, "plain", None, plain))
    question = Message("cast.who", {"name": unknown.name})
    return replace(found, ask=Ask(reason="cast_name", question=question, choices=tuple(choices)))


def _rest(prompt: str, unknown: Mention, name: str) -> str:
    """What follows the name: of Chinese nobody knows where a name ends, so as much is taken for it as the right one has."""
    if unknown.name.isascii():
        return prompt[unknown.end :]
    return prompt[unknown.start + 1 + (USUAL if name.isascii() else len(name)) :]


def _choice(found: Route, key: str, name: str | None, prompt: str) -> Choice:
    label = Message("cast.choice_plain") if name is None else Message("cast.choice", {"name": name})
    return Choice(key=key, label=label, command=found.command, operation=found.operation, params={"prompt": prompt})
