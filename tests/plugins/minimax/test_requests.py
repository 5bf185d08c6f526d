"""The numbered rules of MiniMax's contract (docs/contracts/minimax.md §14) about what is asked for and what it costs."""

from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.types.constraints import check, choose_model, complete
from mediawright_minimax import hooks, pricing
from mediawright_minimax.provider import MINIMAX, MODELS, VOICES

Op, Role = mw.Operation, mw.Role
CLIP = mw.Request(operation=Op.TEXT_TO_VIDEO, prompt="a kettle boils", model="MiniMax-H3", provider="minimax")
MOVED, GUIDED = (CLIP.with_(operation=operation) for operation in (Op.IMAGE_TO_VIDEO, Op.REFERENCE_TO_VIDEO))
FILM = CLIP.with_(model="MiniMax-Hailuo-2.3")
FILM_MOVED = MOVED.with_(model="MiniMax-Hailuo-2.3")
PICTURE = CLIP.with_(operation=Op.TEXT_TO_IMAGE, model="image-01")
SPEECH = CLIP.with_(operation=Op.TEXT_TO_SPEECH, model="speech-2.8-hd")
SONG = CLIP.with_(operation=Op.TEXT_TO_MUSIC, model="music-3.0")
ENGLISH, CHINESE = VOICES


def media(kind: str, role: str, name: str = "a.png", **measured: Any) -> mw.Media:
    info = mw.MediaInfo(**{"media_type": "image/png", "size": 1, "sha256": "0", **measured}) if measured else None
    return mw.Media(kind=mw.MediaKind(kind), role=mw.Role(role), source=f"https://media.example.net/{name}", info=info)


def clip(seconds: float, **more: Any) -> mw.Media:
    return media("video", "feature", f"{seconds}.mp4", media_type="video/mp4", duration=seconds, **more)


def sound(seconds: float) -> mw.Media:
    return media("audio", "voice", f"{seconds}.mp3", media_type="audio/mpeg", duration=seconds)


FRAME, END, FACE, LINKED = (
    media("image", "first_frame"),
    media("image", "end_frame", "z.png"),
    media("image", "reference", "f.png"),
    media("video", "feature", "v.mp4"),
)


def whole(request: mw.Request) -> mw.Request:
    request = hooks.complete(request)
    return complete(request, MODELS[str(request.model)])


def sent(request: mw.Request) -> Any:
    return hooks.wire(whole(request), "job-1")[0].json


def refused(request: mw.Request) -> set[str]:
    """The fields that are refused, by the core's own check or by the provider's."""
    request = whole(request)
    return {
        problem.field for problem in (*check(MINIMAX, MODELS[str(request.model)], request), *hooks.validate(request))
    }


def test_m_r7_m_r8_m_r16_m_r17_a_v2_body_says_everything_in_its_order() -> None:
    common = {"model": "MiniMax-H3", "resolution": "768P", "duration": 5}
    text = {"type": "text", "text": "a kettle boils"}
    assert sent(CLIP) == common | {"ratio": "16:9", "content": [text]}

    def image(name: str, role: str) -> dict[str, Any]:
        return {"type": "image_url", "image_url": {"url": f"https://media.example.net/{name}"}, "role": role}

    framed = sent(MOVED.with_(media=(END, FRAME)))
    assert framed == common | {
        "ratio": "adaptive",
        "content": [text, image("a.png", "first_frame"), image("z.png", "last_frame")],
    }
    voice = media("audio", "voice", "s.mp3")
    content = sent(GUIDED.with_(media=(voice, LINKED, FACE), aspect_ratio="9:16"))
    assert content["ratio"] == "9:16"
    assert [item.get("role") for item in content["content"]] == [
        None,
        "reference_image",
        "reference_video",
        "reference_audio",
    ]
    assert sent(GUIDED.with_(media=(FACE,)))["ratio"] == "adaptive"


