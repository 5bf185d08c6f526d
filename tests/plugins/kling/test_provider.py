"""What the provider says of itself: plain data that agrees with the contract's tables."""

import pytest
from tests.plugins.kling.harness import image, picture, series, story, video

from mediawright.plugin import AuthKind, MediaKind, Operation, canonical, plain
from mediawright.types.constraints import check, choose_model, complete
from mediawright_kling import hooks

PROVIDER = hooks.describe()


def test_it_is_made_once_and_is_plain_data() -> None:
    assert hooks.describe() is PROVIDER
    assert canonical(plain(PROVIDER))


def test_how_one_signs_in() -> None:
    assert PROVIDER.auth == (AuthKind.DEVICE, AuthKind.KEYS)
    assert PROVIDER.client_id


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        (Operation.TEXT_TO_VIDEO, "kling-v3"),
        (Operation.IMAGE_TO_VIDEO, "kling-v3"),
        (Operation.REFERENCE_TO_VIDEO, "kling-v3-omni"),
        (Operation.EDIT_VIDEO, "kling-v3-omni"),
        (Operation.TEXT_TO_IMAGE, "kling-v3"),
        (Operation.IMAGE_SERIES, "kling-v3-omni"),
        (Operation.CREATE_ELEMENT, "advanced-custom-elements"),
    ],
)
def test_the_model_for_each_request(operation: Operation, name: str) -> None:
    assert PROVIDER.models_for(operation)[0].name == name


def test_one_name_two_kinds() -> None:
    kinds = {model.kind for model in PROVIDER.models if model.name == "kling-v3"}
    assert kinds == {MediaKind.VIDEO, MediaKind.IMAGE}


def test_no_model_that_was_never_announced() -> None:
    """Dots stand only in the ids of the new standard (K-C8); a "4.0" has no API (K-C11)."""
    assert not [model.name for model in PROVIDER.models if "v4" in model.name or "4." in model.name]
    assert [model.name for model in PROVIDER.models if "." in model.name] == ["kling-3.0-turbo"]


@pytest.mark.parametrize(
    "kling_request", [video(), video(media=(image(),)), picture(), series(), story(2, 3), video(mode="4k")]
)
def test_filled_defaults_pass_the_core_and_change_nothing_twice(kling_request: object) -> None:
    request = hooks.complete(kling_request)  # type: ignore[arg-type]
    assert hooks.complete(request) == request
    model = choose_model(PROVIDER, request)
    assert check(PROVIDER, model, complete(request, model)) == ()


def test_prices_are_only_where_they_are_published() -> None:
    unknown = {m.name for m in PROVIDER.models if m.prices is None}
    assert unknown >= {"kling-v1", "kling-v1-6", "kling-v2-master", "advanced-custom-elements"}
    assert all(model.note for model in PROVIDER.models if model.prices is None)


def test_words_that_only_this_provider_has() -> None:
    assert "资源包" in PROVIDER.vocabulary.exclusive
    assert "可灵" in PROVIDER.vocabulary.names
