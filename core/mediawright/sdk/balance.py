"""What is left at a service that tells it by a free call."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from mediawright.plugin import Context
from mediawright.sdk import json_paths
from mediawright.sdk.endpoint import BalanceCall
from mediawright.sdk.http_request import HttpRequest
from mediawright.types.auth import Balance, Quota
from mediawright.types.errors import Unreachable
from mediawright.types.money import Amount

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi


async def quota(api: "TaskApi", ctx: Context, call: BalanceCall) -> Quota:
    """Return the balance. Raises what the table of errors says of a refusal, Unreachable where no number can be read."""
    data = await api.fetch(ctx, HttpRequest(path=call.path, method="GET", query=call.query, setting=call.setting))
    try:
        left = Decimal(json_paths.text(data, call.left))
    except InvalidOperation:
        raise Unreachable(provider=api.provider.name, provider_code="balance") from None
    if not left.is_finite():
        raise Unreachable(provider=api.provider.name, provider_code="balance")
    unit = (json_paths.text(data, call.unit_path, 20) if call.unit_path else "") or call.unit
    return Quota(balances=(Balance(left=Amount(left, unit)),), raw=data if isinstance(data, dict) else {})
