"""A picture that speaks and a clip whose lips are matched, under the names that a provider knows."""

import pytest

from mediawright.services.known_inputs import named_for
from mediawright.types.capability import Capability
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, Request, Role

LIP, PHOTO = Operation.LIP_SYNC, Operation.TALKING_PHOTO
FACE = Media(kind=MediaKind.IMAGE, role=Role.FACE, source="https://x.example/a.jpg")
CLIP = Media(kind=MediaKind.VIDEO, role=Role.SOURCE, source="https://x.example/a.mp4")


@pytest.mark.parametrize(
    ("offered", "asked", "media", "meant"),
    [
        ((LIP,), PHOTO, FACE, LIP),
        ((PHOTO,), LIP, FACE, PHOTO),
        ((LIP, PHOTO), LIP, FACE, LIP),
        ((LIP, PHOTO), PHOTO, FACE, PHOTO),
        ((LIP, PHOTO), PHOTO, CLIP, LIP),
        ((PHOTO,), LIP, CLIP, LIP),
        ((PHOTO,), PHOTO, CLIP, PHOTO),
        ((), PHOTO, FACE, PHOTO),
    ],
)
def test_the_name_follows_the_inputs_and_the_provider(
    offered: tuple[Operation, ...], asked: Operation, media: Media, meant: Operation
) -> None:
    model = Model(name="m", label=Text("M", "M"), kind=MediaKind.VIDEO, capabilities=(Capability(operations=offered),))
    provider = Provider(name="acme", title=Text("Acme", "Acme"), models=(model,) if offered else ())
    request = Request(operation=asked, media=(media,))
    assert named_for(provider, request).operation is meant
