"""How a secret looks when it must be shown at all: enough to recognise one's own, nothing to use."""

LONG = 12


def mask(value: str) -> str:
    """ "ak-…01" for long values, "…" for short ones."""
    return f"{value[:3]}…{value[-2:]}" if len(value) >= LONG else "…"
