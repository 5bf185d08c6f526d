"""What will be changed or ignored is said before the price is approved."""

import pytest
from tests.plugins.kling.harness import clip, image, picture, video

from mediawright.plugin import Request
from mediawright.present.catalog import render
from mediawright_kling.notices import notices_of


@pytest.mark.parametrize(
    ("kling_request", "keys"),
    [
        (video(), []),
        (video(model="kling-v3"), []),
        (video(model="kling-v1-6"), ["kling.model.ended"]),
        (video(model="kling-v1"), ["kling.model.retired"]),
        (video(model="kling-v9"), ["kling.notice.model_unknown"]),
        (video("<<image_1>> walks", media=(image(), image())), ["kling.notice.near_placeholder"]),
        (video(media=(clip(),), duration=5), ["kling.notice.duration_ignored"]),
        (picture(media=(image(),), negative_prompt="text"), ["kling.notice.negative_ignored"]),
    ],
)
def test_what_is_said_of_a_request(kling_request: Request, keys: list[str]) -> None:
    found = notices_of(kling_request)
    assert [message.key for message in found] == keys
    assert all("{" not in render(message, lang) for message in found for lang in ("en", "zh"))
