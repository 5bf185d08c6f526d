"""Before anything is sent: refusals, prices, the dry run; and what the provider says of itself."""

from dataclasses import replace

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, exporting, generation, talk

from mediawright.plugin import Media, MediaInfo, MediaKind, NotFound, Operation, Request, Role, TalkAction, TalkVerb
from mediawright.present.catalog import render
from mediawright.types.constraints import check, complete
from mediawright_nemovideo import hooks, pricing
from mediawright_nemovideo.provider import NEMOVIDEO
from mediawright_nemovideo.settings import UPLOAD_TYPES


def with_file(name: str, size: int = 10) -> Request:
    info = MediaInfo(media_type="image/png", size=size, sha256="0" * 64)
    media = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=name, info=info)
    return replace(generation(), operation=Operation.IMAGE_TO_VIDEO, media=(media,))


@pytest.mark.parametrize(
    "name", [*(f"a.{kind}" for kind in UPLOAD_TYPES), "A.PNG", "photo.jpeg", "https://x.example/feed"]
)
def test_n_r25_the_thirteen_types_pass(name: str) -> None:
    assert hooks.validate(with_file(name)) == []


@pytest.mark.parametrize("name", ["a.exe", "a", "a.svg", "https://x.example/a.pdf"])
def test_n_r25_other_types_are_refused_with_the_list(name: str) -> None:
    [problem] = hooks.validate(with_file(name))
    assert problem.allowed == UPLOAD_TYPES
    assert problem.rule == "N-R25"


def test_n_r25_200_mb_is_the_limit() -> None:
    assert hooks.validate(with_file("a.png", 209_715_200)) == []
    [problem] = hooks.validate(with_file("a.png", 209_715_201))
    assert "200 MB" in render(problem.message, "en")


def test_n_r25_a_text_file_is_a_prompt_not_an_upload() -> None:
    [problem] = hooks.validate(with_file("idea.txt"))
    assert problem.message.key == "nemovideo.error.text_file"


def test_words_are_needed() -> None:
    assert [problem.field for problem in hooks.validate(talk("  "))] == ["prompt"]
    assert hooks.validate(exporting()) == []


@pytest.mark.parametrize(("seconds", "refused"), [(1, False), (15, False), (16, True), (60, True)])
def test_one_clip_is_at_most_about_15_s(seconds: int, refused: bool) -> None:
    model = NEMOVIDEO.models[0]
    request = complete(replace(generation(), duration=seconds, model=model.name), model)
    assert bool(check(NEMOVIDEO, model, request)) is refused


@pytest.mark.parametrize(
    ("request_", "credits", "about"),
    [
        (generation(), 100, True),
        (with_file("a.png"), 100, True),
        (replace(generation(), operation=Operation.EDIT_VIDEO), 100, True),
        (talk("add a title"), 50, True),
        (talk("generate another fox"), 100, True),
        (talk("现在什么样了"), 0, False),
        (talk("export it"), 0, False),
        (exporting(), 0, False),
    ],
)
def test_prices_are_about(request_: Request, credits: int, about: bool) -> None:
    price = pricing.price(request_)
    assert price.amount
    assert price.amount.value == credits
    assert price.about is about


async def test_the_same_words_cost_a_clip_in_an_empty_project_and_an_edit_later(harness: Harness) -> None:
    words = talk("a slow walk through autumn leaves")
    with pytest.raises(NotFound) as nothing_open:
        await hooks.quote(harness.ctx(), words)
    assert nothing_open.value.problems[0].message.key == "nemovideo.project.none_open"
    assert str((await hooks.quote(harness.ctx(), talk("generate a fox"))).amount) == "100 credits"
    await hooks.converse(harness.ctx(), TalkAction(verb=TalkVerb.OPEN, lang="en"))
    assert str((await hooks.quote(harness.ctx(), words)).amount) == "100 credits"
    await harness.made()
    assert str((await hooks.quote(harness.ctx(), words)).amount) == "50 credits"


def test_n_r31_no_particular_model_is_promised() -> None:
    price = pricing.price(generation())
    assert "kling" not in " ".join(render(note, "en").lower() for note in price.notes)
    assert "kling" not in NEMOVIDEO.models[0].label.en.lower()


def test_the_dry_run_shows_the_message_and_no_secret() -> None:
    calls = hooks.wire(replace(generation(), duration=5, aspect_ratio="16:9"))
    assert [call.url.partition("nemovideo.ai")[2] for call in calls] == [
        "/api/tasks/me/with-session/nemo_agent",
        "/run_sse",
        "/api/render/proxy/lambda",
    ]
    assert calls[1].json["new_message"]["parts"][0]["text"].endswith(", 5 seconds, 16:9")
    assert {call.headers["Authorization"] for call in calls} == {"Bearer ***"}


def test_n_r19_the_dry_run_spells_keys_as_the_service_wants_them() -> None:
    message, export = hooks.wire(generation())[1:]
    assert set(message.json) == {"app_name", "user_id", "session_id", "new_message"}
    assert set(export.json) == {"id", "sessionId", "draft", "output"}


def test_the_dry_run_of_an_upload_and_of_a_free_word() -> None:
    file, link = with_file("a.png"), with_file("https://x.example/a.png")
    assert hooks.wire(file)[1].json == {"files": {"$file": "a.png"}}
    assert hooks.wire(link)[1].json == {"urls": ["https://x.example/a.png"], "source_type": "url"}
    assert hooks.wire(talk("show tracks")) == []


def test_the_words_of_the_router_are_said_in_the_description() -> None:
    words = NEMOVIDEO.vocabulary.words
    assert {"export", "导出", "下载"} <= set(words["export"])
    assert {"credits", "积分", "余额"} <= set(words["quota"])
    assert {"show tracks", "现在什么样了"} <= set(words["timeline"])
    assert "上传" in words["upload"]


async def test_the_dry_run_is_what_is_sent(harness: Harness, sim: Sim) -> None:
    request = replace(generation(), duration=5)
    await harness.run(request)
    shown = hooks.wire(request)[1].json["new_message"]
    assert sim.sent("/run_sse")[0]["body"]["new_message"] == shown
