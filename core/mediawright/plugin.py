"""Everything a provider may import from mediawright, sorted. The rest of the core is private to the core.

Versioned by `SPEC`: a plugin made for a newer contract is refused with a clear sentence, an older one runs.
"""

from mediawright.hookspecs import hookimpl
from mediawright.tables import table
from mediawright.types.auth import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthLink,
    AuthStatus,
    AuthVerb,
    AuthWaiting,
    Balance,
    HistoryItem,
    Quota,
    Window,
)
from mediawright.types.codec import canonical, content_hash, plain, restore
from mediawright.types.context import Answer, Clock, Context, Credential, EventStream, ServerSentEvent, Sink, ToolAnswer
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import (
    Busy,
    ConfirmationNeeded,
    Interrupted,
    InvalidRequest,
    LocalFault,
    MediawrightError,
    NotAvailable,
    NotFound,
    NotSent,
    OutOfCredits,
    Rejected,
    SignInNeeded,
    StillRunning,
    TaskFailed,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Asset, Job, Output, Progress, Task
from mediawright.types.message import Lang, Message, Problem, Text
from mediawright.types.money import Amount, Per, Price, PriceRule, Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import (
    SPEC,
    Audience,
    AuthKind,
    Capability,
    EnvSource,
    FileSource,
    Inputs,
    Limits,
    Model,
    Option,
    Provider,
    Setting,
    Timing,
)
from mediawright.types.request import Base64File, Media, MediaInfo, Request, Role, Shot
from mediawright.types.states import State
from mediawright.types.submitting import Proof, can_refuse, judge_submit
from mediawright.types.switches import switches
from mediawright.types.verdicts import (
    CannotTell,
    Found,
    NotAccepted,
    Reconciled,
    Subject,
    SubjectAction,
    Subjects,
    SubjectVerb,
    TalkAction,
    TalkAnswer,
    TalkVerb,
    WireCall,
)
from mediawright.types.vocabulary import Vocabulary

__all__ = [
    "SPEC",
    "Amount",
    "Answer",
    "Asset",
    "Audience",
    "AuthAction",
    "AuthDone",
    "AuthEvent",
    "AuthKind",
    "AuthLink",
    "AuthStatus",
    "AuthVerb",
    "AuthWaiting",
    "Balance",
    "Base64File",
    "Busy",
    "CannotTell",
    "Capability",
    "Clock",
    "ConfirmationNeeded",
    "Context",
    "Credential",
    "EnvSource",
    "EventStream",
    "FileSource",
    "Found",
    "HistoryItem",
    "Inputs",
    "Interrupted",
    "InvalidRequest",
    "Job",
    "Lang",
    "Limits",
    "LocalFault",
    "Media",
    "MediaInfo",
    "MediaKind",
    "MediawrightError",
    "Message",
    "Model",
    "NotAccepted",
    "NotAvailable",
    "NotFound",
    "NotSent",
    "Operation",
    "Option",
    "OutOfCredits",
    "Output",
    "Per",
    "Price",
    "PriceRule",
    "Prices",
    "Problem",
    "Progress",
    "Proof",
    "Provider",
    "Quota",
    "Reconciled",
    "Rejected",
    "Request",
    "Role",
    "ServerSentEvent",
    "Setting",
    "Shot",
    "SignInNeeded",
    "Sink",
    "State",
    "StillRunning",
    "Subject",
    "SubjectAction",
    "SubjectVerb",
    "Subjects",
    "TalkAction",
    "TalkAnswer",
    "TalkVerb",
    "Task",
    "TaskFailed",
    "Text",
    "Timing",
    "ToolAnswer",
    "Uncertain",
    "Unreachable",
    "Vocabulary",
    "Window",
    "WireCall",
    "can_refuse",
    "canonical",
    "content_hash",
    "dataclass",
    "fetch_outputs",
    "hookimpl",
    "judge_submit",
    "plain",
    "restore",
    "switches",
    "table",
]


async def fetch_outputs(task: Task, progress: Progress, sink: Sink) -> None:
    """The usual `download`: stream every output's URL into the sink, without any of the provider's headers."""
    for output in progress.outputs:
        await sink.fetch(output)
