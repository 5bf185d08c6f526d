"""A route as an action."""

from pathlib import Path

import pytest
from tests.core.router.providers import ALL

from mediawright.handlers.route import Utterance, route
from mediawright.handlers.route_action import action_of
from mediawright.types.operations import MediaKind
from mediawright.types.route import Route


@pytest.mark.parametrize(
    ("text", "pictures", "prompt"),
    [
        ("用可灵把 photo.jpg 做成10秒竖屏视频", (), "让画面自然地动起来。"),
        ("turn photo.jpg into a 5 second video", (), "The picture comes to life with natural, gentle motion."),
        ("让 photo.jpg 里的云飘动", (), "让图片里的云飘动"),
        ("第一张做首帧，第二张做尾帧，5秒", ("a.jpg", "b.jpg"), "从第一张图自然流畅地过渡到第二张图。"),
    ],
)
def test_a_picture_without_a_scene_is_brought_to_life(text: str, pictures: tuple[str, ...], prompt: str) -> None:
    found, sources = route(ALL, Utterance(text, tuple((MediaKind.IMAGE, name) for name in pictures)))
    action = action_of(found, sources)
    assert action is not None
    assert action.values["prompt"] == prompt


@pytest.mark.parametrize(
    ("text", "given", "sources"),
    [
        ("让 photo.jpg 动起来", ["photo.jpg"], ["photo.jpg"]),
        ("让 ./photo.jpg 动起来", ["photo.jpg"], ["photo.jpg"]),
        ("让它动起来：photo.jpg", ["{here}/photo.jpg"], ["{here}/photo.jpg"]),
        # attached from another folder, and called by its name
        ("animate gone.jpg", ["/elsewhere/gone.jpg"], ["/elsewhere/gone.jpg"]),
        # two files, one of them here
        ("animate photo.jpg", ["/elsewhere/photo.jpg"], ["/elsewhere/photo.jpg", "photo.jpg"]),
        ("photo.jpg: make photo.jpg move", [], ["photo.jpg"]),
        ("animate https://a.example/x.jpg", ["https://a.example/x.jpg"], ["https://a.example/x.jpg"]),
        (
            "animate https://a.example/x.jpg",
            ["https://b.example/x.jpg"],
            ["https://b.example/x.jpg", "https://a.example/x.jpg"],
        ),
        ("让它们动起来", ["photo.jpg,b.jpg"], ["photo.jpg", "b.jpg"]),
    ],
)
def test_a_file_that_is_named_and_given_counts_once(
    text: str, given: list[str], sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("photo.jpg", "b.jpg"):
        (tmp_path / name).touch()
    here = str(tmp_path)
    wanted = [source.format(here=here) for source in sources]
    found, inputs = route(ALL, Utterance.of(text, {"image": [item.format(here=here) for item in given]}))
    assert [source for _, source in inputs] == wanted
    assert found.attachments["image"] == len(wanted)


@pytest.mark.parametrize(
    ("clips", "command", "operation"),
    [(("dance.mp4",), ("video",), "edit_video"), ((), ("edit", "say"), None)],
)
def test_a_clip_that_comes_with_an_edit_is_edited_by_itself(
    clips: tuple[str, ...], command: tuple[str, ...], operation: str | None
) -> None:
    """What is said into an edit session holds no file of its own."""
    found = Route(lang="zh", command="edit", operation="chat_edit", provider="nemovideo", prompt="加字幕")
    action = action_of(found, [(MediaKind.VIDEO, name) for name in clips])
    assert action is not None
    assert (action.command, action.values.get("operation")) == (command, operation)
    assert action.values.get("video", ()) == clips
