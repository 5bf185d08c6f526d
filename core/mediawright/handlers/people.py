"""The answers about persons who are proved by a token. A token is shown once: by the answer that made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mediawright.gate.expiry import until
from mediawright.handlers.response import Response
from mediawright.paths import TOKEN
from mediawright.present import pages
from mediawright.present.page import Tone
from mediawright.present.pages.people import PersonLine, people
from mediawright.services import people as service
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.ledger.tokens import Token
    from mediawright.services.studio import Studio


def act(studio: Studio, what: str, values: Mapping[str, Any]) -> Response:
    """`what`: list, add or remove. Raises InvalidRequest, NotFound, NotProved, LocalFault."""
    if what == "add":
        return _added(studio, values)
    if what == "remove":
        name = service.remove(studio, str(values["name"]))
        text = Message("people.removed", {"person": name})
        return Response(page=pages.note(text, Tone.GOOD), status="removed").plus(data={"name": name})
    found = studio.ledger.tokens.all() if studio.has_ledger else []
    lines = [_line(studio, one) for one in found if one.revoked_at is None]
    return Response(page=people(lines, required=studio.policy.tokens), status="listed")


def _added(studio: Studio, values: Mapping[str, Any]) -> Response:
    span = values.get("span")
    end = until(studio.clock.now(), span=str(span)) if span else None
    made = service.add(studio, str(values["name"]), manages=True if values.get("manages") else None, until=end)
    told = {"person": made.name, "token": made.token, "variable": TOKEN}
    text = Message("people.added_first" if made.first else "people.added", told)
    data = {"name": made.name, "token": made.token, "first": made.first}
    return Response(page=pages.note(text, Tone.GOOD), status="added").plus(data=data)


def _line(studio: Studio, token: Token) -> PersonLine:
    return PersonLine(
        name=token.name,
        manages=token.manages,
        made_at=token.made_at,
        made_by=token.made_by,
        until=token.expires_at,
        holds=token.holds(studio.clock.now()),
    )
