"""One picture as a PNG."""

from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def write_still(path: Path, picture: Image.Image) -> None:
    """Write a PNG that says in its own text chunk that it is a preview."""
    note = PngInfo()
    note.add_text("Comment", "preview, not the final picture")
    picture.save(path, "PNG", compress_level=4, pnginfo=note)
