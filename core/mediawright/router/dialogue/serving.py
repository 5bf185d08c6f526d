"""Free services, how the work stands, and the files. Pure."""

import re
from typing import Any

from mediawright.router.decision.particular import says_what
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.results import operation_on
from mediawright.router.dialogue.turn import Turn

_EDITING = frozenset(("timeline", "upload", "export"))
#: services by their words, the most particular first
_BY_WORDS = (
    ("delete_element", "delete_element"),
    ("list_preset_elements", "list_presets"),
    ("list_elements", "list_elements"),
    ("switch_account", "switch_account"),
    ("logout", "logout"),
    ("login_status", "login_status"),
    ("quota", "quota"),
    ("history", "history"),
    ("timeline", "timeline"),
)
#: what this one came to, and not what was spent in a time
_THIS_ONE = re.compile(r"^(?!.*(?:今天|这个?月|本月|这周|最近|到现在)).*(?:一共|总共|这[个条张次单段]).{0,6}花了多少")
#: the free draft is enough: 免费的草稿就行, "just a draft then"
_DRAFT = re.compile(
    r"(?:草稿|草图|预演)[^，。]{0,4}(?:就行|就好|就够|也行|吧|好了|即可|$)"
    r"|\b(?:just |do |make |use |take )?(?:a |the )?(?:free )?draft\b"
)
#: whether it may be so: 用哪个账号登都行吗
_WHETHER = re.compile(r"(?:都|也)?(?:行|可以|能用|一样)(?:吗|么|不|嘛)$")
#: what is at hand already
_POINTED = re.compile(r"[把将它这那]|做好的|刚才|(?<![a-z])(?:it|this|that|them)(?![a-z])")
#: something made of a document that is only spoken of: 我有个pdf想做成影片
_FROM_DOCUMENT = re.compile(
    r"(?:有|把|将|这份?|这个|我的|用|给你)[^，。]{0,6}(?:pdf|pptx?|docx?|word文档|excel)[^，。]{0,10}(?:做成|变成|转成|改成|弄成|整成)"
    r"|(?<![a-z])(?:turn|make|convert) (?:my|a|the|this|our) (?:pdf|pptx?|docx?) into(?![a-z])"
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|pptx?|rtf|xlsx?)\b")


def attachments(turned: Turned) -> Turn | None:
    """A document as an input: nobody here looks into one."""
    message = turned.said.message
    if turned.context.stage == "none" and _FROM_DOCUMENT.search(turned.said.flat) and not message.reading.quotes:
        return out_of_scope("a document cannot be looked into")
    if message.n("document") and not any(message.n(kind) for kind in ("image", "video", "audio")):
        named = [link for link in message.reading.links if link.kind == "document"]
        text = turned.said.text.lower()
        if not named or any(_DOCUMENT.search(text[link.start : link.end]) for link in named):
            return out_of_scope("a document cannot be looked into")
    return None


def out_of_scope(rule: str) -> Turn:
    """Nothing that is offered."""
    return Turn(act="out_of_scope", operation="out_of_scope", rule=rule)


def _served(turned: Turned, operation: str, rule: str) -> Turn:
    route = turned.route
    params: dict[str, Any] = {}
    if operation in ("quota", "history") and "days" in turned.said.message.said.values:
        params["days"] = turned.said.message.said.values["days"]
    if operation == "delete_element" and route.operation == operation:
        params |= route.params
    provider = turned.router.editor if operation in _EDITING else turned.change.provider
    return Turn(act="service", operation=operation, provider=provider, params=params, files=turned.files, rule=rule)


def service(turned: Turned) -> Turn | None:
    """One of the free services."""
    said, context = turned.said, turned.context
    if said.says("identity"):
        return None
    if context.stage == "quoted" and said.mentions("too_dear") and not said.says("quota"):
        return None
    for operation, name in _BY_WORDS:
        if said.says(name) and not _excused(turned, operation):
            return _served(turned, operation, f"words for {operation}")
    editing = context.operation == "chat_edit" or context.provider == turned.router.editor
    if (
        said.says("upload")
        and (editing or said.mentions("upload_to"))
        and (turned.given or "bgm" in said.flat or editing)
    ):
        return _served(turned, "upload", "words for upload")
    if said.says("export") and (editing or context.stage in ("none",)) and not said.mentions("elsewhere"):
        return _served(turned, "export", "words for export")
    if (
        context.stage in ("none", "done", "running", "question", "failed")
        and said.says("login")
        and not said.says("logout")
    ):
        return _served(turned, "login", "words for login")
    return None


def as_routed(turned: Turned, rule: str) -> Turn | None:
    """The free service that the single-message router reads, where it reads one."""
    operation = turned.route.operation
    names = {name for name, _ in _BY_WORDS} | {"login", "upload", "export"}
    return _served(turned, operation, rule) if operation in names and operation else None


def _excused(turned: Turned, operation: str) -> bool:
    """The words belong to a scene or to another wish."""
    said = turned.said
    if said.message.reading.quotes and operation not in ("delete_element",):
        return True
    if (
        operation == "delete_element"
        and turned.context.stage in ("quoted", "question")
        and not said.mentions("saved_subject")
    ):
        return True
    if operation == "history" and said.asks and turned.context.stage == "quoted" and said.mentions("price"):
        return True
    if operation == "quota" and turned.context.stage in ("running", "done", "failed") and _THIS_ONE.search(said.flat):
        return True
    if operation == "quota" and turned.context.stage == "failed" and said.mentions("topped_up") and not said.asks:
        return True
    if (
        operation == "login_status"
        and turned.context.stage == "sign_in"
        and (not said.asks or _WHETHER.search(said.flat))
    ):
        return True
    return (
        operation == "quota"
        and turned.context.stage == "none"
        and said.says("price")
        and not said.mentions("left_over")
    )


