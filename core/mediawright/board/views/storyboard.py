"""A film as a storyboard: every shot with its picture, its state and its price, in the order of the plan. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from mediawright.board.views.blocks import View
from mediawright.film.plan import FilmShot
from mediawright.handlers.film_pages import head_of, state_of, told_of
from mediawright.ledger.films import FilmRow
from mediawright.present.catalog import render
from mediawright.present.pages.fields import price_words, sum_words
from mediawright.present.pages.film import money_of
from mediawright.present.values import duration
from mediawright.services.films.works import Film, Taken, Work
from mediawright.types.job import Asset
from mediawright.types.message import Lang, Message
from mediawright.types.money import Amount

#: how a state looks
TONES = {"good": "good", "broken": "bad", "failed": "bad", "doubtful": "warn", "unclear": "warn", "asks": "warn"}
#: shots of which the plan itself has the picture
DRAWN = "good"


def storyboard_view(film: Film, spent: Sequence[Amount], lang: Lang) -> View:
    """The whole film. Pictures are put in by whoever shows it: `picture` is empty, `shown` the asset to take it from."""
    head = head_of(film.file.plan)
    return {
        "title": head.title,
        "shape": "tall" if head.ratio in ("9:16", "3:4", "4:5", "2:3") else "wide",
        "facts": render(Message("board.film.facts", _facts(film)), lang),
        "spent": _money(spent, film.row.cap, lang),
        "made": str(film.row.made.get("path", "")),
        "shots": [_shot(film, shot, film.shot_at(number), lang) for number, shot in enumerate(film.file.plan.shots)],
    }


def _facts(film: Film) -> dict[str, object]:
    head = head_of(film.file.plan)
    return {"n": head.shots, "seconds": f"{head.seconds:g}", "ratio": head.ratio, "resolution": head.resolution}


def _shot(film: Film, shot: FilmShot, work: Work | None, lang: Lang) -> View:
    state = state_of(film, work) if work is not None else DRAWN
    taken = taken_of(work)
    told = told_of(work) if work is not None else None
    after = work.needs or "" if work is not None else ""
    return {
        "id": shot.id,
        "words": shot.prompt.strip(),
        "lines": [{"who": line.who or "", "says": line.says} for line in shot.lines],
        "kind_words": render(Message(f"board.film.kind.{shot.kind}"), lang),
        "seconds": duration(shot.duration, lang) if shot.duration else "",
        "state": render(Message(f"film.state.{state}", {"shot": after}), lang),
        "tone": TONES.get(state, "plain"),
        "live": state == "making",
        "told": render(told, lang) if told is not None else "",
        "model": render(work.priced.model.label, lang) if work is not None and work.priced is not None else "",
        "price": _price(work, taken, lang),
        "takes": _takes(work, taken, lang),
        "job": taken.job.id if taken is not None else "",
        "shown": shown_of(taken),
        "picture": "",
        "readable": False,
        "uri": "",
    }


def taken_of(work: Work | None) -> Taken | None:
    """The take that stands for a shot: the one in use, else the last."""
    return None if work is None else work.chosen or (work.takes[-1] if work.takes else None)


def shown_of(taken: Taken | None) -> Asset | None:
    """The file of a take, where it has one."""
    return taken.job.assets[0] if taken is not None and taken.job.assets else None


def _price(work: Work | None, taken: Taken | None, lang: Lang) -> str:
    """What the take in use cost; of a shot that is still to be made, what it would cost."""
    if work is None:
        return ""
    if taken is not None and taken.job.charged is not None:
        return render(sum_words(taken.job.charged), lang)
    price = taken.job.quote.price if taken is not None and taken.job.quote is not None else work.price
    return render(price_words(replace(price, usd=None)), lang) if price is not None else ""


def _takes(work: Work | None, taken: Taken | None, lang: Lang) -> str:
    if work is None or taken is None or len(work.takes) < 2:
        return ""
    return render(Message("board.film.takes", {"take": taken.step.take, "n": len(work.takes)}), lang)


def film_view(row: FilmRow, spent: Sequence[Amount], takes: int, picture: str, *, draft: bool, lang: Lang) -> View:
    """A film in a list. `picture` of its first take, "" where there is none."""
    return {
        "id": row.id,
        "title": row.title or PurePath(row.plan_path).name,
        "plan": PurePath(row.plan_path).name,
        "draft": draft,
        "spent": _money(spent, row.cap, lang),
        "takes": render(Message("board.film.made_takes", {"n": takes}), lang),
        "picture": picture,
    }


def _money(spent: Sequence[Amount], cap: Sequence[Amount], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(render(words, lang) for words in money_of(spent, cap))
