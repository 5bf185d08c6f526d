"""Which machines can carry a job, by the files that it names."""

from pathlib import Path

from mediawright.files.roots import Roots
from mediawright.secrets.links import MARK
from mediawright.services.reach import FRONT_END, reach_of
from mediawright.testing.builders import a_job, a_request
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

HERE = "here-1"


def picture(source: str, original: str = "") -> Media:
    return Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=source, original=original)


def reach(folder: Path, *media: Media, stored: bool = False, files: tuple[str, ...] = ()) -> str | None:
    request = a_request(media=media, option_files=dict.fromkeys(files, "0" * 64))
    return reach_of(a_job(request, output_dir=str(folder)), HERE, Roots.of(folder / "home"), stored=stored)


def test_without_a_store_a_job_is_its_machine_s(tmp_path: Path) -> None:
    assert reach(tmp_path) == HERE
    assert reach(tmp_path, picture("https://example.com/a.png")) == HERE
    assert reach(tmp_path, picture(str(tmp_path / "home" / "a.png")), files=(str(tmp_path / "home" / "b"),)) == HERE


def test_with_a_store_any_machine_can_carry_it(tmp_path: Path) -> None:
    inside = picture(str(tmp_path / "anywhere" / "a.png"), "b.png")
    assert reach(tmp_path, inside, picture("https://example.com/a.png"), stored=True) is None


def test_a_link_whose_credential_this_home_keeps_binds_it(tmp_path: Path) -> None:
    kept = picture(f"https://example.com/a.png?{MARK}={'0' * 32}")
    assert [reach(tmp_path, kept, stored=stored) for stored in (True, False)] == [HERE, HERE]


def test_what_only_the_working_folder_allowed_is_carried_where_it_was_asked_for(tmp_path: Path) -> None:
    """A worker starts in another folder: it may not read there, and would end the job as refused."""
    assert reach(tmp_path, picture("a.png")) == FRONT_END
    assert reach(tmp_path, picture(str(tmp_path / "elsewhere" / "a.png"))) == FRONT_END
