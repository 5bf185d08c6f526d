"""All rules over one request, in the contract's order."""

from collections.abc import Sequence

from mediawright.plugin import Problem, Request
from mediawright_kling import callbacks
from mediawright_kling.defaults import complete_kling
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new
from mediawright_kling.validation import general, pictures, references, shots
from mediawright_kling.validation.case import Case

RULES = (*general.RULES, *shots.RULES, *references.RULES, *pictures.RULES)


def problems_of(request: Request) -> Sequence[Problem]:
    """Why a request is refused before anything is sent; empty where nothing speaks against it. Never raises."""
    if is_new(request):
        from mediawright_kling.standard.rules import problems_of as problems_of_new

        return (*problems_of_new(request), *callbacks.problems_of(request))
    if endpoint := endpoint_of(request):
        from mediawright_kling.side import rules

        reports = callbacks.problems_of(request, taken=not endpoint.at_once)
        return (*rules.problems_of(endpoint, complete_kling(request)), *reports)
    case = Case.of(request)
    return (*(problem for rule in RULES for problem in rule(case)), *callbacks.problems_of(request))
