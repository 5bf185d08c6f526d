"""From words to a file at fal, for five kinds of work in both languages; and a price that changed on the way."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.plugins.fal.journeys import INPUTS, WISHES, Wish, journey, place, said
from tests.plugins.fal.samples import Start

from mediawright.sdk import price_today

ENDINGS = {"video": ".mp4", "image": ".png", "audio": ".wav", "document": ".txt"}
KINDS = ("video", "video", "image", "audio", "document")


@pytest.mark.parametrize(
    ("wish", "kind"), list(zip(WISHES, KINDS, strict=True)), ids=lambda of: getattr(of, "endpoint", of)
)
def test_a_wish_becomes_a_page_and_the_page_a_file(wish: Wish, kind: str, start: Start, tmp_path: Path) -> None:
    service, environ = start()
    for lang in ("en", "zh"):
        folder = tmp_path / lang
        folder.mkdir()
        with place(folder, environ):
            _, page, done = journey(wish, lang)
            files = [path for path in folder.glob("**/*") if path.suffix == ENDINGS[kind] and path.name not in INPUTS]
        assert page["lang"] == done["lang"] == lang
        assert page["data"]["quote"]
        assert [path.stat().st_size > 0 for path in files] == [True] * (2 if kind == "image" else 1)
    (endpoint,) = {task.data["endpoint"] for task in service.tasks.all.values()}
    assert endpoint == wish.endpoint
    assert len(service.tasks.all) == 2


def test_what_became_dearer_since_its_page_stops_with_a_new_one(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The approval was for the page; the price that fal says now is asked before anything is sent (F-R13, §12.4)."""
    service, environ = start()
    monkeypatch.setattr(price_today, "FRESH", timedelta(0))
    line = ("image", "-p", "a red fox", "--provider", "fal", "--model", "fal-ai/flux/schnell")
    with place(tmp_path, environ):
        code, page = said(*line)
        service.platform.prices["fal-ai/flux/schnell"] = (0.009, "megapixels")
        changed, fresh = said("confirm", page["data"]["quote"], "--approve-cost", "0.003")
        assert not service.tasks.all
        low, _ = said("confirm", fresh["data"]["quote"], "--approve-cost", "0.003")
        assert not service.tasks.all
        agreed, _ = said("confirm", fresh["data"]["quote"], "--approve-cost", "0.009")
    assert (code, changed, low, agreed) == (5, 5, 5, 0)
    assert fresh["data"]["quote"] != page["data"]["quote"]
    assert "US$0.009" in fresh["message"]
    assert "US$0.003" in fresh["message"]
    assert len(service.tasks.all) == 1
