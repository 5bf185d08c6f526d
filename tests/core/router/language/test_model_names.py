"""A model that is named is the one that is used, or it is asked about: over every model of every provider there is."""

import os
import re

import pytest

from mediawright.plugins.discover import Registry
from mediawright.router import Router
from mediawright.types.provider import Provider

WISHES = {
    "text_to_video": ("a video of a fox", "拍一段狐狸的视频", {}),
    "text_to_image": ("a picture of a fox", "画一只狐狸", {}),
    "image_to_video": ("animate this photo", "让这张照片动起来", {"image": 1}),
    "edit_image": ("make the sky purple", "把天空变成紫色", {"image": 1}),
}


@pytest.fixture(scope="module")
def providers() -> list[Provider]:
    registry = Registry.installed(
        {name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")}
    )
    return [plugin.provider for plugin in registry.load_all()]


@pytest.fixture(scope="module")
def installed(providers: list[Provider]) -> Router:
    return Router(providers)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\s*\(.*\)", "", text.lower()))


def test_every_model_is_taken_by_its_own_name(providers: list[Provider], installed: Router) -> None:
    """In both languages, before the wish and behind it; its name is no part of the prompt."""
    swapped = []
    for provider in providers:
        called = {(model.name, _plain(model.label.en)) for model in provider.models}
        for model in provider.models:
            if provider.local or model.retires:
                continue
            label = re.sub(r"\s*\(.*\)", "", model.label.en)
            for operation in {operation.value for operation in model.operations} & WISHES.keys():
                en, zh, given = WISHES[operation]
                for text in (f"{en}, use {label} on {provider.name}", f"用{provider.name}的{label}{zh}"):
                    found = installed.route(text, given)
                    name = str(found.params.get("model"))
                    right = found.ask is not None and found.ask.reason == "model_version"
                    right = right or (found.provider == provider.name and (name, _plain(label)) in called)
                    right = right or label == "Nano Banana"  # the bare family is the newest of it
                    if not right or label.lower() in found.prompt.lower():
                        swapped.append((text, found.provider, name, found.prompt))
    assert swapped == []


@pytest.mark.parametrize(
    ("text", "provider", "model"),
    [
        ("veo 3 fast, a video of a hummingbird", "gemini", "veo-3.0-fast-generate-001"),
        ("用可灵2.6拍一段雨夜的视频", "kling", "kling-v2-6"),
        ("seedance 2.0 快速版做个小狗视频", None, "seedance-2.0-fast"),
        ("flux 2 pro, a picture of a samurai cat", "fal", "fal-ai/flux-2-pro"),
        ("a video of rain, with kling 3 pro on fal", "fal", "fal-ai/kling-video/v3/pro/text-to-video"),
        ("用fal的 kling 3.0 pro 拍一段下雨的视频", "fal", "fal-ai/kling-video/v3/pro/text-to-video"),
        ("hailuo 3 on runway, a clip of a ship", "runway", "hailuo3"),
    ],
)
def test_a_model_in_the_words_is_used(installed: Router, text: str, provider: str | None, model: str) -> None:
    found = installed.route(text)
    assert (found.ask, found.provider, found.params.get("model")) == (None, provider, model)


@pytest.mark.parametrize(
    "text",
    [
        "kling 2.5 turbo on fal, a video of a fox",
        "kling 2.6 ultra, a video of a storm",
        "可灵2.6大师版拍一段海浪视频",
        "用 seedream 9 画一只鹤",
        "veo 5 video of a glacier",
        "gemini flash 画一朵花",
        "用豆包 2.0 做个小狗视频",
        "with ideogram, a picture of a ship",
    ],
)
def test_the_rest_of_an_unknown_name_is_asked_about(installed: Router, text: str) -> None:
    """Never another model, never a word of the prompt, and what there is stands beside the question."""
    found = installed.route(text)
    assert found.ask is not None
    assert found.ask.reason == "model_version"
    assert "model" not in found.params
    assert found.ask.choices
    assert all(choice.params["model"] for choice in found.ask.choices)
    assert not re.search(r"ultra|大师|turbo|flash|ideogram|[0-9]", found.prompt)


@pytest.mark.parametrize(
    ("text", "count"), [("kling 3 videos of cats", 3), ("用可灵 3 张小猫的图", 3), ("kling 5s video of a lake", None)]
)
def test_a_number_that_counts_or_measures_is_no_version(installed: Router, text: str, count: int | None) -> None:
    found = installed.route(text)
    assert found.ask is None
    assert found.params.get("count") == count
    assert "model" not in found.params


def test_a_mode_behind_a_model_is_its_mode(installed: Router) -> None:
    found = installed.route("kling 2.6 pro, a video of a storm")
    assert (found.params["model"], found.params["mode"]) == ("kling-v2-6", "pro")


def test_a_no_in_another_clause_names_nothing(installed: Router) -> None:
    found = installed.route("Use Wan 2.2? no, do it with Kling: a short video of a street magician")
    assert (found.ask, found.provider) == (None, "kling")
