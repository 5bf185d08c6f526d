"""Asking the user in mid-call, in whichever way the client can: not at all, by a round trip, or over the open connection.

Facts: docs/contracts/agent-skill.md §6.1 (two protocol eras), §6.3 (elicitation), §6.7 (what raises where).
"""

import asyncio
import json
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mcp.server.mcpserver import Context
from mcp.shared.exceptions import MCPError
from mcp_types import (
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitRequestURLParams,
    ElicitResult,
    InputRequiredResult,
)
from mcp_types.version import is_version_at_least
from pydantic import ValidationError

from mediawright.present.catalog import render
from mediawright.types.message import Lang, Message

#: from this version on a tool answers with its question and is called again
ROUND_TRIPS = "2026-07-28"
#: the questions by name, and the only field of the form: a person sets it
APPROVE, SIGN_IN, FIELD = "approve", "sign_in", "approve"


class Heard(StrEnum):
    """What came of a question. UNASKED: this client cannot ask; UNANSWERED: nobody answered in time, or the
    client put the question away or failed at it."""

    YES = "yes"
    NO = "no"
    UNASKED = "unasked"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Asker:
    """The questions of one call. `kept` is what an earlier round of the same call left with the client, sealed."""

    ctx: Context[Any, Any]
    lang: Lang

    @property
    def kept(self) -> dict[str, Any]:
        """Opened and verified by the library; {} on the first round."""
        state = self.ctx.request_state
        return dict(json.loads(state)) if state else {}

    @property
    def can_ask(self) -> bool:
        """Can this client put a price before its user?"""
        return self._can("form")

    def answer(self, name: str) -> Heard | None:
        """What this round brought back for a question of an earlier one."""
        found = (self.ctx.input_responses or {}).get(name)
        return _heard(found, FIELD if name == APPROVE else None) if isinstance(found, ElicitResult) else None

    async def approve(
        self, page: str, cost: str | None, seconds: float, keep: dict[str, Any]
    ) -> Heard | InputRequiredResult:
        """Is this price all right? `page` is the confirmation page in words, `cost` None where nobody knows it."""
        if not self.can_ask:
            return Heard.UNASKED
        label = Message("mcp.approve", {"cost": cost}) if cost else Message("mcp.approve_unknown")
        field = {
            "type": "boolean",
            "title": render(label, self.lang),
            "description": render(Message("mcp.approve_hint"), self.lang),
            "default": False,
        }
        schema = {"type": "object", "properties": {FIELD: field}, "required": [FIELD]}
        params = ElicitRequestFormParams(message=page, requested_schema=schema)
        return await self._ask(APPROVE, ElicitRequest(params=params), seconds, keep)

    async def call(self, sentence: str, url: str, seconds: float, keep: dict[str, Any]) -> Heard | InputRequiredResult:
        """Will the user open this page? An approval is no proof of anything that happens there."""
        if not self._can("url"):
            return Heard.UNASKED
        params = ElicitRequestURLParams(message=sentence, url=url, elicitation_id=secrets.token_hex(16))
        return await self._ask(SIGN_IN, ElicitRequest(params=params), seconds, keep)

    def _can(self, mode: str) -> bool:
        """Did the client declare this mode? An empty declaration means forms only."""
        capabilities = self.ctx.client_capabilities
        declared = capabilities.elicitation if capabilities else None
        if declared is None:
            return False
        if mode == "url":
            return declared.url is not None
        return declared.form is not None or declared.url is None

    async def _ask(
        self, name: str, request: ElicitRequest, seconds: float, keep: dict[str, Any]
    ) -> Heard | InputRequiredResult:
        if is_version_at_least(self.ctx.protocol_version or "2024-11-05", ROUND_TRIPS):
            heard = self.answer(name) if keep.items() <= self.kept.items() else None
            return heard or InputRequiredResult(input_requests={name: request}, request_state=json.dumps(keep))
        try:
            answer = await asyncio.wait_for(self._over_connection(request), max(1.0, seconds))
        except (TimeoutError, MCPError, ValidationError):
            # in time nobody answered, the client says that it cannot after all, or what it says is no answer
            return Heard.UNANSWERED
        return _heard(answer, FIELD if name == APPROVE else None)

    async def _over_connection(self, request: ElicitRequest) -> ElicitResult:
        session, params, about = self.ctx.session, request.params, self.ctx.request_id
        answer: ElicitResult
        if isinstance(params, ElicitRequestURLParams):
            name = params.elicitation_id or secrets.token_hex(16)
            answer = await session.elicit_url(params.message, params.url, name, about)
        else:
            answer = await session.elicit_form(params.message, params.requested_schema, about)
        return answer


def _heard(answer: ElicitResult, needs: str | None) -> Heard:
    """Yes only where the person accepted and, on a form, also set the field. A question that was put away has no answer."""
    if answer.action == "cancel":
        return Heard.UNANSWERED
    if answer.action != "accept":
        return Heard.NO
    if needs is None:
        return Heard.YES
    # accepted without the field: a client that shows no forms said so, and no person
    said = (answer.content or {}).get(needs)
    return Heard.UNANSWERED if not isinstance(said, bool) else Heard.YES if said else Heard.NO
