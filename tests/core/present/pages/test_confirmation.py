"""The page before anything is spent (fields and order: docs/contracts/chatart.md §17.3)."""

from decimal import Decimal

import pytest
from devtools.gallery.samples import ACME, MODEL, OTHER, price, quote, request

from mediawright.present.chat import chat
from mediawright.present.page import Page
from mediawright.present.pages import Able, Expected, confirmation
from mediawright.present.terminal import terminal
from mediawright.types.message import LANGS, Message
from mediawright.types.money import Amount, Price
from mediawright.types.operations import Operation


def a_page(**changes: object) -> Page:
    plain = {"request": request(), "quote": quote(), "provider": ACME, "model": MODEL}
    return confirmation(**{**plain, **changes})  # type: ignore[arg-type]


def labels(page: Page, lang: str = "zh") -> list[str]:
    lines = chat(page, "zh" if lang == "zh" else "en").splitlines()
    return [line.removeprefix("• ").split("：" if lang == "zh" else ":")[0] for line in lines if line.startswith("•")]


OTHERS = (Able(label=OTHER.label, price=price(40), name=OTHER.name),)


def test_the_fields_stand_in_the_contracts_order() -> None:
    assert labels(a_page(others=OTHERS)) == [
        "类型", "服务商", "模型", "可选模型", "分辨率", "时长", "画幅", "声音", "素材", "描述", "预估消耗", "扣后余额",
    ]  # fmt: skip


def test_the_whole_page_in_english() -> None:
    page = a_page(others=OTHERS, expected=Expected(300, 600))
    assert chat(page, "en") == (
        "🎬 Video generation: please confirm\n"
        "• Type: Image to video\n"
        "• Provider: Acme\n"
        "• Model: Acme 2.0 (recommended) ✓\n"
        "• Other models: Acme 2.0 Fast: 40 credits\n"
        "• Resolution: 720p\n"
        "• Duration: 5 s\n"
        "• Aspect ratio: 9:16\n"
        "• Sound: with sound\n"
        "• From: 小狐狸.jpg (first frame), end.png (last frame)\n"
        "• Description: A fox trots through the snow\n"
        "• Estimated cost: 90 credits\n"
        "• Balance after: 910 credits (now 1,000 credits)\n"
        "With your yes it starts at once, takes about 5–10 min, and the cost is taken from your account.\n"
        "Name another model to switch, or say what to change; reply “confirm” to start."
    )


@pytest.mark.parametrize(
    ("operation", "title"),
    [
        (Operation.TEXT_TO_VIDEO, "🎬 视频生成确认"),
        (Operation.EXTEND_VIDEO, "🎬 视频延长确认"),
        (Operation.REPLACE_CHARACTER, "✂️ 角色替换确认"),
        (Operation.TEXT_TO_IMAGE, "🖼️ 图片生成确认"),
        (Operation.CREATE_ELEMENT, "🧩 创建主体确认"),
        (Operation.CHAT_EDIT, "🎞️ 剪辑确认"),
    ],
)
def test_every_kind_of_work_has_its_heading(operation: Operation, title: str) -> None:
    assert chat(a_page(request=request(operation=operation)), "zh").startswith(title)


@pytest.mark.parametrize("operation", list(Operation))
def test_no_operation_is_without_words(operation: Operation) -> None:
    assert all(chat(a_page(request=request(operation=operation)), lang) for lang in LANGS)


def test_images_have_quality_and_number_and_no_duration() -> None:
    media_request = request(
        operation=Operation.TEXT_TO_IMAGE, duration=None, sound=None, quality="low", count=3, media=()
    )
    text = chat(a_page(request=media_request), "zh")
    assert "• 品质：低\n" in text
    assert "• 数量：3 张\n" in text
    assert "时长" not in text


def test_other_models_are_parted_by_a_slash_as_names_may_hold_commas() -> None:
    text = chat(a_page(others=OTHERS * 2), "zh")
    assert "• 可选模型：艾克米 2.0 快速版：40 积分 / 艾克米 2.0 快速版：40 积分\n" in text


def test_a_model_s_own_options_are_part_of_what_is_agreed_to() -> None:
    options = {
        "steps": 4,
        "mood": "calm",
        "seen": True,
        "hook": "https://a.example/x?token=secret",
        "shots": [1] * 99,
    }
    text = chat(a_page(request=request(options=options)), "en")
    assert "steps 4, mood calm, seen true, hook https://a.example/x, shots [1" in text
    assert "secret" not in text


def test_an_only_model_is_marked_as_such() -> None:
    assert "（唯一支持）" in chat(a_page(sole=True), "zh")
    assert "（唯一支持）" not in chat(a_page(), "zh")
    assert "换模型" not in chat(a_page(), "zh")


def test_an_unknown_price_is_said_and_never_passed_over() -> None:
    text = chat(a_page(quote=quote(Price(amount=None))), "zh")
    assert "• 预估消耗：事先无法得知" in text
    assert "你确认后马上开始，实际花费要做完才知道。" in text


def test_a_list_price_stands_beside_units() -> None:
    units = Price(amount=Amount(Decimal(7), "units"), usd=Decimal("0.98"), about=True)
    assert "• Estimated cost: about 7 units (list price US$0.98)" in chat(a_page(quote=quote(units)), "en")


def test_a_balance_in_another_unit_is_only_shown() -> None:
    units = Price(amount=Amount(Decimal(7), "units"))
    assert "• Balance: 1,000 credits" in chat(a_page(quote=quote(units)), "en")


def test_too_little_on_the_account_is_said_instead_of_what_an_approval_would_do() -> None:
    text = chat(a_page(quote=quote(price(1200))), "zh")
    assert "• 余额：1,000 积分，还差 200 积分" in text
    assert "你确认后马上开始" not in text


def test_notes_of_the_price_are_shown() -> None:
    noted = Price(amount=Amount(Decimal(7), "credits"), notes=(Message("running.safe"),))
    assert "进度不会丢" in chat(a_page(quote=quote(noted)), "zh")


def test_what_is_said_into_an_edit_session_stands_on_the_page() -> None:
    media_request = request(operation=Operation.CHAT_EDIT, prompt="背景音乐再轻一点")
    assert "我会转达：“背景音乐再轻一点”" in chat(a_page(request=media_request), "zh")


def test_a_dry_run_asks_nothing_and_a_pre_approval_says_that_it_starts() -> None:
    assert chat(a_page(asks=False), "en").startswith("🎬 Plan: Image to video")
    assert "confirm" not in chat(a_page(asks=False), "en")
    assert chat(a_page(allowed=True), "zh").endswith("你之前允许过免确认，我直接开始了。")


def test_inputs_go_by_name_and_never_show_what_signs_an_address() -> None:
    text = chat(a_page(), "en") + terminal(a_page(), "en", 120)
    assert "sign=" not in text
    assert "photos/" not in text


def test_the_price_has_its_date_and_source_at_a_terminal() -> None:
    assert "20 Sep 2026, acme.example" in terminal(a_page(), "en", 80)


def test_what_will_be_asked_for_is_told_word_for_word_and_a_long_one_by_its_beginning() -> None:
    text = chat(a_page(request=request(prompt="一只  猫\n跑过" + "草地" * 200)), "zh")
    assert "• 描述：一只 猫 跑过草地" in text
    assert max(map(len, text.splitlines())) < 100
    assert "描述" not in chat(a_page(request=request(prompt=" ")), "zh")
