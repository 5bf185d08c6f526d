"""A sound in the terminal: its peaks, and nothing where nothing is heard."""

from pathlib import Path

from mediawright.present.preview import picture_of
from mediawright.present.waveform import peaks_of
from mediawright.sdk.simulator.media import make_clip, make_sound
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind


def test_a_sound_is_drawn_by_its_peaks(tmp_path: Path) -> None:
    tone, mute = tmp_path / "tone.wav", tmp_path / "mute.mp4"
    tone.write_bytes(make_sound(1.0))
    mute.write_bytes(make_clip(1.0, 160, 90))
    peaks = peaks_of(tone, 40)
    assert len(peaks) == 40
    assert all(0.05 < peak < 0.07 for peak in peaks)  # 2000 of 32768
    assert peaks_of(mute, 40) == []
    asset = Asset(path=str(tone), kind=MediaKind.AUDIO, media_type="audio/wav", size=1, sha256="")
    picture = picture_of(asset)
    assert picture is not None
    assert picture.getpixel((10, 48)) != (255, 255, 255)
    assert picture.getpixel((10, 2)) == (255, 255, 255)
