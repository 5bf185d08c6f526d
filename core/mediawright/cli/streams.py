"""Standard output and error that never stop the work: what cannot be written is dropped, and the loss is remembered.

A reader that went away, a full disk or a closed descriptor is met below every writer (pages, JSON, progress, rich,
logging, warnings), so that none of them needs to think of it. `--version` loads this too, and little else.
"""

import errno
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: nobody reads any more, by the reader's own choice: no failure (`| head`, `>&-`)
UNREAD = frozenset({errno.EPIPE, errno.EBADF})
#: how long a reader that is slower than we are may take for the next bytes (seconds)
PATIENCE_S = 10.0


class Dropping(io.RawIOBase):
    """The raw stream below a standard stream. `lost` is the first failure; nothing is written after it."""

    def __init__(self, raw: "Any") -> None:
        self._raw = raw
        self.lost: OSError | None = None

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def write(self, data: "Any") -> int:
        """All of `data` or a part, as far as the caller can tell."""
        if self.lost is None:
            try:
                return int(self._written(data))
            except OSError as error:
                self.lost = error
        return len(data)

    def _written(self, data: "Any") -> int:
        written = self._raw.write(data)
        if written is None:  # a descriptor that does not block, shared with a slow reader
            import select

            if not select.select([], [self._raw], [], PATIENCE_S)[1]:
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            return 0
        return int(written)


def keep_writing() -> None:
    """Put both standard streams on `Dropping`, as UTF-8: a code page that lacks a character shows a stand-in.

    Descriptors that were closed at the start are pointed at nothing, so that no file that is opened later takes their
    number and is written to by mistake.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  for whoever reads it all the same
    sys.stdout = _kept(sys.stdout, sys.__stdout__)
    sys.stderr = _kept(sys.stderr, sys.__stderr__)


def _kept(stream: "Any", original: "Any") -> "Any":
    if stream is not None and stream is not original:  # a caller's own: not ours to replace
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return stream
    buffer = io.BytesIO() if stream is None else stream.buffer
    below = io.BufferedWriter(Dropping(getattr(buffer, "raw", buffer)))
    return io.TextIOWrapper(
        below,
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=stream is None or stream.line_buffering,
        write_through=stream is not None and stream.write_through,
    )


def lost(stream: "Any") -> OSError | None:
    """Why something written to this stream was dropped; None while nothing was."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw.lost if isinstance(raw, Dropping) else None


def reader_gone(stream: "Any") -> bool:
    """Has the reader of this stream gone away? Also known where nothing was written since; False where it cannot be told."""
    if lost(stream) is not None:
        return True
    import select

    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(stream.fileno(), 0)  # what is reported without being asked for: an error, a hang-up
    return bool(poll.poll(0))


def honest(code: "Any") -> "Any":
    """The exit code of a run that meant to leave with `code`.

    An answer that could not be written is no success, unless its reader did not want it. What the work itself came to goes
    first: its own failure stays.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    failure = lost(sys.stdout)
    if failure is None or failure.errno in UNREAD or code not in (None, 0, False):
        return code
    from mediawright.present.catalog import render
    from mediawright.present.language import pick_lang
    from mediawright.types.errors import ExitCode
    from mediawright.types.message import Message

    cause = os.strerror(failure.errno) if failure.errno else type(failure).__name__
    sys.stderr.write(
        render(Message("cli.not_written", {"cause": cause}), pick_lang(None, None, None, os.environ)) + "\n"
    )
    return int(ExitCode.UNEXPECTED)
