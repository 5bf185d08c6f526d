"""What was decided about a message, before it becomes a route."""

from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided and why: `rule` for the trace, `by` the concepts whose words decided."""

    operation: str | None
    rule: str
    by: tuple[str, ...] = ()
    confidence: float = 0.9
    ask: str | None = None
    command: str | None = None
