"""The tables against the contract's own: every spelling, every price of every model, resolution and length."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plugins.chatart.harness import clip, clip_info, media_request

from mediawright.plugin import MediaKind, Operation
from mediawright.types.constraints import choose_model
from mediawright.types.pricing import price_of
from mediawright_chatart.models import Kind, catalogue
from mediawright_chatart.pricing import credits
from mediawright_chatart.provider import provider
from mediawright_chatart.request_plan import plan

CONTRACT = (Path(__file__).parents[3] / "docs" / "contracts" / "chatart.md").read_text()
SECONDS = (5, 10, 15)


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading of the contract, without its two head lines."""
    rest = CONTRACT.partition(heading)[2]
    lines = re.search(r"(?:^\|.*\n)+", rest, re.MULTILINE)
    assert lines is not None, heading
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[0].splitlines()]


def clip_prices() -> list[tuple[str, str, int, Decimal]]:
    head, _, *rows = table("### 14.1")
    sizes = {"2160": "4k"}
    found = []
    for name, *cells in rows:
        for size, cell in zip(head[1:], cells, strict=True):
            for second, value in zip(SECONDS, cell.split(" / "), strict=False) if cell else ():
                if value != "–":
                    found.append((name, sizes.get(size, f"{size}p"), second, Decimal(value)))
    return found


def picture_prices() -> list[tuple[str, str, str | None, Decimal]]:
    head, _, *rows = table("### 14.2")
    found: list[tuple[str, str, str | None, Decimal]] = []
    for name, *cells in rows:
        qualities = re.findall(r"low|medium|high", name) or [None]
        for size, cell in zip(head[1:], cells, strict=True):
            values = cell.split(" / ") if cell else []
            found += [
                (name.partition(" (")[0], size.lower(), quality, Decimal(value))
                for quality, value in zip(qualities, values, strict=bool(values))
            ]
    return found


@pytest.mark.parametrize(("name", "size", "seconds", "value"), clip_prices())
def test_price_of_every_clip(name: str, size: str, seconds: int, value: Decimal) -> None:
    entry = catalogue().find(name, Operation.EXTEND_VIDEO if "Pix" in name else Operation.TEXT_TO_VIDEO)
    assert entry is not None
    assert entry.price[(size, seconds)] == value


@pytest.mark.parametrize(("name", "size", "quality", "value"), picture_prices())
def test_price_of_every_picture(name: str, size: str, quality: str | None, value: Decimal) -> None:
    request = media_request(
        Operation.TEXT_TO_IMAGE, model=name, resolution=size, quality=quality, aspect_ratio="1:1", count=3
    )
    made = plan(request)
    assert made is not None
    assert credits(made) == value * 3
    assert price_of(choose_model(provider(), request), request).amount.value == value * 3  # type: ignore[union-attr]


def test_no_price_is_left_over() -> None:
    rows = sum(len(entry.price) for entry in catalogue().entries)
    assert rows == len(clip_prices()) + len(picture_prices())


@pytest.mark.parametrize(
    ("name", "size", "length", "value"),
    [
        ("Kling V3.0", "720p", 7.9, 126),
        ("Kling V3.0", "480p", 7.9, 84),
        ("Wan 2.2", "480p", 5.0, 30),
        ("Wan 2.2", "720p", 5.999, 60),
    ],
)
def test_price_of_a_replacement_counts_full_seconds(name: str, size: str, length: float, value: int) -> None:
    media = (clip("a.mp4", info=clip_info(duration=length)),)
    request = media_request(Operation.REPLACE_CHARACTER, model=name, resolution=size, scope="full_scene", media=media)
    made = plan(request)
    assert made is not None
    assert credits(made) == value
    assert price_of(choose_model(provider(), request), request).amount.value == value  # type: ignore[union-attr]


def spellings() -> list[tuple[str, str]]:
    listed = CONTRACT.partition("| Display | Wire id | Accepted")[2]
    rows = re.findall(r"^\| ([^|]+) \| `([a-z0-9.-]+)` \| ([^|]+) \|$", listed, re.MULTILINE)
    return [(wire, word.strip()) for _, wire, words in rows[:7] for word in (wire, *words.split(","))]


