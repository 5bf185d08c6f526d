"""One picture of all shots: the middle of each chosen take with its id, for a person or an agent to look at."""

from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.film.plan import Format
from mediawright.services.films.works import Film

if TYPE_CHECKING:
    from PIL import Image

#: pixels of one picture's longer side, and how many stand side by side
SIDE, ACROSS = 320, 4
GAP, LABEL = 8, 26


def write_sheet(film: Film) -> Path:
    """Write the sheet beside the film. Blocking. Raises OSError."""
    from PIL import Image

    from mediawright.media.fonts import installed_fonts
    from mediawright.media.typeface import Typeface

    form: Format = film.file.plan.format
    wide, high = form.size
    size = (SIDE, round(SIDE * high / wide)) if wide >= high else (round(SIDE * wide / high), SIDE)
    shots = film.file.plan.shots
    rows = -(-len(shots) // ACROSS)
    across = min(ACROSS, len(shots))
    whole = ((size[0] + GAP) * across + GAP, (size[1] + GAP + LABEL) * rows + GAP)
    sheet = Image.new("RGB", whole, (18, 19, 24))
    face = Typeface(installed_fonts(), "bold")
    for number, shot in enumerate(shots):
        x = GAP + number % ACROSS * (size[0] + GAP)
        y = GAP + number // ACROSS * (size[1] + GAP + LABEL)
        sheet.paste(_picture(film, number, size), (x, y))
        face.draw(sheet, (x, y + size[1] + LABEL * 0.72), shot.id, 16, (250, 248, 244))
    path = Path(film.row.output_dir) / f"{film.file.stem}.sheet.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.png")
    sheet.save(part)
    part.replace(path)
    return path


def _picture(film: Film, number: int, size: tuple[int, int]) -> "Image.Image":
    """The middle of a shot as the film shows it; a plain field where there is nothing yet."""
    from PIL import Image

    from mediawright.media.cut.clips import Unreadable
    from mediawright.media.cut.pieces import frames_of
    from mediawright.media.frames import to_picture
    from mediawright.services.films.cutting import assembly_of

    try:
        assembly = assembly_of(film)
        piece = next(one for one in assembly.pieces if one.shot == number and one.kind == "body")
        from dataclasses import replace

        middle = replace(
            piece, source_from=piece.source_from + piece.frames // 2, start=piece.start + piece.frames // 2, frames=1
        )
        return to_picture(next(iter(frames_of(assembly, middle)))).resize(size)
    except (Unreadable, StopIteration, OSError):
        return Image.new("RGB", size, (60, 60, 66))
