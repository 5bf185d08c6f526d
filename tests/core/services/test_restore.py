"""A finished job whose files were deleted, moved, or are wanted elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner import scripted_provider

from mediawright.files.folder import check_folder
from mediawright.files.outputs import StemOf
from mediawright.present import pages
from mediawright.present.chat import chat
from mediawright.services.restore import FileGone, Restorer
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.job import Asset, Job, Output, Progress
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness


@dataclass
class Sink:
    """Keeps bytes as files in the folder that was asked for."""

    folder: Path
    stem_of: StemOf

    async def write(self, output: Output, chunks: Any) -> Asset:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self.stem_of(output)}.mp4"
        path.write_bytes(b"".join([chunk async for chunk in chunks]))
        return asset(path)


@dataclass
class Contexts:
    folder: Path
    sinks: list[str | None] = field(default_factory=list)
    shared_files: None = None

    def open(self, provider: object, **more: object) -> object:
        return object()

    def sink(self, job_id: str, output_dir: str | None, *, stem_of: StemOf) -> Sink:
        self.sinks.append(output_dir)
        return Sink(Path(output_dir) if output_dir else self.folder, stem_of)

    def clear(self, job_id: str) -> None:
        """No work folder here."""


def asset(path: Path) -> Asset:
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    return Asset(path=str(path), kind=MediaKind.VIDEO, media_type="video/mp4", size=len(data), sha256=digest)


def clip_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clip.mp4").write_bytes(b"the clip")
    return folder / "clip.mp4"


def contents(job: Job) -> list[bytes]:
    return [Path(a.path).read_bytes() for a in job.assets]


Make = Callable[..., "Harness"]


async def done(harness: "Harness", folder: Path) -> tuple[Restorer, Job, Path]:
    """A job that ended well, with its file in a folder."""
    job = await harness.runner.run(harness.approved())
    path = clip_in(folder)
    job = harness.ledger.update(job.id, assets=(asset(path),), output_dir=str(folder))
    restorer = Restorer(harness.ledger, harness.registry, Contexts(folder), {})  # type: ignore[arg-type]
    return restorer, job, path


async def test_a_file_that_is_there_is_left_alone(harness: Make, tmp_path: Path) -> None:
    restorer, job, path = await done(harness(), tmp_path / "a")
    assert (await restorer.restored(job, "en", None)).assets[0].path == str(path)
    assert (await restorer.restored(job, "en", str(tmp_path / "a"))).assets[0].path == str(path)
    assert restorer.notes == {}


@pytest.mark.parametrize("harm", ["deleted", "cut", "overwritten", "folder"])
@pytest.mark.parametrize("elsewhere", [True, False])
async def test_a_file_that_is_gone_is_fetched_again(harness: Make, tmp_path: Path, harm: str, elsewhere: bool) -> None:
    restorer, job, path = await done(harness(), tmp_path / "a")
    path.unlink()
    if harm == "cut":
        path.write_bytes(b"the")
    elif harm == "overwritten":
        path.write_bytes(b"the cliq")
    elif harm == "folder":
        path.parent.rmdir()
    folder = tmp_path / "b" if elsewhere else tmp_path / "a"
    again = await restorer.restored(job, "en", str(folder) if elsewhere else None)
    assert [Path(a.path) for a in again.assets] == [folder / path.name]
    assert contents(again)
    assert restorer.notes[job.id].key == "jobs.fetched_again"


async def test_a_file_that_is_wanted_elsewhere_is_copied(harness: Make, tmp_path: Path) -> None:
    restorer, job, _ = await done(harness(), tmp_path / "a")
    found = await restorer.restored(job, "en", str(tmp_path / "b"))
    assert Path(found.assets[0].path) == tmp_path / "b" / "clip.mp4"
    assert contents(found) == contents(job)
    assert restorer.notes[job.id] == Message("jobs.copied", {"folder": str(tmp_path / "b")})


async def test_a_copy_takes_no_other_files_place(harness: Make, tmp_path: Path) -> None:
    restorer, job, _ = await done(harness(), tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "clip.mp4").write_bytes(b"another")
    found = await restorer.restored(job, "en", str(tmp_path / "b"))
    assert Path(found.assets[0].path).name == "clip-2.mp4"
    assert (tmp_path / "b" / "clip.mp4").read_bytes() == b"another"


GONE = [
    InvalidRequest(Problem("task", Message("error.not_found"))),
    Progress(state=State.FAILED, reason=Message("error.task_failed")),
    LocalFault(),
]


@pytest.mark.parametrize("answer", GONE, ids=["unknown", "failed", "local"])
async def test_a_file_that_is_nowhere_is_said_to_be(harness: Make, tmp_path: Path, answer: object) -> None:
    harnessed = harness(polls=[scripted_provider.DONE, answer])
    restorer, job, path = await done(harnessed, tmp_path / "a")
    path.unlink()
    with pytest.raises(FileGone) as caught:
        await restorer.restored(job, "en", None)
    assert caught.value.message.values["file"] == path.name
    said = chat(pages.error(caught.value), "en")
    assert "see first what it costs" in said
    assert "again. That may cost" not in said
    assert harnessed.ledger.get(job.id).state is State.DONE


def test_a_folder_that_was_removed_is_not_made_again(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(LocalFault) as caught:
        check_folder(gone / "results", gone)
    assert caught.value.message == Message("error.no_folder", {"folder": str(gone)})
    check_folder(tmp_path / "new" / "results", tmp_path)


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_folder_that_cannot_hold_results_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocalFault) as caught:
        check_folder(tmp_path / name, tmp_path)
    assert caught.value.message.values == {"folder": str(tmp_path / name)}


def test_a_folder_without_the_right_to_write_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(LocalFault) as caught:
        check_folder(tmp_path, tmp_path)
    assert caught.value.message.key == "error.folder_not_writable"
