"""The rules of Runway's contract (docs/contracts/runway.md §14) about what is asked for and what it costs. Pure."""

from datetime import date
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.types.ages import retired
from mediawright.types.constraints import check, choose_model, complete
from mediawright_runway import hooks, pricing
from mediawright_runway.errors import sentence_of
from mediawright_runway.provider import RUNWAY
from mediawright_runway.shapes import ABOUT, FIELDS, RATIOS
from mediawright_runway.simulator import checks

Op, Role = mw.Operation, mw.Role
LINK = "https://media.example.net/"
KITE = mw.Request(operation=Op.TEXT_TO_VIDEO, prompt="a red kite", model="gen4.5", provider="runway")


def media(kind: str, role: mw.Role = Role.REFERENCE, seconds: float | None = None, size: int = 9000) -> mw.Media:
    ends = {"image": "a.png", "video": "a.mp4", "audio": "a.mp3"}
    types = {"image": "image/png", "video": "video/mp4", "audio": "audio/mpeg"}
    info = (
        mw.MediaInfo(media_type=types[kind], size=size, sha256="0" * 64, duration=seconds)
        if seconds or size < 512
        else None
    )
    source = ends[kind] if info else LINK + ends[kind]
    return mw.Media(kind=mw.MediaKind(kind), role=role, source=source, info=info)


FIRST, LAST = media("image", Role.FIRST_FRAME), media("image", Role.END_FRAME)
I2V = KITE.with_(operation=Op.IMAGE_TO_VIDEO, media=(FIRST,))
R2V = KITE.with_(operation=Op.REFERENCE_TO_VIDEO, model="seedance2_5")
EDIT = KITE.with_(operation=Op.EDIT_VIDEO, model="aleph2", media=(media("video", Role.BASE),))
FOX = KITE.with_(operation=Op.TEXT_TO_IMAGE, model="gen4_image")
FROM_FOX = FOX.with_(operation=Op.EDIT_IMAGE, media=(media("image"),))


def ready(request: mw.Request) -> mw.Request:
    return complete(request, choose_model(RUNWAY, request))


def refused(request: mw.Request) -> str:
    done = ready(request)
    found = [*check(RUNWAY, choose_model(RUNWAY, done), done), *hooks.validate(done)]
    return found[0].message.key.removeprefix("runway.") if found else ""


def sent(request: mw.Request) -> Any:
    assert refused(request) == ""
    call = hooks.wire(ready(request), "job-1")[0]
    path = call.url.removeprefix("https://api.dev.runwayml.com")
    assert checks.issues(path, plain(call.json)) == [], "Runway's own tables take it"
    return {"path": path, **call.json}


