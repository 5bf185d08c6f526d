"""What a request at fal costs: the table, its formulas, and what fal says itself (docs/contracts/fal.md §12.4)."""

from decimal import Decimal
from typing import Any

import pytest
from tests.plugins.fal.samples import CLIP, PICTURE, Start, opened

from mediawright import plugin as mw
from mediawright import sdk
from mediawright.testing.contexts import ContextOpener
from mediawright.types.constraints import complete
from mediawright_fal import hooks
from mediawright_fal.provider import ENDPOINTS, FAL

#: ten seconds together, whatever the length of the endpoint's own choice
SHOTS = [{"prompt": "one", "duration": "4"}, {"prompt": "two", "duration": "6"}]


def measured(kind: mw.MediaKind, role: mw.Role, length: float | None = None) -> mw.Media:
    info = mw.MediaInfo(media_type=f"{kind}/x", size=9, sha256="0" * 64, duration=length)
    return mw.Media(kind=kind, role=role, source="x", info=info)


def clip(length: float) -> mw.Media:
    return measured(mw.MediaKind.VIDEO, mw.Role.SOURCE, length)


SOUND = measured(mw.MediaKind.AUDIO, mw.Role.VOICE, 8.0)
FACE = measured(mw.MediaKind.IMAGE, mw.Role.REFERENCE)


def priced(model: str, **changes: Any) -> Decimal | None:
    found = next(item for item in FAL.models if item.name == model)
    request = complete(CLIP.with_(model=model, operation=found.capabilities[0].operations[0], **changes), found)
    price = sdk.own_price(ENDPOINTS, request) or mw.price_of(found, request)
    return price.amount.value if price and price.amount else None


@pytest.mark.parametrize(
    ("model", "changes", "cost"),
    [
        ("fal-ai/kling-video/v3/pro/text-to-video", {"duration": 5, "sound": False}, "0.56"),
        ("fal-ai/kling-video/v3/pro/text-to-video", {}, "0.84"),
        ("bytedance/seedance-2.5/image-to-video", {"resolution": "480p"}, "6.615"),
        ("minimax/h3/text-to-video", {"duration": 6, "resolution": "2k"}, "0.78"),
        ("fal-ai/flux/schnell", {"aspect_ratio": "1:1", "count": 2}, "0.012"),
        ("fal-ai/flux-2-pro", {"aspect_ratio": "1:1"}, "0.045"),
        ("fal-ai/nano-banana-pro", {"resolution": "4k", "options": {"enable_web_search": True}}, "0.315"),
        ("fal-ai/kling-video/v3/pro/text-to-video", {"sound": False, "options": {"multi_prompt": SHOTS}}, "1.12"),
        ("fal-ai/kling-video/lipsync/audio-to-video", {"media": (clip(5.4), SOUND)}, "0.14"),
        ("fal-ai/kling-video/ai-avatar/v2/pro", {"media": (FACE, SOUND)}, "0.92"),
        ("bytedance/seedance-2.0/reference-to-video", {"media": (clip(4),), "duration": 6}, "1.8144"),
        ("openai/gpt-image-2", {}, None),
        ("fal-ai/kling-video/v3/standard/text-to-video", {}, None),
    ],
)
def test_f_r13_a_price_is_the_tables_and_never_nothing_for_unknown(
    model: str, changes: dict[str, Any], cost: str | None
) -> None:
    assert priced(model, **changes) == (None if cost is None else Decimal(cost))


async def test_f_r13_a_dearer_price_at_fal_is_shown(start: Start, open_context: ContextOpener) -> None:
    service, environ = start()
    service.platform.prices["fal-ai/flux/schnell"] = (0.009, "megapixels")
    model = next(item for item in FAL.models if item.name == "fal-ai/flux/schnell")
    async with opened(open_context, environ) as ctx:
        price = await hooks.quote(ctx, complete(PICTURE, model))
    assert price is not None
    assert (str(price.amount), [note.key for note in price.notes]) == ("0.009 USD", ["sdk.price_differs"])


async def test_what_no_list_prices_is_the_account_s_own_average_and_never_nothing(
    start: Start, open_context: ContextOpener
) -> None:
    service, environ = start()
    model = next(item for item in FAL.models if item.name == "openai/gpt-image-2")
    request = complete(PICTURE.with_(model=model.name), model)
    for used, cost in ((0.061, "0.061 USD"), (0.0, None)):
        service.platform.prices[model.name] = (used, "tokens")
        async with opened(open_context, environ) as ctx:
            price = await hooks.quote(ctx, request)
        assert (str(price.amount) if price else None) == cost
        assert price is None or (price.about, [note.key for note in price.notes]) == (True, ["fal.average"])
