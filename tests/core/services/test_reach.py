"""Which machines can carry a job, by the files that it names."""

from pathlib import Path

import pytest

from mediawright.files.roots import Roots
from mediawright.secrets.links import MARK
from mediawright.services.reach import FRONT_END, reach_of
from mediawright.testing.builders import a_job, a_request
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

HERE = "here-1"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def picture(source: str, original: str = "") -> Media:
    return Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=source, original=original)


def reach(
    folder: Path, shared: Path | None, *media: Media, output: str | None, files: tuple[str, ...] = ()
) -> str | None:
    request = a_request(media=media, option_files=dict.fromkeys(files, "0" * 64))
    return reach_of(a_job(request, output_dir=output), HERE, shared, Roots.of(folder / "home", folder / "shared"))


def test_without_a_shared_folder_a_job_is_its_machine_s(tmp_path: Path) -> None:
    assert reach(tmp_path, None, output=str(tmp_path / "out")) == HERE
    assert reach(tmp_path, None, picture("https://example.com/a.png"), output=str(tmp_path)) == HERE


def test_what_lies_in_the_shared_folder_any_machine_can_carry(tmp_path: Path, shared: Path) -> None:
    inside = picture(str(shared / "a.png"))
    assert reach(tmp_path, shared, output=str(shared / "out")) is None
    assert reach(tmp_path, shared, inside, picture("https://example.com/a.png"), output=str(shared)) is None


def test_one_file_elsewhere_binds_it(tmp_path: Path, shared: Path) -> None:
    inside, home = picture(str(shared / "a.png")), str(tmp_path / "home" / "b.png")
    assert reach(tmp_path, shared, inside, output=str(tmp_path / "out")) == HERE
    assert reach(tmp_path, shared, inside, picture(home), output=str(shared)) == HERE
    assert reach(tmp_path, shared, picture(str(shared / "copy.png"), home), output=str(shared)) == HERE
    assert reach(tmp_path, shared, output=str(shared), files=(home,)) == HERE


def test_a_link_out_of_the_shared_folder_leads_out_of_it(tmp_path: Path, shared: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (shared / "link").symlink_to(home)
    assert reach(tmp_path, shared, output=str(shared / "link" / "out")) == HERE


def test_a_link_whose_credential_this_home_keeps_binds_it(tmp_path: Path, shared: Path) -> None:
    kept = picture(f"https://example.com/a.png?{MARK}={'0' * 32}")
    assert reach(tmp_path, shared, kept, output=str(shared)) == HERE


def test_what_only_the_working_folder_allowed_is_carried_where_it_was_asked_for(tmp_path: Path) -> None:
    """A worker starts in another folder: it may not read there, and would end the job as refused."""
    assert reach(tmp_path, None, picture("a.png"), output=str(tmp_path)) == FRONT_END
    assert reach(tmp_path, None, picture(str(tmp_path / "elsewhere" / "a.png")), output=str(tmp_path)) == FRONT_END