def plain(value: Any) -> Any:
    """A body with an address where a dry run shows a file's name."""
    if isinstance(value, dict):
        return LINK + "a.png" if "$file" in value else {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def test_w_r4_only_known_fields_and_nothing_unsaid_for_every_model_and_operation() -> None:
    """Every model of the tables is asked with the least and with all that it takes; the tables refuse nothing."""
    for model in (item for item in RUNWAY.models if item.retires is None):
        for able in model.capabilities:
            operation = able.operations[0]
            least = tuple(
                media(i.kind.value, role) for i in able.inputs for role in (i.roles or (Role.REFERENCE,))[: i.at_least]
            )
            if operation is Op.REFERENCE_TO_VIDEO:
                least += (media("image"),)
            options = dict.fromkeys((able.schema or {}).get("required", ()), "60")
            bare = KITE.with_(operation=operation, model=model.name, media=least, options=options)
            bare = bare.with_(prompt="" if able.prompt_limit == 0 else bare.prompt)
            length = sent(bare).keys()
            assert None not in sent(bare).values()
            for shape in {*able.aspect_ratios[:1], *able.aspect_ratios[-1:]}:
                other = bare.with_(aspect_ratio=shape)
                if not refused(other):
                    assert sent(other).keys() >= length - {"ratio"}, (model.name, operation, shape)
            for size in able.resolutions[-1:]:
                if not refused(bare.with_(resolution=size)):
                    sent(bare.with_(resolution=size))
            for changes in ({"sound": True}, {"seed": 7}, {"duration": able.durations[-1] if able.durations else None}):
                if not refused(bare.with_(**changes)):
                    sent(bare.with_(**changes))


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (I2V.with_(media=(LAST,)), "problem.media.too_few"),
        (I2V.with_(media=(FIRST, LAST)), "problem.media.not_taken"),
        (I2V.with_(model="seedance2", media=(FIRST, media("image"))), "problem.media.not_taken"),
        (KITE.with_(model="seedance2_5", options={"draftTaskId": "t"}), "final_alone"),
        (KITE.with_(model="seedance2_5", prompt=""), "problem.prompt.missing"),
        (KITE.with_(model="seedance2_5", options={"draft": True, "outputFormat": "mov"}), "draft_is_mp4"),
        (R2V, "no_reference"),
        (R2V.with_(model="grok_imagine_1_5", media=(media("audio"),)), "sound_needs_picture"),
        (I2V.with_(model="wan3", aspect_ratio="16:9"), "frames_decide"),
        (KITE.with_(model="hailuo3", aspect_ratio="auto"), "adaptive_needs_media"),
        (KITE.with_(options={"proresProfile": "422"}), "prores_only"),
        (KITE.with_(options={"outputFormat": "hdr_prores", "proresProfile": "422 LT"}), "prores_only"),
        (KITE.with_(model="kling3.0_pro", shots=(mw.Shot(index=1, prompt="a", duration=2),)), "shots_sum"),
        (EDIT.with_(options={"keyframes": [{"seconds": 1.0}]}), "keyframes"),
        (EDIT.with_(media=(media("video", Role.BASE, 31.0),)), "clips_too_long"),
        (EDIT.with_(model="seedance2_5", duration=5), "problem.duration.not_taken"),
        (EDIT.with_(model="seedance2_5", aspect_ratio="16:9"), "problem.aspect_ratio.not_taken"),
        (
            EDIT.with_(operation=Op.EXTEND_VIDEO, model="seedance2_5", aspect_ratio="1:1"),
            "problem.aspect_ratio.not_taken",
        ),
        (FROM_FOX.with_(options={"tags": "9fox"}), "tags"),
        (FROM_FOX.with_(options={"tags": "fox,fox"}), "tags"),
        (FOX.with_(resolution="1k", aspect_ratio="3:4"), "no_pair"),
        (FROM_FOX.with_(model="ideogram_4_5", aspect_ratio="1:1", options={"preciseEdit": True}), "precise_edit"),
        (FOX.with_(model="ideogram_4_5", quality="very_low"), "very_low"),
        (FROM_FOX.with_(model="bria_fibo_edit_1_5", aspect_ratio="1:1"), "size_needs_two"),
        (KITE.with_(sound=True), "problem.sound.not_offered"),
        (KITE.with_(negative_prompt="rain"), "problem.negative_prompt.not_taken"),
        (KITE.with_(options={"foo": "1"}), "problem.options.unknown"),
        (FROM_FOX.with_(media=(media("image", size=100),)), "too_small"),
        (KITE.with_(operation=Op.TEXT_TO_SPEECH, model="eleven_v3", voice="Nobody"), "no_voice"),
    ],
)
def test_w_r5_w_r22_what_hangs_together_is_checked_here(request_: mw.Request, why: str) -> None:
    assert refused(request_) == why


def test_w_r5_edits_extensions_drafts_and_shots_are_written_as_the_rules_say() -> None:
    clip = (media("video", Role.BASE),)
    edit = sent(EDIT.with_(model="seedance2_5", media=clip))
    assert (edit["mode"], edit["duration"], "ratio" in edit) == ("edit", "auto", False)
    extended = sent(EDIT.with_(operation=Op.EXTEND_VIDEO, model="seedance2_5", media=clip, duration=6))
    assert (extended["mode"], extended["duration"], "ratio" in extended) == ("extend", 6, False)
    final = sent(KITE.with_(model="seedance2_5", prompt="", options={"draftTaskId": "t-1"}))
    assert final == {"path": "/v1/text_to_video", "model": "seedance2_5", "draftTaskId": "t-1"}
    shots = (mw.Shot(index=1, prompt="a", duration=3), mw.Shot(index=2, prompt="b", duration=4))
    board = sent(KITE.with_(model="kling3.0_pro", prompt="", shots=shots, multi_shot=True, duration=7))
    assert board["providerSettings"] == {
        "shotType": "customize",
        "multiPrompt": [{"prompt": "a", "duration": 3}, {"prompt": "b", "duration": 4}],
    }


