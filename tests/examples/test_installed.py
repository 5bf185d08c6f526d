"""From the command to the list: a new package and both examples are installed and found, without a network."""

import json
from pathlib import Path

import pytest
from tests.examples.installing import Place

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An environment with the examples and a package just written by the command."""
    place = Place(tmp_path_factory.mktemp("place"))
    made = json.loads(place.run("-m", "mediawright", "plugin", "new", "lumen-art", "--dir", "work", "--json"))
    assert made["ok"] is True
    place.install(EXAMPLES / "queue_provider", EXAMPLES / "tool_provider", Path(made["data"]["folder"]))
    return place


def test_they_are_in_the_list(place: Place) -> None:
    found = json.loads(place.run("-m", "mediawright", "plugins", "--json"))["data"]["plugins"]
    mine = {item["name"]: item for item in found if item["name"] in ("quill", "sdcpp", "lumen-art")}
    assert set(mine) == {"quill", "sdcpp", "lumen-art"}
    assert {item["version"] for item in mine.values()} == {"0.1.0"}
    assert [item["name"] for item in found if item.get("broken")] == []


def test_a_message_reaches_them_and_the_price_is_told(place: Place) -> None:
    words = ("image", "--provider", "quill", "--prompt", "a red fox", "--count", "2", "--dry-run", "--json")
    answer = json.loads(place.run("-m", "mediawright", *words))
    assert answer["status"] == "dry_run"
    assert answer["data"]["requests"][0]["json"] == {
        "prompt": "a red fox",
        "image_size": "landscape_16_9",
        "num_images": 2,
    }
    assert answer["data"]["price"]["amount"] == {"value": "0.006", "unit": "USD"}


def test_no_provider_s_words_are_another_s(place: Place) -> None:
    code = """
import os
from mediawright.plugins.discover import Registry
from mediawright.testing.checks.messages import names
from mediawright.testing.findings import Subject
loaded = Registry.installed(os.environ).load_all()
for one in loaded:
    others = tuple(other.provider for other in loaded if other is not one)
    for finding in names(Subject(plugin=one, others=others)):
        print(one.name, finding.what)
"""
    assert place.run("-c", code) == ""


def test_a_picture_comes_from_the_queue(place: Place, tmp_path: Path) -> None:
    with place.start("-m", "mediawright", "simulate", "quill", "--port", "0") as server:
        assert server.stdout is not None
        keys = {"QUILL_QUEUE_URL": server.stdout.readline().strip(), "QUILL_KEY": "not-a-real-secret"}
        keys |= {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1", "MEDIAWRIGHT_TEST_PACE": "50"}
        words = ("image", "--provider", "quill", "--prompt", "a red fox", "--approve-cost", "0.003", "--wait", "--json")
        try:
            answer = json.loads(place.run("-m", "mediawright", *words, cwd=tmp_path, **keys))
        finally:
            server.terminate()
    assert answer["status"] == "done", answer
    assert [path.read_bytes()[:4] for path in tmp_path.glob("*.png")] == [b"\x89PNG"]


def test_a_picture_comes_from_the_program(place: Place, tmp_path: Path) -> None:
    tool: dict[str, str] = {}
    exec((EXAMPLES / "tool_provider" / "tests" / "conftest.py").read_text("utf-8"), tool)  # noqa: S102
    program = tmp_path / "bin" / "sd-cli"
    program.parent.mkdir()
    program.write_text(f"#!{place.python}\n{tool['TOOL']}")
    program.chmod(0o755)
    env = {"PATH": f"{program.parent}:{place.python.parent}:/usr/bin:/bin", "SD_MODEL": "/models/sd.gguf"}
    words = ("image", "--provider", "sdcpp", "--prompt", "a red fox", "--aspect-ratio", "16:9", "--wait", "--json")
    answer = json.loads(place.run("-m", "mediawright", *words, cwd=tmp_path, **env))
    assert answer["status"] == "done", answer
    assert len(list(tmp_path.glob("red-fox-*.png"))) == 1
