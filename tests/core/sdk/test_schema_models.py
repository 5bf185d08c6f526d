"""Models by the JSON Schema of their inputs: a table of an invented aggregator, and an endpoint that is on none."""

from decimal import Decimal
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright import sdk
from mediawright.sdk import json_schema

TABLE: dict[str, Any] = {
    "date": "2026-11-01",
    "page": "https://acme.example/",
    "prefix": "acme/",
    "elements": "cast",
    "never": "sync",
    "names": {
        "prompt": "prompt text",
        "duration": "seconds",
        "size": "shape",
        "resolution": "target",
        "sound": "audio",
        "quality": "speed",
        "count": "number",
        "shots": "scenes",
    },
    "media": {"image first_frame": "start image", "image reference": "images image", "image character": "image"},
    "values": {"speed": {"low": "TURBO"}, "shape": {"16:9": "wide", "1:1": "square"}},
    "beside": {"target": {"mode": "target"}},
    "sizes": {"wide": [2000, 1000], "square": [1000, 1000]},
    "group": [
        {
            "ids": {"acme/clip": "Clip|短片", "acme/clip-two": "Clip Two"},
            "ops": ["text_to_video", "image_to_video"],
            "needs": {"image_to_video": "start"},
            "fields": "prompt text max 500\nstart image\nseconds secs_s 4,8 =4\naudio bool =true\n"
            "speed words TURBO,BEST =BEST\nscenes shots\ncast json array\nsync bool\ngrain num 0-1",
            "price": [["0.10", "second", {"sound": False}], ["0.20", "second", {}]],
            "option_surcharge": {"grain": "0.05"},
            "unpriced": ["acme/clip-two"],
            "fixed": {"grain": 0.5},
            "timing": [10, 20],
            "grade": "M",
            "total": 1,
        },
        {
            "ids": {"acme/picture": "Picture"},
            "ops": ["text_to_image"],
            "fields": "prompt! text\nshape size\nnumber int 1-2\nimages images 3\nseed int\n"
            "target words 2K,4K\nmode words target,free",
            "price": [["0.01", "megapixel", {}]],
            "timing": [1, 2],
            "grade": "H",
        },
    ],
}
KNOWN = sdk.SchemaModels(TABLE)
CLIP = mw.Request(operation=mw.Operation.TEXT_TO_VIDEO, prompt="a fox", model="acme/clip", provider="acme")
PICTURE = CLIP.with_(operation=mw.Operation.TEXT_TO_IMAGE, model="acme/picture")


def picture(role: mw.Role, name: str = "a.png") -> mw.Media:
    return mw.Media(kind=mw.MediaKind.IMAGE, role=role, source=name)


def sent(request: mw.Request) -> dict[str, Any]:
    return KNOWN.body(request, lambda media: f"link:{media.source}")


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (CLIP, {"prompt": "a fox", "grain": 0.5}),
        (CLIP.with_(duration=8, sound=False, quality="low"), {"seconds": "8s", "audio": False, "speed": "TURBO"}),
        (CLIP.with_(options={"grain": 0.1}), {"grain": 0.1}),
        (CLIP.with_(media=(picture(mw.Role.CHARACTER),)), {"cast": [{"frontal_image_url": "link:a.png"}]}),
        (
            CLIP.with_(shots=(mw.Shot(index=1, prompt="one", duration=3),)),
            {"scenes": [{"prompt": "one", "duration": "3"}]},
        ),
        (
            CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO, media=(picture(mw.Role.FIRST_FRAME),)),
            {"start": "link:a.png"},
        ),
        (PICTURE.with_(aspect_ratio="16:9", count=2, seed=7), {"shape": "wide", "number": 2, "seed": 7}),
        (PICTURE.with_(resolution="4k"), {"target": "4K", "mode": "target"}),
        (
            PICTURE.with_(media=(picture(mw.Role.REFERENCE), picture(mw.Role.REFERENCE, "b.png"))),
            {"images": ["link:a.png", "link:b.png"]},
        ),
    ],
)
def test_a_request_is_sent_in_the_endpoint_s_own_words(request_: mw.Request, body: dict[str, Any]) -> None:
    assert {name: value for name, value in sent(request_).items() if name in body} == body


def test_what_an_endpoint_takes_is_read_out_of_its_schema() -> None:
    clip, two, image = KNOWN.models
    able = clip.capability(mw.Operation.TEXT_TO_VIDEO)
    framed = clip.capability(mw.Operation.IMAGE_TO_VIDEO)
    assert able is not None
    assert framed is not None
    assert (able.durations, able.sound, able.qualities, able.prompt_limit) == (
        (4, 8),
        (True, False),
        ("low", "BEST"),
        500,
    )
    assert able.assumed == {"duration": 4, "sound": True, "quality": "BEST"}
    assert set((able.schema or {})["properties"]) == {"scenes", "cast", "grain"}
    assert [(needed.roles, needed.at_least) for needed in framed.inputs if needed.at_least] == [
        ((mw.Role.FIRST_FRAME,), 1)
    ]
    assert (clip.aliases, clip.label.zh, two.prices) == (("clip",), "短片", None)
    assert image.capabilities[0].aspect_ratios == ("16:9", "1:1")
    assert image.capabilities[0].draws_seed


