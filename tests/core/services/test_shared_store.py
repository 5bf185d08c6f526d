"""Results and inputs that several machines reach: a shared ledger with a store, once a folder and once a bucket."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from tests.bucket_server import Bucket

from mediawright.files.probe import sha256_of
from mediawright.handlers.hints import shown
from mediawright.handlers.jobs import of_job
from mediawright.ledger.address import PostgresAddress
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.services.worker import check_store
from mediawright.store.address import key_of
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.job import Job
from mediawright.types.request import Request
from mediawright.types.states import State


@pytest.fixture
def folder(tmp_path: Path) -> Bucket:
    (tmp_path / "share").mkdir()
    return Bucket((tmp_path / "share").as_uri(), {})


def machine(tmp_path: Path, name: str, place: Bucket, ledger: PostgresAddress | None) -> Studio:
    """A studio with a home, a working folder and a clock of its own."""
    home = tmp_path / name
    home.mkdir(exist_ok=True)
    environ = {"MEDIAWRIGHT_HOME": str(home / "home"), "HOME": str(home), "MEDIAWRIGHT_NO_KEYRING": "1", "TZ": "UTC"}
    shared = {"MEDIAWRIGHT_LEDGER": ledger.url, "MEDIAWRIGHT_FLEET": ledger.fleet} if ledger is not None else {}
    return Studio(
        environ | shared | dict(place.environ) | {"MEDIAWRIGHT_STORE": place.address}, home, clock=FakeClock()
    )


def raw(studio: Studio, job: Job) -> str:
    """What the row itself says of the files."""
    return str(studio.ledger._db.read("SELECT assets FROM jobs WHERE id = ?", (job.id,))[0]["assets"])


def a_picture(folder: Path, name: str = "dog.png") -> Path:
    Image.new("RGB", (64, 64), (200, 10, 10)).save(folder / name)
    return folder / name


def a_clip_of(studio: Studio, picture: str) -> Request:
    return studio.read("video", {"prompt": "it runs", "image": [picture], "provider": "previz", "duration": 1})


async def test_what_one_machine_makes_the_other_has(tmp_path: Path, place: Bucket, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", place, postgres) as one, machine(tmp_path, "b", place, postgres) as other:
        job = await one.run(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        assert Path(job.assets[0].path).parent == one.cwd  # where it was asked for
        assert '"path":"store:' in raw(one, job)
        assert str(tmp_path) not in raw(one, job)
        shutil.rmtree(one.cwd)
        there = await other.carry(other.ledger.get(job.id))
        path = Path(there.assets[0].path)
        assert not path.is_relative_to(one.cwd)
        assert sha256_of(path) == job.assets[0].sha256
        assert '"path":"store:' in raw(other, job)


async def test_a_result_of_another_machine_is_used(tmp_path: Path, place: Bucket, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", place, postgres) as one, machine(tmp_path, "b", place, postgres) as other:
        job = await one.run(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        shutil.rmtree(one.cwd)
        request = other.use(job.id, {"operation": "image_to_video", "prompt": "it runs", "duration": 1})
        clip = await other.run(request)
        assert clip.state is State.DONE
        assert clip.request.media[0].info is not None
        assert clip.request.media[0].info.sha256 == job.assets[0].sha256


async def test_what_is_shown_is_a_path_or_a_link(tmp_path: Path, place: Bucket, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", place, postgres) as one, machine(tmp_path, "b", place, postgres) as other:
        job = await one.run(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        shutil.rmtree(one.cwd)
        kept = other.ledger.get(job.id)
        response = shown(other, of_job(other, kept))
        told = str(response.page)
        assert "store:" not in told
        if place.environ:
            assert "X-Amz-Signature" in told
            assert "X-Amz-Signature" not in raw(other, job)
            assert "X-Amz-Signature" not in str(other.ledger.events(job.id))
        else:
            assert str(tmp_path / "share" / postgres.fleet / job.id) in told


async def test_another_machine_sends_the_inputs(tmp_path: Path, place: Bucket, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, "a", place, postgres) as one, machine(tmp_path, "b", place, postgres) as other:
        picture = a_picture(one.cwd)
        plan = await one.plan(a_clip_of(one, str(picture)))
        approved = await one.spender.approved(plan, Consent(), "en", str(one.cwd))
        assert approved.state is State.APPROVED
        shutil.rmtree(one.cwd)
        job = await other.carry(other.ledger.get(approved.id))
        assert job.state is State.DONE
        assert job.request.media[0].source == str(picture)  # the row is what was approved
        assert job.request_hash == approved.request_hash


async def test_a_worker_leaves_results_in_the_store_and_who_waits_gets_them_home(
    tmp_path: Path, place: Bucket, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", place, postgres) as one, machine(tmp_path, "b", place, postgres) as other:
        check_store(other)
        plan = await one.plan(a_clip_of(one, str(a_picture(one.cwd))))
        approved = await one.spender.approved(plan, Consent(), "en", str(one.cwd / "clips"))
        assert one.reach(approved) is None  # any machine
        carried = await other.runner.run(other.ledger.get(approved.id))
        assert carried.state is State.DONE
        assert not (one.cwd / "clips").exists()
        assert not other.home.workdir(approved.id).exists()
        job = await one.carry(one.ledger.get(approved.id))
        assert Path(job.assets[0].path).parent == one.cwd / "clips"
        assert sha256_of(Path(job.assets[0].path)) == job.assets[0].sha256
        assert one.ledger.get(approved.id).assets == job.assets
        assert one.note_of(job) is None  # it is no copy of what was here before


async def test_a_worker_without_the_store_of_its_fleet_does_not_begin(
    tmp_path: Path, folder: Bucket, postgres: PostgresAddress
) -> None:
    async with (
        machine(tmp_path, "a", folder, postgres) as one,
        machine(tmp_path, "b", Bucket("", {}), postgres) as other,
    ):
        check_store(other)
        _ = one.ledger
        with pytest.raises(InvalidRequest, match=r"store\.not_set"):
            check_store(other)


async def test_an_input_that_changed_after_the_price_is_not_staged(
    tmp_path: Path, folder: Bucket, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", folder, postgres) as one:
        picture = a_picture(one.cwd)
        plan = await one.plan(a_clip_of(one, str(picture)))
        Image.new("RGB", (64, 64), (1, 2, 3)).save(picture)
        with pytest.raises(InvalidRequest, match=r"files\.changed"):
            await one.spender.approved(plan, Consent(), "en", str(one.cwd))
        assert one.ledger.list() == []


async def test_a_share_that_is_away_keeps_the_result_for_later(
    tmp_path: Path, folder: Bucket, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", folder, postgres) as one:
        (tmp_path / "share").rmdir()
        with pytest.raises(LocalFault) as told:
            await one.run(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        assert told.value.message.key == "store.folder_away"
        job = one.ledger.list()[0]
        assert job.state is State.DOWNLOADING
        (tmp_path / "share").mkdir()
        done = await one.carry(job)
        assert done.state is State.DONE
        assert '"path":"store:' in raw(one, done)


async def test_a_share_that_is_away_stops_before_the_approval(
    tmp_path: Path, folder: Bucket, postgres: PostgresAddress
) -> None:
    async with machine(tmp_path, "a", folder, postgres) as one:
        (tmp_path / "share").rmdir()
        with pytest.raises(LocalFault):
            await one.run(a_clip_of(one, str(a_picture(one.cwd))))
        assert one.ledger.list() == []


async def test_a_ledger_of_one_machine_stages_nothing(tmp_path: Path, folder: Bucket) -> None:
    async with machine(tmp_path, "a", folder, None) as one:
        job = await one.run(a_clip_of(one, str(a_picture(one.cwd))))
        assert job.state is State.DONE
        kept = [path for path in (tmp_path / "share").rglob("*") if path.is_file()]
        assert [path.parent.parent.name for path in kept] == [job.id]
        later = one.ledger.update(job.id, charged=None)
        assert later.assets == one.ledger.get(job.id).assets
        assert '"path":"store:' in raw(one, job)


async def test_without_a_store_the_row_holds_the_path(tmp_path: Path) -> None:
    async with machine(tmp_path, "a", Bucket("", {}), None) as one:
        assert one.contexts.shared_files is None
        job = await one.run(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        assert key_of(job.assets[0].path) is None
        assert job.assets[0].path in raw(one, job)


async def test_a_machine_without_the_setting_says_so_in_a_sentence(
    tmp_path: Path, folder: Bucket, postgres: PostgresAddress
) -> None:
    async with (
        machine(tmp_path, "a", folder, postgres) as one,
        machine(tmp_path, "b", Bucket("", {}), postgres) as other,
    ):
        job = await one.run(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        with pytest.raises(InvalidRequest, match=r"store\.not_set"):
            await other.run(other.use(job.id, {"operation": "image_to_video", "prompt": "x", "duration": 1}))
        with pytest.raises(LocalFault, match=r"store\.not_set"):
            await other.carry(other.ledger.get(job.id))
        assert '"path":"store:' in raw(one, job)


async def test_what_was_asked_for_in_the_folder_that_is_the_store_is_put_there_by_a_worker_itself(
    tmp_path: Path, folder: Bucket, postgres: PostgresAddress
) -> None:
    out = tmp_path / "share" / "films"
    async with machine(tmp_path, "a", folder, postgres) as one, machine(tmp_path, "b", folder, postgres) as other:
        one.decide("output_dir", str(out))
        check_store(other)
        plan = await one.plan(one.read("image", {"prompt": "a fox", "provider": "previz"}))
        approved = await one.spender.approved(plan, Consent(), "en", one.output_dir(None))
        carried = await other.runner.run(other.ledger.get(approved.id))
        (asset,) = carried.assets
        (file,) = out.glob("*.png")  # nobody had to wait for it
        assert sha256_of(file) == asset.sha256
        assert one.ledger.get(approved.id).assets[0].path == str(file)
        assert '"path":"store:' in raw(one, carried)
