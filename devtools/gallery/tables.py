"""Lists, matrices, the check-up, the timeline."""

from devtools.gallery.samples import ACME, AT, LATER, LOCAL, PROVIDER, asset, credits, job, price, request
from mediawright.present import pages
from mediawright.present.page import Page, Row, Segment, Track
from mediawright.types.job import Event
from mediawright.types.message import Message, Text
from mediawright.types.money import Price
from mediawright.types.operations import Operation
from mediawright.types.states import State


def table_pages() -> dict[str, Page]:
    """What is shown in columns."""
    known = {"acme": PROVIDER}
    done, failed = job(State.DONE, assets=(asset(),), charged=credits(90)), job(State.FAILED)
    events = [Event(job_id=done.id, at=AT, kind="submitted", data={"task": "8672"})]
    tracks = (
        Track(Text("Video", "视频"), (Segment("fox at dawn", 0, 5), Segment("雪", 5, 9.5))),
        Track(Text("Title", "标题"), (Segment("第一场雪", 0, 3, quoted=True),)),
        Track(Text("Music", "背景音乐"), ()),
    )
    clip = Message("doctor.standard_clip")
    checks = (
        pages.ProviderCheck(name="acme", title=ACME, usable=True, clip=price(90), reachable=True, reach_s=0.4),
        pages.ProviderCheck(name="local", title=LOCAL, usable=False, why_not=Message("doctor.not_signed_in")),
    )
    report = pages.Report(
        versions={"mediawright": "0.1.0"},
        providers=checks,
        clip=clip,
        extras={"keyring": False},
        storage=(Row(Message("field.output_dir"), "ok"),),
    )
    rule = pages.PolicyLine(id="p1", providers=(ACME,), without_asking=credits(50), per_day=credits(500), until=LATER)
    return {
        "job_list": pages.job_list([done, failed, job(State.RUNNING)], known),
        "job_list_none": pages.job_list([], known),
        "job_show": pages.job_show(done, known, events=events),
        "models": pages.models([PROVIDER]),
        "models_for": pages.models([PROVIDER], operation=Operation.TEXT_TO_VIDEO),
        "models_none": pages.models([PROVIDER], operation=Operation.LIP_SYNC),
        "providers": pages.providers([PROVIDER], usable=["acme"]),
        "plugins": pages.plugins([pages.PluginLine(name="acme", version="1.0", broken="ImportError: no module")]),
        "plugins_none": pages.plugins([]),
        "policy": pages.policy([rule]),
        "policy_none": pages.policy([]),
        "batch": pages.batch_total([(request(), price(90)), (request(), Price(amount=None))], known),
        "batch_done": pages.batch_done([done, failed, job(State.RUNNING)]),
        "doctor": pages.doctor(report),
        "doctor_none": pages.doctor(pages.Report()),
        "timeline": pages.timeline(tracks, name="狐狸"),
        "timeline_empty": pages.timeline(()),
    }
