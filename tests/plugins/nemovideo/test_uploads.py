"""Files and links into a project (docs/contracts/nemovideo.md §6)."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, generation, talk

from mediawright.plugin import InvalidRequest, Media, MediaKind, Operation, Role, State, TalkAction, TalkVerb
from mediawright_nemovideo import hooks
from mediawright_nemovideo.chat.uploads import kind_of, suffix_of


async def upload(harness: Harness, *sources: str) -> dict[str, object]:
    ctx = harness.ctx()
    await hooks.converse(ctx, TalkAction(verb=TalkVerb.OPEN, name="fox"))
    return dict((await hooks.converse(ctx, TalkAction(verb=TalkVerb.UPLOAD, sources=sources))).data)


async def test_a_file_is_streamed_under_the_name_files(harness: Harness, sim: Sim, photo: Path) -> None:
    data = await upload(harness, photo.name)
    [file] = sim.sent("upload-video")[0]["body"]["files"]
    assert file["name"] == "photo.png"
    assert file["bytes"] > 50
    assert data["files"] == [{"name": "photo.png", "type": "image", "duration": None, "width": None, "height": None}]


async def test_a_jpeg_is_sent_as_a_jpg(harness: Harness, sim: Sim, photo: Path) -> None:
    from PIL import Image

    Image.open(photo).convert("RGB").save(photo.with_suffix(".jpeg"))
    await upload(harness, "photo.jpeg")
    assert sim.sent("upload-video")[0]["body"]["files"][0]["name"] == "photo.jpg"


async def test_a_link_goes_as_json(harness: Harness, sim: Sim) -> None:
    data = await upload(harness, "https://example.com/a.mp4")
    body = sim.sent("upload-video")[0]["body"]
    assert body == {"urls": ["https://example.com/a.mp4"], "source_type": "url"}
    assert data["files"][0]["duration"] == 12.4  # type: ignore[index]


async def test_n_r25_a_text_is_read_as_a_request_and_not_uploaded(harness: Harness, sim: Sim) -> None:
    (harness.folder / "idea.txt").write_text("\ufeffa red fox in the snow\n", "utf-8")
    data = await upload(harness, "idea.txt")
    assert data == {"prompt": "a red fox in the snow"}
    assert sim.sent("upload-video") == []


@pytest.mark.parametrize(("content", "key"), [(b"\xff\xfe\x00", "text_unreadable"), (b"  \n", "text_unreadable")])
async def test_n_r25_a_text_that_says_nothing_is_refused(harness: Harness, content: bytes, key: str) -> None:
    (harness.folder / "idea.txt").write_bytes(content)
    with pytest.raises(InvalidRequest) as caught:
        await upload(harness, "idea.txt")
    assert caught.value.message.key == f"nemovideo.error.{key}"


@pytest.mark.parametrize(("name", "key"), [("https://x.example/idea.txt", "text_file"), ("a.exe", "file_type")])
async def test_n_r25_what_cannot_be_uploaded_is_refused_before_it_is_sent(
    harness: Harness, sim: Sim, name: str, key: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await upload(harness, name)
    assert caught.value.message.key == f"nemovideo.error.{key}"
    assert sim.sent("upload-video") == []


async def test_one_bad_file_stops_all_of_them(harness: Harness, sim: Sim, photo: Path) -> None:
    with pytest.raises(InvalidRequest):
        await upload(harness, photo.name, "https://x.example/a.exe")
    assert sim.sent("upload-video") == []


async def test_a_clip_from_a_picture(harness: Harness, sim: Sim, photo: Path) -> None:
    media = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=photo.name)
    request = replace(generation("make it move gently"), operation=Operation.IMAGE_TO_VIDEO, media=(media,))
    outcome = await harness.run(request)
    assert outcome.last.state is State.SUCCEEDED
    order = [entry["path"] for entry in sim.log()["requests"]]
    upload_at = next(n for n, path in enumerate(order) if "upload-video" in path)
    assert upload_at < order.index("/run_sse")
    assert sim.charges == 1


async def test_a_submit_that_was_put_off_uploads_nothing_twice(harness: Harness, sim: Sim, photo: Path) -> None:
    media = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=photo.name)
    sim.fault("rate_429_once", path="/run_sse")
    request = replace(generation("make it move gently"), operation=Operation.IMAGE_TO_VIDEO, media=(media,))
    await harness.run(request)
    assert len(sim.sent("upload-video")) == 1
    assert len(sim.sent("/run_sse")) == 2


async def test_a_link_in_a_talk_is_uploaded_and_the_rest_is_said(harness: Harness, sim: Sim) -> None:
    await harness.made()
    await harness.run(talk("add https://example.com/tune.mp3 as background music"))
    assert sim.sent("upload-video")[0]["body"]["urls"] == ["https://example.com/tune.mp3"]
    assert sim.messages[-1] == "add as background music"


async def test_a_lone_link_is_only_uploaded(harness: Harness, sim: Sim) -> None:
    await harness.made()
    outcome = await harness.run(talk("https://example.com/tune.mp3"))
    assert outcome.told().startswith("The file is in the project.")
    assert len(sim.messages) == 1


@pytest.mark.parametrize(
    ("source", "suffix", "kind"),
    [
        ("a.MP4", "mp4", MediaKind.VIDEO),
        ("https://x.example/b.jpeg?sig=1", "jpg", MediaKind.IMAGE),
        ("c.m4a", "m4a", MediaKind.AUDIO),
    ],
)
def test_types_are_told_by_the_extension(source: str, suffix: str, kind: MediaKind) -> None:
    assert suffix_of(source) == suffix
    assert kind_of(suffix) is kind
