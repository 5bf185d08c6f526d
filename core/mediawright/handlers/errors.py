"""Work that ends in an answer whatever happens: the one way in which every front end turns failures into words."""

from collections.abc import Awaitable, Callable

from mediawright.handlers.jobs import of_failure
from mediawright.handlers.response import Response
from mediawright.services.studio import Studio
from mediawright.types.errors import Interrupted, MediawrightError
from mediawright.types.message import Lang, Message

Work = Callable[[Studio], Awaitable[Response]]


async def answered(studio: Studio, work: Work, lang: Lang, *, proved: bool = False, debug: bool = False) -> Response:
    """The work's answer, or that of its failure. `proved`: once it is known by a token who acts. `debug` lets a bug of ours
    show itself."""
    try:
        _ = studio.who if proved else None
        return await work(studio)
    except MediawrightError as error:
        return await of_failure(studio, error, lang)
    except Exception as error:
        # a bug of ours: told in one sentence, its traceback only for who asks for it
        if debug:
            raise
        fault = MediawrightError(Message("cli.unexpected"), data={"kind": type(error).__name__})
        return await of_failure(studio, fault, lang)


def interrupted(studio: "Studio") -> Interrupted:
    """What goes on after an interrupt, with the commands that ask for it; without unfinished work nothing does."""
    from mediawright.services import actions

    unfinished = studio.unfinished()
    return Interrupted(next=actions.unfinished(unfinished)) if unfinished else Interrupted(Message("cli.stopped"))