@pytest.mark.parametrize(
    ("request_", "fields"),
    [
        # M-R8, M-R9
        (CLIP.with_(aspect_ratio="adaptive"), {"aspect_ratio"}),
        (MOVED.with_(media=(FRAME,), aspect_ratio="9:16"), {"aspect_ratio"}),
        (MOVED.with_(media=(FRAME,), aspect_ratio="adaptive"), set()),
        # M-R10
        (CLIP.with_(prompt="  "), {"prompt"}),
        (CLIP.with_(prompt="x" * 7001), {"prompt"}),
        # M-R11, M-R12
        (CLIP.with_(duration=16), {"duration"}),
        (CLIP.with_(duration=4), set()),
        (CLIP.with_(model="MiniMax-H3-Max", duration=4), {"duration"}),
        (CLIP.with_(resolution="720p"), {"resolution"}),
        (CLIP.with_(resolution="2k"), set()),
        (CLIP.with_(model="MiniMax-H3-Max", resolution="2k"), {"resolution"}),
        (CLIP.with_(model="MiniMax-H3-Max", resolution="480p"), set()),
        # M-R13
        (MOVED.with_(media=(FRAME, clip(5))), {"media"}),
        (GUIDED.with_(media=(FACE, FRAME)), {"media"}),
        (MOVED.with_(media=(END,)), {"media"}),
        # M-R14
        (GUIDED.with_(media=(FACE,) * 10), {"media"}),
        (GUIDED.with_(media=tuple(clip(3.0 + n / 10) for n in range(4))), {"media"}),
        (GUIDED.with_(media=(FACE,) * 7 + (LINKED,) * 3 + (media("audio", "voice", "s.mp3"),) * 3), {"media"}),
        (GUIDED.with_(media=(clip(1.0),)), {"media"}),
        (GUIDED.with_(media=(clip(8.0), clip(9.0))), {"media"}),
        (GUIDED.with_(media=(FACE, sound(8.0), sound(9.0))), {"media"}),
        (GUIDED.with_(media=(clip(5.0, fps=12.0),)), {"media"}),
        (GUIDED.with_(media=(clip(5.0, fps=23.976),)), set()),
        (MOVED.with_(media=(media("image", "first_frame", width=200, height=300),)), {"media"}),
        (MOVED.with_(media=(media("image", "first_frame", width=3000, height=600),)), {"media"}),
        (MOVED.with_(media=(media("image", "first_frame", size=31 * 2**20, width=600, height=600),)), {"media"}),
        # M-R15
        (GUIDED.with_(media=(sound(5.0),)), {"media"}),
        (GUIDED.with_(media=(FACE, sound(5.0))), set()),
        (GUIDED, {"media"}),
        # M-R19
        (CLIP.with_(options={"prompt_expansion_mode": "quality"}), {"options"}),
        (CLIP.with_(model="MiniMax-H3-Max", options={"prompt_expansion_mode": "quality"}), set()),
        (CLIP.with_(model="MiniMax-H3-Max", options={"prompt_expansion_mode": "best"}), {"options"}),
        # M-R20, M-R21
        (CLIP.with_(sound=False), {"sound"}),
        (CLIP.with_(sound=True), set()),
        (FILM.with_(sound=True), {"sound"}),
        (FILM.with_(sound=False), set()),
        (CLIP.with_(seed=7), {"seed"}),
        (FILM.with_(negative_prompt="rain"), {"negative_prompt"}),
        (CLIP.with_(keep_original_sound=True), {"keep_original_sound"}),
        # M-R22
        (FILM.with_(duration=5), {"duration"}),
        (FILM.with_(duration=10, resolution="1080p"), {"duration"}),
        (FILM.with_(duration=10, resolution="768p"), set()),
        (FILM.with_(prompt="x" * 2001), {"prompt"}),
        # M-R23
        (FILM.with_(resolution="512p"), {"resolution"}),
        (FILM.with_(model="MiniMax-Hailuo-02", resolution="512p"), {"resolution"}),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-02", resolution="512p", media=(FRAME,), prompt=""), set()),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-02", resolution="512p", media=(FRAME, END)), {"resolution"}),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-02", media=(FRAME, END)), set()),
        (FILM_MOVED.with_(media=(FRAME, END)), {"media"}),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-02", media=(END,)), {"media"}),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-2.3-Fast", media=(FRAME,)), set()),
        (FILM_MOVED.with_(media=(media("image", "first_frame", media_type="image/heic"),)), {"media"}),
        # M-R25
        (FILM.with_(aspect_ratio="9:16"), {"aspect_ratio"}),
        (FILM.with_(aspect_ratio="16:9"), set()),
        (FILM_MOVED.with_(media=(FRAME,), aspect_ratio="16:9"), {"aspect_ratio"}),
        # M-R26
        (GUIDED.with_(model="S2V-01", media=(FACE,), duration=6), {"duration"}),
        (GUIDED.with_(model="S2V-01", media=(FACE,), resolution="768p"), {"resolution"}),
        (GUIDED.with_(model="S2V-01", media=(FACE, FACE)), {"media"}),
        # M-R38, M-R39
        (PICTURE.with_(options={"width": 512}), {"options"}),
        (PICTURE.with_(options={"width": 512, "height": 1024}), set()),
        (PICTURE.with_(options={"width": 516, "height": 1024}), {"options"}),
        (PICTURE.with_(options={"width": 512, "height": 1024}, aspect_ratio="1:1"), {"aspect_ratio"}),
        (PICTURE.with_(count=10), {"count"}),
        (PICTURE.with_(operation=Op.EDIT_IMAGE, media=(FACE,)), {"media"}),
        (PICTURE.with_(operation=Op.EDIT_IMAGE, media=(media("image", "character"),)), set()),
        (PICTURE.with_(operation=Op.EDIT_IMAGE, media=(FACE,), options={"subject_reference": "character"}), set()),
        (PICTURE.with_(options={"subject_reference": "character"}), {"options"}),
        # M-R42, M-R43
        (SPEECH.with_(prompt="x" * 50_001), {"prompt"}),
        (SPEECH.with_(prompt="x" * 10_000, options={"call": "at_once"}), {"options"}),
        (SPEECH.with_(options={"call": "task"}), set()),
        (SPEECH.with_(options={"emotion": "whisper"}), set()),
        (SPEECH.with_(model="speech-02-hd", options={"emotion": "whisper"}), {"options"}),
        (SPEECH.with_(options={"pitch": -12, "vol": 10, "speed": 0.5}), set()),
        (SPEECH.with_(options={"pitch": -13}), {"options"}),
        (SPEECH.with_(options={"vol": 0}), {"options"}),
        (SPEECH.with_(options={"sample_rate": 48_000}), {"options"}),
        (SPEECH.with_(voice=ENGLISH, options={"timbre_weights": [{"voice_id": CHINESE, "weight": 1}]}), {"voice"}),
        (SPEECH.with_(options={"timbre_weights": []}), {"options"}),
        (SPEECH.with_(language="en", options={"language_boost": "Thai"}), {"options"}),
        # §8
        (SONG.with_(options={"lyrics": "x" * 3501}), {"options"}),
        (SONG.with_(options={"lyrics": "la", "is_instrumental": True}), {"options"}),
        (SONG.with_(prompt=""), {"prompt"}),
        (SONG.with_(prompt="", options={"lyrics": "la"}), set()),
    ],
)
def test_m_r8_to_m_r26_m_r38_m_r39_m_r42_m_r43_what_is_unfit_is_refused_and_nothing_is_rounded(
    request_: mw.Request, fields: set[str]
) -> None:
    assert refused(request_) == fields


