"""fal's own Python client runs against our simulator: what it is answered is what fal would answer."""

from collections.abc import Callable, Iterator
from typing import Any

import fal_client
import httpx
import pytest

from mediawright_fal.simulator.service import FalService

#: the hosts of the client → where the simulator keeps them
HOSTS = {"queue.fal.run": "", "fal.run": "/run", "rest.fal.ai": "/rest", "v3.fal.media": "/cdn"}
PROMPT = {"prompt": "a red fox"}


class Redirected(httpx.HTTPTransport):
    """Sends every call of the client to the simulator."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = httpx.URL(base)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != "127.0.0.1":
            path = HOSTS[request.url.host] + request.url.raw_path.decode()
            request.url = self._base.copy_with(raw_path=path.encode())
            request.headers["host"] = f"127.0.0.1:{self._base.port}"
        return super().handle_request(request)


@pytest.fixture
def vendor(start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, FalService]]:
    service, environ = start()
    transport = Redirected(environ["FAL_QUEUE_URL"])
    made: list[httpx.Client] = []
    real = httpx.Client.__init__

    def init(self: httpx.Client, *args: Any, **more: Any) -> None:
        more["transport"] = transport
        real(self, *args, **more)
        made.append(self)

    monkeypatch.setattr(httpx.Client, "__init__", init)
    yield fal_client.SyncClient(key="not-a-real-secret"), service
    for client in made:
        client.close()


def test_the_vendors_client_submits_waits_and_gets_its_result(vendor: tuple[Any, FalService]) -> None:
    client, service = vendor
    found = client.subscribe("fal-ai/flux/schnell", arguments=PROMPT | {"num_images": 2})
    assert len(found["images"]) == 2
    assert [task.body for task in service.tasks.all.values()] == [PROMPT | {"num_images": 2}]


def test_the_vendors_client_reads_states_and_a_cancel(vendor: tuple[Any, FalService]) -> None:
    client, _ = vendor
    handle = client.submit("fal-ai/veo3.1/fast", arguments=PROMPT)
    assert type(client.status("fal-ai/veo3.1/fast", handle.request_id, with_logs=True)).__name__ == "Completed"
    assert client.result("fal-ai/veo3.1/fast", handle.request_id)["video"]["url"].startswith("http")


def test_the_vendors_client_is_told_why(vendor: tuple[Any, FalService]) -> None:
    client, _ = vendor
    with pytest.raises(fal_client.FalClientHTTPError) as caught:
        client.submit("fal-ai/flux/nothing", arguments=PROMPT)
    assert caught.value.status_code == 404


def test_the_vendors_client_uploads(vendor: tuple[Any, FalService]) -> None:
    client, service = vendor
    link = client.upload(b"\x89PNG 123", "image/png", file_name="a.png")
    assert service.storage.files[link] == b"\x89PNG 123"


def test_f_r23_the_key_that_the_vendors_client_leaks_to_the_older_store_is_noticed(
    vendor: tuple[Any, FalService],
) -> None:
    client, service = vendor
    service.faults.add(on="POST /cdn/*", kind="status", status=500, times=-1)
    with pytest.raises(fal_client.FalClientHTTPError) as caught:
        client.upload(b"\x89PNG 123", "image/png", file_name="a.png")
    assert caught.value.status_code == 418
