"""Several at once."""

from decimal import Decimal

from devtools.gallery.samples import PROVIDER, asset, credits, job, price, request

from mediawright.present.chat import chat
from mediawright.present.pages import batch_done, batch_total
from mediawright.present.pages.batch import sums
from mediawright.present.terminal import terminal
from mediawright.types.money import Amount, Price
from mediawright.types.states import State

ITEMS = [
    (request(provider="acme"), price(90)),
    (request(), Price(amount=None)),
    (request(model=None, provider="acme"), price(10)),
]


def test_one_sum_per_unit() -> None:
    units = Price(amount=Amount(Decimal(2), "units"))
    assert sums([price(90), units, price(10)]) == (credits(100), Amount(Decimal(2), "units"))


def test_the_total_and_what_has_no_price() -> None:
    assert chat(batch_total(ITEMS, {"acme": PROVIDER}), "en") == (
        "🧾 3 requests together: please confirm\n"
        "1. Image to video, Acme 2.0, 90 credits\n"
        "2. Image to video, acme-2, not known beforehand\n"
        "3. Image to video, Acme, 10 credits\n"
        "• Total: 100 credits\n"
        "One has no price beforehand.\n"
        "Reply “confirm” to start them all."
    )


def test_without_prices_no_sum_is_made_up() -> None:
    page = batch_total([(request(), Price(amount=None))], {}, asks=False)
    assert "合计" not in chat(page, "zh")
    assert "确认”" not in chat(page, "zh")
    assert page.data["without_price"] == 1


def test_how_they_ended() -> None:
    jobs = [job(State.DONE, assets=(asset(),), charged=credits(90)), job(State.FAILED), job(State.RUNNING)]
    text = chat(batch_done(jobs), "zh")
    assert text.splitlines()[1:] == [
        "• 已完成：1",
        "• 进行中：1",
        "• 未成功：1",
        "• 消耗：90 积分",
        "1. 📎 fox.mp4（6.2 MB）",
    ]
    assert "/home/mia/videos/fox.mp4" in terminal(batch_done(jobs), "zh", 80)


def test_all_well() -> None:
    assert chat(batch_done([job(State.DONE)]), "en") == "🧾 1 request together\n• Done: 1"


def test_lines_that_differ_in_their_words_are_told_by_them() -> None:
    items = [(request(prompt=f"a fox, number {n}", provider="acme"), price(90)) for n in (1, 2)]
    page = batch_total(items, {"acme": PROVIDER}, span=(60, 300), left=((PROVIDER.title, credits(150)),))
    text = chat(page, "zh")
    assert "1. a fox, number 1，90 积分" in text
    assert text.count("艾克米 2.0") == 1
    assert "• 合计：180 积分" in text
    assert "还差 30 积分" in text
    assert "• 全部大约需要：1–5 分钟" in text
