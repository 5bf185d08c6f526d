"""A job is carried with the key of the account that pays for it, and with no other."""

from mediawright.types.errors import LocalFault
from mediawright.types.job import DEFAULT_ACCOUNT, Job
from mediawright.types.message import Message


class OtherAccount(LocalFault):
    """This process has the key of another account than the one that pays: it neither sends nor looks anything up."""


def other_account(job: Job, here: str) -> OtherAccount:
    """What is told of a job where the credentials of `here` are at hand."""
    values = {"provider": job.provider, "account": job.account or DEFAULT_ACCOUNT, "here": here}
    return OtherAccount(Message("runner.other_account", values), provider=job.provider, data={"job": job.id, **values})
