"""Plausible requests made from a description."""

from types import ModuleType

from mediawright.testing.conformance import subject
from mediawright.testing.samples import accepted, as_link, media_of, requests_of, variants
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Limits
from mediawright.types.request import Role


def test_an_input_is_of_a_kind_the_provider_takes() -> None:
    picture = media_of(MediaKind.IMAGE, Role.REFERENCE, Limits(media_types=("image/jpeg", "video/mp4")))
    assert picture.info is not None
    assert (picture.info.media_type, picture.info.width, picture.info.duration) == ("image/jpeg", 1280, None)
    clip = media_of(MediaKind.VIDEO, Role.BASE, Limits())
    assert clip.info is not None
    assert (clip.info.media_type, clip.info.duration, clip.info.fps) == ("video/mp4", 5.0, 24.0)
    assert as_link(clip).is_url
    assert as_link(clip).info is None


def test_an_accepted_request_has_its_defaults(acme: ModuleType) -> None:
    stranger = subject(acme)
    ((model, operation),) = requests_of(stranger)
    assert operation is Operation.TEXT_TO_VIDEO
    request, problems = accepted(stranger, model, operation)
    assert problems == []
    assert request is not None
    assert (request.duration, request.resolution, request.model, request.provider) == (5, "720p", "acme-1", "acme")


def test_an_author_s_own_sample_comes_first(acme: ModuleType) -> None:
    mine = acme.mw.Request(operation=Operation.TEXT_TO_VIDEO, prompt="mine")
    stranger = subject(acme, samples={Operation.TEXT_TO_VIDEO: mine})
    first = next(variants(stranger, acme.ACME_1, Operation.TEXT_TO_VIDEO))
    assert first == mine.with_(model="acme-1", provider="acme")
