"""Files opened again and measured."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from mediawright.plugin import Media, MediaKind, Operation, Request, Role
from mediawright.sdk.typesetting import FontSet
from mediawright_previz.render.clips import seconds_of
from mediawright_previz.render.pixels import to_picture
from mediawright_previz.render.plan import make_plan
from mediawright_previz.render.takes import Step, Stopped, frames_on_disk, path_of, render

Ask = Callable[..., Request]
SMALL = {"resolution": "360p"}


def made(request: Request, folder: Path, fonts: FontSet | None = None, lang: Any = "en") -> list[Path]:
    """Render and return the files."""
    plan = make_plan(request, lang, seconds_of)
    render(plan, folder, fonts or FontSet(), lambda step: None, "test")
    assert sorted(folder.glob("*.part")) == []
    return [path_of(plan, folder, take) for take in range(plan.takes)]


def facts(path: Path) -> dict[str, Any]:
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        return {
            "size": (video.width, video.height),
            "fps": float(video.average_rate or 0),
            "frames": sum(1 for _ in container.decode(video)),
            "seconds": (container.duration or 0) / av.time_base,
            "codec": (video.codec_context.name, video.pix_fmt),
            "sound": [stream.codec_context.name for stream in container.streams.audio],
        }


def pictures(path: Path) -> list[Image.Image]:
    with av.open(str(path)) as container:
        return [to_picture(frame) for frame in container.decode(video=0)]


@pytest.mark.parametrize(
    ("ratio", "options", "size", "fps"), [("16:9", {}, (640, 360), 24), ("9:16", {"fps": "30"}, (360, 640), 30)]
)
def test_a_clip_is_exactly_what_was_asked(
    ask: Ask, tmp_path: Path, ratio: str, options: dict[str, str], size: tuple[int, int], fps: int
) -> None:
    (path,) = made(ask(aspect_ratio=ratio, duration=1, options=options), tmp_path)
    found = facts(path)
    assert (found["size"], found["fps"], found["frames"], found["seconds"]) == (size, fps, fps, 1.0)
    assert found["codec"] == ("h264", "yuv420p")
    assert found["sound"] == []


def test_a_clip_of_several_chunks_with_sound_is_seamless(ask: Ask, tmp_path: Path) -> None:
    (path,) = made(ask(prompt="Shot 1: a. Shot 2: b.", duration=5, sound=True), tmp_path)
    found = facts(path)
    assert (found["frames"], found["seconds"], found["sound"]) == (120, 5.0, ["aac"])
    assert not (tmp_path / "chunks").exists()
    head = path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


def test_time_stamps_grow_by_one_frame(ask: Ask, tmp_path: Path) -> None:
    (path,) = made(ask(duration=3), tmp_path)
    with av.open(str(path)) as container:
        times = [float((frame.pts or 0) * (frame.time_base or 0)) for frame in container.decode(video=0)]
    assert times == pytest.approx([n / 24 for n in range(72)], abs=1e-4)


def test_tones_are_heard_at_the_shots_and_stay_gentle(ask: Ask, tmp_path: Path) -> None:
    (path,) = made(ask(prompt="Shot 1: a. Shot 2: b.", duration=4, sound=True), tmp_path)
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=8000)
        pieces = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
        raw = b"".join(bytes(piece.planes[0])[: piece.samples * 2] for piece in pieces)
    samples = memoryview(raw).cast("h")
    loud = [max(abs(v) for v in samples[n * 1600 : (n + 1) * 1600]) for n in range(20)]
    assert max(loud) < 9000
    assert loud[10] > 2 * loud[9] > 0


def test_takes_differ_and_are_all_there(ask: Ask, tmp_path: Path) -> None:
    first, second = made(ask(Operation.TEXT_TO_IMAGE, count=2, aspect_ratio="3:2"), tmp_path)
    assert first.read_bytes() != second.read_bytes()
    with Image.open(first) as image:
        assert (image.format, image.size) == ("PNG", (1024, 682))


def test_the_same_request_looks_the_same_again(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    request = ask(Operation.TEXT_TO_IMAGE, aspect_ratio="1:1")
    assert made(request, tmp_path / "a")[0].read_bytes() == made(request, tmp_path / "b")[0].read_bytes()


def test_the_camera_moves_over_a_photo(ask: Ask, tmp_path: Path, photo: Media) -> None:
    frames = pictures(made(ask(Operation.IMAGE_TO_VIDEO, "pan left", media=(photo,), duration=1), tmp_path)[0])
    edge = [_first_blue(frame) for frame in (frames[0], frames[12], frames[23])]
    assert edge[0] < edge[1] < edge[2]


def _first_blue(image: Image.Image) -> int:
    row = [image.getpixel((x, image.height // 3)) for x in range(image.width)]
    return next(x for x, pixel in enumerate(row) if isinstance(pixel, tuple) and pixel[2] > pixel[0])


def test_first_frame_becomes_last_frame(ask: Ask, tmp_path: Path, photo: Media) -> None:
    Image.new("RGB", (320, 180), (20, 200, 20)).save(tmp_path / "end.png")
    end = replace(photo, role=Role.END_FRAME, source=str(tmp_path / "end.png"))
    frames = pictures(made(ask(Operation.IMAGE_TO_VIDEO, "x", media=(photo, end), duration=1), tmp_path)[0])
    assert _strongest(frames[0]) == "red"
    assert _strongest(frames[-1]) == "green"


def _strongest(image: Image.Image) -> str:
    pixel = image.getpixel((image.width // 4, image.height // 2))
    assert isinstance(pixel, tuple)
    return ("red", "green", "blue")[pixel.index(max(pixel))]


def test_a_clip_is_shown_frame_by_frame_with_its_sound(ask: Ask, tmp_path: Path, clip: Media) -> None:
    (path,) = made(ask(Operation.EDIT_VIDEO, "make it snow", media=(clip,), keep_original_sound=True), tmp_path)
    frames = pictures(path)
    assert (len(frames), facts(path)["sound"]) == (24, ["aac"])
    middle = [frame.convert("L").getpixel((320, 120)) for frame in (frames[10], frames[14])]
    assert isinstance(middle[0], int | float)
    assert isinstance(middle[1], int | float)
    assert middle[0] < 160 < middle[1]


def test_an_extension_is_as_long_as_both_parts(ask: Ask, tmp_path: Path, clip: Media) -> None:
    (path,) = made(ask(Operation.EXTEND_VIDEO, "the fog lifts", media=(clip,), duration=1), tmp_path)
    assert facts(path)["seconds"] == 2.0


def test_a_voice_is_drawn_and_heard(ask: Ask, tmp_path: Path, clip: Media, photo: Media) -> None:
    voice = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source=clip.source)
    (path,) = made(ask(Operation.LIP_SYNC, "hello", media=(photo, voice)), tmp_path)
    assert (facts(path)["frames"], facts(path)["sound"]) == (24, ["aac"])


@pytest.mark.parametrize("operation", [Operation.REPLACE_CHARACTER, Operation.REFERENCE_TO_VIDEO])
def test_clips_and_photos_as_insets(ask: Ask, tmp_path: Path, clip: Media, photo: Media, operation: Operation) -> None:
    feature = replace(clip, role=Role.FEATURE) if operation is Operation.REFERENCE_TO_VIDEO else clip
    (path,) = made(ask(operation, media=(feature, photo), duration=1, aspect_ratio="16:9"), tmp_path)
    assert facts(path)["frames"] == 24


@pytest.mark.parametrize("style", ["comic", "anime", "3d_animation", "clay", "cyberpunk"])
def test_drawn_styles_look_different(ask: Ask, tmp_path: Path, photo: Media, style: str) -> None:
    request = ask(Operation.ANIMATE_IMAGE, "x", media=(photo,), duration=1, resolution="360p", aspect_ratio="16:9")
    plain = make_plan(request, "en", seconds_of)
    hinted = make_plan(request.with_(style=style), "en", seconds_of)
    from mediawright_previz.render.stages import build_stage
    from mediawright_previz.render.typeset import Typeset

    type_ = Typeset.with_fonts(plain.canvas, FontSet())
    one, other = (build_stage(plan, plan.film[0], 0, type_).picture(5) for plan in (plain, hinted))
    assert one.tobytes() != other.tobytes()


def test_a_link_is_named_and_never_opened(ask: Ask, tmp_path: Path, photo: Media) -> None:
    link = replace(photo, source="https://cdn.example.com/hero.png?signature=not-a-real-secret")
    (path,) = made(ask(Operation.EDIT_IMAGE, "warmer", media=(link,), aspect_ratio="1:1"), tmp_path)
    with Image.open(path) as image:
        assert image.size == (1024, 1024)


def test_progress_never_goes_back_and_ends_at_all(ask: Ask, tmp_path: Path) -> None:
    seen: list[Step] = []
    plan = make_plan(ask(prompt="Shot 1: a. Shot 2: b.", duration=1, count=2), "en", seconds_of)
    render(plan, tmp_path, FontSet(), seen.append, "test")
    assert [step.done for step in seen] == list(range(1, 49))
    assert [step.percent for step in seen] == sorted(step.percent for step in seen)
    assert (seen[-1].percent, seen[-1].take, seen[-1].scene) == (100, 1, 1)


def test_a_stopped_rendering_leaves_no_half_file_and_goes_on(ask: Ask, tmp_path: Path) -> None:
    plan = make_plan(ask(duration=5), "en", seconds_of)

    def stop(step: Step) -> None:
        if step.done == 60:
            raise Stopped

    with pytest.raises(Stopped):
        render(plan, tmp_path, FontSet(), stop, "one")
    assert list(tmp_path.rglob("*.part")) == []
    assert frames_on_disk(plan, tmp_path) == 48
    seen: list[int] = []
    render(plan, tmp_path, FontSet(), lambda step: seen.append(step.done), "two")
    assert (seen[0], seen[-1]) == (49, 120)
    assert facts(path_of(plan, tmp_path, 0))["frames"] == 120


def test_chinese_is_written_with_a_font_and_greeked_without(ask: Ask, tmp_path: Path, chinese_fonts: FontSet) -> None:
    request = ask(Operation.TEXT_TO_IMAGE, "猫在雨里跳舞", aspect_ratio="1:1")
    files = []
    for name, fonts, lang in (("with", chinese_fonts, "zh"), ("without", FontSet(), "en")):
        (tmp_path / name).mkdir()
        files += made(request, tmp_path / name, fonts, lang)
    assert files[0].read_bytes() != files[1].read_bytes()