def test_m_r23_the_fast_one_makes_nothing_from_words_alone() -> None:
    with pytest.raises(mw.InvalidRequest):
        choose_model(MINIMAX, FILM.with_(model="MiniMax-Hailuo-2.3-Fast"))


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        # M-R24: what is not asked for is left to the service, but for the optimiser
        (FILM, {"prompt": "a kettle boils", "prompt_optimizer": True}),
        (
            FILM.with_(duration=10, resolution="768p", options={"prompt_optimizer": False, "fast_pretreatment": True}),
            {
                "prompt": "a kettle boils",
                "prompt_optimizer": False,
                "fast_pretreatment": True,
                "duration": 10,
                "resolution": "768P",
            },
        ),
        # M-R26
        (
            GUIDED.with_(model="S2V-01", media=(FACE,), prompt=""),
            {
                "subject_reference": [{"type": "character", "image": ["https://media.example.net/f.png"]}],
                "prompt_optimizer": True,
            },
        ),
        # M-R38, M-R39
        (PICTURE, {"prompt": "a kettle boils", "n": 1, "prompt_optimizer": False}),
        (
            PICTURE.with_(count=3, seed=7, options={"width": 512, "height": 768, "prompt_optimizer": True}),
            {"prompt": "a kettle boils", "n": 3, "seed": 7, "width": 512, "height": 768, "prompt_optimizer": True},
        ),
        # §8
        (
            SONG.with_(options={"lyrics": "[Verse] la"}),
            {
                "prompt": "a kettle boils",
                "lyrics": "[Verse] la",
                "output_format": "url",
                "audio_setting": {"sample_rate": 44100, "bitrate": 256000, "format": "mp3"},
            },
        ),
    ],
)
def test_m_r24_m_r26_m_r38_m_r39_bodies_of_the_older_interfaces(request_: mw.Request, body: dict[str, Any]) -> None:
    assert sent(request_) == {"model": request_.model, **body}


