"""Failures, refusals, questions."""

from collections.abc import Iterator

from devtools.gallery.samples import ACME
from mediawright.present import pages
from mediawright.present.page import Page
from mediawright.types import errors as faults
from mediawright.types.message import Message, Problem
from mediawright.types.route import Ask, Choice, Gap


def error_pages() -> dict[str, Page]:
    """Every failure, and what is asked back."""
    busy = faults.Busy(provider="acme", provider_code="1303", provider_message="parallel task limit", retry_after=30)
    sign_in = faults.SignInNeeded(data={"verification_uri": "https://acme.example/device"})
    choices = tuple(Choice(key=kind, label=Message(f"kind.{kind}")) for kind in ("video", "image"))
    allowed = Problem("duration", Message("error.not_available"), allowed=("5", "10"))
    found = {f"error_{fault.code}": pages.error(fault(), provider=ACME) for fault in every_error()}
    return found | {
        "error_busy_wait": pages.error(busy, provider=ACME),
        "error_link": pages.error(sign_in, provider=ACME),
        "problems": pages.problems([allowed]),
        "question": pages.question(Ask(reason="output_type", question=Message("gap.instead"), choices=choices)),
        "gap": pages.gap(Gap(key="poem", message=Message("error.not_available"), instead=choices)),
        "nothing_found": pages.nothing_found(Message("error.not_found"), looked_for="7f3k"),
    }


def every_error() -> Iterator[type[faults.MediawrightError]]:
    """Each class of the neutral tree once."""
    for found in vars(faults).values():
        if isinstance(found, type) and issubclass(found, faults.MediawrightError):
            yield found
