"""What a message sets going (docs/contracts/nemovideo.md §15.2): a plan of timed steps, made at once, from a fixed seed."""

import random
import re
from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import Any

from mediawright.plugin import dataclass
from mediawright_nemovideo.simulator.faults import Faults
from mediawright_nemovideo.simulator.timelines import subject_of

GENERATION, EDIT, REPLY = "generation", "edit", "reply"
COSTS = {GENERATION: 100, EDIT: 50, REPLY: 0}
NEVER = 1e9


class Does(StrEnum):
    """What a step does to the session; NOTHING only speaks."""

    NOTHING = "nothing"
    RAW = "raw"
    DRAFT = "draft"
    EDIT = "edit"
    FINISH = "finish"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Step:
    """`at`: seconds after the message. `event`: what the stream says, None for nothing."""

    at: float
    does: Does = Does.NOTHING
    event: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`silence`: no closing words were planned. `drop_after`: the stream is cut after so many events. `deaf`: it says
    nothing but heartbeats."""

    kind: str
    steps: tuple[Step, ...]
    drop_after: int | None = None
    deaf: bool = False

    @property
    def end(self) -> float:
        return max((step.at for step in self.steps), default=0.0)


_EDITS = re.compile(r"add|change|remove|title|music|bgm|加|改|删|标题|音乐", re.I)
_MAKES = re.compile(r"generate|make|video|clip|生成|视频", re.I)
_CJK = re.compile(r"[\u3400-\u9fff]")


def kind_of(text: str, has_draft: bool) -> str:
    """Edit before generation where a draft exists; a long text on an empty session is a wish for a clip."""
    if has_draft and _EDITS.search(text):
        return EDIT
    long = len(text.split()) >= 4 or len(_CJK.findall(text)) >= 8
    return GENERATION if _MAKES.search(text) or (not has_draft and long) else REPLY


@dataclass(slots=True)
class Writer:
    """Makes plans. `silent`: the share of edits that end without a word."""

    faults: Faults
    rng: random.Random
    silent: float = 0.30
    _number: int = field(default=0)

    def plan(self, text: str, kind: str, zh: bool) -> Plan:
        self._number += 1
        makers: dict[str, Callable[[str, bool], Plan]] = {
            GENERATION: self._generation,
            EDIT: self._edit,
            REPLY: self._reply,
        }
        return self._struck(makers[kind](text, zh))

    def _generation(self, text: str, zh: bool) -> Plan:
        subject, tool, call = subject_of(text), "generate_video_with_seedance", f"af-{self._number}"
        raw = self.rng.uniform(100, 300)
        done = raw + self.rng.uniform(10, 30)
        first = f"好的，正在制作一段“{subject}”的视频。" if zh else f"On it - one clip of {subject}."
        last = (
            f"“{subject}”已完成，加了音乐和标题。"
            if zh
            else f"The clip of {subject} is finished, with music and a title."
        )
        last += self._screen(zh)
        return Plan(
            GENERATION,
            (
                Step(0.5, event=_text(first)),
                Step(1.0, event=_call(tool, call, {"prompt": text})),
                Step(raw, Does.RAW, _result(tool, call, {"status": "success", "media_id": f"gm_{self._number:02}"})),
                Step(done, Does.DRAFT),
                Step(done + 0.1, Does.FINISH, _text(last)),
            ),
        )

    def _edit(self, text: str, zh: bool) -> Plan:
        tool, call = "edit_multitrack", f"af-{self._number}"
        done = self.rng.uniform(10, 30)
        quiet = self.faults.take("silent") is not None
        unchanged = self.faults.take("silent_nochange") is not None
        quiet = quiet or unchanged or self.rng.random() < self.silent
        words = "改好了。" if zh else "The change is made."
        last = None if quiet else _text(words + self._screen(zh))
        change = Does.NOTHING if unchanged else Does.EDIT
        return Plan(
            EDIT,
            (
                Step(0.5, event=_call(tool, call, {"op": "apply", "text": text})),
                Step(done, change, _result(tool, call, {"status": "success"})),
                Step(done + 0.1, Does.FINISH, last),
            ),
        )

    def _reply(self, text: str, zh: bool) -> Plan:
        words = "你想要什么样的视频？" if zh else "What kind of video would you like?"
        return Plan(REPLY, (Step(self.rng.uniform(5, 15), Does.FINISH, _text(words)),))

    def _screen(self, zh: bool) -> str:
        if self.faults.on("gui_text") is not None:
            return (
                "打开右侧的素材面板，把片段拖动到时间线上。在时间线预览效果，然后点击导出按钮。查看你的账户了解积分。"
                if zh
                else " Open the media panel and drag the clip here. Preview it in the timeline, then click the Export "
                "button. Check your account for credits. Go to settings to change the format."
            )
        return "可以在时间线预览，然后点击导出。" if zh else " Have a look at it in the timeline, then click Export."

    def _struck(self, plan: Plan) -> Plan:
        """The plan under the faults that concern it."""
        if (numbers := self.faults.take("hb_stall")) is not None:
            late = 700.0 if numbers.get("mode", "late") == "late" else NEVER
            return Plan(plan.kind, _shifted(plan.steps, late), deaf=True)
        if (numbers := self.faults.take("drop_mid_stream")) is not None:
            after = int(numbers.get("after", 2))
            return Plan(plan.kind, _shifted(plan.steps, float(numbers.get("late", 60))), drop_after=after)
        if (numbers := self.faults.take("drop_and_fail")) is not None:
            keep = tuple(step for step in plan.steps if step.does is Does.NOTHING)
            return Plan(plan.kind, (*keep, Step(20.0, Does.FAIL)), drop_after=int(numbers.get("after", 2)))
        if self.faults.on("noise_tail") is not None:
            noise = _text("The assistant encountered a temporary issue. Please retry.")
            return Plan(plan.kind, (*plan.steps, Step(plan.end + 0.5, event=noise)), plan.drop_after)
        return plan


def _shifted(steps: tuple[Step, ...], at: float) -> tuple[Step, ...]:
    """The same deeds, one after the other from a moment on; what was only said stays where it was."""
    deeds = [step for step in steps if step.does is not Does.NOTHING]
    moved = {id(step): at + number for number, step in enumerate(deeds)}
    return tuple(Step(moved.get(id(step), step.at), step.does, step.event) for step in steps)


def _text(words: str) -> dict[str, Any]:
    return {"say": "text", "text": words}


def _call(tool: str, call: str, args: dict[str, Any]) -> dict[str, Any]:
    return {"say": "call", "name": tool, "id": call, "args": args}


def _result(tool: str, call: str, result: dict[str, Any]) -> dict[str, Any]:
    return {"say": "result", "name": tool, "id": call, "result": result}