def test_m_r19_m_r20_the_expansion_stands_in_extra_and_the_mark_only_where_asked() -> None:
    large = CLIP.with_(model="MiniMax-H3-Max", options={"prompt_expansion_mode": "disabled"}, watermark=True)
    assert (sent(large)["extra"], sent(large)["aigc_watermark"]) == ({"prompt_expansion_mode": "disabled"}, True)
    assert not {"extra", "aigc_watermark", "seed", "callback_url"} & sent(CLIP.with_(watermark=False)).keys()


@pytest.mark.parametrize(
    ("prompt", "more", "voice", "language"),
    [
        ("Low tide.", {}, ENGLISH, "auto"),
        ("潮水退了。", {}, CHINESE, "auto"),
        ("Low tide.", {"voice": "female-shaonv", "language": "zh"}, "female-shaonv", "Chinese"),
        ("Low tide.", {"options": {"language_boost": "Thai"}}, ENGLISH, "Thai"),
    ],
)
def test_m_r43_speech_says_its_settings_whole_and_no_feeling_unasked(
    prompt: str, more: dict[str, Any], voice: str, language: str
) -> None:
    said = sent(SPEECH.with_(prompt=prompt, **more))
    assert said["voice_setting"] == {"voice_id": voice, "speed": 1.0, "vol": 1.0, "pitch": 0}
    assert said["audio_setting"] == {"sample_rate": 32000, "bitrate": 128000, "format": "mp3", "channel": 1}
    assert (said["language_boost"], said["output_format"]) == (language, "hex")
    assert sent(SPEECH.with_(options={"emotion": "sad"}))["voice_setting"]["emotion"] == "sad"
    mixed = sent(SPEECH.with_(options={"timbre_weights": [{"voice_id": "a", "weight": 1}]}))
    assert "voice_id" not in mixed["voice_setting"]


@pytest.mark.parametrize(
    ("request_", "dollars", "yuan"),
    [
        (GUIDED.with_(duration=6, media=(FACE,) * 7), "0.56 USD", "3.4 CNY"),
        (GUIDED.with_(duration=10, resolution="2k", media=(clip(4.2),)), "1.95 USD", "12 CNY"),
        (GUIDED.with_(duration=5, media=(LINKED,)), "1.6 USD", "10 CNY"),
        (GUIDED.with_(model="MiniMax-H3-Max", media=(clip(4.2), FACE), resolution="480p"), "0.5265 USD", "3.3 CNY"),
        (GUIDED.with_(model="MiniMax-H3-Max", media=(FACE,) * 3), "0.474 USD", "None"),
        (CLIP, "0.4 USD", "2.5 CNY"),
        (FILM, "0.28 USD", "2 CNY"),
        (FILM.with_(duration=10), "0.56 USD", "4 CNY"),
        (FILM.with_(resolution="1080p"), "0.49 USD", "3.5 CNY"),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-2.3-Fast", duration=10, media=(FRAME,)), "0.32 USD", "2.25 CNY"),
        (FILM_MOVED.with_(model="MiniMax-Hailuo-02", resolution="512p", media=(FRAME,)), "0.1 USD", "None"),
        (GUIDED.with_(model="S2V-01", media=(FACE,)), "None", "3 CNY"),
        (PICTURE.with_(count=4), "0.014 USD", "0.1 CNY"),
        (SPEECH.with_(prompt="潮" * 300), "0.06 USD", "0.21 CNY"),
        (SPEECH.with_(prompt="x" * 300, model="speech-2.8-turbo"), "0.018 USD", "0.06 CNY"),
        (SONG, "0.15 USD", "1 CNY"),
    ],
)
def test_m_r46_a_quote_counts_what_goes_in_and_never_guesses_low(request_: mw.Request, dollars: str, yuan: str) -> None:
    found = [pricing.price(whole(request_), region) for region in ("global", "cn")]
    assert [str(price.amount) for price in found] == [dollars, yuan]
    assert found[0].usd == (found[0].amount.value if found[0].amount else None)
    unknown = LINKED in request_.media
    assert [note.key for note in found[0].notes] == (["minimax.length_unknown"] if unknown else [])
    unsure = bool(request_.videos) or request_.model in ("music-3.0",)
    assert found[0].about == unsure or found[0].amount is None


def test_music_without_words_is_instrumental() -> None:
    assert sent(SONG)["is_instrumental"] is True
    assert "is_instrumental" not in sent(SONG.with_(options={"lyrics_optimizer": True}))
