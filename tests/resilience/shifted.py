"""`mediawright` in a process whose wall clock is off by the seconds of the first argument; the rest is the command."""

import sys
from datetime import UTC, datetime, timedelta

import time_machine


def main() -> None:
    """Set the clock, then be the command."""
    seconds = float(sys.argv.pop(1))
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
    from mediawright.cli.entry import main as command

    command()


if __name__ == "__main__":
    main()