def test_frames_have_a_position_where_a_picture_could_be_a_reference() -> None:
    assert sent(I2V)["promptImage"] == LINK + "a.png"
    both = [{"uri": LINK + "a.png", "position": word} for word in ("first", "last")]
    assert sent(I2V.with_(model="veo3.1", media=(FIRST, LAST)))["promptImage"] == both
    assert sent(I2V.with_(model="seedance2"))["promptImage"] == both[:1]
    assert sent(I2V.with_(model="wan3"))["promptImage"] == both[:1]


def test_w_r6_words_are_counted_as_utf_16() -> None:
    assert refused(KITE.with_(prompt="🪁" * 500)) == ""
    assert refused(KITE.with_(prompt="🪁" * 501)) == "problem.prompt.too_long"


@pytest.mark.parametrize(
    ("request_", "cost"),
    [
        (KITE, 60),
        (KITE.with_(duration=10, options={"outputFormat": "prores"}), 170),
        (KITE.with_(duration=4, options={"outputFormat": "hdr10"}), 128),
        (KITE.with_(model="veo3.1", duration=8), 320),
        (KITE.with_(model="veo3.1", duration=8, sound=False), 160),
        (KITE.with_(model="seedance2_5", duration=4, resolution="480p"), 80),
        (KITE.with_(model="seedance2_5", options={"duration": "auto"}), 900),
        (R2V.with_(media=(media("video", seconds=4.0),), duration=5), 210),
        (KITE.with_(model="seedance2_mini", duration=4), 64),
        (KITE.with_(model="grok_imagine_1_5", duration=5, resolution="720p"), 83),
        (KITE.with_(model="hailuo3", duration=6, resolution="2k"), 90),
        (EDIT, 840),
        (EDIT.with_(media=(media("video", Role.BASE, 1.5),)), 56),
        (FOX, 5),
        (FOX.with_(resolution="1k"), 8),
        (FOX.with_(resolution="720p", aspect_ratio="16:9"), 5),
        (FOX.with_(model="gpt_image_2", resolution="4k", count=2), 82),
        (FOX.with_(model="gpt_image_2", resolution="1k", quality="low"), 1),
        (FOX.with_(model="ideogram_4_0"), 11),
        (KITE.with_(model="kling_4", duration=5), None),
        (KITE.with_(model="seedance2_5", options={"draft": True}), None),
        (KITE.with_(operation=Op.TEXT_TO_SPEECH, model="eleven_v3", voice="Maya", prompt="x" * 101), 3),
    ],
)
def test_w_r9_a_quote_is_the_most_and_in_whole_credits(request_: mw.Request, cost: int | None) -> None:
    found = pricing.price(ready(request_))
    assert (None if found.amount is None else int(found.amount.value)) == cost
    assert found.amount is None or found.usd == found.amount.value / 100


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("SAFETY.INPUT.TEXT", "sdk.content"),
        ("SAFETY.OUTPUT.VIDEO", "runway.held_back"),
        ("INTERNAL.BAD_OUTPUT.01", "runway.poor"),
        ("INTERNAL", "sdk.try_again"),
        ("INPUT_PREPROCESSING.SAFETY.TEXT", "sdk.content"),
        ("THIRD_PARTY.UNAVAILABLE", "runway.maker_down"),
        ("", "sdk.try_again"),
        ("SOMETHING.NEW", "sdk.try_again"),
    ],
)
def test_w_r15_a_failure_is_told_by_the_longest_code_that_fits(code: str, key: str) -> None:
    assert sentence_of(code) == key


def test_w_r20_the_catalogue_is_ours_and_whole() -> None:
    known = {name for models in FIELDS.values() for name in models}
    assert known == ABOUT.keys() - {"gen4_aleph", "gen3a_turbo", "veo3"}
    assert {name for models in RATIOS.values() for name in models} <= known


@pytest.mark.parametrize(
    ("name", "heir"), [("gen4_aleph", "aleph2"), ("veo3", "veo3.1"), ("gen3a_turbo", "gen4_turbo")]
)
def test_w_r21_what_is_switched_off_names_its_heir(name: str, heir: str) -> None:
    model = next(item for item in RUNWAY.models if item.name == name)
    problem = retired(RUNWAY, model, date(2026, 11, 30))
    assert problem is not None
    assert problem.allowed == (heir,)
    assert retired(RUNWAY, model, date(2026, 7, 1)) is None


def test_w_r22_tags_are_the_persons_own() -> None:
    assert sent(FROM_FOX)["referenceImages"] == [{"uri": LINK + "a.png"}]
    assert sent(FROM_FOX.with_(options={"tags": "@fox"}))["referenceImages"][0]["tag"] == "fox"
