"""One run of the command line: a studio is opened, the work is done, one answer is printed, an exit code is left."""

import gc
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from mediawright.cli.env import DEBUG, acting_as, named_thread
from mediawright.commands.action import for_reader
from mediawright.present.language import pick_lang
from mediawright.types.errors import ExitCode, Interrupted, InvalidRequest
from mediawright.types.message import Lang, Message, Problem

if TYPE_CHECKING:
    from mediawright.handlers.hints import Hints
    from mediawright.handlers.response import Response
    from mediawright.present.page import Page
    from mediawright.runner.observer import ProgressObserver
    from mediawright.services.planning import Plan
    from mediawright.services.studio import Studio

LANGUAGES = (None, "auto", "en", "zh")

Form = Literal["auto", "bar", "plain", "json", "none"]

#: tells every call of a plugin as it happens, with any command
TRACE = "MEDIAWRIGHT_TRACE_PLUGINS"
#: how long a call waits for a job when an agent reads the answer (seconds): agents' calls are cut
AGENT_WAIT = 45.0


@dataclass(frozen=True, slots=True)
class Console:
    """How this run speaks: as JSON or to a person, in which language, with which progress; `acting`: as a person who was
    named, and has to be proved before anything is done."""

    json: bool
    lang: Lang
    progress: Form = "auto"
    bell: bool = False
    named: str | None = None
    acting: bool = False

    @classmethod
    def of(cls, values: dict[str, Any], about: str | None = None) -> "Console":
        """From a command's values, taking out those that are about speaking.

        The language is the one that was asked for, else the prompt's, else that of the quote or job in `about`, else the
        conversation's, else the terminal's.
        """
        acting = acting_as(values.pop("acting", None))
        named = named_thread(values.pop("thread", None))
        explicit = values.pop("lang", None)
        if explicit not in LANGUAGES:
            problem = Message("problem.not_choice", {"field": "lang", "value": str(explicit)[:40]})
            raise InvalidRequest(Problem("lang", problem, allowed=tuple(filter(None, LANGUAGES))))
        text = values.get("prompt") or values.get("text") or values.get("name")
        kept = _asked_in(about) if about and explicit in (None, "auto") else None
        if kept is None and explicit in (None, "auto") and not text:
            kept = _spoken_in(named)
        lang = kept or pick_lang(explicit, text, None, os.environ)
        return cls(
            json=bool(values.pop("json", False)),
            lang=lang,
            progress=form_of(values.pop("progress", None)),
            bell=bool(values.pop("bell", False)),
            named=named,
            acting=acting,
        )

    @property
    def thread(self) -> str:
        """The id of the conversation that this run belongs to."""
        if self.named is not None:
            return self.named
        from mediawright.cli.thread_name import own_thread

        return own_thread()

    @property
    def interactive(self) -> bool:
        """Is there a person at this terminal who can be asked?"""
        # a closed stream is None
        return not self.json and all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))

    def show(self, response: "Response", *, compact: bool = False) -> None:
        """The one answer on stdout; a plain failure for a person goes to stderr."""
        from mediawright.present.response_data import answer_of

        if self.json:
            answer = answer_of(response.page, self.lang, status=response.status, error=response.failure)
            print_line(answer.to_json())
            return
        from mediawright.present.terminal import terminal

        aside = response.failure is not None and response.exit not in (
            ExitCode.CONFIRM,
            ExitCode.RUNNING,
            ExitCode.SIGN_IN,
        )
        stream = sys.stderr if aside else sys.stdout
        color = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        # a person reads the page; only an agent's next call wants the object
        page = replace(response.page, next=for_reader(response.page.next))
        print_line(terminal(page, self.lang, width_of(stream), color=color), stream=stream)

    def aside(self, found: "Hints") -> None:
        """Hints on stderr, each command on a line of its own: stdout carries the result and nothing else."""
        from mediawright.present.catalog import render

        for line in (*(render(message, self.lang) for message in found.lines), *(f"  {word}" for word in found.next)):
            print_line(line, stream=sys.stderr)

    async def agrees(self, page: "Page") -> bool:
        """Shows a page to the person at this terminal and asks y/N; what was typed before the question is no answer.

        Raises Interrupted: a question that was left has no answer.
        """
        import asyncio

        from mediawright.cli.keys import forget_typed, typed_line
        from mediawright.present.catalog import render
        from mediawright.present.terminal import terminal

        color = not os.environ.get("NO_COLOR")
        asked = replace(page, next=())  # the answer is typed here: no command is needed
        print_line(terminal(asked, self.lang, width_of(sys.stderr), color=color), stream=sys.stderr)
        forget_typed(sys.stdin)
        sys.stderr.write(render(Message("cli.ask"), self.lang) + " ")
        sys.stderr.flush()
        try:
            typed = await typed_line(sys.stdin)
        except asyncio.CancelledError:
            raise Interrupted(Message("cli.stopped")) from None
        return typed.strip().lower() in {"y", "yes", "是", "好", "确认", "可以"}

    def leave_with(self, response: "Response") -> NoReturn:
        """The one answer of a command that needs no studio, and its exit code."""
        self.show(response)
        raise SystemExit(int(response.exit))

    def observer(self) -> "ProgressObserver":
        """Progress on stderr in the form that was asked for."""
        from mediawright.clock import SystemClock
        from mediawright.present.progress import progress_observer

        return progress_observer(self.progress, sys.stderr, self.lang, SystemClock(), os.environ, bell=self.bell)

    def timeout(self, values: dict[str, Any]) -> float | None:
        """Seconds to wait, taken out of the values: for ever at a terminal, 45 s for an agent, or as said.

        Raises InvalidRequest for what is no number of seconds.
        """
        said, wait = values.pop("timeout", None), values.get("wait")
        if said is not None:
            try:
                seconds = float(said)
            except ValueError:
                seconds = -1.0
            if not 0 <= seconds < 10**7:
                raise InvalidRequest(Problem("timeout", Message("problem.not_seconds", {"value": str(said)[:40]})))
            return seconds
        return AGENT_WAIT if self.json and wait is None else None


