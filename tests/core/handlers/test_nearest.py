"""A wish for what a model lacks is answered with the nearest that it has, at every provider, each answer ready to run."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mediawright.commands.action import Action
from mediawright.handlers.errors import answered
from mediawright.handlers.nearest import near
from mediawright.handlers.response import Response
from mediawright.handlers.threads import said_by
from mediawright.plugins.discover import Registry
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.types.operations import Operation
from mediawright.types.provider import Model, Provider

PROVIDERS = [plugin.provider for plugin in Registry.installed({}).load_all()]


def first_model(provider: Provider, operation: Operation, field: str) -> Model | None:
    """The recommended model of a provider that has a list of these values."""
    for model in provider.models_for(operation):
        capability = model.capability(operation)
        if capability is not None and getattr(capability, field) and model.retires is None:
            return model
    return None


CASES = [
    pytest.param(provider.name, model.name, operation, field, value, id=f"{provider.name}-{field}")
    for provider in PROVIDERS
    for operation, field, listed, value in (
        (Operation.TEXT_TO_VIDEO, "duration", "durations", "599"),
        (Operation.TEXT_TO_VIDEO, "resolution", "resolutions", "12k"),
        (Operation.TEXT_TO_IMAGE, "aspect_ratio", "aspect_ratios", "7:5"),
        (Operation.TEXT_TO_IMAGE, "count", "counts", "99"),
    )
    if (model := first_model(provider, operation, listed)) is not None
]


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    environ = {"HOME": str(tmp_path), "MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    async with Studio.open(environ, tmp_path) as opened:
        yield opened


async def refused(studio: Studio, command: str, **values: object) -> Response:
    async def work(studio: Studio) -> Response:
        await studio.plan(studio.read(command, values), lang="zh")
        raise AssertionError("it was taken")

    return await answered(studio, work, "zh", debug=True)


@pytest.mark.parametrize(("provider", "model", "operation", "field", "value"), CASES)
async def test_each_answer_is_a_request_that_is_taken(
    studio: Studio, provider: str, model: str, operation: Operation, field: str, value: str
) -> None:
    shape = {"aspect_ratio": "1:1"} if provider == "chatart" and field == "count" else {}  # it wants one said
    values = {"prompt": "雪地里的红狐狸", "provider": provider, "model": model, **shape, field: value}
    response = await refused(studio, operation.command, **values)
    assert response.status == "question"
    assert response.page.data["ask"].reason == field
    steps = [step for step in response.page.next if isinstance(step, Action)]
    assert len(steps) == len(response.page.data["ask"].choices) > 0
    for step in steps:
        request = step.to_request(studio, "zh")
        assert request is not None
        assert (request.prompt, request.provider) == ("雪地里的红狐狸", provider)
        await studio.planner.priced(request, "zh")
    shown = chat(response.page, "zh")
    assert f"1. {'一次 ' if field == 'count' else ''}" in shown
    assert provider not in shown.replace("ChatArt", "").replace("MiniMax", "")


async def test_the_answer_is_known_to_the_conversation(studio: Studio) -> None:
    response = await refused(studio, "video", prompt="a fox", provider="kling", model="kling-v2-6", duration="7")
    said = said_by(studio, response)
    assert said is not None
    assert said["context"]["choices"] == ["5", "10"]
    assert [step["values"]["duration"] for step in said["actions"]] == ["5", "10"]
    assert said["request"]["duration"] == 7


async def test_two_values_are_settled_in_one_answer(studio: Studio) -> None:
    values = {"prompt": "a fox", "provider": "kling", "model": "kling-v2-6", "duration": "7", "resolution": "8k"}
    response = await refused(studio, "video", **values)
    assert [
        (step.values["duration"], step.values["resolution"]) for step in response.page.next if isinstance(step, Action)
    ] == [
        ("5", "1080p"),
        ("10", "1080p"),
    ]


async def test_a_value_that_is_missing_is_asked_for_alike(studio: Studio) -> None:
    response = await refused(studio, "image", prompt="a fox", provider="chatart", count="9")
    assert response.page.data["ask"].reason == "aspect_ratio"
    steps = [step for step in response.page.next if isinstance(step, Action)]
    assert {step.values["count"] for step in steps} == {"4"}
    assert len({step.values["aspect_ratio"] for step in steps}) == 4


async def test_where_nothing_near_would_be_taken_the_problems_are_told(studio: Studio) -> None:
    response = await refused(studio, "video", prompt="x" * 20000, provider="kling", duration="77")
    assert response.status == "invalid_request"


@pytest.mark.parametrize(
    ("value", "allowed", "found"),
    [
        ("21:9", ("9:16", "1:1", "16:9"), ["16:9", "1:1", "9:16"]),
        ("8k", ("720p", "1080p", "4k"), ["4k", "1080p", "720p"]),
        ("best", ("std", "pro"), ["std", "pro"]),
    ],
)
def test_the_nearest_comes_first(value: str, allowed: tuple[str, ...], found: list[str]) -> None:
    assert near(value, allowed) == found
