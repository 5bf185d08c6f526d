"""A request as a plan, and what its legend says."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mediawright.plugin import Media, MediaInfo, MediaKind, Operation, Request, Role
from mediawright_previz.render.legend import headline, legend
from mediawright_previz.render.plan import Plan, make_plan, summary

Ask = Callable[..., Request]
PORTRAIT = Media(
    kind=MediaKind.IMAGE,
    role=Role.REFERENCE,
    source="/in/a.png",
    info=MediaInfo(media_type="image/png", size=1, sha256="", width=600, height=800),
)


def plan_of(request: Request) -> Plan:
    return make_plan(request, "en", lambda media: None)


@pytest.mark.parametrize(("option", "fps"), [(None, 24), ("30", 30), (25, 25)])
def test_frame_rate(ask: Ask, option: object, fps: int) -> None:
    plan = plan_of(ask(duration=2, options={"fps": option} if option else {}))
    assert (plan.canvas.fps, plan.frames) == (fps, 2 * fps)


def test_an_automatic_ratio_follows_the_picture(ask: Ask) -> None:
    plan = plan_of(ask(Operation.IMAGE_TO_VIDEO, media=(PORTRAIT,), aspect_ratio="auto"))
    assert plan.canvas.size == (360, 480)


def test_several_results_are_numbered(ask: Ask) -> None:
    plan = plan_of(ask(Operation.TEXT_TO_IMAGE, count=3))
    assert [output.name for output in plan.outputs()] == ["previz-01", "previz-02", "previz-03"]
    assert {output.kind for output in plan.outputs()} == {MediaKind.IMAGE}


@pytest.mark.parametrize(("amount", "number"), [(6, 6), ("auto", 4), (None, 4)])
def test_a_series_has_its_number(ask: Ask, amount: int | str | None, number: int) -> None:
    assert plan_of(ask(Operation.IMAGE_SERIES, series_amount=amount)).takes == number


def test_tones_mark_the_shots_only_when_sound_is_on(ask: Ask) -> None:
    request = ask(prompt="Shot 1: a. Shot 2: b.", duration=4)
    assert plan_of(request).sound.silent
    assert plan_of(request.with_(sound=True)).sound.tones == (0, 48)


def test_a_voice_is_heard_and_a_kept_sound_too(ask: Ask, clip: Media) -> None:
    voice = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source=clip.source)
    assert plan_of(ask(Operation.LIP_SYNC, media=(PORTRAIT, voice), sound=True)).sound.source == voice
    kept = plan_of(ask(Operation.EDIT_VIDEO, media=(clip,), keep_original_sound=True, sound=True)).sound
    assert (kept.source, kept.tones) == (clip, ())


def test_the_legend_says_what_is_about_to_be_paid_for(ask: Ask) -> None:
    options = {"for_provider": "Acme", "for_model": "acme-2", "cost": "90 credits", "mode": "pro"}
    rows = dict(legend(plan_of(ask(aspect_ratio="9:16", duration=7, subject_ids=("7", "8"), options=options))))
    assert rows["Provider"] == "Acme"
    assert rows["Model"] == "acme-2"
    assert rows["Cost"] == "90 credits"
    assert (rows["Length"], rows["Aspect ratio"], rows["Sound"], rows["Mode"]) == ("7 s", "9:16", "off", "pro")
    assert rows["Subjects"] == "7, 8"


def test_the_legend_is_in_the_language_of_the_request(ask: Ask) -> None:
    plan = make_plan(ask(duration=7, scope="body_only"), "zh", lambda media: None)
    assert ("时长", "7 秒") in legend(plan)
    assert ("替换范围", "仅人物") in legend(plan)


def test_headlines_number_the_shots_and_name_the_framing(ask: Ask) -> None:
    plan = plan_of(ask(prompt="Shot 1: wide shot of a bay. Shot 2: close-up, push in.", duration=2))
    assert headline(plan, 0) == "Shot 1 of 2  ·  wide shot"
    assert headline(plan, 1) == "Shot 2 of 2  ·  close-up  ·  push in"


def test_a_dry_run_counts_frames_and_takes(ask: Ask) -> None:
    data = summary(plan_of(ask(duration=1, count=2)))
    assert (data["takes"], data["format"]) == (2, "mp4")
    assert (data["width"], data["height"], data["fps"], data["frames"]) == (640, 360, 24, 24)
    assert "frames" not in summary(plan_of(replace(ask(Operation.TEXT_TO_IMAGE), resolution="1k")))
