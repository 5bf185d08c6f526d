"""SMPTE ST 12 time code, non-drop: hours, minutes, seconds, frames."""


def timecode(frame: int, fps: int) -> str:
    """The code of a frame counted from 0: `timecode(24, 24) == "00:00:01:00"`."""
    seconds, frames = divmod(frame, fps)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}:{frames:02d}"
