"""Speech, music, sounds, faces, motion, effects, clothes and larger pictures are reached where somebody offers them."""

import os
from dataclasses import replace

import pytest
from tests.core.router.corpus import INTENTS
from tests.core.router.providers import ALL
from tests.core.router.score import load, score

from mediawright.plugins.discover import Registry
from mediawright.router import Router, record
from mediawright.router.dialogue import context_of, turn
from mediawright.types.operations import Operation

#: sets of messages about everything that any installed provider does
EVERYBODY = ("providers", "plain", *sorted(path.stem for path in INTENTS.glob("people-*.jsonl")))


@pytest.fixture(scope="module")
def installed() -> Router:
    registry = Registry.installed(
        {name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")}
    )
    return Router([registry.load(name).provider for name in ("chatart", "fal", "kling", "nemovideo", "previz")])


def test_sixty_blind_messages(installed: Router) -> None:
    """57 of 59 were right at first sight, and none of the two that were not cost anything unasked."""
    total = score(
        load(INTENTS / "sounds.jsonl"), lambda line: record(installed.route(line["text"], line["attachments"]))
    )
    assert total.lines >= 60
    assert total.accuracy == 1.0, total.misses
    assert total.wrong_billable == []
    assert total.provider == total.lines


def test_all_operations_with_every_provider_there_is() -> None:
    """Written and labelled before the router saw them; docs/evidence/router-scores.md has the figures at first sight."""
    registry = Registry.installed(
        {name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")}
    )
    router = Router([plugin.provider for plugin in registry.load_all()])
    total = score(
        [line for name in EVERYBODY for line in load(INTENTS / f"{name}.jsonl")],
        lambda line: record(router.route(line["text"], line["attachments"])),
    )
    assert total.accuracy >= 0.98, total.misses
    assert total.ask_recall >= 0.96, total.misses
    assert set(total.wrong_billable) <= {"n-0052", "n-0058", "p-0031"}, total.misses


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("给这个视频配个音效：雨声和电车铃", "雨声和电车铃"),
        ("给刚才那段加点拟音：脚步声", "脚步声"),
        ("add sound effects to it: thunder", "thunder"),
        ("foley for this clip: footsteps", "footsteps"),
    ],
)
def test_a_clip_that_was_made_is_given_its_sound(installed: Router, text: str, prompt: str) -> None:
    """It is not made anew with sound, which would cost a whole clip, unless nobody can do it otherwise."""
    done = context_of({"stage": "done", "operation": "text_to_video", "results": [{"kind": "video", "count": 1}]})
    found = turn(installed, text, None, done)
    assert (found.act, found.operation, found.prompt, found.params) == ("use_result", "video_to_audio", prompt, {})
    assert turn(Router(ALL), text, None, done).operation != "video_to_audio"


SPOKEN = {"operation": "text_to_speech", "provider": "kling", "prompt": "明天见"}


@pytest.mark.parametrize("stage", ["quoted", "done", "running", "failed"])
@pytest.mark.parametrize(
    ("text", "given", "operation", "prompt"),
    [
        ("make face.png talk with voice.wav", {}, "talking_photo", None),
        ("抠图", {"image": 1}, "remove_background", None),
        ("克隆我的声音 voice.wav", {}, "clone_voice", None),
        ("sound effect: a door slams", {}, "sound_effects", "a door slams"),
        ("帮我念这段话：你好", {}, "text_to_speech", "你好"),
    ],
)
def test_a_wish_that_is_whole_begins_something_new(
    installed: Router, stage: str, text: str, given: dict[str, int], operation: str, prompt: str | None
) -> None:
    """And takes no words of what is pending along."""
    found = turn(installed, text, given, context_of({"stage": stage, **SPOKEN}))
    assert (found.act, found.operation) == ("new", operation)
    assert prompt in (None, found.prompt)
    assert "明天见" not in (found.prompt or "")


def test_a_narration_for_the_clip_that_was_made_stays_an_edit(installed: Router) -> None:
    done = context_of({"stage": "done", "operation": "text_to_video", "results": [{"kind": "video", "count": 1}]})
    assert turn(installed, "配上旁白：新年快乐", None, done).operation == "chat_edit"


def test_where_nobody_offers_it_the_other_tables_stand() -> None:
    poor = Router(ALL)
    for line in load(INTENTS / "sounds.jsonl"):
        found = poor.route(line["text"], line["attachments"])
        assert not found.rule.startswith("a particular wish"), line["text"]
    gap = poor.route("music only please, a slow jazz piano piece").gap
    assert gap is not None
    assert gap.key == "music"


def test_the_provider_that_is_named_decides(installed: Router) -> None:
    assert installed.route("用可灵给这段视频加环境音", {"video": 1}).operation == Operation.VIDEO_TO_AUDIO
    assert installed.route("use NemoVideo to add ocean sounds to this clip", {"video": 1}).operation != "video_to_audio"