@pytest.mark.parametrize(
    ("request_", "cost"),
    [
        (CLIP.with_(sound=False), "0.40"),
        (CLIP.with_(duration=8), "1.60"),
        (CLIP.with_(duration=8, options={"grain": 0.2}), "1.65"),
        (CLIP.with_(shots=(mw.Shot(index=1, prompt="one", duration=6),)), "1.20"),
        (PICTURE.with_(aspect_ratio="16:9", count=2), "0.04"),
        (CLIP.with_(model="acme/clip-two"), None),
    ],
)
def test_a_row_prices_its_endpoints(request_: mw.Request, cost: str | None) -> None:
    price = sdk.own_price(KNOWN, request_) or mw.price_of(KNOWN.model(str(request_.model)), request_)
    assert (price.amount.value if price and price.amount else None) == (None if cost is None else Decimal(cost))


@pytest.mark.parametrize(
    ("request_", "fields"),
    [
        (CLIP, []),
        (PICTURE.with_(sound=True), ["sound"]),
        (CLIP.with_(style="anime", keep_original_sound=True), ["style", "keep_original_sound"]),
        (CLIP.with_(media=(picture(mw.Role.REFERENCE), picture(mw.Role.REFERENCE, "b.png"))), ["media"]),
    ],
)
def test_what_has_no_field_is_refused(request_: mw.Request, fields: list[str]) -> None:
    assert [problem.field for problem in KNOWN.problems(request_)] == fields


def test_an_endpoint_of_an_openapi_document_can_be_used_once_it_is_learnt() -> None:
    whole = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "start": {"type": "string"}, "steps": {"type": "integer"}},
        "required": ["text", "steps"],
    }
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Input"}}}}
    document = {"paths": {"/x/y": {"post": {"requestBody": content}}}, "components": {"schemas": {"Input": whole}}}
    schema = sdk.openapi_input(document, "x/y")
    assert schema is not None
    assert sdk.openapi_input(document, "x/z") is None
    model = KNOWN.found("x/y", "Y", (mw.Operation.IMAGE_TO_VIDEO,), schema)
    request = CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO, model="x/y", options={"steps": 3, "start": "b.png"})
    assert sent(request) == {}
    KNOWN.learn(model)
    linked = request.with_(options={"steps": 3, "look_url": "b.png"})
    schema["properties"]["look_url"] = {"type": "string"}
    assert sent(linked) == {"text": "a fox", "steps": 3, "look_url": "link:b.png"}
    assert [media.source for media in KNOWN.inputs(linked)] == ["b.png"]


@pytest.mark.parametrize(
    ("line", "schema"),
    [
        ("a text max 9", {"type": "string", "maxLength": 9}),
        ("a secs auto,4-6 =auto", {"type": "string", "enum": ["auto", "4", "5", "6"], "default": "auto"}),
        ("a int 1-3 =2", {"type": "integer", "enum": [1, 2, 3], "default": 2}),
        ("a num 0.5-2", {"type": "number", "minimum": 0.5, "maximum": 2.0}),
        ("a bool =false", {"type": "boolean", "default": False}),
        ("a images 4", {"type": "array", "items": {"type": "string"}, "maxItems": 4}),
        ("a json texts", {"type": "array", "items": {"type": "string"}}),
        ("a size x", {"anyOf": [{"type": "object"}, {"type": "string", "enum": ["big", "x"]}]}),
    ],
)
def test_a_line_of_a_table_is_a_property(line: str, schema: dict[str, Any]) -> None:
    assert json_schema.schema_of_lines(line, ["big"])["properties"]["a"] == schema


def amount(dollars: str, **more: Any) -> mw.Price:
    return mw.Price(amount=mw.Amount(Decimal(dollars), "USD"), source="table", **more)


@pytest.mark.parametrize(
    ("here", "there", "shown", "told"),
    [("1", "1.1", "1", False), ("1", "1.5", "1.5", True), ("1", "0.5", "1", True), ("0", "0.1", "0.1", True)],
)
def test_the_higher_of_two_prices_counts_and_both_are_told(here: str, there: str, shown: str, told: bool) -> None:
    found = sdk.compared(amount(here), amount(there), mw.Text("Acme", "Acme"))
    assert found.amount is not None
    assert (str(found.amount.value), bool(found.notes)) == (shown, told)


async def test_the_price_of_today_is_asked_once_and_silence_stops_nothing(open_context: Any) -> None:
    asked: list[str] = []

    async def ask(name: str) -> sdk.UnitPrice | None:
        asked.append(name)
        if name == "silent":
            raise mw.Unreachable(provider="acme")
        return sdk.UnitPrice(value="0.5", unit="seconds")

    provider = mw.Provider(name="acme", title=mw.Text("Acme", "Acme"), models=KNOWN.models)
    async with open_context(provider) as ctx:
        told = [await sdk.unit_price(ctx, name, ask) for name in ("acme/clip", "acme/clip", "silent", "silent")]
    assert asked == ["acme/clip", "silent"]
    assert [price.value if price else None for price in told] == ["0.5", "0.5", None, None]
    units, day = {"seconds": mw.Per.SECOND}, KNOWN.updated
    price = sdk.counted(told[0], units, KNOWN.models[0], CLIP, source="x", day=day, pixels={})
    assert price is not None
    assert str(price.amount) == "2 USD"
    unknown = sdk.UnitPrice(value="0.5", unit="compute seconds")
    assert sdk.counted(unknown, units, KNOWN.models[0], CLIP, source="x", day=day, pixels={}) is None
