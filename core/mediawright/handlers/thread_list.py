"""The conversations that are remembered, and forgetting them."""

from mediawright.handlers.response import Response
from mediawright.handlers.threads import idle, stage_of
from mediawright.present.page import Line, Page, Row, Rows
from mediawright.services import actions
from mediawright.services.studio import Studio
from mediawright.types.message import Message


def listed(studio: Studio) -> Response:
    """The conversations that are remembered."""
    found = studio.ledger.threads.all(idle(studio)) if studio.has_ledger else []
    rows = tuple(Row(item.id, Message(f"thread.stage.{stage_of(item)}")) for item in found)
    title = Message("thread.list", {"n": len(found)}) if found else Message("thread.none")
    data = {
        "threads": [
            {"id": item.id, "stage": stage_of(item), "lang": item.lang, "updated_at": item.updated_at.isoformat()}
            for item in found
        ]
    }
    body = (Rows(rows),) if rows else ()
    after = (actions.action("threads", "forget", all=True),) if found else ()
    return Response(page=Page(name="threads", title=title, body=body, data=data, next=after), status="listed")


def forgotten(studio: Studio, thread: str | None) -> Response:
    """One conversation, or all of them, forgotten; jobs and files stay."""
    number = studio.ledger.threads.forget(thread) if studio.has_ledger else 0
    title = Message("thread.forgotten", {"n": number})
    body = (Line(Message("thread.files_stay")),) if number else ()
    page = Page(name="threads", title=title, body=body, data={"forgotten": number})
    return Response(page=page, status="forgotten")
