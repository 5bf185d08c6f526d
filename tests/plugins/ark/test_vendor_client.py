"""Ark's own Python client runs against our simulator: what it is answered is what Ark would answer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mediawright_ark.simulator.service import ArkService

runtime = pytest.importorskip("volcenginesdkarkruntime", reason="the dependency group vendor-clients is not installed")
TEXT = [{"type": "text", "text": "a red fox"}]
MODEL = "doubao-seedance-2-0-260128"


@pytest.fixture
def vendor(start: Callable[..., Any]) -> Iterator[tuple[Any, ArkService]]:
    service, environ = start(queue_s=60.0)
    client = runtime.Ark(base_url=environ["ARK_BASE_URL"], api_key="not-a-real-secret", max_retries=0)
    yield client, service
    client.close()


def test_the_vendors_client_makes_a_clip_lists_and_deletes(vendor: tuple[Any, ArkService]) -> None:
    client, service = vendor
    tasks = client.content_generation.tasks
    made = tasks.create(model=MODEL, content=TEXT, resolution="720p", ratio="16:9", duration=5)
    assert tasks.get(task_id=made.id).status == "queued"
    service.clock.advance(60)
    done = tasks.get(task_id=made.id)
    assert (done.status, done.usage.completion_tokens) == ("succeeded", 108_900)
    assert done.content.video_url.startswith("http")
    assert [item.id for item in tasks.list(page_size=10, task_ids=[made.id]).items] == [made.id]
    tasks.delete(task_id=made.id)
    assert service.tasks.all == {}


def test_the_vendors_client_draws(vendor: tuple[Any, ArkService]) -> None:
    found = vendor[0].images.generate(model="doubao-seedream-5-0-pro-260628", prompt="a red fox", size="2816x1584")
    assert found.data[0].size == "2816x1584"


def test_the_vendors_client_is_told_why(vendor: tuple[Any, ArkService]) -> None:
    with pytest.raises(Exception, match="cannot be mixed"):
        vendor[0].content_generation.tasks.create(
            model=MODEL,
            content=[
                {"type": "image_url", "image_url": {"url": "https://a.example/a.png"}, "role": "first_frame"},
                {"type": "image_url", "image_url": {"url": "https://a.example/a.png"}, "role": "reference_image"},
            ],
        )


def test_a_r1_what_the_vendors_client_does_by_itself_and_ours_never(start: Callable[..., Any]) -> None:
    """It sends a create again after a fault of the service: three tasks are made of one wish."""
    service, environ = start(fault="http_500_made,http_500_made")
    client = runtime.Ark(base_url=environ["ARK_BASE_URL"], api_key="not-a-real-secret")
    client.content_generation.tasks.create(model=MODEL, content=TEXT)
    assert list(service.tasks.same_body().values()) == [3]
    client.close()
