"""A picture that is edited keeps its own shape where that is asked for, as a wish in words does."""

from pathlib import Path

import pytest
from PIL import Image

from mediawright.services.studio import Studio

ENVIRON = {"MEDIAWRIGHT_NO_KEYRING": "1", "KLING_ACCESS_KEY_ID": "not-a-key", "KLING_SECRET_ACCESS_KEY": "not-a-secret"}


@pytest.mark.parametrize(
    ("size", "said", "shape"),
    [
        *(((720, 1280), "input", "9:16"), ((1000, 990), "input", "1:1"), ((1280, 720), "input", "16:9")),
        *(((720, 1280), "1:1", "1:1"), ((720, 1280), None, "16:9")),
    ],
)
async def test_an_edit_keeps_the_shape_of_its_picture(
    size: tuple[int, int], said: str | None, shape: str, tmp_path: Path
) -> None:
    Image.new("RGB", size).save(tmp_path / "photo.jpg")
    async with Studio(ENVIRON | {"MEDIAWRIGHT_HOME": str(tmp_path / "mw")}, tmp_path) as studio:
        values = {"image": ["photo.jpg"], "prompt": "a beach behind", "provider": "kling", "aspect_ratio": said}
        plan = await studio.plan(studio.read("image", values), ask_balance=False)
    assert plan.request.aspect_ratio == shape
