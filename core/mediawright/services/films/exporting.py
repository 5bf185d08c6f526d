"""A film handed over: what the timelines and caption files need of takes and jobs."""

from pathlib import Path
from typing import Any

from mediawright.film.handover.captions import FORMATS as CAPTION_FORMATS
from mediawright.film.handover.captions import write_captions
from mediawright.film.handover.timelines import build_timeline, write_timeline
from mediawright.installing import install_command
from mediawright.services.films.cutting import assembly_of
from mediawright.services.films.works import Film
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message


def export_film(film: Film, path: Path, form: str) -> None:
    """Write one hand-over file. Blocking. Raises LocalFault where its extra is not installed, OSError."""
    from mediawright.media.cut.tracks import length_of
    from mediawright.media.graphs import RATE

    assembly = assembly_of(film)
    try:
        if form in CAPTION_FORMATS:
            write_captions(assembly, path, form)
            return
        lengths = {one.file: length_of(one.file) * assembly.fps // RATE for one in assembly.sounds}
        lengths |= {
            taken.job.assets[0].path: round((taken.job.assets[0].duration or 0) * assembly.fps)
            for work in film.works
            for taken in work.takes
            if taken.job.assets
        }
        write_timeline(build_timeline(assembly, lengths, _facts(film)), path, form)
    except ModuleNotFoundError as error:
        raise LocalFault(Message("film.handover_missing"), next=(install_command("film,nle"),)) from error


def _facts(film: Film) -> dict[str, dict[str, Any]]:
    """What is told of each take: no links, no prices."""
    found: dict[str, dict[str, Any]] = {}
    for work in film.shots:
        chosen = work.chosen
        if chosen is not None:
            request = chosen.job.request
            found[work.id] = {
                "job": chosen.job.id,
                "take": chosen.step.take,
                "provider": chosen.job.provider,
                "model": request.model,
                "prompt": film.file.plan.shots[work.number].prompt,
            }
    return found
