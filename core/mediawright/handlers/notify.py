"""Who is told when a job is over: listed, added, removed, tried."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from mediawright.commands.action import Next
from mediawright.handlers.response import Response
from mediawright.ledger.outbox import Notice
from mediawright.present import pages
from mediawright.present.catalog import render
from mediawright.present.page import Row
from mediawright.present.pages.notify import TargetLine, notify
from mediawright.services.actions import action
from mediawright.services.notify import desktop
from mediawright.services.notify.payload import envelope
from mediawright.services.notify.senders import Attempt, Senders
from mediawright.services.notify.settings import add, remove, target_of, unknown
from mediawright.services.notify.targets import Kind, Target, read_targets
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest, MediawrightError, Unreachable
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.notices import Delivery

ACTIONS = ("list", "add", "remove", "test")
OPEN = (Delivery.PENDING, Delivery.SENDING)


class NotTold(Unreachable):
    """A target did not take the test."""

    code = "not_told"


async def act(studio: Studio, values: Mapping[str, Any], lang: Lang) -> Response:
    """`values["action"]`: list, add, remove or test.

    Raises InvalidRequest, NotFound, LocalFault; NotTold where the test does not arrive.
    """
    what, name = values.get("action") or "list", (values.get("target") or "").strip()
    if what not in ACTIONS:
        raise InvalidRequest(Problem("action", Message("config.notify.no_action"), allowed=ACTIONS))
    if what == "list":
        return _listed(studio)
    if not name:
        raise InvalidRequest(Problem("target", Message("config.notify.no_name"), allowed=tuple(studio.config.notify)))
    if what == "add":
        return _added(studio, name, values)
    if what == "remove":
        remove(studio, name)
        return _listed(studio, "removed", name)
    return await _tested(studio, name, lang)


def doctor_rows(studio: Studio) -> tuple[list[Row], list[Message]]:
    """For the doctor: how each target is, and a sentence about each that fails."""
    found = read_targets(studio.config.notify)
    rows, troubles = [], list(found.faults.values())
    for name, target in found.usable.items():
        told = _told(studio, name)
        waiting = sum(notice.state in OPEN for notice in told)
        state = "waiting" if waiting else "ready"
        kind = Message(f"config.notify.kind.{target.kind}")
        why = _lacks(studio, target) or next((notice.trouble for notice in told[:1]), None)
        if why is None or waiting:
            rows.append(Row(name, Message(f"config.notify.doctor.{state}", {"kind": kind, "n": waiting})))
        if why is not None:
            troubles.append(Message("config.notify.test_failed", {"name": name, "why": why}))
    return rows, troubles


def _listed(
    studio: Studio, status: str = "listed", name: str = "", notes: Sequence[Message] = (), next: tuple[Next, ...] = ()
) -> Response:
    """Every target, with what became of the last notice; after a change, of the target of that `name`, with its sentence."""
    found = read_targets(studio.config.notify)
    lines = [_line(studio, target_name, target) for target_name, target in found.usable.items()]
    title = Message(f"config.notify.{status}", {"name": name}) if name else None
    page = notify(lines, title=title, faults=tuple(found.faults.values()), notes=notes, next=next)
    return Response(page=page, status=status)


def _added(studio: Studio, name: str, values: Mapping[str, Any]) -> Response:
    target = target_of(values)
    made = add(studio, name, target, values.get("secret_file"))
    notes = [Message("config.notify.carried_only")]
    if made is not None:
        notes.append(Message("config.notify.new_secret", {"file": str(made)}))
    if (lacks := _lacks(studio, target)) is not None:
        notes.append(lacks)
    return _listed(studio, "added", name, notes, (action("config", "notify", action="test", target=name),))


async def _tested(studio: Studio, name: str, lang: Lang) -> Response:
    target = read_targets(studio.config.notify).usable.get(name)
    if target is None:
        raise unknown(studio, name)
    outcome = await Senders(studio).send(name, target, _trial(studio, lang))
    if outcome.trouble is not None:
        values = {"name": name, "why": outcome.trouble}
        code = outcome.trouble.key.rpartition(".")[2]
        raise NotTold(Message("config.notify.test_failed", values), data={"target": name, "trouble": code})
    return Response(page=pages.note(Message("config.notify.tested", {"name": name})), status="told")


def _trial(studio: Studio, lang: Lang) -> Attempt:
    """What is told by a test: the same shape, and no job in it."""
    text = render(Message("notify.test"), lang)
    notice = f"msg_test_{studio.ids.new_id().replace('-', '')}"
    payload = envelope("notify.test", notice, studio.clock.now(), {"lang": lang, "text": text})
    return Attempt(payload=payload, text=text, wake=text)


def _line(studio: Studio, name: str, target: Target) -> TargetLine:
    last = next(iter(_told(studio, name)), None)
    return TargetLine(
        name=name,
        kind=target.kind.value,
        where=target.shown,
        on=target.on,
        providers=target.providers,
        threads=target.threads,
        last=last.state if last else None,
        trouble=last.trouble if last and last.state is not Delivery.SENT else None,
    )


def _told(studio: Studio, name: str) -> list[Notice]:
    """What a target was told, the newest first; nothing where the record cannot be read."""
    with suppress(MediawrightError):
        return studio.ledger.outbox.of(name) if studio.has_ledger else []
    return []


def _lacks(studio: Studio, target: Target) -> Message | None:
    """The program that the target needs and this machine does not have."""
    match target.kind:
        case Kind.DESKTOP:
            program = desktop.notifier(sys.platform)
        case Kind.COMMAND:
            program = target.argv[0]
        case Kind.OPENCLAW if not target.has_secret:
            program = "openclaw"
        case _:
            return None
    if shutil.which(program, path=studio.environ.get("PATH", "")):
        return None
    return Message("config.notify.trouble.no_program", {"program": program})
