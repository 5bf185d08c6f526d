"""An answer in no language yet: a page, a status word, an exit code, and the failure if it is one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Page
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ExitCode, MediawrightError


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What every front end shows. `failure` is set when it is one; `status` is a stable word."""

    page: Page
    status: str
    exit: ExitCode = ExitCode.DONE
    failure: MediawrightError | None = None

    @property
    def ok(self) -> bool:
        return self.failure is None

    @property
    def several(self) -> tuple[str, ...]:
        """The ids of jobs that were made several at once."""
        listed = {"compared": "results", "batch_done": "jobs"}.get(self.page.name)
        lines = self.page.data.get(listed) if listed else None
        return tuple(str(line["job"]) for line in lines or () if isinstance(line, Mapping) and line.get("job"))

    def plus(self, *steps: Next, data: Mapping[str, Any] | None = None) -> "Response":
        """With further steps and data."""
        page = replace(self.page, next=(*self.page.next, *steps), data={**self.page.data, **(data or {})})
        return replace(self, page=page)
