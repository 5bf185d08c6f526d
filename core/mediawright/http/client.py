"""The one HTTP client: limits, refusals, and which failure means that nothing was sent."""


class Http:
    """Calls the outside world. Imports its library at the first call."""
