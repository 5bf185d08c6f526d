"""A plan that only names a member takes looks and pictures from the cast library."""

from pathlib import Path

from PIL import Image

from mediawright.services.films.files import open_plan
from mediawright.services.films.library import with_library
from mediawright.services.studio import Studio

PLAN = """title = "t"
[[cast]]
name = "mia"
[[cast]]
name = "Tom"
look = "a tall man"
[[cast]]
name = "Nobody"
[[shots]]
id = "a"
duration = 2
prompt = "@mia and @Tom wave"
"""


async def test_named_members_are_filled_and_others_stay(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    Image.new("RGB", (64, 64), "red").save(tmp_path / "mia.png")
    (tmp_path / "t.film.toml").write_text(PLAN, encoding="utf-8")
    async with Studio(environ, tmp_path) as studio:
        await studio.cast.add("Mia", pictures=["mia.png"], words="a girl in red")
        await studio.cast.add("Tom", words="another Tom")
        file = with_library(open_plan("t", studio.roots), studio)
        (tmp_path / "mia.png").unlink()
        mia, tom, nobody = file.plan.cast
        assert (mia.look, tom.look, nobody.look) == ("a girl in red", "a tall man", "")
        assert [file.file(name).is_file() for name in mia.pictures] == [True]
