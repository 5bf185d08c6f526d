"""All rules over one request, in the contract's order."""

from collections.abc import Sequence

from mediawright.plugin import Problem, Request
from mediawright_kling.defaults import complete_kling
from mediawright_kling.options import address_of
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new
from mediawright_kling.validation import general, pictures, references, shots
from mediawright_kling.validation.case import Case

RULES = (*general.RULES, *shots.RULES, *references.RULES, *pictures.RULES)


def problems_of(request: Request) -> Sequence[Problem]:
    """Why a request is refused before anything is sent; empty where nothing speaks against it. Never raises."""
    if is_new(request):
        from mediawright_kling.standard.rules import problems_of as problems_of_new

        return (*problems_of_new(request), *_reports(request))
    if endpoint := endpoint_of(request):
        from mediawright_kling.side import rules

        reports = _reports(request, taken=not endpoint.at_once)
        return (*rules.problems_of(endpoint, complete_kling(request)), *reports)
    case = Case.of(request)
    return (*(problem for rule in RULES for problem in rule(case)), *_reports(request))


def _reports(request: Request, *, taken: bool = True) -> Sequence[Problem]:
    """What is wrong with the address for reports, where one was given."""
    if not address_of(request):
        return ()
    from mediawright_kling.callbacks import problems_of as problems_of_address

    return tuple(problems_of_address(request, taken=taken))
