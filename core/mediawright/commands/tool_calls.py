"""Actions as calls of the MCP tools: which tool does what a command does, and with which arguments. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from mediawright.commands.flags import BATCH_LINES, COMMON, QUERY, SPENDING

ToolCall = tuple[str, dict[str, Any]]
Values = Mapping[str, Any]
#: values that say how a command line runs or speaks, not what is wanted
HOW = frozenset(flag.name for flag in (*SPENDING, *QUERY, *COMMON))


def tool_call_of(command: tuple[str, ...], values: Values) -> ToolCall | None:
    """The tool call that does what a command does with these values; None where no tool does."""
    make = TOOLS.get(command)
    return make(values) if make else None


def _job(tool: str) -> Callable[[Values], ToolCall]:
    return lambda values: (tool, {"job_id": values["job"]})


def _same(tool: str, *names: str, **fixed: str) -> Callable[[Values], ToolCall]:
    return lambda values: (tool, {**fixed, **{name: _plain(values[name]) for name in names if name in values}})


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _named(name: str) -> str:
    """What is said into an edit session is its prompt."""
    return "prompt" if name == "text" else name


def _resume(values: Values) -> ToolCall:
    jobs = tuple(values.get("jobs") or ())
    return ("media_wait", {"job_id": jobs[0]}) if len(jobs) == 1 else ("media_jobs", {})


def _confirm(values: Values) -> ToolCall | None:
    again = {"again": True} if values.get("again") else {}
    if "approve_cost" not in values:
        return None  # the page is in the answer already
    return "media_confirm", {"quote_id": values["quote"], "accepted_cost": values["approve_cost"], **again}


def _settings(command: str) -> Callable[[Values], ToolCall]:
    """A generating command: everything it says about what is wanted."""
    return lambda values: (
        "media_quote",
        {"command": command, "settings": {_named(name): _plain(values[name]) for name in values if name not in HOW}},
    )


def _utterance(values: Values) -> ToolCall:
    lists = {f"{kind}s": list(values[kind]) for kind in ("image", "video", "audio") if values.get(kind)}
    rest = {"provider": values["provider"]} if "provider" in values else {}
    return "media_run", {"wish": values["text"], **lists, **rest}


def _compare(values: Values) -> ToolCall:
    """One wish at several models: its page first."""
    more = {name: values[name] for name in ("kind",) if name in values}
    wanted = {name: _plain(values[name]) for name in values if name not in HOW | {"text", "models", "kind"}}
    models = {"models": list(values.get("models") or ())}
    return "media_compare", {"wish": values["text"], **models, **more, **({"settings": wanted} if wanted else {})}


def _batch(values: Values) -> ToolCall:
    """A file of requests; with an amount that was agreed to, that very total."""
    lines = {flag.name for flag in BATCH_LINES}
    marks = ("kind", "cheapest", "retry", "again")
    settings = {name: values[name] for name in values if name in lines}
    costs = {"accepted_cost": " + ".join(values["approve_cost"])} if values.get("approve_cost") else {}
    said = {name: values[name] for name in marks if values.get(name)}
    return "media_batch", {"file": values["file"], **({"settings": settings} if settings else {}), **said, **costs}


def _film(action: str) -> Callable[[Values], ToolCall]:
    return lambda values: (
        "film",
        {
            "action": action,
            **{name: _plain(values[name]) for name in ("plan", "to", "ratio", "sheet") if values.get(name)},
        },
    )


def _film_run(values: Values) -> ToolCall:
    costs = {"accepted_cost": list(values["approve_cost"])} if values.get("approve_cost") else {}
    shots = {"shots": list(values["shots"])} if values.get("shots") else {}
    more = {name: _plain(values[name]) for name in ("say", "use", "with_next") if values.get(name)}
    return "film_run", {"plan": values["plan"], **shots, **more, **costs}


def _changing(tool: str) -> Callable[[Values], ToolCall]:
    """A changed request: what it is about, what becomes of it."""

    def call(values: Values) -> ToolCall:
        of = {"of": values["of"]} if values.get("of") else {}
        drop = {"drop": _plain(values["drop"])} if values.get("drop") else {}
        known = {name: _plain(values[name]) for name in values if name not in HOW and name not in ("of", "drop")}
        if tool == "media_again":
            return tool, of | known
        return tool, of | drop | ({"settings": known} if known else {})

    return call


def _cast(action: str) -> Callable[[Values], ToolCall]:
    def call(values: Values) -> ToolCall:
        known = {name: _plain(values[name]) for name in ("name", "pictures", "words", "provider") if values.get(name)}
        more = {"voice": _plain(values["own_voice"])} if values.get("own_voice") else {}
        return "media_cast", {"action": action, **known, **more, **_to(values)}

    return call


def _to(values: Values) -> dict[str, Any]:
    return {"to": values["new_name"]} if values.get("new_name") else {}


def _assets(action: str) -> Callable[[Values], ToolCall]:
    def call(values: Values) -> ToolCall:
        names = ("asset", "tags", "untag", "kind", "provider", "tag", "after")
        known = {name: _plain(values[name]) for name in names if values.get(name)}
        words = {"words": " ".join(values["words"])} if values.get("words") else {}
        return "media_assets", {"action": action, **known, **words}

    return call


#: command → its tool call
TOOLS: Mapping[tuple[str, ...], Callable[[Values], ToolCall | None]] = {
    ("do",): _utterance,
    ("compare",): _compare,
    ("batch",): _batch,
    ("spending",): _same("media_spending", "by", "since"),
    ("video",): _settings("video"),
    ("image",): _settings("image"),
    ("audio", "make"): _settings("audio"),
    ("element", "create"): _settings("element"),
    ("edit", "say"): _settings("edit"),
    ("edit", "export"): _settings("export"),
    ("confirm",): _confirm,
    ("revise",): _changing("media_revise"),
    ("again",): _changing("media_again"),
    ("use",): _changing("media_use"),
    ("jobs", "wait"): _job("media_wait"),
    ("jobs", "download"): _job("media_wait"),
    ("jobs", "show"): _job("media_jobs"),
    ("jobs", "cancel"): _job("media_cancel"),
    ("jobs", "list"): _same("media_jobs", "state", "provider"),
    ("jobs", "resume"): _resume,
    ("account", "quota"): _same("media_balance", "provider"),
    ("auth", "login"): _same("media_login", "provider", "lang"),
    ("auth", "status"): _same("media_balance", "provider"),
    ("models",): _same("media_models", "provider", "operation", "model", "page"),
    ("edit", "open"): _same("media_edit", "name", "provider", action="open"),
    ("edit", "use"): _same("media_edit", "name", "provider", action="use"),
    ("edit", "list"): _same("media_edit", "provider", action="list"),
    ("edit", "upload"): _same("media_edit", "sources", "provider", action="upload"),
    ("edit", "timeline"): _same("media_edit", "provider", action="timeline"),
    **{("cast", name): _cast(name) for name in ("list", "show", "add", "rename", "remove", "save")},
    ("assets", "list"): _assets("find"),
    **{("assets", name): _assets(name) for name in ("find", "show", "tag")},
    ("film", "check"): _film("check"),
    ("film", "animatic"): _film("animatic"),
    ("film", "status"): _film("status"),
    ("film", "cut"): _film("cut"),
    ("film", "export"): _film("export"),
    ("film", "run"): _film_run,
    ("film", "reroll"): _film_run,
}
