"""A page that is only looked at starts nothing: not what is free, not what was approved beforehand."""

from pathlib import Path

import pytest

from mediawright.services.approval import ApprovalNeeded, Consent
from mediawright.services.studio import Studio

FREE = {"prompt": "a fox at dawn", "duration": 2, "provider": "previz"}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}


async def test_free_work_waits_for_its_page_too(environ: dict[str, str], tmp_path: Path) -> None:
    async with Studio(environ, tmp_path) as studio:
        request = studio.read("video", FREE)
        with pytest.raises(ApprovalNeeded) as page:
            await studio.run(request, Consent(page_only=True))
        quote = page.value.data["quote"]
        with pytest.raises(ApprovalNeeded) as same:
            await studio.confirm(quote, Consent(page_only=True))
        assert (same.value.data["quote"], page.value.stale, studio.ledger.list()) == (quote, False, [])
        assert [stored.quote.id for stored in studio.ledger.open_quotes()] == [quote]


async def test_a_deliberate_second_run_is_kept_with_its_quote(environ: dict[str, str], tmp_path: Path) -> None:
    async with Studio(environ, tmp_path) as studio:
        request = studio.read("video", FREE)
        for again in (False, True):
            with pytest.raises(ApprovalNeeded) as page:
                await studio.run(request, Consent(page_only=True, again=again))
            stored = studio.ledger.quote(page.value.data["quote"])
            assert bool(stored.settings.get("again")) is page.value.again is again
