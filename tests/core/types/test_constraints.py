"""A request against what a provider says it can do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.testing.builders import a_request
from mediawright.types.capability import Capability, Inputs
from mediawright.types.constraints import check, choose_model, complete, spelled
from mediawright.types.errors import InvalidRequest, NotAvailable
from mediawright.types.message import Message, Problem, Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Limits, Model, Option, Provider
from mediawright.types.request import Media, MediaInfo, Request, Role, Shot

Op, IMAGE, VIDEO = Operation, MediaKind.IMAGE, MediaKind.VIDEO
CLIPS = Capability(
    operations=(Op.TEXT_TO_VIDEO, Op.IMAGE_TO_VIDEO),
    durations=tuple(range(3, 16)),
    aspect_ratios=("16:9", "9:16"),
    resolutions=("720p", "1080p"),
    modes=("std", "pro"),
    sound=(False, True),
    inputs=(
        Inputs(kind=IMAGE, roles=(Role.FIRST_FRAME,), at_most=1),
        Inputs(kind=IMAGE, roles=(Role.END_FRAME,), at_most=1),
    ),
    subjects=2,
    prompt_limit=50,
    defaults={"duration": 5, "mode": "pro", "sound": False},
)
SIMPLE = Capability(operations=(Op.TEXT_TO_VIDEO,), durations=(5, 10), prompt_required=False)


def model(name: str, capability: Capability, **more: Any) -> Model:
    return Model(name=name, label=Text(name.title(), name), kind=VIDEO, capabilities=(capability,), **more)


BIG = model("acme-big", CLIPS, aliases=("Big", "大模型"), recommended_for=(Op.IMAGE_TO_VIDEO,))
SMALL = model("acme-small", SIMPLE, aliases=("Small",), strict_aliases=True)
ACME = Provider(
    name="acme",
    title=Text("Acme", "艾克米"),
    models=(SMALL, BIG),
    options=(
        Option(name="camera", description=Text("camera", "镜头"), allowed=("pan", "zoom")),
        Option(name="free", description=Text("f", "f")),
    ),
    limits=Limits(input_bytes=1000, media_types=("image/png",)),
)


def frame(role: Role = Role.FIRST_FRAME, kind: MediaKind = IMAGE, **info: Any) -> Media:
    facts = replace(MediaInfo(media_type="image/png", size=10, sha256="00"), **info)
    return Media(kind=kind, role=role, source="/home/me/kite.png", info=facts)


def media_request(**changes: Any) -> Request:
    return a_request(**({"model": "acme-big"} | changes))


@pytest.mark.parametrize(
    ("operation", "name", "chosen"),
    [
        (Op.IMAGE_TO_VIDEO, None, BIG),
        (Op.TEXT_TO_VIDEO, None, SMALL),
        (Op.TEXT_TO_VIDEO, "acme-big", BIG),
        (Op.TEXT_TO_VIDEO, "ACME-Big", BIG),
        (Op.TEXT_TO_VIDEO, " big ", BIG),
        (Op.TEXT_TO_VIDEO, "大模型", BIG),
        (Op.TEXT_TO_VIDEO, "acme-small", SMALL),
    ],
)
def test_the_model(operation: Operation, name: str | None, chosen: Model) -> None:
    assert choose_model(ACME, media_request(operation=operation, model=name)) is chosen


@pytest.mark.parametrize(
    ("operation", "name", "key", "allowed"),
    [
        (Op.TEXT_TO_VIDEO, "acme-9", "problem.model.unknown", ("acme-small", "acme-big")),
        (Op.IMAGE_TO_VIDEO, "acme-small", "problem.model.operation", ("acme-big",)),
        (Op.TEXT_TO_VIDEO, "small", "problem.model.alias", ("acme-small",)),
    ],
)
def test_no_such_model(
    operation: Operation, name: str, key: str, allowed: tuple[str, ...], spoken: Callable[[Message], list[str]]
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        choose_model(ACME, media_request(operation=operation, model=name))
    assert (caught.value.problems[0].message.key, caught.value.problems[0].allowed) == (key, allowed)
    assert all(spoken(caught.value.message))


def test_nobody_s_alias_hides_a_model() -> None:
    thief = model("thief", CLIPS, aliases=("acme-big",))
    assert choose_model(replace(ACME, models=(thief, BIG)), media_request()) is BIG


def test_an_operation_that_no_model_can_do() -> None:
    with pytest.raises(NotAvailable) as caught:
        choose_model(ACME, media_request(operation=Op.LIP_SYNC))
    assert caught.value.problems[0].allowed == ("image_to_video", "text_to_video")


def test_defaults_fill_only_what_nobody_said() -> None:
    done = complete(media_request(duration=None, mode="std", sound=None), BIG)
    assert (done.duration, done.mode, done.sound) == (5, "std", False)
    assert complete(media_request(sound=True), BIG).sound is True
    assert complete(media_request(model="大模型"), BIG).model == "acme-big"
    assert complete(done, BIG) == done


def keys(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.message.key for problem in problems]


@pytest.mark.parametrize(
    ("changes", "field", "what", "allowed"),
    [
        ({"duration": 2}, "duration", "not_offered", ("3-15",)),
        ({"aspect_ratio": "1:1"}, "aspect_ratio", "not_offered", ("16:9", "9:16")),
        ({"resolution": "4k"}, "resolution", "not_offered", ("720p", "1080p")),
        ({"mode": "ultra"}, "mode", "not_offered", ("std", "pro")),
        ({"quality": "high"}, "quality", "not_taken", ()),
        ({"style": "ink"}, "style", "not_taken", ()),
        ({"scope": "body_only"}, "scope", "not_taken", ()),
        ({"count": 2}, "count", "not_offered", ("1",)),
        ({"negative_prompt": "rain"}, "negative_prompt", "not_taken", ()),
        ({"watermark": False}, "watermark", "not_taken", ()),
        ({"seed": 0}, "seed", "not_taken", ()),
        ({"multi_shot": True}, "multi_shot", "not_taken", ()),
        ({"shots": (Shot(index=1, prompt="a", duration=5),)}, "multi_shot", "not_taken", ()),
        ({"subject_ids": ("a", "b", "c")}, "subject_ids", "too_many", ("0-2",)),
        ({"prompt": "  "}, "prompt", "missing", ()),
        ({"prompt": "x" * 51}, "prompt", "too_long", ("50",)),
        ({"media": (frame(), frame())}, "media", "too_many", ("0-1",)),
        ({"media": (frame(Role.REFERENCE),)}, "media", "not_taken", ()),
        ({"media": (frame(kind=VIDEO),)}, "media", "not_taken", ()),
        ({"media": (frame(size=1001),)}, "media", "too_big", ()),
        ({"media": (frame(media_type="image/gif"),)}, "media", "type", ("PNG",)),
        ({"options": {"colour": "red"}}, "options", "unknown", ("camera", "free")),
        ({"options": {"camera": "fly"}}, "options", "not_offered", ("pan", "zoom")),
    ],
)
def test_a_problem(
    changes: dict[str, Any], field: str, what: str, allowed: tuple[str, ...], spoken: Callable[[Message], list[str]]
) -> None:
    (problem,) = check(ACME, BIG, media_request(**changes))
    assert all(spoken(problem.message))
    assert (problem.field, problem.message.key, problem.allowed) == (field, f"problem.{field}.{what}", allowed)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"duration": 15, "aspect_ratio": "9:16", "resolution": "1080p", "mode": "std", "sound": True, "count": 1},
        {"media": (frame(), frame(Role.END_FRAME))},
        {"media": (Media(kind=IMAGE, role=Role.FIRST_FRAME, source="https://a.example/huge.gif"),)},
        {"subject_ids": ("a", "b")},
        {"options": {"camera": "pan", "free": "as I like"}},
        {"prompt": "x" * 50},
    ],
)
def test_no_problem(changes: dict[str, Any]) -> None:
    assert check(ACME, BIG, media_request(**changes)) == ()


def test_all_problems_are_told_at_once() -> None:
    found = check(ACME, BIG, media_request(duration=2, seed=1, prompt=""))
    assert keys(found) == ["problem.prompt.missing", "problem.duration.not_offered", "problem.seed.not_taken"]


def test_an_input_that_is_needed_is_asked_for_by_its_name() -> None:
    needy = model("needy", replace(CLIPS, inputs=(Inputs(kind=VIDEO, roles=(Role.BASE,), at_least=1, at_most=1),)))
    (problem,) = check(ACME, needy, media_request())
    assert problem.message.key == "problem.media.too_few"
    assert problem.message.values["input"] is Role.BASE
    assert problem.allowed == ("1",)


def test_what_is_not_taken_at_all_has_no_allowed_number() -> None:
    (problem,) = check(ACME, model("none", replace(CLIPS, subjects=0)), media_request(subject_ids=("a",)))
    assert problem.message.key == "problem.subject_ids.not_taken"
    assert problem.allowed == ()


def test_a_storyboard_needs_no_prompt_beside_it() -> None:
    film = model("film", replace(CLIPS, multi_shot=True))
    assert (
        check(ACME, film, media_request(prompt="", multi_shot=True, shots=(Shot(index=1, prompt="a", duration=5),)))
        == ()
    )


def test_a_model_that_cannot_do_it_is_one_problem() -> None:
    assert keys(check(ACME, SMALL, media_request(operation=Op.IMAGE_TO_VIDEO, seed=1))) == ["problem.model.operation"]


def test_no_path_of_the_person_s_machine_is_told() -> None:
    (problem,) = check(ACME, BIG, media_request(media=(frame(size=1001),)))
    assert problem.message.values["name"] == "kite.png"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((3, 4, 5, 6), ("3-6",)),
        ((5, 10), ("5", "10")),
        ((1, 2, 4, 5, 6, 9), ("1", "2", "4-6", "9")),
        ((False, True), ("off", "on")),
        (("16:9",), ("16:9",)),
        ((), ()),
    ],
)
def test_values_as_they_are_shown(values: tuple[Any, ...], words: tuple[str, ...]) -> None:
    assert spelled(values) == words


@given(st.data())
def test_whatever_the_capability_lists_is_taken(data: st.DataObject) -> None:
    request = media_request(
        duration=data.draw(st.sampled_from(CLIPS.durations)),
        aspect_ratio=data.draw(st.none() | st.sampled_from(CLIPS.aspect_ratios)),
        resolution=data.draw(st.none() | st.sampled_from(CLIPS.resolutions)),
        mode=data.draw(st.sampled_from(CLIPS.modes)),
        sound=data.draw(st.booleans()),
    )
    assert check(ACME, BIG, complete(request, BIG)) == ()
