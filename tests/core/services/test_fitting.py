"""Pictures in a format that a provider does not take: copies are planned, agreed to by their hash, written to be sent."""

import asyncio
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from tests.core.runner.scripted_provider import MODEL, PROVIDER, Scripted, entry

from mediawright.files.convert import target_of
from mediawright.plugins.discover import Registry
from mediawright.services.fitting import fitted, measured, notes, problems_of
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Limits, Provider
from mediawright.types.request import Media, Request, Role

ACME = replace(PROVIDER, limits=Limits(media_types=("image/jpeg", "image/png", "video/mp4")))
FORMATS = ["webp", "avif", "bmp", "tiff", "gif", "heic"]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    place = {"MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path), "PATH": ""}
    return Studio(place, tmp_path)


def wanted(*names: str) -> Request:
    media = tuple(Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=name) for name in names)
    return Request(operation=Operation.IMAGE_TO_VIDEO, prompt="a fox", media=media, duration=5)


def fit(studio: Studio, *names: str, provider: Provider = ACME) -> Request:
    roots = studio.contexts.roots
    return fitted(provider, measured(wanted(*names), roots), roots, studio.home.converted)


def picture(path: Path, mode: str = "RGB", **more: Any) -> Path:
    if path.suffix == ".heic":
        pytest.importorskip("pillow_heif").register_heif_opener()
    image = Image.new(mode, (40, 30), (200, 80, 40, 0)[: len(mode)])
    image.paste((20, 90, 160, 255)[: len(mode)], (0, 0, 20, 15))
    image.save(path, **more)
    return path


@pytest.mark.parametrize("ending", FORMATS)
def test_a_copy_is_planned_agreed_to_and_written_to_be_sent(studio: Studio, tmp_path: Path, ending: str) -> None:
    given = picture(tmp_path / f"爷爷.{ending}")
    before = given.read_bytes()
    request = fit(studio, given.name)
    (media,) = request.media
    assert media.info is not None
    assert (media.original, media.info.media_type, Path(media.source).name) == (given.name, "image/jpeg", "爷爷.jpg")
    assert (media.info.width, media.info.height) == (40, 30)
    assert not Path(media.source).exists()  # nothing is made before the yes
    studio.contexts.write_copies(request)
    sent = Path(media.source).read_bytes()
    assert (sha256(sent).hexdigest(), len(sent)) == (media.info.sha256, media.info.size)
    assert asyncio.run(studio.contexts.open(ACME).inspect(media)).sha256 == media.info.sha256
    assert given.read_bytes() == before
    # planned anew for the confirmation, it is the same request
    roots = studio.contexts.roots
    assert fitted(ACME, measured(request, roots), roots, studio.home.converted) == request


def test_what_is_taken_goes_out_as_it_is(studio: Studio, tmp_path: Path) -> None:
    given = picture(tmp_path / "a.webp")
    webp = replace(ACME, limits=Limits(media_types=("image/webp",)))
    for provider in (webp, PROVIDER):
        (media,) = fit(studio, given.name, provider=provider).media
        assert (media.source, media.original) == (given.name, "")


@pytest.mark.parametrize(
    ("found", "taken", "target"),
    [
        ("image/heic", (), "image/jpeg"),
        ("image/heic", ("image/png",), "image/png"),
        ("image/heic", ("video/mp4",), None),
        ("image/avif", (), None),
        ("image/jpeg", ("image/png",), None),
        ("application/pdf", ("image/png",), None),
    ],
)
def test_the_format_of_the_copy(found: str, taken: tuple[str, ...], target: str | None) -> None:
    assert target_of(found, taken) == target


