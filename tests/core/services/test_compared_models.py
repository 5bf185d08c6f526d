"""Names of models as people say them, each a request of its own."""

from typing import Any

import pytest

from mediawright.plugins.discover import Registry
from mediawright.services.compared_models import MOST, compared_by, requests_of
from mediawright.services.request_reader import read_request
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider


@pytest.fixture(scope="module")
def providers() -> list[Provider]:
    return [plugin.provider for plugin in Registry.installed({}).load_all()]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("kling", ("kling", None)),
        ("可灵", ("kling", None)),
        ("Kling 2.6", ("kling", "kling-v2-6")),
        ("Kling 3", ("kling", "kling-v3")),
        ("kling/kling-v3", ("kling", "kling-v3")),
        ("seedance", (None, "seedance")),
        ("ark/seedance", ("ark", "seedance-2.0")),
        ("fal/fal-ai/kling-video/v3/pro/text-to-video", ("fal", "fal-ai/kling-video/v3/pro/text-to-video")),
        ("fal-ai/kling-video/v3/pro/text-to-video", ("fal", "fal-ai/kling-video/v3/pro/text-to-video")),
        ("veo", ("runway", "veo3.1")),
        ("快乐马", ("dashscope", "快乐马")),
        ("previz", ("previz", None)),
    ],
)
def test_a_name_leads_to_its_model(providers: list[Provider], said: str, meant: tuple[str | None, str | None]) -> None:
    other = "chatart" if meant[0] == "gemini" else "gemini"
    found = next(one for one in compared_by([said, other], providers) if one.said == said)
    assert (found.provider, found.model) == meant


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (["kling"], "compare.how_many"),
        ([], "compare.how_many"),
        (["kling,Kling,可灵"], "compare.how_many"),
        ([f"kling/kling-v{n}" for n in ("1", "1-5", "1-6", "2-1", "2-6", "3")] * 2 + ["nobody"], "compare.unknown"),
        (["kling", "klingg-v33"], "compare.unknown"),
        (["kling/nothing", "previz"], "compare.unknown"),
    ],
)
def test_what_cannot_be_compared_is_told(providers: list[Provider], said: list[str], wrong: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        compared_by(said, providers)
    assert [problem.message.key for problem in caught.value.problems] == [wrong]


def test_more_than_one_picture_has_room_for_is_refused(providers: list[Provider]) -> None:
    fal = next(provider for provider in providers if provider.name == "fal")
    with pytest.raises(InvalidRequest):
        compared_by([f"fal/{model.name}" for model in fal.models[: MOST + 1]], providers)


@pytest.mark.parametrize(
    ("models", "wish", "kind", "operation"),
    [
        ("kling,seedance", {"prompt": "a fox"}, None, Operation.TEXT_TO_VIDEO),
        ("kling,seedance", {"prompt": "a fox", "image": ["a.png"]}, None, Operation.IMAGE_TO_VIDEO),
        ("kling,seedream-5.0-pro", {"prompt": "a fox"}, None, Operation.TEXT_TO_IMAGE),
        ("kling,dashscope", {"prompt": "a fox"}, "image", Operation.TEXT_TO_IMAGE),
        ("kling,dashscope", {"prompt": "hello", "operation": "text_to_speech"}, None, Operation.TEXT_TO_SPEECH),
    ],
)
def test_the_kind_is_the_one_that_all_of_them_make(
    providers: list[Provider], models: str, wish: dict[str, Any], kind: str | None, operation: Operation
) -> None:
    requests = requests_of([models], wish, kind, providers, read_request)
    assert {request.operation for request in requests} == {operation}
    assert len(requests) == 2


@pytest.mark.parametrize(("models", "kind"), [("seedance,seedream-5.0-pro", None), ("kling,seedance", "audio")])
def test_models_of_different_kinds_are_not_compared(providers: list[Provider], models: str, kind: str | None) -> None:
    with pytest.raises(InvalidRequest) as caught:
        requests_of([models], {"prompt": "a fox"}, kind, providers, read_request)
    assert caught.value.problems[0].message.key == "compare.other_kind"
