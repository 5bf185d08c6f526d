"""Conversations with a simulated provider: every act of a person, and what becomes of request, page and money."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.core.handlers.talking import Talk, asked_for, lines, quote_in
from tests.resilience.chaos import TARGETS, ChaosHarness

from mediawright.clock import BriskClock
from mediawright.handlers.second_step import offered
from mediawright.handlers.threads import idle, remembered
from mediawright.services.studio import Studio
from mediawright.types.operations import Operation

WISH = "用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑"


@pytest.fixture(scope="module")
def kling() -> Iterator[ChaosHarness]:
    with TARGETS["kling"].running(time_scale="100") as running:
        yield running


@pytest.fixture
async def talk(kling: ChaosHarness, tmp_path: Path) -> AsyncIterator[Talk]:
    kept = {"HOME": str(tmp_path), "MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    kept |= {
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        "MEDIAWRIGHT_DISABLE_PLUGINS": "fal,ark,dashscope,gemini,minimax,runway",
    }
    environ = kept | kling.target.env(kling.url, kling.service_state)
    async with Studio(environ, tmp_path, clock=BriskClock(50)) as studio:
        yield Talk(studio)


async def made(talk: Talk, wish: str = WISH) -> None:
    """A page, a yes, a file."""
    page = await talk.say(wish)
    done = await talk.confirm(quote_in(page), "1000")
    assert done.status == "done", talk.shown(done)


@pytest.mark.parametrize(
    ("text", "field", "value", "told"),
    [
        ("换成竖屏", "aspect_ratio", "9:16", ""),
        ("make it 10s instead", "duration", 10, ""),
        ("再长一点", "duration", 7, "3-15"),
        ("短一点", "duration", 3, "3-15"),
        ("太贵了", "model", "kling-v2-6", "模型换成"),
        ("画质再高一点", "mode", "4k", "4K"),
        ("要有声音", "sound", True, ""),
        ("换个模型", "model", "kling-v3-omni", "模型换成"),
    ],
)
async def test_a_page_is_changed_in_words(talk: Talk, text: str, field: str, value: object, told: str) -> None:
    first = await talk.say(WISH)
    before = asked_for(first)
    page = await talk.say(text)
    now = asked_for(page)
    assert getattr(now, field) == value
    assert (now.prompt, now.provider) == (before.prompt, "kling")
    assert told in talk.shown(page)
    old = await talk.confirm(quote_in(first), "1000")
    assert (old.failure is not None, talk.studio.ledger.list()) == (True, [])
    assert "撤回" in talk.shown(old)


async def test_what_cannot_become_longer_says_so_and_stays(talk: Talk) -> None:
    await talk.say(WISH)
    await talk.say("改成15秒")
    page = await talk.say("再长一点")
    assert asked_for(page).duration == 15
    assert "最长就是 15 秒" in talk.shown(page)


async def test_a_length_that_is_not_offered_is_asked_about(talk: Talk) -> None:
    await talk.say(WISH)
    await talk.say("用可灵2.6")
    question = await talk.say("7秒")
    assert (question.status, [choice.key for choice in question.page.data["ask"].choices]) == ("question", ["5", "10"])
    vertical = asked_for(await talk.say("还是竖屏吧"))  # a question is no cage
    assert (vertical.aspect_ratio, vertical.duration, vertical.model) == ("9:16", 5, "kling-v2-6")
    await talk.say("7秒")
    page = await talk.say("第二个")
    assert (talk.went[-1][0], talk.went[-1][2:]) == ("revise", ("--duration", "10"))
    assert (asked_for(page).duration, asked_for(page).aspect_ratio) == (10, "9:16")


async def test_a_yes_in_words_spends_nothing(talk: Talk, kling: ChaosHarness) -> None:
    before = kling.charges()
    page = await talk.say(WISH)
    for text in ("确认", "好的", "yes", "go ahead"):
        await talk.say(text)
        assert talk.went[-1] == ("confirm", quote_in(page))
    assert (kling.charges(), talk.studio.ledger.list()) == (before, [])


async def test_another_take_is_a_job_of_its_own(talk: Talk) -> None:
    await made(talk)
    page = await talk.say("再来一个")
    assert asked_for(page).prompt == "一只红狐狸在雪地里小跑"
    assert "--again" in lines(page)[0]
    assert (await talk.say("确认")).status == "went"
    assert talk.went[-1][-1] == "--again"
    done = await talk.confirm(quote_in(page), "1000", again=True)
    assert done.status == "done"
    assert len(talk.studio.ledger.list()) == 2


async def test_a_result_is_put_to_use(talk: Talk) -> None:
    await made(talk, "用可灵画4张图：海边的小木屋")
    honest = await talk.say("第二张放大")
    assert honest.status == "not_available"
    assert "--resolution" in lines(honest)[0]
    question = await talk.say("让它动起来")
    assert (question.status, len(question.page.next)) == ("question", 4)
    (job,) = talk.studio.ledger.list()
    for asset in job.assets:  # the simulator's pictures are smaller than the provider takes them
        Image.new("RGB", (640, 640)).save(asset.path)
    page = await talk.say("animate the second one")
    request = asked_for(page)
    assert request.operation is Operation.IMAGE_TO_VIDEO
    assert [item.source for item in request.images] == [job.assets[1].path]


async def test_after_the_file_the_same_with_a_change_keeps_the_rest(talk: Talk) -> None:
    await made(talk)
    page = await talk.say("same but at night")
    assert asked_for(page).duration == 5
    assert "红狐狸" in asked_for(page).prompt
    assert "night" in asked_for(page).prompt


async def test_money_is_talked_about_and_none_is_spent(talk: Talk, kling: ChaosHarness) -> None:
    before = kling.charges()
    side_by_side = await talk.say("kling vs nemovideo for 10 s, how much?")
    assert {item["provider"] for item in side_by_side.page.data["prices"]} >= {"kling", "nemovideo"}
    page = await talk.say(WISH)
    assert "4 点" in talk.shown(await talk.say("多少钱"))
    supposed = await talk.say("what if it was 10s, how much then")
    assert "8 点" in talk.shown(supposed)
    assert f"revise {quote_in(page)} --duration 10" in lines(supposed)[0]
    done = await talk.confirm(quote_in(page), "1000")
    assert done.status == "done"  # asking took nothing back
    assert "4 点" in talk.shown(await talk.say("这条花了多少积分"))
    assert kling.charges() == before + 1


async def test_a_permission_is_proposed_and_words_alone_allow_nothing(talk: Talk) -> None:
    page = await talk.say(WISH)
    proposal = await talk.say("不用每次都问我，20点以内直接做")
    assert lines(proposal) == ("mediawright policy allow '20 units' --for 2h --provider kling --json",)
    assert "2 小时" in talk.shown(proposal)
    yes = await talk.say("好")
    assert (yes.page.next, int(yes.exit)) == (proposal.page.next, 5)
    assert talk.studio.policy.list() == ()
    await talk.say("不用了")
    assert asked_for(await talk.say("换成竖屏")).aspect_ratio == "9:16"  # the page before it goes on
    assert (await talk.say("不用每次都问我")).page.data["ask"].reason == "amount"
    again = await talk.say("五十积分")
    assert lines(again)[0].startswith("mediawright policy allow '50 credits'")
    assert page.status == "confirmation_needed"


@pytest.mark.parametrize(
    ("text", "word"),
    [("你好", "视频"), ("谢谢", "不客气"), ("你是谁", "我是"), ("退款", "退款"), ("再见", "再见"), ("hi", "视频")],
)
async def test_talk_is_answered_and_changes_nothing(talk: Talk, text: str, word: str) -> None:
    await talk.say(WISH)
    answer = await talk.say(text)
    assert (answer.status, int(answer.exit)) == ("told", 0)
    assert word in talk.shown(answer)
    assert asked_for(await talk.say("换成竖屏")).prompt == "一只红狐狸在雪地里小跑"


async def test_a_missing_file_comes_with_the_next_message(talk: Talk, tmp_path: Path) -> None:
    Image.new("RGB", (320, 320)).save(tmp_path / "photo.png")
    question = await talk.say("用可灵让这张照片动起来，5秒")
    assert question.page.data["ask"]["reason"] == "missing_input"
    page = await talk.say("photo.png")
    request = asked_for(page)
    assert (request.operation, request.provider, request.duration) == (Operation.IMAGE_TO_VIDEO, "kling", 5)
    assert [Path(item.source).name for item in request.images] == ["photo.png"]


async def test_a_question_left_alone_is_over(talk: Talk) -> None:
    await talk.say("做一个：海边日落")
    assert (await talk.say("算了")).status == "declined"
    assert (await talk.say("确认")).status != "declined"


async def test_another_provider_is_a_choice_of_the_person(talk: Talk) -> None:
    await talk.say(WISH)
    question = await talk.say("换一家")
    assert question.page.data["ask"].reason == "provider"
    assert all("--provider" in command for command in lines(question))
    assert isinstance(talk.studio.ledger.list(), list)


@pytest.mark.parametrize("text", ["用可灵把cat.jpg做成视频", "animate cat.jpg with kling"])
async def test_a_file_that_was_refused_is_in_nobodys_way(talk: Talk, tmp_path: Path, text: str) -> None:
    Image.new("RGB", (640, 640)).save(tmp_path / "cat.jpg")
    (tmp_path / "empty.mp4").touch()
    talk.studio.ledger.list()  # a home in which there is a ledger already
    refused = await talk.say("用可灵把 empty.mp4 改成动漫风格")
    assert "empty.mp4" in talk.shown(refused)
    request = asked_for(await talk.say(text))
    assert request.operation is Operation.IMAGE_TO_VIDEO
    assert [item.source for item in request.media] == ["cat.jpg"]


async def test_a_second_step_is_offered_when_the_first_is_done_and_begun_by_a_yes(talk: Talk) -> None:
    page = await talk.say("用可灵画一只小猫，然后让它动起来，5秒")
    assert asked_for(page).operation is Operation.TEXT_TO_IMAGE
    changed = await talk.say("要方形的")
    done = await talk.confirm(quote_in(changed), "1000")
    (way, *_) = lines(done)
    assert " --operation image_to_video " in way
    assert way.startswith("mediawright use ")
    assert "回“好”" in talk.shown(done)
    second = await talk.say("好的")
    request = asked_for(second)
    assert (request.operation, len(request.images)) == (Operation.IMAGE_TO_VIDEO, 1)
    third = await talk.confirm(quote_in(second), "1000")
    assert "接下来" not in talk.shown(third)
    assert (await talk.say("好的")).status == "told"


async def test_a_step_that_is_wished_while_the_first_runs_is_offered_when_it_is_done(talk: Talk) -> None:
    page = await talk.say("用可灵画一只小猫")
    job = await talk.confirm(quote_in(page), "1000")
    kept = remembered(talk.studio, "one")
    assert kept is not None
    running = {**kept.said, "context": {**kept.said["context"], "stage": "running", "results": []}}
    talk.studio.ledger.threads.put("one", running, "en", idle(talk.studio))
    talk.lang = "en"
    noted = await talk.say("animate it when it's done, 5 seconds")
    assert (noted.status, "once this is done" in talk.shown(noted)) == ("told", True)
    kept = remembered(talk.studio, "one")
    assert kept is not None
    assert kept.said["then"] == [{"operation": "image_to_video", "params": {"duration": 5}, "prompt": "animate it"}]
    (way, *_) = lines(offered(talk.studio, "one", job))
    assert " --operation image_to_video " in way


async def test_a_conversation_keeps_its_language_before_anything_is_made(talk: Talk) -> None:
    assert (await talk.say("多少钱？")).page.name == "prices"
    kept = remembered(talk.studio, "one")
    assert kept is not None
    assert kept.lang == "zh"
    asked = await talk.say("2")
    assert asked.status == "question"


async def test_a_second_step_of_several_results_asks_which_and_a_new_wish_forgets_it(talk: Talk) -> None:
    page = await talk.say("用可灵画两只小猫，方形的，要两张，然后让它动起来")
    done = await talk.confirm(quote_in(page), "1000")
    assert asked_for(page).count == 2
    assert [":1" in lines(done)[0], ":2" in lines(done)[1]] == [True, True]
    asked = await talk.say("好")
    assert (asked.status, len(lines(asked))) == ("question", 2)
    chosen = await talk.say("第二个")
    assert asked_for(chosen).operation is Operation.IMAGE_TO_VIDEO
    await talk.say("另外再用可灵画一座雪山")
    again = remembered(talk.studio, "one")
    assert again is not None
    assert "then" not in again.said


async def test_a_character_is_saved_by_name_and_takes_part_by_name(talk: Talk, tmp_path: Path) -> None:
    Image.new("RGB", (720, 720)).save(tmp_path / "photo.jpg")
    asked = await talk.say("把 photo.jpg 存成角色")
    assert (asked.status, "名字" in talk.shown(asked)) == ("question", True)
    page = await talk.say("小米")
    assert "名字：小米" in talk.shown(page)
    await talk.confirm(quote_in(page), "unknown")
    walk = await talk.say("让小米在海边散步")
    request = asked_for(walk)
    assert (request.operation, len(request.subject_ids)) == (Operation.REFERENCE_TO_VIDEO, 1)
    assert "主体：小米" in talk.shown(walk)
    assert "小米在海边散步" in request.prompt


async def test_a_list_older_than_a_day_is_asked_for_again(talk: Talk) -> None:
    fact = {"at": "2020-01-01T00:00:00+00:00", "items": [{"id": "77", "name": "大壮"}]}
    talk.studio.ledger.metadata_set("subjects", {"kling": fact})
    page = await talk.say("用可灵让大壮在海边散步，做成视频")
    assert asked_for(page).subject_ids == ()
    kept = talk.studio.ledger.metadata_get("subjects")["kling"]
    assert "77" not in {item["id"] for item in kept["items"]}
    assert kept["at"] != fact["at"]


@pytest.mark.parametrize("words", [("第一张和第三张动起来，5秒",), ("动起来", "第一张和第三张")])
async def test_several_results_are_used_one_after_another(talk: Talk, words: tuple[str, ...]) -> None:
    done = await talk.confirm(quote_in(await talk.say("用可灵画小猫，方形的，要三张")), "1000")
    job = done.page.data["job"]
    job = job if isinstance(job, str) else job.id
    for text in words:
        first = await talk.say(text)
    assert len(asked_for(first).images) == 1
    assert "一个一个来" in talk.shown(first)
    made = await talk.confirm(quote_in(first), "1000")
    assert f"{job}:3" in lines(made)[0]
    second = await talk.say("好的")
    assert asked_for(second).operation is Operation.IMAGE_TO_VIDEO
    assert asked_for(second).images != asked_for(first).images
    last = await talk.confirm(quote_in(second), "1000")
    assert "接下来" not in talk.shown(last)
