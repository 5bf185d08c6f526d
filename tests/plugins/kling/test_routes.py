"""Where a request goes: by its inputs, first match wins (§14); what is filled in does not change it."""

import pytest
from tests.plugins.kling.harness import clip, element, image, picture, series, story, video

from mediawright.plugin import Request, Role
from mediawright_kling.defaults import complete_kling
from mediawright_kling.kling_request import KlingRequest
from mediawright_kling.routes import Path, kind_of, route_of

FIRST, END = image(role=Role.FIRST_FRAME), image(role=Role.END_FRAME)
LISTED = ("first_frame", "end_frame")

ROUTES: list[tuple[Request, Path]] = [
    (video(), Path.TEXT2VIDEO),
    (video(model="KLING-V3-OMNI"), Path.OMNI_VIDEO),
    (video(model="kling-video-o1"), Path.OMNI_VIDEO),
    (video(aspect_ratio="9:16"), Path.TEXT2VIDEO),
    (video(subject_ids=("1",)), Path.OMNI_VIDEO),
    (video(media=(clip(),)), Path.OMNI_VIDEO),
    (video(media=(image(),)), Path.IMAGE2VIDEO),
    (video(media=(FIRST,)), Path.IMAGE2VIDEO),
    (video(media=(image(),), aspect_ratio="1:1"), Path.OMNI_VIDEO),
    (video(media=(image(), image())), Path.OMNI_VIDEO),
    (video(media=(image(),), model="kling-v3-omni"), Path.OMNI_VIDEO),
    (video(media=(image(), END)), Path.IMAGE2VIDEO),
    (video(media=(FIRST, END)), Path.IMAGE2VIDEO),
    (video(media=(FIRST, END), image_types=LISTED), Path.OMNI_VIDEO),
    (story(2, 3), Path.TEXT2VIDEO),
    (story(2, 3, media=(image(),)), Path.IMAGE2VIDEO),
    (picture(), Path.GENERATIONS),
    (picture(media=(image(),)), Path.GENERATIONS),
    (picture(media=(image(), image())), Path.OMNI_IMAGE),
    (picture(resolution="4K"), Path.OMNI_IMAGE),
    (picture(aspect_ratio="Auto"), Path.OMNI_IMAGE),
    (picture(subject_ids=("1",)), Path.OMNI_IMAGE),
    (picture(model="kling-image-o1"), Path.OMNI_IMAGE),
    (series(), Path.OMNI_IMAGE),
    (element(), Path.ELEMENTS),
]


@pytest.mark.parametrize(("kling_request", "path"), ROUTES)
def test_the_endpoint_of_a_request(kling_request: Request, path: Path) -> None:
    assert route_of(KlingRequest(kling_request)).path is path


@pytest.mark.parametrize(("kling_request", "path"), ROUTES)
def test_defaults_do_not_move_it(kling_request: Request, path: Path) -> None:
    said, filled = route_of(KlingRequest(kling_request)), route_of(KlingRequest(complete_kling(kling_request)))
    # why matters for clips only: a typed shape beside a picture is the one trigger that clashes with a basic model
    assert (filled.path, path) == (said.path, said.path)
    assert KlingRequest(kling_request).is_image or filled == said


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/images/omni-image", "image"),
        ("/v1/general/advanced-custom-elements", "element"),
        ("/v1/videos/x", "video"),
        ("/v1/audio/tts", "video"),
        ("/v1/general/ai-multi-shot", "image"),
    ],
)
def test_which_pack_pays(path: str, kind: str) -> None:
    assert kind_of(path) == kind