def switch(turned: Turned) -> Turn | None:
    """Another account."""
    said = turned.said
    if said.says("switch_account") and not said.says("signed") and not said.says("other_provider"):
        if said.says("signed") and not said.asks:
            return None
        return _served(turned, "switch_account", "words for another account")
    return None


def login_trouble(turned: Turned) -> Turn | None:
    """The link or the code does not work: the sign-in begins anew."""
    said = turned.said
    if said.says("link_trouble") and not said.mentions("safe"):
        return _served(turned, "login", "the sign-in does not work")
    return None


def provider_without_login(turned: Turned) -> Turn | None:
    """Where signing in is not wanted, another provider is; where a draft will do, the one that draws it here."""
    drawing = next((one.name for one in turned.router.providers if one.free and one.local), None)
    if drawing and not turned.said.asks and _DRAFT.search(turned.said.flat) and turned.context.operation:
        return Turn(act="revise", operation=turned.context.operation, provider=drawing, rule="a draft will do")
    if turned.change.params.get("other_provider"):
        return Turn(
            act="revise", operation=turned.context.operation, params={"other_provider": True}, rule="without a sign-in"
        )
    return None


def elsewhere(turned: Turned) -> Turn | None:
    """Publishing, sending to others, writing and other things that are not offered."""
    said = turned.said
    told = turned.given or says_what(said.message)  # words that are to be read aloud ask for nothing themselves
    if said.message.reading.quotes or (told and turned.route.rule.startswith("a particular wish")):
        return None
    made = said.message.creation
    for_place = turned.context.stage == "none" and made is not None and made.kind is not None and not made.bare
    if for_place and turned.route.billable and not _POINTED.search(said.flat):
        return None  # what is to be made is for a place: 想弄段视频发抖音，院子里有秋千
    if said.says("elsewhere") and not said.says("policy_allow"):
        return out_of_scope("to somewhere else")
    if turned.context.stage == "done" and said.says("erase_file") and len(said.clauses) == 1:
        return out_of_scope("a result is not deleted here")
    if turned.context.stage == "done" and turned.context.made == "video" and said.mentions("as_gif") and not told:
        return out_of_scope("no animated pictures from clips")
    later = turned.context.stage == "quoted" and (turned.novel or said.mentions("wait"))
    paid = turned.context.stage == "failed" and said.mentions("topped_up") and not said.asks
    if said.says("publish_words") and not later and not paid:
        return out_of_scope("not offered")
    return None


def status(turned: Turned) -> Turn | None:
    """How the work stands, or why it failed."""
    said = turned.said
    if said.message.reading.quotes or turned.given:
        return None
    if not said.clauses:
        return (
            Turn(act="status", operation="job_status", rule="a question mark")
            if "?" in said.plain or "？" in said.text
            else None
        )
    if said.says("status") and not _hypothetical(turned) and not _in_the_scene(turned):
        return Turn(act="status", operation="job_status", rule="how the work stands")
    if turned.context.stage == "failed" and said.says("why"):
        return Turn(act="status", operation="job_status", rule="why it failed")
    return None


def _in_the_scene(turned: Turned) -> bool:
    """A thing of the scene is to be quicker, not the work: 尾巴摇快点."""
    prompt = turned.context.prompt or ""
    found = _HASTE.search(turned.said.flat)
    return found is not None and any(found[1][at : at + 2] in prompt for at in range(max(0, len(found[1]) - 1)))


#: what is to be quicker
_HASTE = re.compile(r"^(?:让|把)?([\u3400-\u9fff]{2,8}?)快(?:一)?点$")


def _hypothetical(turned: Turned) -> bool:
    stage = turned.context.stage
    if stage in ("running", "failed"):
        return bool(turned.novel) and turned.context.stage == "running" and not turned.said.asks
    return bool(turned.change.params) or not turned.said.says("status_strict")


def status_words(turned: Turned) -> Turn | None:
    """Where nothing is pending: only where a job is plainly asked about."""
    said = turned.said
    if said.says("status_strict") and not (turned.route.operation and turned.route.billable):
        return Turn(act="status", operation="job_status", rule="how the work stands")
    return None


def where_file(turned: Turned) -> Turn | None:
    """Where the file will be: a question about how things work."""
    if turned.said.says("where_file"):
        return Turn(act="chat", topic="help", rule="how it will come")
    return None


def deliver_when_ready(turned: Turned) -> Turn | None:
    """The file is wanted while the work goes on: how it stands is the answer."""
    if turned.said.says("deliver") and not turned.novel:
        return Turn(act="status", operation="job_status", rule="the file, when it is ready")
    return None


def deliver(turned: Turned) -> Turn | None:
    """The files please."""
    said = turned.said
    if said.says("take_this") and not turned.novel and not said.mentions("operate"):
        return Turn(act="deliver", result=turned.result, rule="this one and no other")
    if turned.result is not None and said.nothing_but("polite", "result_named"):
        return Turn(act="deliver", result=turned.result, rule="which one, and nothing to be done with it")
    if said.says("help_strict"):
        return None
    novel = {k: v for k, v in turned.novel.items() if k != "count" or v != turned.context.count}
    if turned.given or novel or not said.says("deliver") or said.message.reading.quotes:
        return None
    if operation_on(said, turned.context.made) in (
        "image_to_video",
        "create_element",
        "chat_edit",
        "extend_video",
    ) and not said.mentions("export"):
        return None
    if said.mentions("again_strict") or turned.said.mentions("operate"):
        return None
    return Turn(act="deliver", result=turned.result, rule="the files")


__all__ = ("cue",)