def _asked_in(quote_or_job: str) -> Lang | None:
    """The language in which a quote or a job was asked for."""
    from mediawright.cli.asking import ask_studio

    return ask_studio(lambda studio: studio.lang_of(quote_or_job))


def _spoken_in(named: str | None) -> Lang | None:
    """The language of a conversation; None for a new one."""
    from mediawright.paths import LEDGER, Home

    home = Home.find(os.environ)
    if not home.ledger.exists() and not os.environ.get(LEDGER) and not home.config_file.exists():
        return None
    from mediawright.cli.conversation import language
    from mediawright.cli.thread_name import own_thread

    return language(home, named or own_thread(), os.environ)


def form_of(said: str | None) -> Form:
    """How progress is to be shown. Raises InvalidRequest for an unknown word."""
    forms: tuple[Form, ...] = ("auto", "bar", "plain", "json", "none")
    found = next((form for form in forms if form == (said or "auto")), None)
    if found is None:
        values = {"field": "progress", "value": str(said)[:40]}
        raise InvalidRequest(Problem("progress", Message("problem.not_choice", values), allowed=forms))
    return found


def print_line(text: str, stream: Any = None) -> None:
    """Write one text and a line end, whatever the console's code page can show. The only place that prints.

    A stream that cannot be written to is `mediawright.cli.streams`' concern.
    """
    stream = stream or sys.stdout
    stream.write(text.rstrip("\n") + "\n")
    stream.flush()


def width_of(stream: Any) -> int:
    """Columns: the terminal's, or 100 where there is none, so that piped text never depends on a window."""
    if not stream.isatty():
        return 100
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120)


#: seconds after which a command is no short one any more
LOADED_S = 1.0


def settle() -> None:
    """Turn the garbage collector on, for what comes from now on: what was loaded until here stays until the end."""
    gc.freeze()
    gc.enable()


Work = Callable[["Studio"], Awaitable["Response"]]


def perform(console: Console, work: Work) -> NoReturn:
    """Run the work in a studio and leave with its exit code. Every command that needs a studio ends here."""
    import asyncio

    raise SystemExit(int(asyncio.run(_perform(console, work))))


async def _perform(console: Console, work: Work) -> ExitCode:
    import asyncio
    import signal

    from mediawright.handlers.errors import answered, interrupted
    from mediawright.handlers.hints import hints, leaves_something, shown, with_hints
    from mediawright.handlers.jobs import of_failure
    from mediawright.services.studio import Studio

    task = asyncio.current_task()
    assert task is not None
    loop = asyncio.get_running_loop()
    loop.call_later(LOADED_S, settle)
    for name in ("SIGINT", "SIGTERM"):
        loop.add_signal_handler(getattr(signal, name), task.cancel)
    async with Studio.open(os.environ) as studio:
        studio.thread = console.thread
        if os.environ.get(TRACE):
            studio.trace_with(_tell_call)
        try:
            response = await answered(
                studio, work, console.lang, proved=console.acting, debug=bool(os.environ.get(DEBUG))
            )
        except asyncio.CancelledError:
            task.uncancel()
            response = await of_failure(studio, interrupted(studio), console.lang)
        if leaves_something(studio, response):
            from mediawright.handlers.second_step import offered
            from mediawright.handlers.threads import remember

            response = offered(studio, console.thread, response)
            remember(studio, console.thread, response, console.lang)
        found = hints(studio, response)
        console.show(shown(studio, with_hints(response, found) if console.json else response))
        if not console.json:
            console.aside(found)
        try:
            await studio.tell_ends()
        except asyncio.CancelledError:  # the answer is out; what was not told is told later
            task.uncancel()
    return response.exit


def _tell_call(plugin: str, hook: str, seconds: float, failure: str | None) -> None:
    """One line for one call of a plugin, on stderr, while it happens."""
    print_line(f"trace: {plugin}.{hook} {seconds * 1000:.1f} ms {failure or 'ok'}", stream=sys.stderr)


def asker(console: Console) -> Callable[["Studio"], Callable[["Plan"], Awaitable[bool]]] | None:
    """Asks y/N on the spot where a person sits at this terminal; None elsewhere."""
    if not console.interactive:
        return None

    def bound(studio: "Studio") -> Callable[["Plan"], Awaitable[bool]]:
        async def ask(plan: "Plan") -> bool:
            from mediawright.handlers.jobs import of_plan

            return await console.agrees(of_plan(studio, plan))

        return ask

    return bound
