"""Signing in (docs/contracts/chatart.md §17.1)."""

from devtools.gallery.samples import ACME, MODEL

from mediawright.present.chat import chat
from mediawright.present.pages import Opens, login, sign_in_needed
from mediawright.present.terminal import terminal
from mediawright.types.auth import AuthLink
from mediawright.types.message import Message, Text

LINK = AuthLink(
    verification_uri="https://acme.example/device",
    verification_uri_complete="https://acme.example/device?code=WDJB",
    user_code="WDJB",
    expires_in=600,
)


def test_the_first_sign_in_tells_what_opens_up_in_the_contracts_order() -> None:
    opens = [
        Opens("🎬", Text("Video", "视频生成"), Text("from words", "文字变视频"), (MODEL.label, "B")),
        Opens("🖼️", "Images"),
    ]
    assert chat(login(ACME, LINK, opens=opens, first=True), "zh") == (
        "🔑 艾克米已接入。\n"
        "请把下面的链接复制到浏览器登录，就可以使用这些功能：\n"
        "https://acme.example/device?code=WDJB\n"
        "• 链接有效期：10 分钟\n"
        "🎬 视频生成：文字变视频\n"
        "• 模型：艾克米 2.0、B\n"
        "🖼️ Images\n"
        "登录好以后回我“好了”，我接着做。"
    )


def test_a_renewal_is_short() -> None:
    assert len(chat(login(ACME, LINK, opens=[Opens("🎬", "Video")]), "en").splitlines()) == 5


def test_a_code_is_shown_where_the_link_does_not_carry_it() -> None:
    bare = AuthLink(verification_uri="https://acme.example/device", user_code="WDJB")
    assert "• Code: WDJB" in chat(login(ACME, bare), "en")


def test_the_data_is_named_in_the_words_of_rfc_8628() -> None:
    assert login(ACME, LINK).data == {
        "verification_uri": "https://acme.example/device",
        "verification_uri_complete": "https://acme.example/device?code=WDJB",
        "user_code": "WDJB",
        "expires_in": 600,
        "interval": 5.0,
    }


def test_a_request_goes_on_after_the_sign_in() -> None:
    assert chat(sign_in_needed(ACME, link=LINK), "en").startswith("🔑 Please sign in to Acme first, then I will go on")
    assert "Shall I send you the sign-in link?" in chat(sign_in_needed(ACME), "en")
    assert "access keys" in chat(sign_in_needed(ACME, keys=True), "en")
    own = Message("sdk.key_needed", {"provider": ACME, "link": "https://acme.example/keys"})
    shown = chat(sign_in_needed(ACME, keys=True, own=own), "en")
    assert "https://acme.example/keys" in shown
    assert "does not belong into a chat" in shown


def test_a_terminal_does_not_ask_for_an_answer_that_nobody_reads() -> None:
    assert "Reply" not in terminal(login(ACME, LINK), "en", 80)
