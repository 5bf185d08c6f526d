"""The signature of an upload: the vendor's own V4 signer over the bare request, the bytes left unsigned (§5.3)."""

from datetime import datetime
from typing import Any

from mediawright.plugin import LocalFault, dataclass
from mediawright_chatart.errors import say
from mediawright_chatart.provider import NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A short-lived permission to upload. `region` without its `oss-` prefix. Secret as a whole: never shown or kept."""

    key_id: str
    key_secret: str
    token: str
    region: str
    bucket: str
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Policy(region={self.region!r})"


def signed_headers(policy: Policy, key: str, media_type: str, at: datetime) -> dict[str, str]:
    """The headers of one PutObject of `key` at a time. Raises LocalFault where the upload part is not installed."""
    oss = _sdk()
    request = oss.types.HttpRequest(method="PUT", url="", headers={"Content-Type": media_type})
    context = oss.types.SigningContext(
        product="oss",
        region=policy.region,
        bucket=policy.bucket,
        key=key,
        request=request,
        credentials=oss.types.Credentials(policy.key_id, policy.key_secret, policy.token or None),
        signing_time=at,
    )
    oss.signer.SignerV4().sign(context)
    return {str(name): str(value) for name, value in request.headers.items()}


def _sdk() -> Any:
    try:
        import alibabacloud_oss_v2.signer
    except ImportError as error:
        raise LocalFault(say("chatart.error.upload_part_missing"), provider=NAME) from error
    return alibabacloud_oss_v2
