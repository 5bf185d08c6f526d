"""A talking edit session: the timeline as tracks, and what came of an action."""

from collections.abc import Sequence

from mediawright.commands.action import Next
from mediawright.present.page import Page, Track, Tracks
from mediawright.present.pages.fields import say
from mediawright.types.verdicts import TalkAnswer


def timeline(
    tracks: Sequence[Track],
    *,
    name: str | None = None,
    data: dict[str, object] | None = None,
    next: tuple[Next, ...] = (),
) -> Page:
    """The tracks over time, with the project's name where it has one."""
    return Page(
        name="timeline",
        emoji="🎞️",
        title=say("timeline.title_of", name=name) if name else say("timeline.title"),
        body=(Tracks(tuple(tracks)),),
        data=data or {},
        next=next,
    )


def talk(answer: TalkAnswer, *, tracks: Sequence[Track] = (), next: tuple[Next, ...] = ()) -> Page:
    """What an action on the session said, with the timeline as it is now where there is one."""
    return Page(
        name="talk",
        emoji="🎞️",
        title=answer.message,
        body=(*((Tracks(tuple(tracks)),) if tracks else ()),),
        data={**answer.data, "raw": answer.raw},
        next=next,
    )
