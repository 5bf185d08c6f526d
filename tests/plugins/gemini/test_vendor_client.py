"""Google's own client runs against our simulator: what it is answered is what Google would answer."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediawright.sdk import simulator as kit
from mediawright_gemini.simulator.service import GeminiService

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    genai = pytest.importorskip(
        "google.genai", reason="Google's own client is not installed: pip install --group vendor-clients"
    )

#: the client warns of its own future and leaves connections to the collector; that is not ours to mend
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def vendor(start: Callable[..., Any]) -> tuple[Any, GeminiService]:
    service, environ = start()
    options = {"base_url": environ["GOOGLE_GEMINI_BASE_URL"]}
    return genai.Client(api_key="not-a-real-secret", http_options=options), service


def test_google_s_client_makes_a_clip_and_fetches_it(vendor: tuple[Any, GeminiService]) -> None:
    client, service = vendor
    made = client.interactions.create(
        model="gemini-omni-1.2-flash",
        input="a kite",
        background=True,
        response_format={"type": "video", "delivery": "uri", "duration": "5s"},
    )
    done = client.interactions.get(made.id)
    assert (done.status, service.tasks.same_body().popitem()[1]) == ("completed", 1)


def test_google_s_client_makes_a_picture(vendor: tuple[Any, GeminiService]) -> None:
    client, _ = vendor
    config = {"response_modalities": ["IMAGE"], "image_config": {"aspect_ratio": "16:9", "image_size": "2K"}}
    made = client.models.generate_content(model="gemini-nano-banana-2.1", contents="a fox", config=config)
    parts = [part for part in made.candidates[0].content.parts if part.inline_data and not part.thought]
    assert parts[0].inline_data.data[:2] == b"\xff\xd8"


def test_google_s_client_uploads_looks_and_deletes(vendor: tuple[Any, GeminiService], tmp_path: Path) -> None:
    client, service = vendor
    (tmp_path / "clip.mp4").write_bytes(kit.make_clip(1.0))
    up = client.files.upload(file=str(tmp_path / "clip.mp4"))
    states = [client.files.get(name=up.name).state.name for _ in range(2)]
    assert states == ["PROCESSING", "ACTIVE"]
    assert next(iter(service.store.files.values())).content == (tmp_path / "clip.mp4").read_bytes()
    client.files.delete(name=up.name)
    assert not service.store.files


def test_google_s_client_is_told_why(vendor: tuple[Any, GeminiService]) -> None:
    client, _ = vendor
    with pytest.raises(Exception, match="not found") as caught:
        client.models.generate_content(model="veo-3.1-generate-preview", contents="a fox")
    assert getattr(caught.value, "code", None) == 404
