"""The conformance suite over every installed provider: what the core expects of third parties, ours keep first."""

import os

import pytest

from mediawright.film.assembly import Take, assemble, by_number
from mediawright.film.plan import FilmShot, Plan
from mediawright.film.timeline import build
from mediawright.plugins.discover import Registry
from mediawright.testing.conformance import CHECKS, examine
from mediawright.testing.findings import Check, Subject, review
from mediawright.testing.samples import as_link, media_of
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Limits
from mediawright.types.request import Request, Role

REGISTRY = Registry.installed({name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")})
NAMES = REGISTRY.names()
CARD = Plan(title="Card", shots=(FilmShot(id="a", kind="card", duration=1),))
TIMELINE, _ = by_number(assemble(CARD, build(CARD), [Take(shot="a", kind="card", words=("Hello",))], {}))
#: operations for which a plausible minimum is not enough
SAMPLES = {
    Operation.CREATE_ELEMENT: Request(
        operation=Operation.CREATE_ELEMENT,
        media=(
            media_of(MediaKind.IMAGE, Role.CHARACTER, Limits()),
            media_of(MediaKind.IMAGE, Role.REFERENCE, Limits(), 2),
        ),
        options={"name": "kite", "description": "a red kite with a long tail", "ref_type": "image_refer"},
    ),
    Operation.VIDEO_EFFECT: Request(
        operation=Operation.VIDEO_EFFECT,
        media=(media_of(MediaKind.IMAGE, Role.REFERENCE, Limits()),),
        options={"effect_scene": "zoom_out"},
    ),
    Operation.OUTPAINT: Request(
        operation=Operation.OUTPAINT,
        media=(media_of(MediaKind.IMAGE, Role.REFERENCE, Limits()),),
        aspect_ratio="1:1",
    ),
    Operation.EDIT_VIDEO: Request(
        operation=Operation.EDIT_VIDEO,
        prompt="put a red mug on the table",
        media=(
            as_link(media_of(MediaKind.VIDEO, Role.BASE, Limits())),
            media_of(MediaKind.IMAGE, Role.REFERENCE, Limits()),
        ),
        options={"edit_mode": "addition"},
    ),
    Operation.CLONE_VOICE: Request(
        operation=Operation.CLONE_VOICE,
        prompt="Anna",
        media=(as_link(media_of(MediaKind.AUDIO, Role.VOICE, Limits())),),
        options={"consent": "yes"},
    ),
    Operation.ASSEMBLE: Request(operation=Operation.ASSEMBLE, prompt="Two", options={"timeline": TIMELINE}),
}


def test_the_providers_of_this_repository_are_installed() -> None:
    assert {"chatart", "kling", "nemovideo", "previz"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_loads(name: str) -> None:
    assert REGISTRY.load(name).provider.name == name


@pytest.fixture(params=NAMES)
def subject(request: pytest.FixtureRequest) -> Subject:
    plugin = REGISTRY.load(request.param)
    others = tuple(other.provider for other in REGISTRY.load_all() if other is not plugin)
    return Subject(plugin=plugin, others=others, samples=SAMPLES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_it_conforms(subject: Subject, check: Check) -> None:
    findings = examine(subject, [check])
    assert not findings, review(subject.name, findings)


def test_a_provider_that_calls_a_service_has_a_simulator_of_it(subject: Subject) -> None:
    if not subject.provider.local:
        assert subject.plugin.has("simulator"), "newcomers and tests need it: see mediawright.hookspecs.simulator"


def test_a_simulator_refuses_an_option_that_it_does_not_have(subject: Subject) -> None:
    if subject.plugin.has("simulator"):
        with pytest.raises(InvalidRequest) as refused:
            subject.plugin.simulator({"nonsense": ""})
        assert refused.value.problems[0].allowed
