"""DashScope's refusals: docs/contracts/dashscope.md §10. The codes of a failed task are the same."""

from mediawright import plugin as mw
from mediawright import sdk

CONTENT = ("DataInspectionFailed", "data_inspection_failed", "InvalidParameter.DataInspection")
FILES = ("InvalidURL", "InvalidParameter.FileDownload", "InvalidFile*", "InvalidImage*")
BODY = ("InvalidParameter*", "BadRequest*", "InvalidRequest*", "UnsupportedOperation")
NOT_OPEN = ("AccessDenied*", "Model.AccessDenied", "Endpoint.AccessDenied")
BILLS = ("CommodityNotPurchased", "PrepaidBillOverdue", "PostpaidBillOverdue")
EMPTY = ("free allocated quota", "token-plan quota", "quota has been exhausted")
SERVER = ("InternalError*", "SystemError", "ModelUnavailable", "ModelServingError", "RequestTimeOut")

ERRORS = (
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(401,), message="dashscope.key_refused"),
    sdk.ErrorRule(raises=mw.OutOfCredits, codes=("Arrearage",), message="dashscope.arrears"),
    sdk.ErrorRule(raises=mw.OutOfCredits, codes=("AllocationQuota.FreeTierOnly",), message="dashscope.free_used_up"),
    sdk.ErrorRule(
        raises=mw.NotAvailable, status=(403,), words=("asynchronous calls",), message="dashscope.only_at_once"
    ),
    sdk.ErrorRule(raises=mw.NotAvailable, status=(403,), words=("synchronous calls",), message="dashscope.only_task"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(403,), codes=NOT_OPEN, message="dashscope.not_open"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), codes=BILLS, message="dashscope.arrears"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(429,), words=EMPTY, message="dashscope.quota_used_up"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), message="dashscope.busy"),
    sdk.ErrorRule(raises=mw.Rejected, codes=CONTENT, message="dashscope.content"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400,), codes=FILES, message="dashscope.bad_file"),
    sdk.ErrorRule(raises=mw.NotFound, status=(400,), words=("model not exist",), message="dashscope.no_model"),
    sdk.ErrorRule(raises=mw.NotFound, status=(404,), codes=("ModelNotFound",), message="dashscope.no_model"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(413,), message="dashscope.too_large"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400,), codes=BODY, message="dashscope.bad_value"),
    sdk.ErrorRule(raises=mw.Unreachable, codes=SERVER, no_task=False),
)
