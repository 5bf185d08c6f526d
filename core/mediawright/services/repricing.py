"""What a job that waited costs now: the very request, model and provider that were approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediawright.types.money import Price

if TYPE_CHECKING:
    from mediawright.services.planning import Planner
    from mediawright.types.job import Job


async def price_now(planner: Planner, job: Job) -> Price:
    """The price of a job's request; unknown where its model is no more.

    Raises what hinders the provider from telling it: SignInNeeded, Unreachable, InvalidRequest.
    """
    plugin = planner.registry.load(job.provider)
    model = next((one for one in plugin.provider.models if one.name == job.request.model), None)
    if model is None:
        return Price(amount=None)
    return await planner.price(plugin, planner.contexts.open(plugin.provider), model, job.request)
