"""A talking edit session."""

from mediawright.present.chat import chat
from mediawright.present.page import Segment, Track
from mediawright.present.pages import talk, timeline
from mediawright.types.message import Message
from mediawright.types.verdicts import TalkAnswer

TRACKS = (Track("Video", (Segment("fox", 0, 5),)),)


def test_a_timeline_with_and_without_a_name() -> None:
    assert chat(timeline(TRACKS, name="Snow"), "en") == "🎞️ Timeline of Snow\nTimeline (1 track): 1. Video: fox (0-5s)"
    assert chat(timeline(()), "zh") == "🎞️ 时间线\n时间线还是空的。"


def test_an_action_says_what_came_of_it_and_shows_the_tracks() -> None:
    answer = TalkAnswer(message=Message("running.safe"), data={"id": "7"}, raw={"x": 1})
    page = talk(answer, tracks=TRACKS)
    assert chat(page, "en").splitlines()[0] == "🎞️ Nothing is lost; I will send it when it is ready."
    assert page.data == {"id": "7", "raw": {"x": 1}}
    assert len(chat(talk(answer), "en").splitlines()) == 1
