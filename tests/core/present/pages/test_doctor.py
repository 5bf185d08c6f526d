"""The check-up."""

from devtools.gallery.samples import ACME, LOCAL, price

from mediawright.present.chat import chat
from mediawright.present.page import Row
from mediawright.present.pages import ProviderCheck, Report, doctor
from mediawright.types.message import Message
from mediawright.types.money import Price

CHECKS = (
    ProviderCheck(name="acme", title=ACME, usable=True, account="mia…", clip=price(90), reachable=True, reach_s=0.4),
    ProviderCheck(name="far", title=LOCAL, usable=True, clip=Price(amount=None), reachable=False),
    ProviderCheck(name="out", title=LOCAL, usable=False, why_not=Message("auth.out"), reachable=True),
    ProviderCheck(name="odd", title=LOCAL, usable=False),
)


def test_every_provider_says_whether_it_can_be_used_and_why_not() -> None:
    lines = chat(doctor(Report(providers=CHECKS)), "en").splitlines()
    assert lines[0] == "🩺 Check-up: 2 providers are ready"
    assert lines[3:7] == [
        "• Acme: ready (mia…), Standard clip 90 credits, answers in 0.4 s",
        "• Local preview: ready, Standard clip not known beforehand, no answer",
        "• Local preview: not ready: not signed in, answers",
        "• Local preview: no",
    ]


def test_the_network_is_not_spoken_of_unless_it_was_asked() -> None:
    quiet = ProviderCheck(name="acme", title=ACME, usable=True)
    assert chat(doctor(Report(providers=[quiet])), "zh").splitlines()[3] == "• 艾克米：可用"


def test_storage_versions_extras_and_notes() -> None:
    report = Report(
        versions={"mediawright": "0.1.0"},
        storage=[Row("Folder", "ok")],
        extras={"keyring": False, "mcp": True},
        notes=[Message("error.busy")],
        clip=Message("doctor.standard_clip"),
        providers=CHECKS[:1],
    )
    text = chat(doctor(report), "en")
    for words in ("• Folder: ok", "• mediawright: 0.1.0", "• keyring: not installed", "• mcp: installed", "very busy"):
        assert words in text
    assert text.endswith("you can send it to someone who helps you.")


def test_nothing_ready() -> None:
    assert chat(doctor(Report()), "en").startswith("🩺 Check-up: no provider is ready yet")
