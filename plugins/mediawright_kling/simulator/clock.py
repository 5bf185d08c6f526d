"""The kit's clock, read in milliseconds. Tokens are checked against real time, never against this one."""

from mediawright.sdk import simulator as kit


class SimulatedClock(kit.SimulatedClock):
    """The simulated time in milliseconds since 1970, as the service writes it."""

    def now_ms(self) -> int:
        return int(self.seconds() * 1000)
