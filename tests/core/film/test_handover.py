"""Timelines and caption files for other programs."""

import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from mediawright.film.assembly import Assembly, SoundFile, Take, assemble
from mediawright.film.handover.captions import caption_text
from mediawright.film.handover.timelines import build_timeline, write_timeline
from mediawright.film.reading import read_text
from mediawright.film.timeline import build

otio = pytest.importorskip("opentimelineio")
PLANS = Path(__file__).with_name("plans")


def film(folder: Path) -> Assembly:
    """The example, with files that are there."""
    plan = read_text((PLANS / "keeper.film.toml").read_text("utf-8")).plan
    takes = []
    for shot in plan.shots:
        file = folder / f"镜头 {shot.id}.mp4"
        file.write_bytes(f"clip {shot.id}".encode())
        card = shot.kind == "card"
        takes.append(
            Take(shot=shot.id, kind="card" if card else "video", file="" if card else str(file), sha256=shot.id)
        )
    made = assemble(plan, build(plan), takes, {"radio.wav": "r"})
    sound = folder / "radio.wav"
    sound.write_bytes(b"sound")
    sounds = (SoundFile(lane="effects", file=str(sound), sha256="r", start=96, level=-12),)
    values = {name: getattr(made, name) for name in Assembly.__slots__}
    return Assembly(**{**values, "sounds": sounds})


def test_the_timeline_comes_back_equal(tmp_path: Path) -> None:
    made = build_timeline(film(tmp_path), {}, {"s01": {"job": "J1", "take": 1}})
    write_timeline(made, tmp_path / "film.otio", "otio")
    again = otio.adapters.read_from_file(str(tmp_path / "film.otio"))
    assert again.is_equivalent_to(made)
    clips = list(again.find_clips())
    assert [clip.name for clip in clips] == ["s01", "s02", "s03", "end", "radio"]
    assert clips[0].metadata["mediawright"]["job"] == "J1"
    assert again.video_tracks()[0].duration().value == 300
    assert "%E9%95%9C" in clips[0].media_reference.target_url


def test_the_bundle_carries_its_media(tmp_path: Path) -> None:
    write_timeline(build_timeline(film(tmp_path), {}), tmp_path / "film.otioz", "otioz")
    with zipfile.ZipFile(tmp_path / "film.otioz") as bundle:
        assert sum(name.endswith(".mp4") for name in bundle.namelist()) == 3


def test_the_bundle_is_opened_by_the_reading_library_and_its_media_are_found(tmp_path: Path) -> None:
    made = build_timeline(film(tmp_path), {})
    write_timeline(made, tmp_path / "film.otioz", "otioz")
    for file in (*tmp_path.glob("*.mp4"), *tmp_path.glob("*.wav")):
        file.unlink()  # it stands alone
    (out := tmp_path / "elsewhere").mkdir()
    again = otio.adapters.read_from_file(str(tmp_path / "film.otioz"), extract_to_directory=str(out))
    assert [clip.name for clip in again.find_clips()] == [clip.name for clip in made.find_clips()]
    assert again.video_tracks()[0].duration().value == 300
    found = {}
    for clip in again.find_clips():
        if isinstance(clip.media_reference, otio.schema.ExternalReference):
            url = clip.media_reference.target_url
            found[clip.name] = (out / url2pathname(urlsplit(url).path)).read_bytes()
    assert found == {"s01": b"clip s01", "s02": b"clip s02", "s03": b"clip s03", "radio": b"sound"}


def test_files_of_one_name_are_kept_apart_in_a_bundle(tmp_path: Path) -> None:
    assembly = film(tmp_path)
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / Path(assembly.takes[0].file).name
    other.write_bytes(b"another clip")
    first, second, *rest = assembly.takes
    takes = (first, replace(second, file=str(other)), *rest)
    write_timeline(build_timeline(replace(assembly, takes=takes), {}), tmp_path / "film.otioz", "otioz")
    with zipfile.ZipFile(tmp_path / "film.otioz") as bundle:
        held = {bundle.read(name) for name in bundle.namelist() if name.startswith("media/")}
    assert held == {b"clip s01", b"another clip", b"clip s03", b"sound"}


def test_the_edit_list_is_read_back_with_its_length(tmp_path: Path) -> None:
    pytest.importorskip("otio_cmx3600_adapter")
    write_timeline(build_timeline(film(tmp_path), {}), tmp_path / "film.edl", "edl")
    text = (tmp_path / "film.edl").read_text("utf-8")
    again = otio.adapters.read_from_file(str(tmp_path / "film.edl"), rate=24)
    assert again.duration().value == 300
    assert "S01      V     C        00:00:00:00" in text
    assert "V     D 012" in text


def test_the_xml_is_written(tmp_path: Path) -> None:
    pytest.importorskip("otio_fcp_adapter")
    write_timeline(build_timeline(film(tmp_path), {}), tmp_path / "film.xml", "fcp7")
    text = (tmp_path / "film.xml").read_text("utf-8")
    assert text.count("<transitionitem>") == 2
    assert "<duration>300</duration>" in text


@pytest.mark.parametrize("form", ["srt", "vtt", "ass"])
def test_captions_are_read_back(form: str, tmp_path: Path) -> None:
    pysubs2 = pytest.importorskip("pysubs2")
    assembly = film(tmp_path)
    again = pysubs2.SSAFile.from_string(caption_text(assembly, form), format_=form)
    assert [event.plaintext for event in again] == [one.text for one in assembly.speech]
    near = 10 if form == "ass" else 1
    assert [event.start for event in again] == pytest.approx(
        [one.start * 1000 / 24 for one in assembly.speech], abs=near
    )
