"""A step of a film → the request that makes it, at the provider and model that take it, with its price."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediawright.film.linked import looks_like_a_file
from mediawright.film.naming import mentioned, without_marks
from mediawright.film.plan import Plan
from mediawright.services.films.pictures import last_picture, picture_name, stand_in
from mediawright.services.films.requests import (
    Wanted,
    fitted,
    key_of,
    picture_fitted,
    picture_wanted,
    shape_of,
    wanted,
)
from mediawright.services.films.sounds import sound_fitted, sound_wanted
from mediawright.services.films.steps import with_pictures
from mediawright.services.films.works import Film, Work
from mediawright.services.planning import Plan as Priced
from mediawright.services.studio import Studio
from mediawright.types.capability import Capability
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Lang
from mediawright.types.request import Request

#: what the free draft is rendered at
DRAFT_RESOLUTION = "480p"
#: the most pictures a second that a draft is drawn with; of a faster film every second one is
MOST_DRAWN = 30


class Compiler:
    """Plans steps in one studio. Reads only, but for the pictures that it takes out of clips."""

    def __init__(self, studio: Studio, lang: Lang, *, draft_provider: str | None = None) -> None:
        self.studio = studio
        self.lang: Lang = lang
        self.draft = draft_provider

    async def plan_work(self, film: Film, work: Work) -> tuple[Priced, str]:
        """Plan one step as things are now; returns the plan and the key of the step. Raises like `Studio.plan`."""
        stands: dict[str, str] = {}
        hashes: dict[str, str] = {}
        if work.kind == "shot":
            first, stands, hashes = self._first_frame(film, work)
            drawn = self._drawn(film, work)
            stands |= {path: f"film:{name}:picture" for name, path in drawn.items()}
            hashes |= {
                path: f"film:{name}:picture" for name, path in drawn.items() if self._picture_of(film, name) is None
            }
            priced = await self._with_model(film, work, first, drawn)
            shown = {one.source for one in priced.request.media}
            work.also = tuple(f"@{name}" for name, path in drawn.items() if path in shown)
        elif work.kind == "cast":
            priced = await self._of_cast(film, work)
        else:
            priced = await self._of_sound(film, work)
        work.shape = shape_of(priced.unseeded, stands)
        work.priced = priced
        key = key_of(priced.unseeded, hashes)
        work.key = "" if hashes else key
        return priced, key

    def _first_frame(self, film: Film, work: Work) -> tuple[str | None, dict[str, str], dict[str, str]]:
        """The first picture of a shot: its file, the last picture of another shot, or one that stands for it."""
        shot = film.file.plan.shots[work.number]
        if not shot.first_frame or (self.draft and not looks_like_a_file(shot.first_frame)):
            return None, {}, {}  # a drawn card is no picture to begin another one with
        if work.needs is None:
            return str(film.file.file(shot.first_frame)), {}, {}
        name = f"film:{work.needs}:last"
        path = self.picture_before(film, work)
        if path is None:
            path = str(stand_in(Path(film.row.output_dir), film.file.plan.format.size))
            return path, {path: name}, {path: name}
        return path, {path: name}, {}

    def picture_before(self, film: Film, work: Work) -> str | None:
        """The last picture of the shot before, once that shot has a clip."""
        before = film.work(work.needs or "")
        chosen = before.chosen if before else None
        if chosen is None or before is None:
            return None
        span = before.span
        name = picture_name(before.id, chosen.job.assets[0].sha256, span.clip_frames)
        path = Path(film.row.output_dir) / "frames" / name
        if not path.is_file():
            last_picture(chosen.job.assets[0].path, path, film.file.plan.format, span.clip_frames)
        return str(path)

    def _drawn(self, film: Film, work: Work) -> dict[str, str]:
        """The drawn cast of a shot: name → its picture, or one that stands for it until it is there."""
        shot = film.file.plan.shots[work.number]
        names = [one.name for one in mentioned(f"{shot.prompt} {shot.camera}", film.file.plan.cast)]
        drawn = [name for name in names if film.work(f"@{name}") is not None]
        folder, size = Path(film.row.output_dir), film.file.plan.format.size
        return {name: self._picture_of(film, name) or str(stand_in(folder, size, name)) for name in drawn}

    def _picture_of(self, film: Film, name: str) -> str | None:
        work = film.work(f"@{name}")
        return work.chosen.job.assets[0].path if work is not None and work.chosen is not None else None

    async def _of_cast(self, film: Film, work: Work) -> Priced:
        """The picture of a member of the cast."""
        asked = picture_wanted(film.file.plan, film.file.plan.cast[work.number])
        plan, able = await self._asked(asked)
        return await self._planned(picture_fitted(asked, able, self._read)) if able else plan

    async def _of_sound(self, film: Film, work: Work) -> Priced:
        """A voice, an effect or the music."""
        plan = film.file.plan
        maker = plan.speech.provider if work.kind == "line" else None
        voices = self.studio.registry.load(maker).provider.voices if maker else ()
        asked = sound_wanted(plan, work, voices)
        found, able = await self._asked(asked)
        return await self._planned(sound_fitted(asked, plan, able, self._read)) if able else found

    async def _asked(self, asked: Wanted) -> tuple[Priced, Capability | None]:
        """What was asked for as it stands, and what the model that takes it can do."""
        plan = await self._planned(self.studio.read(asked.command, dict(asked.values)))
        return plan, plan.model.capability(plan.request.operation)

    async def _with_model(self, film: Film, work: Work, first: str | None, drawn: Mapping[str, str]) -> Priced:
        """Plan once to learn the model, then for what that model can; pictures of the cast only where it takes them."""
        file = with_pictures(film.file, drawn)
        whole = file.plan
        if self.draft:
            whole = replace(whole, format=replace(whole.format, resolution=DRAFT_RESOLUTION))
        attempts = (True, False) if whole.cast and not first else (False,)
        for pictures in attempts:
            asked = wanted(file, work.number, work.span, first, pictures=pictures)
            if self.draft:
                asked = replace(asked, values={**asked.values, **self._drafted(whole, work)})
            try:
                _, able = await self._asked(asked)
                request = fitted(asked, whole, work.number, able or Capability(operations=()), self._read)
                return await self._planned(request)
            except InvalidRequest:
                if pictures is attempts[-1]:
                    raise
        raise AssertionError("one of the attempts answers or raises")

    def _drafted(self, plan: Plan, work: Work) -> dict[str, Any]:
        """What a draft says of a shot: what is seen and how, its name and its time in the film."""
        shot, fps = plan.shots[work.number], plan.format.fps
        parts = [without_marks(text, plan.cast).strip() for text in (shot.prompt, shot.camera)]
        known = {one.name for one in self.studio.registry.load(str(self.draft)).provider.options}
        starts = max(0, work.span.start - work.span.half_in) / fps
        said = {"fps": fps if fps <= MOST_DRAWN else fps // 2, "shot": shot.id, "starts": f"{starts:.6f}"}
        return {
            "prompt": ("。" if plan.language == "zh" else ". ").join(part.rstrip("。.") for part in parts if part),
            "provider": self.draft,
            "model": None,
            "option": [f"{name}={value}" for name, value in said.items() if name in known],
        }

    def _read(self, command: str, values: object) -> Request:
        return self.studio.read(command, dict(values))  # type: ignore[call-overload]

    async def _planned(self, request: Request) -> Priced:
        return await self.studio.plan(request, lang=self.lang, ask_balance=False)
