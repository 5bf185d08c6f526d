"""Balances, history, who is signed in."""

from devtools.gallery.samples import ACME, AT, LATER, LOCAL, credits

from mediawright.present.chat import chat
from mediawright.present.pages import auth_done, history, quota, signed_in
from mediawright.present.terminal import terminal
from mediawright.types.auth import AuthStatus, Balance, HistoryItem, Quota
from mediawright.types.message import Message, Text

PACK = Balance(left=credits("61.5"), total=credits(100), name="Pack", pays_for="video", expires_at=LATER)


def test_a_pack_with_what_is_left_used_and_until_when() -> None:
    assert chat(quota(ACME, Quota(balances=(PACK,))), "zh") == (
        "💰 艾克米余额\n• Pack（用于视频）：剩余 61.5 积分，已用 38.5，有效期至 2027年3月1日"
    )
    assert "█████░░░░░░░  38%" in terminal(quota(ACME, Quota(balances=(PACK,))), "zh", 120)


def test_a_plain_balance_has_no_empty_columns() -> None:
    page = quota(ACME, Quota(balances=(Balance(left=credits(1)),), note=Message("running.safe")))
    assert chat(page, "en") == (
        "💰 What is left at Acme\n• Balance: Left 1 credit\nNothing is lost; I will send it when it is ready."
    )


def test_what_cannot_be_used_now_says_so_and_nothing_is_nothing() -> None:
    frozen = Balance(left=credits(5), used=credits(2), name="Pack", spendable=False)
    assert "Pack（暂不可用）：剩余 5 积分，已用 2" in chat(quota(ACME, Quota(balances=(frozen,))), "zh")
    assert "暂时没有可显示的余额。" in chat(quota(ACME, Quota()), "zh")


def test_past_work_is_one_line_each() -> None:
    items = [
        HistoryItem(id="86", kind="video", state="succeeded", created_at=AT, prompt="狐狸" * 40, model="acme-2"),
        HistoryItem(id="87", kind="poster", state="odd"),
    ]
    lines = chat(history(ACME, items), "zh").splitlines()
    assert lines[0] == "🗂️ 艾克米的 2 条生成记录"
    assert lines[1].endswith("视频，acme-2，已完成，狐狸狐狸狐狸狐狸狐狸狐狸狐狸狐狸狐狸狐…，服务商编号 86")
    assert lines[2] == "• poster，odd，服务商编号 87"


def test_no_past_work() -> None:
    assert chat(history(ACME, []), "en") == "🗂️ Nothing was made at Acme yet."


def test_who_is_signed_in() -> None:
    states = {
        "acme": (ACME, AuthStatus(signed_in=True, account="mia…@example.com", expires_at=LATER)),
        "plain": (LOCAL, AuthStatus(signed_in=True, note=Message("running.safe"))),
        "named": (LOCAL, AuthStatus(signed_in=True, account="mia")),
        "out": (LOCAL, AuthStatus(signed_in=False)),
    }
    assert chat(signed_in(states), "en").splitlines() == [
        "🔑 Who is signed in",
        "• Acme: signed in as mia…@example.com, until 1 Mar 2027",
        "• Local preview: signed in",
        "• Local preview: signed in as mia",
        "• Local preview: not signed in",
        "Local preview: Nothing is lost; I will send it when it is ready.",
    ]


def test_the_end_of_a_sign_in_and_of_a_sign_out() -> None:
    done = auth_done(ACME, AuthStatus(signed_in=True, account="mia", note=Message("running.safe")))
    assert chat(done, "zh") == "✅ 艾克米登录好了。\n• 账号：mia\n进度不会丢，好了发给你。"
    assert chat(auth_done(ACME, AuthStatus(signed_in=False)), "zh") == "✅ 已退出艾克米。"
    assert (
        chat(auth_done(ACME, AuthStatus(signed_in=True), Message("running.safe")), "zh")
        == "✅ 进度不会丢，好了发给你。"
    )


def test_a_remark_on_a_sign_in_says_whose_it_is_where_several_are_shown() -> None:
    waiting = AuthStatus(signed_in=False, note=Message("auth.still_waiting"))
    one = chat(signed_in({"acme": (ACME, waiting)}), "en")
    both = chat(
        signed_in({"acme": (ACME, waiting), "other": (Text("Other", "别家"), AuthStatus(signed_in=True))}), "en"
    )
    assert "Acme: The sign-in is still open; nothing is lost." in both
    assert "\nThe sign-in is still open; nothing is lost." in one
