"""The recorded looks: the same method, path and query for the same choices, in the same order."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.vendor_argv import read_argv

from mediawright.plugin import Answer, SubjectAction, SubjectVerb, Task, Window
from mediawright_kling import hooks

if TYPE_CHECKING:
    from tests.plugins.kling.conftest import MakeHarness

    from mediawright.context.plugin import PluginContext

DATA = Path(__file__).parents[2] / "data" / "wire"
CASES = json.loads((DATA / "kling-examples.json").read_text("utf-8"))
LOOKS = [
    c
    for c in CASES
    if c["kind"] == "valid" and ("query" in c["group"] or "list" in c["group"] or "costs" in c["group"])
]
NOW = datetime(2026, 10, 1, tzinfo=UTC)
BASE = "https://api.example.com"


class Recorder:
    """A context that answers like the recorded server and notes what it was asked."""

    def __init__(self, real: "PluginContext", case: Mapping[str, Any]) -> None:
        self._real = real
        self._answers = [r["answered"] for r in case["requests"]]
        self._route = (case.get("server") or {}).get("route")
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def get(self, url: str, *, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        self.asked.append(("GET", url.removeprefix(BASE), {k: str(v) for k, v in (params or {}).items()}))
        status = self._answers[len(self.asked) - 1]
        body = {"code": 0, "data": {"task_id": "1", "task_status": "processing"}} if status == 200 else {"code": 1203}
        return Answer(status=status, headers={}, content=json.dumps(body).encode(), url=url)


async def polled(ctx: Any, case: Mapping[str, Any]) -> None:
    """What our command does for the vendor's flags."""
    spoken = read_argv(case["argv"])
    values = spoken.values
    if spoken.command == "account":
        await hooks.quota(ctx, window_of(values))
    elif spoken.command == "element":
        verb = SubjectVerb(values["action"])
        page, size = int(values.get("page_num", 1)), int(values.get("page_size", 30))
        await hooks.subjects(ctx, SubjectAction(verb=verb, task_id=values.get("task_id"), page=page, per_page=size))
    else:
        await hooks.poll(ctx, Task(provider="kling", id=values["task_id"], handle={"kind": spoken.command}))


def window_of(values: Mapping[str, Any]) -> Window:
    """`account` asks thirty days unless told otherwise; the balance beside a price asks more (§11)."""
    start = int(values["start_time"]) if "start_time" in values else None
    clock = None if start is None else datetime.fromtimestamp(start / 1000, UTC)
    return Window(days=int(values.get("days", 30)), start=clock, pack=values.get("resource_pack_name"))


def at(text: str) -> str:
    """A recorded time, with `<NOW-MS-n>` put on our clock."""
    if not text.startswith("<NOW-MS"):
        return text
    back = int(text.strip("<>").removeprefix("NOW-MS").removeprefix("-") or 0)
    return str((NOW - timedelta(milliseconds=back) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


@pytest.mark.parametrize("case", LOOKS, ids=lambda case: case["id"])
async def test_the_same_polls_in_the_same_order(case: Mapping[str, Any], harness_for: "MakeHarness") -> None:
    harness = await harness_for(KLING_API_BASE=BASE)
    ctx = Recorder(harness.open(), case)
    ctx.clock.jump((NOW - ctx.clock.now()).total_seconds())
    await polled(ctx, case)
    recorded = [
        (r["method"], r["path"], {name: at(value) for name, value in r["query"].items()})
        for r in case["requests"]
        if not r["path"].startswith("/files/")
    ]
    assert ctx.asked == recorded
