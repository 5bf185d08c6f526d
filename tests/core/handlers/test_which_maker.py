"""With nobody signed in a request is asked about: who makes it, and a draft only where the person takes it."""

from pathlib import Path

import pytest
from PIL import Image
from tests.core.handlers.talking import Talk, lines

from mediawright.handlers import listings
from mediawright.handlers.threads import remembered, stage_of
from mediawright.present.chat import chat
from mediawright.services.studio import Studio


def studio(folder: Path, without: str = "") -> Studio:
    kept = {"HOME": str(folder), "MEDIAWRIGHT_HOME": str(folder / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return Studio(kept | {"MEDIAWRIGHT_DISABLE_PLUGINS": without}, folder)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("画一座雪山", "image --operation text_to_image --prompt '一座雪山'"),
        ("做一段5秒的海浪视频", "video --operation text_to_video --duration 5"),
        ("把 photo.jpg 做成5秒的视频", "video --operation image_to_video --duration 5"),
        ("make a 5 second clip of a fox in the snow", "video --operation text_to_video --duration 5"),
    ],
)
async def test_nothing_is_made_until_the_person_says_who_makes_it(text: str, command: str, tmp_path: Path) -> None:
    Image.new("RGB", (720, 1280)).save(tmp_path / "photo.jpg")
    async with studio(tmp_path) as opened:
        talk = Talk(opened)
        asked = await talk.say(text)
        assert (asked.status, int(asked.exit)) == ("question", 2), talk.shown(asked)
        assert "草稿" in talk.shown(asked)
        assert "给你一个登录链接" in talk.shown(asked)
        ways = lines(asked)
        assert all(line.startswith(f"mediawright {command}") for line in ways)
        assert ways[-1].endswith("--provider previz --json")
        assert "--provider kling" in ways[0]
        assert opened.ledger.list() == []


async def test_the_answer_goes_on_with_the_same_request_and_a_change_asks_again(tmp_path: Path) -> None:
    async with studio(tmp_path) as opened:
        talk = Talk(opened)
        await talk.say("画一座雪山")
        upright = await talk.say("竖屏的")
        assert all("--aspect-ratio 9:16" in line for line in lines(upright))
        kling = await talk.say("还是用可灵吧")
        assert (kling.status, kling.failure and kling.failure.provider) == ("sign_in_needed", "kling")
        thread = remembered(opened, "one")
        assert thread is not None
        assert (stage_of(thread), thread.said["request"]["aspect_ratio"]) == ("sign_in", "9:16")


@pytest.mark.parametrize("answer", ["免费的草稿就行", "just the draft please"])
async def test_a_draft_is_called_one_in_every_answer(answer: str, tmp_path: Path) -> None:
    async with studio(tmp_path) as opened:
        talk = Talk(opened)
        await talk.say("画一座雪山")
        drawn = await talk.say(answer)
        (job,) = opened.ledger.list()
        assert (drawn.status, job.request.prompt) == ("done", "一座雪山")
        assert "草稿" in talk.shown(drawn)
        assert "图片做好了" not in talk.shown(drawn)
        for page in (listings.of_jobs(opened, [job]).page, listings.of_job_shown(opened, job).page):
            assert "草稿" in chat(page, "zh")
            assert "draft" in chat(page, "en")


async def test_a_draft_of_one_s_own_says_truly_why(tmp_path: Path) -> None:
    """Where nobody else is installed, nobody else could make it."""
    async with studio(tmp_path, "ark,chatart,dashscope,fal,gemini,kling,minimax,nemovideo,runway") as opened:
        talk = Talk(opened)
        drawn = await talk.say("画一座雪山")
        assert drawn.status == "done"
        assert "都做不了成片" in talk.shown(drawn)
