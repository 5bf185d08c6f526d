"""The one way into films that the command line and the tools for agents share: one function for each action."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mediawright.commands.action import Action
from mediawright.files.atomic import write_private
from mediawright.files.roots import is_file
from mediawright.files.text import read_text as text_of
from mediawright.film.handover.captions import FORMATS as CAPTION_FORMATS
from mediawright.film.handover.timelines import FORMATS as TIMELINE_FORMATS
from mediawright.film.handover.timelines import SUFFIXES
from mediawright.film.importers.notation import import_text
from mediawright.film.reading import read_text
from mediawright.gate.budgets import SecondPersonNeeded
from mediawright.handlers import film_pages as answers
from mediawright.handlers.declining import not_agreed
from mediawright.handlers.response import Response
from mediawright.os_errors import disk_faults
from mediawright.services.actions import action
from mediawright.services.batch_price import Ceilings
from mediawright.services.films.driver import Driver
from mediawright.services.films.files import SUFFIX, PlanFile, open_plan, reworded
from mediawright.services.films.library import with_library
from mediawright.services.films.steps import words_at
from mediawright.services.films.templates import TEMPLATES, template
from mediawright.services.films.works import Film, Work
from mediawright.services.studio import Studio
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, LocalFault, NotAvailable
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.money import Level

FORMATS = (*TIMELINE_FORMATS, *CAPTION_FORMATS)
#: asks the person on the spot whether the page's sum may be spent
Ask = Callable[[Response], Any]


class FilmService:
    """Actions on films in one studio."""

    def __init__(self, studio: Studio, lang: Lang, heard: Callable[[Film], None] | None = None) -> None:
        self.studio, self.lang = studio, lang
        self.heard = heard or (lambda film: None)

    # --- plans

    def new(self, name: str, source: str | None, kind: str | None, text: str | None = None) -> Response:
        """Write a plan from another notation (a file, or its text) or a template, never over a file.

        Raises InvalidRequest.
        """
        path = self.studio.roots.resolve(name if name.endswith(SUFFIX) else f"{name}{SUFFIX}", "name")
        if path.exists():
            raise InvalidRequest(Problem("name", Message("film.there_already", {"file": path.name})))
        imported = None
        if text:
            read = read_text(text)
            if read.plan.shots and not any(one.message.key == "film.syntax" for one in read.findings.all):
                written = text
            else:
                imported = import_text(text, "")
                written = imported.toml
        elif source:
            found = self.studio.roots.resolve(source, "from")
            if not is_file(str(found)):
                raise InvalidRequest(Problem("from", Message("batch.no_file")))
            imported = import_text(text_of(found, "from"), found.name)
            written = imported.toml
        else:
            if kind is not None and kind not in TEMPLATES:
                problem = Message("problem.not_choice", {"field": "template", "value": kind})
                raise InvalidRequest(Problem("template", problem, allowed=TEMPLATES))
            written = template(kind or "explainer", self.lang, path.name.removesuffix(SUFFIX))
        with disk_faults():
            path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, written.encode())
        return answers.of_new(open_plan(str(path), self.studio.roots), name_shown(path, self.studio), imported)

    def check(self, plan: str) -> Response:
        """Every problem at once, or that there is none. Raises InvalidRequest."""
        file = open_plan(plan, self.studio.roots)
        file.check(files=False)
        return answers.of_check(file, plan)

    # --- making

    async def run(
        self,
        plan: str,
        *,
        approve_cost: Sequence[str] = (),
        dry_run: bool = False,
        output_dir: str | None = None,
        timeout: float | None = None,
        ask: Ask | None = None,
    ) -> Response:
        """Return the page with the price, or with an approval make, check and cut the film. Called again it goes on."""
        ceilings = Ceilings.read(approve_cost)
        driver, film = self._opened(plan, output_dir)
        again = action("film", "run", plan=plan)
        return await self._made(driver, film, plan, ceilings, again, dry_run=dry_run, timeout=timeout, ask=ask)

    async def reroll(
        self,
        plan: str,
        shots: Sequence[str],
        *,
        use: int | None = None,
        say: str | None = None,
        with_next: bool = False,
        approve_cost: Sequence[str] = (),
        dry_run: bool = False,
        timeout: float | None = None,
        ask: Ask | None = None,
    ) -> Response:
        """Another take of some shots, or (`use`) an earlier one in its place, which is free.

        `say`: other words for the one shot that is named; once they are agreed to they stand in the plan.
        """
        driver, film = self._opened(plan, None)
        works = [self._work(film, id) for id in shots]
        keep: Callable[[], None] = lambda: None  # noqa: E731
        if say is not None:
            film, keep = self._said(driver, film, works, say, use)
            works = [self._work(film, id) for id in shots]
        if use is not None:
            await driver.price(film)
            for work in works:
                if not self.studio.ledger.films.choose(film.row.id, work.id, use, work.shape):
                    taken = tuple(str(one.step.take) for one in work.takes)
                    raise InvalidRequest(Problem("use", Message("film.no_such_take", {"shot": work.id}), allowed=taken))
            driver.refresh(film)
            await driver.look_again(film)
            return await self._cut(driver, film, plan)
        if with_next:
            works += [one for one in film.works if one.needs in shots and one not in works]
        for work in works:
            work.again = True
        ceilings = Ceilings.read(approve_cost)
        again = action("film", "reroll", plan=plan, shots=tuple(shots), say=say or None, with_next=with_next or None)
        return await self._made(driver, film, plan, ceilings, again, keep, dry_run=dry_run, timeout=timeout, ask=ask)

    def _said(
        self, driver: Driver, film: Film, works: Sequence[Work], say: str, use: int | None
    ) -> tuple[Film, Callable[[], None]]:
        """The film with other words for one step, and what writes them into its plan. Raises InvalidRequest."""
        if len(works) != 1 or use is not None or not say.strip():
            raise InvalidRequest(Problem("say", Message("film.say_one")))
        file, text = reworded(film.file, words_at(works[0]), say.strip())
        file.check()
        path = film.file.path
        return driver.load(file, None), lambda: write_private(path, text.encode())

    async def animatic(self, plan: str, *, output_dir: str | None = None, timeout: float | None = None) -> Response:
        """A free draft of the whole film by the local renderer, cut like the film itself."""
        driver, film = self._opened(plan, output_dir, draft=self._drafter())
        again = action("film", "animatic", plan=plan)
        return await self._made(driver, film, plan, Ceilings.read(()), again, dry_run=False, timeout=timeout, ask=None)

    async def _made(
        self,
        driver: Driver,
        film: Film,
        plan: str,
        ceilings: Ceilings,
        again: Action,
        keep: Callable[[], None] = lambda: None,
        *,
        dry_run: bool,
        timeout: float | None,
        ask: Ask | None,
    ) -> Response:
        await driver.price(film)
        if dry_run:
            return answers.of_price(film, plan, driver, again, None)
        try:
            driver.agree(film, ceilings)
        except ConfirmationNeeded as missing:
            page = answers.of_price(film, plan, driver, again, missing)
            another = isinstance(missing, SecondPersonNeeded)  # who sits here is not the one to ask
            if ask is None or another or (ceilings.named and "require" not in missing.data):
                return page
            if not await ask(page):
                return not_agreed()
            driver.agree(film, Ceilings.read(driver.whole(film).words), Level.TERMINAL)
        keep()
        await driver.carry(film, timeout=timeout, heard=lambda works: self.heard(film))
        driver.refresh(film)
        await driver.look_again(film)
        if answers.failure_of(film) is not None:
            return answers.of_board(film, plan, driver)
        return await self._cut(driver, film, plan)

    async def cut(self, plan: str, *, ratio: str | None = None) -> Response:
        """Cut anew from what is chosen, also with holes. Raises LocalFault."""
        driver, film = self._opened(plan, None)
        return await self._cut(driver, film, plan, ratio)

    async def _cut(
        self, driver: Driver, film: Film, plan: str, ratio: str | None = None, timeout: float | None = None
    ) -> Response:
        from mediawright.services.films.assembling import Assembling

        name = film.file.stem + (".draft" if film.draft else "") + (f".{ratio.replace(':', 'x')}" if ratio else "")
        path = Path(film.row.output_dir) / f"{name}.mp4"
        made = await Assembling(driver).cut(film, path, ratio, timeout)
        if ratio is None:
            driver.keep_cut(film, made.as_data())
        return answers.of_done(film, plan, made, self._spent(film))

    # --- looking

    async def status(self, plan: str, *, sheet: bool = False) -> Response:
        """The board as the ledger has it, in any process while another makes the film."""
        driver, film = await self._looked(plan)
        path = None
        if sheet:
            from mediawright.services.films.sheet import write_sheet

            path = str(await asyncio.to_thread(write_sheet, film))
        return answers.of_board(film, plan, driver, path)

    async def look(self, plan: str, *, draft: bool = False) -> Film:
        """The film, or its free draft, as plan and ledger have it, with what its shots would cost where that can be told.

        Raises InvalidRequest, NotAvailable.
        """
        return (await self._looked(plan, self._drafter() if draft else None))[1]

    async def _looked(self, plan: str, draft: str | None = None) -> tuple[Driver, Film]:
        driver, film = self._opened(plan, None, draft=draft, extra=False)
        await driver.look(film)  # the board is shown whatever a plan's shots would cost now
        return driver, film

    async def export(self, plan: str, form: str) -> Response:
        """Hand the film over to another program. Raises InvalidRequest, LocalFault."""
        from mediawright.services.films.exporting import export_film

        if form not in FORMATS:
            raise InvalidRequest(
                Problem("to", Message("problem.not_choice", {"field": "to", "value": form}), allowed=FORMATS)
            )
        _, film = self._opened(plan, None)
        path = Path(film.row.output_dir) / f"{film.file.stem}.{SUFFIXES.get(form, form)}"
        path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(export_film, film, path, form)
        return answers.of_export(str(path), form)

    # --- what all of them need

    def _drafter(self) -> str:
        """The free renderer of this machine. Raises NotAvailable."""
        provider = next((p for p in self.studio.registry.load_all() if p.provider.free and p.provider.local), None)
        if provider is None:
            raise NotAvailable(Problem("provider", Message("demo.no_local")))
        return provider.name

    def _opened(
        self, plan: str, output_dir: str | None, *, draft: str | None = None, extra: bool = True
    ) -> tuple[Driver, Film]:
        file: PlanFile = open_plan(plan, self.studio.roots)
        file = with_library(file, self.studio, draft=draft is not None)
        file.check()
        if extra:
            _check_extra()
        driver = Driver(self.studio, self.lang, draft_provider=draft)
        return driver, driver.load(file, output_dir)

    def _work(self, film: Film, id: str) -> Work:
        work = film.work(id)
        if work is None:
            ids = tuple(one.id for one in film.works)[:60]
            raise InvalidRequest(Problem("shot", Message("film.no_shot", {"shot": id}), allowed=ids))
        return work

    def _spent(self, film: Film) -> Any:
        return self.studio.ledger.films.spent(film.row.id)


def name_shown(path: Path, studio: Studio) -> str:
    """A plan as it is typed here."""
    with suppress(ValueError):
        return str(path.relative_to(studio.cwd.resolve()))
    return str(path)


def _check_extra() -> None:
    """Raises LocalFault where the extra `film` is not installed."""
    from mediawright.installing import absent, install_command

    if absent(("av", "PIL")):
        raise LocalFault(Message("film.extra_missing"), next=(install_command("film"),))
