"""Send what the outbox holds: each notice by one process, with its waits, until nothing is left or the time is over.

A notice is handed out before it is sent and settled after. A process that dies between the two leaves it to the next one,
which sends it again under the same id: told at least once, and twice only where a process died at that very moment.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from mediawright.present.catalog import render
from mediawright.present.language import language_of, locale_language
from mediawright.runner.crash_points import point
from mediawright.services.notify.backoff import WAITS, wait_after
from mediawright.services.notify.openclaw import wake_text
from mediawright.services.notify.outcome import Outcome
from mediawright.services.notify.payload import Told, payload, safe_text
from mediawright.services.notify.senders import Attempt, Senders
from mediawright.services.notify.targets import MOST_S, Target, Targets, read_targets
from mediawright.services.notify.words import sentence
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Lang, Message
from mediawright.types.notices import Delivery, Ending
from mediawright.types.states import FINAL

if TYPE_CHECKING:
    from mediawright.ledger.outbox import Notice
    from mediawright.services.studio import Studio
    from mediawright.types.job import Job
    from mediawright.types.provider import Provider

#: seconds that a notice is held for one attempt: longer than any attempt may take
HELD_S = MOST_S + 60.0
#: seconds before a job that another process still works on is looked at again
BUSY_S = 5.0


class Notifier:
    """Sends the notices of one studio's ledger."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._outbox = studio.ledger.outbox
        self._senders = Senders(studio)
        self._owner = secrets.token_hex(8)
        self._targets: Targets = read_targets(studio.config.notify)

    async def deliver(self, seconds: float | None) -> None:
        """Send everything that is due, and what falls due within so many seconds (None: until nothing is left).

        An attempt that has begun is not cut by that time; each has its own.
        """
        clock = self._studio.clock
        end = None if seconds is None else clock.monotonic() + seconds
        while True:
            self._outbox.collect(self._targets.wanted)
            found = self._outbox.claim(self._owner, HELD_S)
            if found:
                await asyncio.gather(*(self._one(notice) for notice in found))
                continue
            wait = self._outbox.next_due_s()
            if wait is None or (end is not None and clock.monotonic() + wait > end):
                return
            await clock.sleep(max(wait, 0.05))

    async def _one(self, notice: Notice) -> None:
        """One attempt of one notice, and what it came to written down. A cut leaves it to be tried again."""
        target = self._targets.usable.get(notice.target)
        try:
            job = self._studio.ledger.get(notice.job_id)
            if target is None or self._void(notice, job, target):
                self._outbox.settle(notice, self._owner, Delivery.DROPPED)
                return
            if notice.ending is Ending.NEEDS_PERSON and self._studio.ledger.lease_holder(job.id) is not None:
                self._outbox.postpone(notice, self._owner, BUSY_S)
                return
            point("before-notice")
            outcome = await self._senders.send(notice.target, target, self._attempt(notice, job, target))
            point("after-notice")
            self._settle(notice, outcome)
        except BaseException as error:
            cut = isinstance(error, asyncio.CancelledError)
            with suppress(MediawrightError):
                why = Message("config.notify.trouble.cut" if cut else "config.notify.trouble.unexpected")
                self._outbox.postpone(notice, self._owner, BUSY_S if cut else WAITS[-1], why)
            if cut or not isinstance(error, Exception):
                raise

    def _settle(self, notice: Notice, outcome: Outcome) -> None:
        if outcome.trouble is None:
            self._outbox.settle(notice, self._owner, Delivery.SENT)
            return
        rng = secrets.randbelow(1000) / 1000
        wait = wait_after(notice.attempts, rng, outcome.retry_after) if outcome.retry else None
        if wait is None:
            self._outbox.settle(notice, self._owner, Delivery.GAVE_UP, outcome.trouble)
        else:
            self._outbox.postpone(notice, self._owner, wait, outcome.trouble)

    def _void(self, notice: Notice, job: Job, target: Target) -> bool:
        """Is there nothing to tell any more? The job went on meanwhile, or it is of a conversation that was not chosen."""
        moved_on = job.state in FINAL if notice.job_state is None else job.state is not notice.job_state
        return moved_on or bool(target.threads and self._thread(job) not in target.threads)

    def _attempt(self, notice: Notice, job: Job, target: Target) -> Attempt:
        thread, provider = self._thread(job), self._provider(job)
        lang = self._lang(job, thread)
        events = self._studio.ledger.events(job.id) if notice.job_state is None else ()
        text = safe_text(render(sentence(job, notice.ending, provider, events), lang), target)
        reason = render(job.reason, lang) if notice.ending is Ending.FAILED and job.reason is not None else ""
        told = Told(
            id=notice.id,
            ending=notice.ending,
            at=notice.at,
            lang=lang,
            text=text,
            reason=reason,
            thread=thread,
        )
        seen = f"{text} {safe_text(reason, target)}".strip()
        body = payload(job, told, target)
        return Attempt(payload=body, text=seen, wake=wake_text(text, job.id), number=notice.attempts)

    def _thread(self, job: Job) -> str | None:
        return self._studio.ledger.results.of(job.id).thread

    def _provider(self, job: Job) -> Provider | None:
        """The job's provider, with its words known; None where it cannot be loaded any more."""
        try:
            return self._studio.registry.load(job.provider).provider
        except MediawrightError:
            return None

    def _lang(self, job: Job, thread: str | None) -> Lang:
        """The conversation's language, else that of the quote, the prompt, the settings, the machine."""
        idle = timedelta(hours=max(0, self._studio.config.thread_hours))
        talk = self._studio.ledger.threads.get(thread, idle) if thread else None
        if talk is not None and talk.lang in ("en", "zh"):
            return "zh" if talk.lang == "zh" else "en"
        with suppress(MediawrightError):
            if job.quote is not None:
                return "zh" if self._studio.ledger.quote(job.quote.id).lang == "zh" else "en"
        if job.request.prompt.strip():
            return language_of(job.request.prompt)
        said = self._studio.config.lang
        return locale_language(self._studio.environ) if said == "auto" else said
