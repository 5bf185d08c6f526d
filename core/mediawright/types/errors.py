"""Every failure that people meet, as one tree. Anything outside it is a bug and shows a traceback.

MediawrightError                     code               exit  retry
├── InvalidRequest                   invalid_request       2  never    bad input, nothing sent
│   ├── NotAvailable                 not_available         2  never    no provider or model can do this
│   └── NotFound                     not_found             2  never    no such job, quote, provider
├── SignInNeeded                     sign_in_needed        3  never    carries the link where there is one
├── OutOfCredits                     out_of_credits        4  never    or the plan does not include it
├── ConfirmationNeeded               confirmation_needed   5  never    carries the quote
├── TaskFailed                       task_failed           6  never    the provider's verdict on an accepted task
│   └── Rejected                     rejected              6  never    refused at submit: no task exists, nothing charged
├── StillRunning                     still_running         7  later    carries the job
├── Uncertain                        uncertain             8  never    accepted or not: nobody knows
├── Unreachable                      unreachable           9  later    no answer at all, or none that can be read
│   ├── NotSent                      not_sent              9  now      the connection was never made
│   └── Busy                         busy                  9  later    an explicit "not now" (429 …); carries retry_after
├── RefusedByPolicy                  refused_by_policy    10  never    the user's own budget or policy
│   └── NotProved                    not_proved           10  never    who asks or approves is not proved by a token
├── LocalFault                       local_fault           1  never    disk, permissions, a broken ledger or plugin
│   └── PluginFault                  plugin_fault          1  never    a provider plugin broke its contract
└── Interrupted                      interrupted         130  later    the job goes on
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.commands.action import Next


class ExitCode(IntEnum):
    """Process exit codes (docs/reference/errors.md)."""

    DONE = 0
    UNEXPECTED = 1
    INVALID = 2
    SIGN_IN = 3
    CREDITS = 4
    CONFIRM = 5
    FAILED = 6
    RUNNING = 7
    UNCERTAIN = 8
    UNREACHABLE = 9
    POLICY = 10
    INTERRUPTED = 130


class Retry(StrEnum):
    """May the same call be made again by itself?"""

    NEVER = "never"
    NOW = "now"
    LATER = "later"


class MediawrightError(Exception):
    """A failure we know: it has a code, an exit code, a retry verdict and a sentence in both languages.

    `message` is the sentence (by key); `data` goes into `--json` as it is (never a secret); `next` holds
    actions, or command lines of other programs. `provider_code` and `provider_message` keep the provider's own words.
    """

    code: ClassVar[str] = "unexpected"
    exit_code: ClassVar[ExitCode] = ExitCode.UNEXPECTED
    retry: ClassVar[Retry] = Retry.NEVER

    def __init__(
        self,
        message: Message | None = None,
        *,
        provider: str | None = None,
        provider_code: str | None = None,
        provider_message: str | None = None,
        data: Mapping[str, Any] | None = None,
        next: "Sequence[Next]" = (),
    ) -> None:
        self.message = message or Message(f"error.{self.code}")
        self.provider = provider
        self.provider_code = provider_code
        self.provider_message = provider_message
        self.data = dict(data or {})
        self.next = tuple(next)
        super().__init__(self.message.key)


class InvalidRequest(MediawrightError):
    """Refused before anything was sent. `problems` name field, rule and allowed values."""

    code = "invalid_request"
    exit_code = ExitCode.INVALID

    def __init__(self, *problems: Problem, **more: Any) -> None:
        self.problems = problems
        super().__init__(more.pop("message", None) or (problems[0].message if problems else None), **more)


class NotAvailable(InvalidRequest):
    code = "not_available"


class NotFound(InvalidRequest):
    code = "not_found"


class SignInNeeded(MediawrightError):
    """No usable sign-in. `data["verification_uri"]` holds the link where one could be made."""

    code = "sign_in_needed"
    exit_code = ExitCode.SIGN_IN


class OutOfCredits(MediawrightError):
    code = "out_of_credits"
    exit_code = ExitCode.CREDITS


class ConfirmationNeeded(MediawrightError):
    code = "confirmation_needed"
    exit_code = ExitCode.CONFIRM


class TaskFailed(MediawrightError):
    code = "task_failed"
    exit_code = ExitCode.FAILED


class Rejected(TaskFailed):
    """The provider answered a submit with a plain no: no task exists."""

    code = "rejected"


class StillRunning(MediawrightError):
    code = "still_running"
    exit_code = ExitCode.RUNNING
    retry = Retry.LATER


class Uncertain(MediawrightError):
    """A submit may or may not have been accepted: it is looked up, never sent again."""

    code = "uncertain"
    exit_code = ExitCode.UNCERTAIN


class Unreachable(MediawrightError):
    code = "unreachable"
    exit_code = ExitCode.UNREACHABLE
    retry = Retry.LATER


class NotSent(Unreachable):
    """The connection was never made: the request surely was not received."""

    code = "not_sent"
    retry = Retry.NOW


class Busy(Unreachable):
    """An explicit refusal that says "try later"; `retry_after` in seconds where the provider named it."""

    code = "busy"

    def __init__(self, message: Message | None = None, *, retry_after: float | None = None, **more: Any) -> None:
        self.retry_after = retry_after
        super().__init__(message, **more)


class RefusedByPolicy(MediawrightError):
    code = "refused_by_policy"
    exit_code = ExitCode.POLICY


class NotProved(RefusedByPolicy):
    """Who asks or approves is not proved by a token, where that counts. `data["reason"]` says what is wrong."""

    code = "not_proved"


class LocalFault(MediawrightError):
    code = "local_fault"


class PluginFault(LocalFault):
    code = "plugin_fault"


class Interrupted(MediawrightError):
    code = "interrupted"
    exit_code = ExitCode.INTERRUPTED
    retry = Retry.LATER
