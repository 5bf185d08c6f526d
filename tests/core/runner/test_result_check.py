"""The check after download of every job: kept in the record, told in one sentence, and no reason to lose a job."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediawright.ledger import Ledger
from mediawright.runner.result_check import asked_of, check_job, finding_of, record_check
from mediawright.testing.builders import a_job, a_request
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Asset, Job
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.states import State


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", FakeClock()) as ledger:
        yield ledger


def picture_job(ledger: Ledger, path: Path, ratio: str = "1:1") -> Job:
    asset = Asset(path=str(path), kind=MediaKind.IMAGE, media_type="image/png", size=1, sha256="0" * 64)
    request = a_request("a kite", operation=Operation.TEXT_TO_IMAGE, aspect_ratio=ratio)
    return ledger.add(a_job(request, state=State.DONE, assets=(asset,)))


async def test_what_was_found_is_kept_and_told(ledger: Ledger, tmp_path: Path) -> None:
    Image.effect_noise((64, 32), 80).save(tmp_path / "a.png")
    job = picture_job(ledger, tmp_path / "a.png")
    await record_check(job, ledger)
    message = finding_of(job, ledger)
    assert message is not None
    assert message.key == "quality.ratio"


async def test_nothing_is_told_of_a_good_file(ledger: Ledger, tmp_path: Path) -> None:
    Image.effect_noise((64, 32), 80).save(tmp_path / "a.png")
    job = picture_job(ledger, tmp_path / "a.png", "2:1")
    await record_check(job, ledger)
    assert finding_of(job, ledger) is None
    assert [event.data["verdict"] for event in ledger.events(job.id) if event.kind == "checked"] == ["good"]


async def test_a_damaged_file_leaves_the_job_done(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    job = picture_job(ledger, tmp_path / "a.png")
    await record_check(job, ledger)
    assert ledger.get(job.id).state is State.DONE
    assert check_job(job)["verdict"] == "broken"


async def test_a_file_that_is_gone_is_no_failure_of_the_job(ledger: Ledger, tmp_path: Path) -> None:
    job = picture_job(ledger, tmp_path / "gone.png")
    await record_check(job, ledger)
    assert ledger.get(job.id).state is State.DONE


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"duration": 5}, "duration", 5),
        ({"aspect_ratio": "16:9"}, "ratio", 16 / 9),
        ({"aspect_ratio": "auto"}, "ratio", None),
        ({"resolution": "720p"}, "short_side", 720),
        ({"resolution": "4k"}, "short_side", None),
        ({"sound": True}, "sound", True),
    ],
)
def test_what_was_asked(changes: dict[str, Any], field: str, value: object) -> None:
    asked = asked_of(a_request(**changes), MediaKind.VIDEO)
    assert getattr(asked, field) == value
