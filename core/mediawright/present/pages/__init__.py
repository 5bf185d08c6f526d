"""What can be shown, one function per page: data in, `Page` out. No words here, only keys."""

from mediawright.present.pages.account import auth_done, history, quota, signed_in
from mediawright.present.pages.batch import batch_done, batch_total
from mediawright.present.pages.catalogue import HookCall, PluginLine, plugins, providers, with_calls
from mediawright.present.pages.confirmation import Able, confirmation
from mediawright.present.pages.doctor import ProviderCheck, Report, doctor
from mediawright.present.pages.failure import NOTHING_CHARGED, NOTHING_SENT, error, problems
from mediawright.present.pages.inspection import quiet, task_state, wire_blocks
from mediawright.present.pages.jobs import job_list, job_show
from mediawright.present.pages.login import KEY_REFUSED, Opens, key_refused, login, sign_in_needed
from mediawright.present.pages.models import models
from mediawright.present.pages.policy import PolicyLine, policy
from mediawright.present.pages.question import gap, nothing_found, question
from mediawright.present.pages.result import result
from mediawright.present.pages.subjects import subject_deleted, subjects
from mediawright.present.pages.timeline import talk, timeline
from mediawright.present.pages.waiting import Expected, note, still_running, submitted

__all__ = [
    "KEY_REFUSED",
    "NOTHING_CHARGED",
    "NOTHING_SENT",
    "Able",
    "Expected",
    "HookCall",
    "Opens",
    "PluginLine",
    "PolicyLine",
    "ProviderCheck",
    "Report",
    "auth_done",
    "batch_done",
    "batch_total",
    "confirmation",
    "doctor",
    "error",
    "gap",
    "history",
    "job_list",
    "job_show",
    "key_refused",
    "login",
    "models",
    "note",
    "nothing_found",
    "plugins",
    "policy",
    "problems",
    "providers",
    "question",
    "quiet",
    "quota",
    "result",
    "sign_in_needed",
    "signed_in",
    "still_running",
    "subject_deleted",
    "subjects",
    "submitted",
    "talk",
    "task_state",
    "timeline",
    "wire_blocks",
    "with_calls",
]