def test_the_sound_of_a_clip_is_what_stands_behind_the_colon(installed: Router) -> None:
    assert installed.route("给 clip.mp4 配上音效：风声和鸟鸣", {"video": 1}).prompt == "风声和鸟鸣"
    assert installed.route("add sound effects to clip.mp4: rain and thunder", {"video": 1}).prompt == "rain and thunder"


@pytest.mark.parametrize("text", ["用 CosyVoice 念：今天天气真好", "用 Gemini 读：“今天天气真好”", "念：今天天气真好"])
def test_a_colon_behind_the_verb_is_enough(installed: Router, text: str) -> None:
    """The words themselves ask for nothing: not for the weather either, which nobody here tells."""
    found = installed.route(text)
    assert (found.operation, found.prompt) == (Operation.TEXT_TO_SPEECH, "今天天气真好")
    assert turn(installed, text, None, context_of({})).operation == Operation.TEXT_TO_SPEECH


def test_what_is_read_aloud(installed: Router) -> None:
    spoken = {
        '帮我念这段话："明天见"': "明天见",
        "tts: welcome aboard": "welcome aboard",
        "把下面的文字转成语音：列车即将到站": "列车即将到站",
    }
    assert {text: installed.route(text).prompt for text in spoken} == spoken


@pytest.mark.parametrize(
    ("text", "command", "spoken"),
    [
        ("朗读：潮水退了。", "audio", "潮水退了。"),
        ("read aloud: “please log out of your account”", "audio", "please log out of your account"),
        ("朗读：我的余额还有多少", "audio", "我的余额还有多少"),
        ("read this out: where are my jobs", "audio", "where are my jobs"),
        ("退出登录", "auth", None),
        ("帮我退出账号，朗读功能不用了", "auth", None),
        ("log out: kling", "auth", None),
    ],
)
def test_what_is_to_be_read_aloud_is_no_order(installed: Router, text: str, command: str, spoken: str | None) -> None:
    """Words behind a colon or in quotes sign nobody out and ask for no balance."""
    found = installed.route(text)
    assert found.command == command
    assert spoken in (None, found.prompt)


def test_a_missing_input_is_asked_for(installed: Router) -> None:
    found = installed.route("抠图")
    assert found.operation == "remove_background"
    assert found.ask is not None
    assert found.ask.reason == "missing_input"
    assert replace(found, ask=None).billable
    assert not found.billable


@pytest.mark.parametrize(
    "text",
    [
        "给视频加字幕",
        "片头加个标题",
        "把这两段视频拼起来",
        "add subtitles to this video",
        "add a voiceover to this clip",
        "put a title on this video",
        "cut out the part between 5 and 8 seconds",
    ],
)
def test_work_on_the_time_of_a_clip_is_an_edit_and_draws_nothing_anew(installed: Router, text: str) -> None:
    found = installed.route(text, {"video": 1})
    assert (found.operation, found.ask, found.provider) == ("chat_edit", None, "nemovideo")


@pytest.mark.parametrize(
    "text", ["拍一段火山喷发的视频", "画一个热气腾腾的豆包", "画一串香蕉", "飞机在跑道上滑行的视频"]
)
def test_an_everyday_word_names_nobody_in_a_scene(text: str) -> None:
    registry = Registry.installed(
        {name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")}
    )
    router = Router([plugin.provider for plugin in registry.load_all()])
    found = router.route(text)
    assert (found.provider, "model" in found.params) == (None, False)
    assert router.route(f"用豆包{text}").provider == "ark"


@pytest.mark.parametrize(
    ("text", "given", "operation"),
    [
        ("do you like movies?", {}, "out_of_scope"),
        ("你喜欢看视频吗", {}, "out_of_scope"),
        ("add subtitels to this", {"video": 1}, "chat_edit"),
        ("put the music of party in my video", {"video": 1}, "chat_edit"),
        ("make a video from report.pdf", {"document": 1}, "out_of_scope"),
        (
            "Script's in the pdf. Shoot it as a video with a proper storyboard of shots",
            {"document": 1},
            "text_to_video",
        ),
        ("The user would like an illustration of a heron, storybook style.", {}, "text_to_image"),
        ("with Kling please a video of the sea", {}, "text_to_video"),
        ("来个海浪声", {}, "sound_effects"),
        ("8-bit chiptune for my game menu", {}, "text_to_music"),
    ],
)
def test_what_a_message_is_about_is_told_by_its_structure(
    installed: Router, text: str, given: dict[str, int], operation: str
) -> None:
    found = installed.route(text, given)
    assert (found.operation, found.ask) == (operation, None)


def test_a_sound_is_described_without_the_words_that_ask(installed: Router) -> None:
    found = installed.route("用可灵生成一段5秒的海浪音效")
    assert (found.operation, found.provider, found.prompt) == ("sound_effects", "kling", "海浪音效")
    assert found.params["duration"] == 5


@pytest.mark.parametrize("text", ["再说吧", "你说呢", "说了算", "再说一遍"])
def test_speech_without_words_to_be_read_is_not_begun(installed: Router, text: str) -> None:
    found = installed.route(text)
    assert not (found.billable and found.ask is None)
