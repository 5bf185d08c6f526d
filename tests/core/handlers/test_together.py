"""What is said alike of requests that one approval covers."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PIL import Image

from mediawright.handlers.compare import of_prices
from mediawright.handlers.together import failure_of, notes_of, unsettled_jobs
from mediawright.services.batch_carrying import Item
from mediawright.services.comparisons import Comparisons
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError, RefusedByPolicy, Rejected, StillRunning, TaskFailed, Uncertain
from mediawright.types.message import Message
from mediawright.types.states import State

KEYS = {"KLING_ACCESS_KEY_ID": "not-a-key", "KLING_SECRET_ACCESS_KEY": "not-a-secret", "MEDIAWRIGHT_NO_KEYRING": "1"}


def an_item(failure: MediawrightError | None = None, *, over: bool = True, done: bool = False, **more: Any) -> Item:
    job = SimpleNamespace(state=State.DONE) if done else None
    return cast(Item, SimpleNamespace(failure=failure, over=over, job=job, **{"plan": None, **more}))


def test_a_note_is_said_once() -> None:
    note = Message("plan.converted", {"names": "a.webp", "n": 1})
    plan = SimpleNamespace(notes=(note, Message("plan.converted", {"names": "a.webp", "n": 1})))
    assert notes_of([an_item(plan=plan), an_item(plan=plan), an_item()]) == [note]


async def test_a_comparison_whose_picture_goes_out_as_a_copy_has_a_page(tmp_path: Path) -> None:
    Image.new("RGB", (640, 640)).save(tmp_path / "photo.webp")
    async with Studio(KEYS | {"MEDIAWRIGHT_HOME": str(tmp_path / "mw")}, tmp_path) as studio:
        comparisons = Comparisons(studio, "en")
        values = {"prompt": "it waves", "image": ["photo.webp"]}
        requests = comparisons.requests(["kling-v3", "kling-v2-6"], values, "video")
        found = await comparisons.quoted(requests, keep=False)
        page = of_prices(studio, found, None).page
    keys = [message.key for line in page.body if isinstance(message := getattr(line, "text", None), Message)]
    assert keys.count("plan.converted") == 1


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ([an_item(Rejected()), an_item(Uncertain()), an_item(over=False)], Uncertain),
        ([an_item(Rejected()), an_item(RefusedByPolicy()), an_item(over=False)], StillRunning),
        ([an_item(Rejected()), an_item(RefusedByPolicy())], RefusedByPolicy),
        ([an_item(Rejected()), an_item(done=True)], Rejected),
        ([an_item(Rejected()), an_item(Rejected())], TaskFailed),
    ],
)
def test_what_most_needs_attention_is_told(items: list[Item], kind: type[MediawrightError]) -> None:
    assert type(failure_of(items, "batch.failed")) is kind
    assert failure_of([an_item(done=True)], "batch.failed") is None


def test_an_unsettled_job_is_named_once() -> None:
    lost = an_item(Uncertain(data={"job": "a"}))
    assert unsettled_jobs([lost, lost, an_item(Rejected(data={"job": "b"}))]) == ("a",)
