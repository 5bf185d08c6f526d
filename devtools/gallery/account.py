"""Signing in, balances, history, saved characters."""

from devtools.gallery.samples import ACME, AT, LATER, LOCAL, MODEL, credits
from mediawright.present import pages
from mediawright.present.page import Page
from mediawright.types.auth import AuthLink, AuthStatus, Balance, HistoryItem, Quota
from mediawright.types.message import Text
from mediawright.types.verdicts import Subject, Subjects

LINK = AuthLink(verification_uri="https://acme.example/device", user_code="WDJB-MJHT", expires_in=600)


def account_pages() -> dict[str, Page]:
    """Everything about an account."""
    packs = (
        Balance(left=credits("61.5"), total=credits(100), name="Video pack 100", pays_for="video", expires_at=LATER),
        Balance(left=credits(0), total=credits(1000), name="图片资源包 1000", pays_for="image", spendable=False),
    )
    opens = (
        pages.Opens(
            "🎬", Text("Video", "视频生成"), Text("from words or pictures", "文字、图片都能变视频"), (MODEL.label,)
        ),
        pages.Opens("🖼️", Text("Images", "图片生成")),
    )
    past = HistoryItem(
        id="867283741759111202", kind="video", state="succeeded", created_at=AT, prompt="狐狸在雪地里跑" * 9
    )
    return {
        "login_first": pages.login(ACME, LINK, opens=opens, first=True),
        "login": pages.login(ACME, LINK, next=("mediawright auth login acme",)),
        "sign_in_needed": pages.sign_in_needed(ACME, link=LINK),
        "sign_in_keys": pages.sign_in_needed(ACME, keys=True),
        "sign_in_offer": pages.sign_in_needed(ACME),
        "signed_in": pages.signed_in(
            {
                "acme": (ACME, AuthStatus(signed_in=True, account="mia…@example.com", expires_at=LATER)),
                "other": (LOCAL, AuthStatus(signed_in=False)),
            }
        ),
        "auth_done": pages.auth_done(ACME, AuthStatus(signed_in=True, account="mia…@example.com")),
        "quota": pages.quota(ACME, Quota(balances=packs)),
        "quota_plain": pages.quota(ACME, Quota(balances=(Balance(left=credits(1)),))),
        "quota_none": pages.quota(ACME, Quota()),
        "history": pages.history(ACME, [past]),
        "history_none": pages.history(ACME, []),
        "subjects": pages.subjects(ACME, Subjects(items=(Subject(id="8842", name="阿狸", tags=("动物",)),))),
        "subjects_none": pages.subjects(ACME, Subjects()),
        "subject_deleted": pages.subject_deleted(ACME, "8842"),
    }
