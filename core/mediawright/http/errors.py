"""What can be wrong with an answer or a link, beyond silence. All are `Unreachable` to those who do not care."""

from typing import Any, ClassVar

from mediawright.types.errors import NotSent, Retry, Unreachable
from mediawright.types.message import Message


class AddressRefused(NotSent):
    """The address may not be called: not https, not public, or no address at all. Nothing was sent."""

    code = "address_refused"
    retry: ClassVar[Retry] = Retry.NEVER


class ProxyFailed(NotSent):
    """The proxy of the environment or the system opens no way: a bad address, a password that is missing, a refusal."""

    code = "proxy_failed"
    retry: ClassVar[Retry] = Retry.NEVER


class CertificateRefused(NotSent):
    """A server's certificate is not trusted, or the setting that says whom to trust names nothing. Nothing was sent."""

    code = "certificate_refused"
    retry: ClassVar[Retry] = Retry.NEVER


class TooLarge(Unreachable):
    """More bytes than allowed, or bytes without an end."""

    code = "answer_too_large"
    retry: ClassVar[Retry] = Retry.NEVER


class TooSlow(Unreachable):
    """A download that did not end within its time. What came so far is kept."""

    code = "download_too_slow"


class ResultChanged(Unreachable):
    """What lies on the disk is not what was received: something else wrote to the same file. It is fetched again."""

    code = "result_changed"


class LinkExpired(Unreachable):
    """A result link that no longer gives the file (HTTP 401, 403, 404, 410): a new look gives a fresh one."""

    code = "link_expired"
    retry: ClassVar[Retry] = Retry.NEVER


class InputChanged(Unreachable):
    """A file that was being sent is no longer what was checked, or cannot be read: the request was broken off before its
    end."""

    code = "input_changed"
    retry: ClassVar[Retry] = Retry.NEVER


class ResultCut(Unreachable):
    """A file that ends too early, each time that it was fetched whole: by its own marks, or by the length announced.

    What came is kept beside where the result belongs. `again`: it was fetched once only, so that another try is worth it.
    """

    code = "result_cut"
    retry: ClassVar[Retry] = Retry.NEVER

    def __init__(self, message: Message | None = None, *, again: bool = False, **more: Any) -> None:
        self.again = again
        super().__init__(message, **more)


class WrongContent(Unreachable):
    """The bytes are something else than was promised (a web page instead of a clip)."""

    code = "wrong_content"
    retry: ClassVar[Retry] = Retry.NEVER
