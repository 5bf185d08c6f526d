"""Which fonts this machine has: a Latin face, its bold, and one that can write Chinese, or none."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from mediawright.types.dataclass import dataclass

#: file names without style, best first, as Linux, macOS and Windows ship them
LATIN = (
    "inter-regular",
    "notosans-regular",
    "opensans-regular",
    "roboto-regular",
    "segoeui",
    "helveticaneue",
    "arial",
    "liberationsans-regular",
    "notosanscjksc-regular",
    "notosanscjk-regular",
    "sourcehansanssc-regular",
    "dejavusanscondensed",
    "dejavusans",
)
LATIN_BOLD = (
    "inter-bold",
    "notosans-bold",
    "opensans-bold",
    "roboto-bold",
    "segoeuib",
    "arialbd",
    "arial bold",
    "liberationsans-bold",
    "notosanscjksc-bold",
    "notosanscjk-bold",
    "sourcehansanssc-bold",
    "dejavusanscondensed-bold",
    "dejavusans-bold",
)
CJK = (
    "notosanscjksc-regular",
    "notosanssc-regular",
    "notosanscjk-regular",
    "sourcehansanssc-regular",
    "sourcehansanscn-regular",
    "sourcehansans-regular",
    "pingfang",
    "msyh",
    "hiragino sans gb",
    "stheiti light",
    "stheiti medium",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallbackfull",
    "droidsansfallback",
    "notoserifcjk-regular",
    "simhei",
    "simsun",
    "arial unicode",
    "uming",
    "ukai",
)
CJK_BOLD = (
    "notosanscjksc-bold",
    "notosanssc-bold",
    "notosanscjk-bold",
    "sourcehansanssc-bold",
    "sourcehansanscn-bold",
    "sourcehansans-bold",
    "msyhbd",
)
SUFFIXES = frozenset({".ttf", ".ttc", ".otf", ".otc"})
#: how many unknown fonts are opened in the search for one that can write Chinese
MOST_OPENED = 200


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the face in it (a collection holds several)."""

    path: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class FontSet:
    """What is there to write with. `latin` None: Pillow's own face. `cjk` None: Chinese cannot be written."""

    latin: Face | None = None
    bold: Face | None = None
    cjk: Face | None = None
    cjk_bold: Face | None = None


def font_folders() -> tuple[Path, ...]:
    """Where systems keep their fonts (fontconfig's default folders, macOS, Windows)."""
    try:
        home = Path.home()
    except RuntimeError:  # a user without one has no fonts of their own
        home = Path("/nowhere")
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        home / "Library/Fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        home / "AppData/Local/Microsoft/Windows/Fonts",
        Path("C:/Windows/Fonts"),
    )


@cache
def installed_fonts() -> FontSet:
    """The fonts of this machine, looked for once per process."""
    return find_fonts(font_folders())


def find_fonts(folders: Sequence[Path]) -> FontSet:
    """The best faces below `folders`: by name first; a font nobody knows by name is opened and asked."""
    found = {path.stem.lower(): path for path in reversed(list(_font_files(folders)))}
    cjk = _named(found, CJK) or _able(found.values())
    return FontSet(
        latin=_face(_named(found, LATIN)),
        bold=_face(_named(found, LATIN_BOLD)),
        cjk=_simplified(cjk),
        cjk_bold=_simplified(_named(found, CJK_BOLD)),
    )


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def _named(found: dict[str, Path], names: Sequence[str]) -> Path | None:
    return next((found[name] for name in names if name in found), None)


def _face(path: Path | None) -> Face | None:
    return Face(str(path)) if path else None


def _able(paths: Iterable[Path]) -> Path | None:
    return next((path for path in list(paths)[:MOST_OPENED] if can_write(Face(str(path)), "中文的")), None)


def _simplified(path: Path | None) -> Face | None:
    """The simplified Chinese face of a collection, else its first."""
    from PIL import ImageFont

    if path is None:
        return None
    if path.suffix.lower() in {".ttc", ".otc"}:
        for index in range(8):
            try:
                name = ImageFont.truetype(str(path), 16, index=index).getname()[0] or ""
            except OSError:
                break
            if name.endswith((" SC", " CN")) and "Mono" not in name:
                return Face(str(path), index)
    return Face(str(path))


def can_write(face: Face, text: str) -> bool:
    """Whether the front end has its own glyph for every character (and not the box that stands for a missing one)."""
    from PIL import ImageFont

    try:
        font = ImageFont.truetype(face.path, 24, index=face.index)
        missing = bytes(font.getmask("\uffff"))
        return all(bytes(font.getmask(char)) not in (missing, b"") for char in text)
    except OSError:
        return False