@pytest.mark.parametrize(("wire", "word"), spellings())
def test_c_r11_every_spelling_means_its_model(wire: str, word: str) -> None:
    operation = Operation.EXTEND_VIDEO if wire == "pix-verse-6" else Operation.TEXT_TO_VIDEO
    for typed in (word, word.upper(), f"  {word.replace(' ', '   ')} "):
        entry = catalogue().find(typed, operation)
        assert entry is not None, typed
        assert entry.wire == wire
        assert choose_model(provider(), media_request(operation).with_(model=typed)).name == entry.name


@pytest.mark.parametrize("word", ["kling 3.0", "klingv3.0", "pixverse 6", "pixversev6", "seedance 2.0fast"])
def test_our_own_extra_spellings(word: str) -> None:
    assert catalogue().find(word, Operation.EXTEND_VIDEO) is not None


@pytest.mark.parametrize(
    "word", ["Standard", "Fast", "LitAI 5", "Veo 3.1", "Vidu Q3", "wan2.7", "Sora", "Seedream 4.5"]
)
def test_what_is_named_elsewhere_is_not_offered(word: str) -> None:
    operations = (Operation.TEXT_TO_VIDEO, Operation.EXTEND_VIDEO, Operation.TEXT_TO_IMAGE)
    assert all(catalogue().find(word, operation) is None for operation in operations)


def test_c_r11_one_name_is_another_model_in_replacement() -> None:
    entry = catalogue().find("Kling V3.0", Operation.REPLACE_CHARACTER)
    assert entry is not None
    assert (entry.wire_name(Kind.REPLACE), entry.wire_name(Kind.T2V)) == ("kling-animate", "kling-3-0")


def test_the_bare_name_nano_banana_is_the_second_one() -> None:
    entry = catalogue().find("Nano Banana", Operation.EDIT_IMAGE)
    assert entry is not None
    assert entry.name == "Nano Banana 2"


@pytest.mark.parametrize(
    ("operation", "first"),
    [
        (Operation.TEXT_TO_VIDEO, "Seedance 2.0"),
        (Operation.IMAGE_TO_VIDEO, "Seedance 2.0"),
        (Operation.REFERENCE_TO_VIDEO, "Seedance 2.0"),
        (Operation.EXTEND_VIDEO, "PixVerse V6"),
        (Operation.REPLACE_CHARACTER, "Kling V3.0"),
        (Operation.TEXT_TO_IMAGE, "Nano Banana 2"),
        (Operation.EDIT_IMAGE, "Nano Banana 2"),
    ],
)
def test_the_recommended_model_comes_first(operation: Operation, first: str) -> None:
    assert provider().models_for(operation)[0].name == first


def test_the_recommended_replacement_hangs_on_what_is_replaced() -> None:
    assert media_request(Operation.REPLACE_CHARACTER, scope="body_only").model == "Wan 2.2"
    assert media_request(Operation.REPLACE_CHARACTER, scope="full_scene").model == "Kling V3.0"


def matrix() -> list[list[str]]:
    return table("### 13.1")[2:]


@pytest.mark.parametrize("row", matrix(), ids=lambda row: row[0])
def test_the_matrix_is_the_contracts(row: list[str]) -> None:
    name, t2v, i2v, omni, extend, sizes, durations = row
    operation = Operation.EXTEND_VIDEO if t2v == "no" else Operation.TEXT_TO_VIDEO
    entry = catalogue().find(name, operation)
    assert entry is not None
    r5 = {"9:16", "3:4", "1:1", "4:3", "16:9"}
    wanted = {"R5": r5, "R5 + 21:9": r5 | {"21:9"}, "by image": set(), "9:16 1:1 16:9": {"9:16", "1:1", "16:9"}}
    for kind, cell in ((Kind.T2V, t2v), (Kind.I2V, i2v.partition(" / ")[0]), (Kind.OMNI, omni)):
        assert (set(entry.ratios[kind]) if kind in entry.ratios else None) == wanted.get(cell), kind
    assert set(entry.frames) == set(i2v.partition(" / ")[2].replace(",", "").split())
    assert bool(entry.extend) == extend.startswith("yes")
    assert [int(word) for word in durations.split()] == list(entry.durations)
    assert sizes.replace("2160", "4k").split() == [size.removesuffix("p") for size in entry.resolutions]


def test_kinds_of_results() -> None:
    assert {model.kind for model in provider().models} == {MediaKind.VIDEO, MediaKind.IMAGE}
