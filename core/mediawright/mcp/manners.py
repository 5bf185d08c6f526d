"""How each tool behaves, as hints for the client: what it may do, and what it never does."""

from dataclasses import dataclass

from mcp_types import ToolAnnotations


@dataclass(frozen=True, slots=True)
class Manner:
    """What a tool may do, as hints for the client: reads only, destroys, same again is the same, leaves this machine."""

    title: str
    reads: bool
    destroys: bool
    again: bool
    open: bool

    @property
    def annotations(self) -> ToolAnnotations:
        return ToolAnnotations(
            title=self.title,
            read_only_hint=self.reads,
            destructive_hint=self.destroys,
            idempotent_hint=self.again,
            open_world_hint=self.open,
        )


MANNERS = {
    "media_run": Manner("Do what the user said", False, False, False, True),
    "media_route": Manner("Where a sentence would go", True, False, True, False),
    "media_quote": Manner("Price exact settings", True, False, True, True),
    "media_revise": Manner("Change a request", False, False, False, True),
    "media_again": Manner("Another take", False, False, False, True),
    "media_use": Manner("Use a result", False, False, False, True),
    "media_confirm": Manner("Run a quote the user agreed to", False, False, True, True),
    "media_wait": Manner("Wait for a job and save its files", False, False, True, True),
    "media_jobs": Manner("List jobs, or show one", True, False, True, False),
    "media_cancel": Manner("Stop a job", False, True, True, True),
    "media_models": Manner("Models and prices", True, False, True, False),
    "media_balance": Manner("What is left, who is signed in", True, False, True, True),
    "media_login": Manner("Sign in by link", False, False, True, True),
    "media_edit": Manner("Edit session", False, False, False, True),
    "media_compare": Manner("Prices of several models", True, False, True, True),
    "media_batch": Manner("Many requests from a file", False, False, True, True),
    "media_spending": Manner("What was spent", True, False, True, False),
    "media_cast": Manner("The cast: who looks the same every time", False, True, True, True),
    "media_assets": Manner("Find and tag files", False, False, True, False),
    "film": Manner("Plan, check, draft, status, cut and export of a film", False, False, True, False),
    "film_run": Manner("Make a film the user agreed to", False, False, True, True),
}
