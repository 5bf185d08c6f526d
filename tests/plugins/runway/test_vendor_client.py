"""Runway's own Python client runs against our simulator: what it is answered is what Runway would answer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mediawright_runway.simulator.service import RunwayService

runwayml = pytest.importorskip("runwayml", reason="the dependency group vendor-clients is not installed")


@pytest.fixture
def vendor(start: Callable[..., Any]) -> Iterator[tuple[Any, RunwayService]]:
    service, environ = start()
    client = runwayml.RunwayML(base_url=environ["RUNWAYML_BASE_URL"], api_key="not-a-real-secret", max_retries=0)
    yield client, service
    client.close()


def test_the_vendors_client_makes_a_clip_looks_and_forgets(vendor: tuple[Any, RunwayService]) -> None:
    client, service = vendor
    made = client.text_to_video.create(model="gen4.5", prompt_text="a red fox", ratio="1280:720", duration=5)
    done = client.tasks.retrieve(made.id)
    assert (done.status, done.output[0].startswith("http")) == ("SUCCEEDED", True)
    client.tasks.delete(made.id)
    assert service.tasks.all == {}
    assert client.organization.retrieve().credit_balance == 10_000


def test_the_vendors_client_uploads_without_its_key(vendor: tuple[Any, RunwayService]) -> None:
    client, service = vendor
    made = client.uploads.create_ephemeral(file=("a.png", b"\x89PNG" + b"0" * 600))
    assert service.uploads[made.uri] == b"\x89PNG" + b"0" * 600
    assert service.leaks == []


def test_the_vendors_client_is_told_why(vendor: tuple[Any, RunwayService]) -> None:
    with pytest.raises(runwayml.BadRequestError, match="Validation of body failed"):
        vendor[0].text_to_video.create(model="gen4.5", prompt_text="a red fox", ratio="1:1", duration=5)


def test_w_r1_what_the_vendors_client_does_by_itself_and_ours_never(start: Callable[..., Any]) -> None:
    """It sends a create again after a fault of the service: two tasks are made of one wish."""
    service, environ = start()
    service.faults.add(on="POST /v1/text_to_video", kind="status", status=503, json={"error": "x"}, when="after")
    client = runwayml.RunwayML(base_url=environ["RUNWAYML_BASE_URL"], api_key="not-a-real-secret")
    client.text_to_video.create(model="gen4.5", prompt_text="a red fox", ratio="1280:720", duration=5)
    assert list(service.tasks.same_body().values()) == [2]
    client.close()
