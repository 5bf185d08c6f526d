"""Files and links that an option names are inputs like all others: placed, and bound to the approval by their bytes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediawright.services.approval import ApprovalNeeded, Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest

PHOTO = Path(__file__).parents[3] / "core" / "mediawright" / "demo" / "photo.jpg"
YES = Consent(approve_cost="5")


@pytest.fixture
def opened(start: Callable[..., Any], tmp_path: Path) -> tuple[Any, Studio]:
    service, environ = start()
    own = {"MEDIAWRIGHT_HOME": str(tmp_path / "home"), "MEDIAWRIGHT_NO_KEYRING": "1", "MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}
    shutil.copy(PHOTO, tmp_path / "face.jpg")
    return service, Studio(environ | own, tmp_path)


def turning(studio: Studio, face: str) -> Any:
    elements = json.dumps([{"frontal_image_url": face}])
    values = {"prompt": "she turns", "image": "https://files.example.com/a.png", "option": [f"elements={elements}"]}
    return studio.read("video", {**values, "provider": "fal"})


def changed(folder: Path) -> None:
    (folder / "face.jpg").write_bytes(PHOTO.read_bytes() + b"\0")


async def test_a_link_in_an_option_goes_out_as_it_is(opened: tuple[Any, Studio]) -> None:
    service, studio = opened
    async with studio:
        await studio.run(turning(studio, "https://files.example.com/b.png?sig=1"), YES, wait=False)
    (task,) = service.tasks.all.values()
    assert task.body["elements"] == [{"frontal_image_url": "https://files.example.com/b.png?sig=1"}]


@pytest.mark.parametrize(
    ("face", "key"),
    [
        ("nowhere.jpg", "files.missing"),
        ("words.jpg", "files.not_image"),
        ("folder", "files.not_a_file"),
        ("https:///x", "files.bad_link"),
    ],
)
async def test_a_file_in_an_option_is_looked_at_before_a_price_is_named(
    opened: tuple[Any, Studio], face: str, key: str
) -> None:
    service, studio = opened
    (studio.cwd / "words.jpg").write_text("no picture")
    (studio.cwd / "folder").mkdir()
    async with studio:
        with pytest.raises(InvalidRequest) as refused:
            await studio.plan(turning(studio, face))
    assert [(p.field, p.message.key) for p in refused.value.problems] == [("frontal_image_url", key)]
    assert not service.requests


async def test_a_file_in_an_option_that_changed_needs_another_approval(opened: tuple[Any, Studio]) -> None:
    service, studio = opened
    async with studio:
        with pytest.raises(ApprovalNeeded) as first:
            await studio.run(turning(studio, "face.jpg"), wait=False)
        changed(studio.cwd)
        with pytest.raises(ApprovalNeeded) as second:
            await studio.confirm(first.value.plan.quote.id, YES, wait=False)
        assert second.value.stale
        job = await studio.confirm(second.value.plan.quote.id, YES, wait=False)
        same = await studio.run(turning(studio, "face.jpg"), YES, wait=False)
        assert same.id == job.id, "the same bytes are the same request"
    assert len(service.tasks.all) == 1


async def test_other_bytes_than_were_approved_are_not_sent(opened: tuple[Any, Studio]) -> None:
    service, studio = opened
    async with studio:
        plan = await studio.plan(turning(studio, "face.jpg"))
        job = await studio.spender.approved(plan, YES, "en", None)
        changed(studio.cwd)
        with pytest.raises(InvalidRequest):
            await studio.carry(job, wait=False)
    assert not service.tasks.all
    assert not any("upload" in str(entry) for entry in service.requests)
