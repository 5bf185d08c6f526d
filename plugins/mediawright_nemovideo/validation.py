"""What is refused before anything is sent (docs/contracts/nemovideo.md §6, §13). Pure."""

from mediawright.plugin import Operation, Problem, Request
from mediawright_nemovideo.chat.uploads import is_text, problems_of
from mediawright_nemovideo.messages import say


def problems(request: Request) -> list[Problem]:
    """Types and sizes of inputs, a .txt that is no input, an empty message."""
    found = [problem for media in request.media for problem in problems_of(media)]
    if any(is_text(media.source) for media in request.media):
        found = [Problem("media", say("error.text_file"), "N-R25")]
    if request.operation is not Operation.EXPORT and not request.prompt.strip():
        found.append(Problem("prompt", say("error.no_words")))
    return found
