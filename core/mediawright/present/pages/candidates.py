"""Tasks at a provider that may be an uncertain job's: a person says which one is, or that none is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mediawright.present.page import Block, Line
from mediawright.present.pages.fields import say


def candidate_lines(found: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Each candidate with its time and state, and the question which it is; [] where there is none.

    `found` holds them as `mediawright.runner.reconcile.told` keeps them.
    """
    lines: list[Block] = []
    for item in found:
        at = item.get("created_at")
        when = say("value.when", at=datetime.fromisoformat(at)) if at else say("uncertain.no_time")
        state = say(f"state.{item['state']}")
        lines.append(Line(say("uncertain.candidate", task=item["id"], when=when, state=state)))
    return [*lines, Line(say("uncertain.which"))] if lines else []
