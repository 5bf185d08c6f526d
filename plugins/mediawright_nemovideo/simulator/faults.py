"""Switchable faults (docs/contracts/nemovideo.md §15.3): set by name, with numbers, for so many times or until reset."""

from dataclasses import field
from typing import Any

from mediawright.plugin import dataclass

NAMES = frozenset(
    {
        "hb_stall",
        "drop_mid_stream",
        "drop_and_fail",
        "silent",
        "silent_nochange",
        "auth_1001_mid",
        "auth_1001_always",
        "session_1002",
        "credits_2001",
        "export_402_headers",
        "export_402_plan",
        "rate_429_once",
        "rate_429_always",
        "token_429_window",
        "render_fail_once",
        "render_fail_always",
        "render_dup_id",
        "render_lost_reply",
        "render_stuck",
        "render_shape",
        "url_403",
        "url_html",
        "poll_502",
        "sse_shape",
        "sse_split",
        "sse_json_error",
        "noise_tail",
        "gui_text",
        "claim_404",
        "upload_4001",
        "upload_4002",
        "upload_413",
        "no_user_id",
        "double_send_trap",
        # switches beside the table: error transport, headers demanded everywhere, what a known client id gets
        "http",
        "strict",
        "same_token",
        "new_user",
        "sse_lost_reply",
        "token_400",
    }
)
#: these strike once unless told otherwise
_ONCE = frozenset(
    {
        "drop_mid_stream",
        "drop_and_fail",
        "hb_stall",
        "auth_1001_mid",
        "session_1002",
        "rate_429_once",
        "render_fail_once",
        "render_dup_id",
        "render_lost_reply",
        "poll_502",
        "sse_json_error",
        "sse_lost_reply",
        "silent",
        "silent_nochange",
        "token_400",
    }
)


@dataclass(slots=True)
class Faults:
    """`times` None: always."""

    _set: dict[str, tuple[int | None, dict[str, Any]]] = field(default_factory=dict)

    def add(self, name: str, times: int | None = None, **numbers: Any) -> None:
        """Switch one on, or off with `times` 0. Raises KeyError for a name that nobody knows."""
        if name not in NAMES:
            raise KeyError(name)
        if times == 0:
            self._set.pop(name, None)
            return
        self._set[name] = (times if times is not None else (1 if name in _ONCE else None), numbers)

    def clear(self) -> None:
        self._set.clear()

    def on(self, name: str) -> dict[str, Any] | None:
        """The fault's numbers while it is switched on, without using it up."""
        found = self._set.get(name)
        return found[1] if found else None

    def take(self, name: str) -> dict[str, Any] | None:
        """As `on`, and one time less."""
        found = self._set.get(name)
        if found is None:
            return None
        times, numbers = found
        if times is not None:
            if times <= 1:
                del self._set[name]
            else:
                self._set[name] = (times - 1, numbers)
        return numbers