def test_the_copy_is_upright_in_srgb_and_without_the_place_it_was_taken_at(studio: Studio, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010F] = "Camera of a friend"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture(tmp_path / "a.webp", exif=exif, icc_profile=profile, lossless=True)
    request = fit(studio, "a.webp")
    assert request.media[0].info is not None
    assert (request.media[0].info.width, request.media[0].info.height) == (30, 40)
    studio.contexts.write_copies(request)
    with Image.open(request.media[0].source) as copy:
        assert (copy.size, dict(copy.getexif()), copy.info.get("icc_profile")) == ((30, 40), {}, None)
        assert max(abs(a - b) for a, b in zip(copy.getpixel((25, 5)), (20, 90, 160), strict=True)) < 12  # type: ignore[arg-type]


def test_see_through_becomes_white_where_the_format_knows_no_alpha(studio: Studio, tmp_path: Path) -> None:
    picture(tmp_path / "a.webp", mode="RGBA", lossless=True)
    request = fit(studio, "a.webp")
    studio.contexts.write_copies(request)
    with Image.open(request.media[0].source) as copy:
        assert copy.crop((30, 20, 40, 30)).convert("L").getextrema()[0] > 245  # type: ignore[operator]


def test_an_original_that_changed_is_not_sent(studio: Studio, tmp_path: Path) -> None:
    picture(tmp_path / "a.webp")
    request = fit(studio, "a.webp")
    Image.new("RGB", (40, 30)).save(tmp_path / "a.webp")
    with pytest.raises(InvalidRequest) as raised:
        studio.contexts.write_copies(request)
    assert raised.value.problems[0].message.key == "files.changed"
    assert not Path(request.media[0].source).exists()


def test_a_copy_that_was_altered_is_made_again(studio: Studio, tmp_path: Path) -> None:
    picture(tmp_path / "a.webp")
    request = fit(studio, "a.webp")
    studio.contexts.write_copies(request)
    Path(request.media[0].source).write_bytes(b"another one")
    studio.contexts.write_copies(request)
    assert request.media[0].info is not None
    assert sha256(Path(request.media[0].source).read_bytes()).hexdigest() == request.media[0].info.sha256


def test_one_sentence_for_what_cannot_be_converted(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "blue")]
    frames[0].save(tmp_path / "moves.gif", save_all=True, append_images=frames[1:])
    request = fit(studio, "moves.gif")
    plugin = Registry([entry(Scripted(), provider=ACME)]).load("acme")
    own = Problem("image", Message("problem.media.too_big"))
    other = Problem("prompt", Message("problem.media.too_big"))
    monkeypatch.setattr(type(plugin), "validate", lambda self, request: (own, other))
    found = problems_of(plugin, MODEL, request.with_(operation=Operation.TEXT_TO_VIDEO))
    wrong = [problem for problem in found if problem.message.key == "plan.several_pictures"]
    assert [(p.message.values["type"], p.message.values["format"], p.allowed) for p in wrong] == [
        ("GIF", "JPEG", ("JPEG", "PNG"))
    ]
    assert own not in found
    assert other in found


def test_the_page_says_it_once_for_all_pictures(studio: Studio, tmp_path: Path) -> None:
    picture(tmp_path / "a.webp")
    picture(tmp_path / "b.avif")
    picture(tmp_path / "c.png")
    (note,) = notes(ACME, fit(studio, "a.webp", "b.avif", "c.png"))
    assert note.key == "plan.converted"
    assert {name: note.values[name] for name in ("names", "format", "n")} == {
        "names": "a.webp, b.avif",
        "format": "JPEG",
        "n": 2,
    }
    assert not list(notes(ACME, fit(studio, "c.png")))


def test_where_the_libraries_are_missing_their_command_is_told(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(tmp_path / "a.webp")
    monkeypatch.setattr("mediawright.files.convert.find_spec", lambda name: None)
    monkeypatch.setattr("mediawright.services.fitting.planned", lambda *_: None)
    request = fit(studio, "a.webp").with_(operation=Operation.TEXT_TO_VIDEO)
    plugin = Registry([entry(Scripted(), provider=ACME)]).load("acme")
    (told,) = [problem for problem in problems_of(plugin, MODEL, request) if "name" in problem.message.values]
    assert told.message.key == "plan.no_converter"
    assert "mediawright[photos]" in str(told.message.values["command"])
