"""Projects by name and the free side of talking; what costs nothing never reaches the agent."""

from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, contexts_for, generation, talk

from mediawright.plugin import InvalidRequest, NotFound, State, TalkAction, TalkAnswer, TalkVerb
from mediawright.present.catalog import render
from mediawright_nemovideo import hooks


async def do(harness: Harness, verb: TalkVerb, name: str | None = None, lang: str = "en") -> TalkAnswer:
    return await hooks.converse(harness.ctx(lang=lang), TalkAction(verb=verb, name=name, lang=lang))


async def test_projects_have_names_and_the_open_one_is_remembered(harness: Harness) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    await do(harness, TalkVerb.OPEN, "wolf")
    listed = await do(harness, TalkVerb.LIST)
    assert [(item["name"], item["open"]) for item in listed.data["projects"]] == [("fox", False), ("wolf", True)]
    await do(harness, TalkVerb.USE, "fox")
    assert render((await do(harness, TalkVerb.LIST)).message, "en") == "Your projects: fox, wolf. Open: fox."


async def test_projects_survive_a_restart(harness: Harness, sim: Sim, tmp_path: Path) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    async with contexts_for(sim.url, tmp_path) as contexts:
        listed = await do(Harness(contexts, tmp_path), TalkVerb.LIST)
    assert listed.data["projects"][0]["name"] == "fox"


async def test_opening_a_known_name_uses_it(harness: Harness, sim: Sim) -> None:
    for _ in range(2):
        await do(harness, TalkVerb.OPEN, "fox")
    assert len(sim.sent("with-session")) == 1


async def test_a_name_is_found_where_none_is_given(harness: Harness) -> None:
    await do(harness, TalkVerb.OPEN)
    assert (await do(harness, TalkVerb.OPEN)).data["name"] == "project-2"


@pytest.mark.parametrize("name", ["x" * 61, "a\nb"])
async def test_bad_names_are_refused(harness: Harness, name: str) -> None:
    with pytest.raises(InvalidRequest):
        await do(harness, TalkVerb.OPEN, name)


async def test_closing_keeps_the_project(harness: Harness) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    await do(harness, TalkVerb.CLOSE)
    with pytest.raises(NotFound):
        await do(harness, TalkVerb.TIMELINE)
    await do(harness, TalkVerb.USE, "fox")
    assert (await do(harness, TalkVerb.TIMELINE)).message.key == "nemovideo.timeline.empty"


async def test_nothing_there_is_said(harness: Harness) -> None:
    assert render((await do(harness, TalkVerb.LIST)).message, "zh") == "还没有项目。"


async def test_projects_of_another_address_are_not_seen(harness: Harness, sim: Sim, tmp_path: Path) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    async with contexts_for("http://127.0.0.1:9", tmp_path) as contexts:
        assert (await do(Harness(contexts, tmp_path), TalkVerb.LIST)).data["projects"] == []
    assert (await do(harness, TalkVerb.LIST)).data["projects"]


async def test_n_r27_ids_are_text(harness: Harness) -> None:
    opened = await do(harness, TalkVerb.OPEN, "fox")
    assert isinstance(opened.data["session_id"], str)
    assert len(opened.data["session_id"]) == 19


async def test_the_timeline_in_words_as_bars_and_raw(harness: Harness) -> None:
    await harness.made()
    shown = await do(harness, TalkVerb.TIMELINE)
    assert render(shown.message, "en").startswith("Timeline (3 tracks): 1. Video:")
    assert [len(track["segments"]) for track in shown.data["tracks"]] == [1, 1, 1]
    assert shown.data["exportable"]
    assert shown.raw["draft"]["t"]


async def test_n_r24_the_browser_link_is_a_claim(harness: Harness) -> None:
    await harness.made()
    link = (await do(harness, TalkVerb.TIMELINE)).data["link"]
    assert link.startswith("https://nemovideo.com/workspace/claim?ct=clm_")


@pytest.mark.parametrize("text", ["现在什么样了", "show tracks", "还剩多少积分", "balance?", "导出", "export it"])
async def test_n_r17_free_words_never_reach_the_agent(harness: Harness, sim: Sim, text: str) -> None:
    await harness.made()
    outcome = await harness.run(talk(text))
    assert outcome.last.state is State.SUCCEEDED
    assert outcome.last.charged
    assert outcome.last.charged.value == 0
    assert len(sim.messages) == 1
    assert sim.charges == 1


async def test_n_r17_generate_then_export_in_one_sentence(harness: Harness, sim: Sim) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    outcome = await harness.run(talk("generate a red fox in the snow, then export it"))
    assert sim.messages == ["generate a red fox in the snow"]
    assert len(await harness.fetch(outcome)) == 1


async def test_a_talk_without_a_project_is_refused_unless_it_makes_something(harness: Harness, sim: Sim) -> None:
    with pytest.raises(NotFound):
        await harness.submit(talk("add a title"))
    outcome = await harness.run(talk("generate a red fox in the snow"))
    assert outcome.last.state is State.SUCCEEDED
    assert sim.charges == 1


async def test_n_r30_the_session_speaks_the_persons_language(harness: Harness, sim: Sim) -> None:
    await do(harness, TalkVerb.OPEN, "狐狸", lang="zh")
    await harness.run(talk("你能做什么"))
    assert sim.sent("with-session")[0]["body"] == {"task_name": "狐狸", "language": "zh-CN"}


async def test_nothing_to_export_is_said_before_anything_is_sent(harness: Harness, sim: Sim) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    with pytest.raises(InvalidRequest) as caught:
        await harness.submit(talk("export it"))
    assert caught.value.message.key == "nemovideo.error.nothing_to_export"
    assert sim.sent("/api/render") == []


async def test_a_generation_takes_the_open_project_only_while_it_is_empty(harness: Harness) -> None:
    await do(harness, TalkVerb.OPEN, "fox")
    assert (await harness.run(generation())).task.handle["project"] == "fox"
    assert (await harness.run(generation())).task.handle["project"] == "project-1"
