"""The spoken lines as caption files: SRT, WebVTT, ASS."""

from pathlib import Path

from mediawright.film.assembly import Assembly

FORMATS = ("srt", "vtt", "ass")


def caption_text(assembly: Assembly, form: str) -> str:
    """The text of a caption file. `form` is one of `FORMATS`. Needs pysubs2."""
    import pysubs2

    made = pysubs2.SSAFile()
    made.info["Title"] = assembly.title
    made.info["PlayResX"], made.info["PlayResY"] = str(assembly.width), str(assembly.height)
    style = made.styles["Default"]
    style.fontsize = round(min(assembly.width, assembly.height) * 0.05)
    style.marginv = round(assembly.height * (0.2 if assembly.height > assembly.width else 0.06))
    for one in assembly.speech:
        start, end = (round(frame * 1000 / assembly.fps) for frame in (one.start, one.end))
        event = pysubs2.SSAEvent(start=start, end=end)
        event.plaintext = one.text
        made.append(event)
    return made.to_string(form)


def write_captions(assembly: Assembly, path: Path, form: str) -> None:
    """Write a caption file in UTF-8. Raises OSError."""
    path.write_text(caption_text(assembly, form), "utf-8")
