"""DashScope's own Python library runs against our simulator: what it is answered is what the service would answer.

It is no part of the development environment, since it brings a web framework and a tokenizer along: the dependency group
`vendor-clients-heavy` has it.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediawright.sdk import simulator as kit
from mediawright_dashscope.simulator.service import DashScopeService

WHY = "DashScope's own library is not installed: pip install --group vendor-clients-heavy"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    dashscope = pytest.importorskip("dashscope", reason=WHY)

#: the library keeps sessions open and takes names of its dependencies that will go; that is not ours to mend
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def vendor(start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> DashScopeService:
    service: DashScopeService
    service, environ = start()
    url = environ["DASHSCOPE_HTTP_BASE_URL"].replace("/{region}", "/api/v1")
    monkeypatch.setattr(dashscope, "base_http_api_url", url)
    monkeypatch.setattr(dashscope, "api_key", "sk-cn")
    return service


def test_the_vendors_library_makes_a_clip_and_finds_it_in_the_list(vendor: DashScopeService) -> None:
    made = dashscope.VideoSynthesis.async_call(model="wan2.5-t2v-preview", prompt="一只红狐", duration=5)
    assert made.output.task_status == "PENDING"
    done = dashscope.VideoSynthesis.fetch(made)
    assert (done.output.task_status, done.usage.duration) == ("SUCCEEDED", 5)
    assert str(done.output.video_url).startswith("http")
    listed = dashscope.VideoSynthesis.list(model_name="wan2.5-t2v-preview")
    assert [row["task_id"] for row in (listed.output or {}).get("data", [])] in ([made.output.task_id], [])


def test_what_the_vendors_library_adds_is_refused_by_newer_models(vendor: DashScopeService) -> None:
    """D-R9: `extend_prompt` is the library's own slip; the switch shows why ours leaves it out."""
    made = dashscope.VideoSynthesis.async_call(model="wan2.7-t2v", prompt="一只红狐", duration=5)
    assert (made.status_code, made.code) == (400, "InvalidParameter")


def test_the_vendors_library_makes_pictures_at_once(vendor: DashScopeService) -> None:
    said = [{"role": "user", "content": [{"text": "一只戴帽子的猫"}]}]
    made = dashscope.MultiModalConversation.call(model="qwen-image-2.0", messages=said, n=2, size="1664*928")
    assert len(made.output.choices[0].message.content) == 2


def test_the_vendors_library_uploads_in_the_order_of_the_form(vendor: DashScopeService, tmp_path: Path) -> None:
    picture = tmp_path / "first frame.png"
    picture.write_bytes(kit.make_picture())
    made = dashscope.VideoSynthesis.async_call(
        model="wan2.5-i2v-preview", prompt="动", img_url=f"file://{picture}", duration=5
    )
    assert made.output.task_status == "PENDING"
    assert [model for _, model in vendor.storage.files.values()] == ["wan2.5-i2v-preview"]
    assert dashscope.VideoSynthesis.fetch(made).output.task_status == "SUCCEEDED"


def test_the_vendors_library_cancels_and_is_told_why_not(vendor: DashScopeService) -> None:
    made = dashscope.VideoSynthesis.async_call(model="wan2.5-t2v-preview", prompt="一只红狐", duration=5)
    refused = dashscope.VideoSynthesis.cancel(made)
    assert (refused.status_code, refused.code) == (400, "UnsupportedOperation")
