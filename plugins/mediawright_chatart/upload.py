"""Inputs become addresses at ChatArt: a policy per submit, one signed PUT per file, bytes streamed by the core (§5).

Nothing of a file's own name leaves the machine (C-R19). A refused signature is worth one new policy, a wrong clock one
correction, trouble on the way three tries; that is all.
"""

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

from mediawright.plugin import (
    Answer,
    Context,
    InvalidRequest,
    Media,
    Progress,
    Rejected,
    State,
    Uncertain,
    Unreachable,
    dataclass,
)
from mediawright_chatart import client, sources, validation
from mediawright_chatart.errors import of_poll, say
from mediawright_chatart.provider import INPUT_BYTES, NAME
from mediawright_chatart.upload_signature import Policy, signed_headers

POLICY_PATH = "/web/file/get-upload-policy"
FOLDER = "chat-skill-upload"
#: OSS address → the CDN in front of it (§5.4)
CDN_OF = {
    "https://files-chat-ai-figcube-com.oss-us-west-1.aliyuncs.com/": "https://files.chatartpro.com/",
    "https://files-chat-ai-ifonelab-net.oss-cn-hongkong.aliyuncs.com/": "https://files-chatartpro.ifonelab.net/",
}
TRIES, FIRST_WAIT, LONGEST_WAIT = 3, 0.2, 20.0
SPARE = timedelta(seconds=60)
#: something on the way may have put its own date before the store's
DATE = re.compile(r"\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT")


@dataclass(frozen=True, slots=True)
class Ready:
    """One input before anything is uploaded: an address of ChatArt's own, or a local file that was measured."""

    media: Media
    own: bool


class Copies:
    """Local copies of linked inputs, each fetched once; gone again on every path out (C-R28)."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._made: list[Path] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for path in self._made:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def local(self, media: Media) -> Media:
        """The input as a local file with its facts. Raises InvalidRequest, Unreachable."""
        found = await self._ctx.localize(media, max_bytes=INPUT_BYTES)
        if media.is_url:
            self._made.append(Path(found.source))
        return found if found.info else replace(found, info=await self._ctx.inspect(found))

    async def prepare(self, inputs: Sequence[Media]) -> list[Ready]:
        """Fetch foreign links and measure every file, before the first upload (C-R10)."""
        made = []
        for media in inputs:
            if sources.is_own(media, self._ctx.settings):
                made.append(Ready(media, own=True))
                continue
            local = await self.local(media)
            found = tuple(validation.copy_problems(local))
            if found:
                raise InvalidRequest(*found, provider=NAME)
            made.append(Ready(local, own=False))
        return made


async def hand_over(ctx: Context, inputs: Sequence[Ready], known: Mapping[str, str]) -> dict[str, str]:
    """Upload what is not there yet; returns address by content hash, `known` ones included.

    Raises Rejected where the store refuses, Unreachable where it cannot be reached.
    """
    done = dict(known)
    uploader = Uploader(ctx)
    for item in inputs:
        info = item.media.info
        if item.own or info is None or info.sha256 in done:
            continue
        ctx.report(Progress(state=State.SUBMITTING, stage="upload"))
        done[info.sha256] = await uploader.put(item.media)
    return done


def address(item: Ready, uploaded: Mapping[str, str]) -> str:
    """Where ChatArt finds this input."""
    return item.media.source if item.own or item.media.info is None else uploaded[item.media.info.sha256]


class Uploader:
    """One submit's uploads: holds the policy while it is good."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._policy: Policy | None = None
        self._offset = timedelta()

    async def put(self, media: Media) -> str:
        """Upload one measured file; its address at ChatArt."""
        assert media.info is not None, "measured before it is uploaded"
        extension = sources.extension_of(media.info)
        mark = hashlib.sha256(self._ctx.random_bytes(16) + media.info.sha256.encode()).hexdigest()[:8]
        key = object_key(self._now(), mark, extension)
        answer, fresh, corrected = await self._send(media, key, extension), False, False
        while answer.status != 200:
            kind = refusal(answer)
            if kind == "RequestTimeTooSkewed" and not corrected:
                corrected = self._correct(answer)
            elif answer.status == 403 and not fresh:
                fresh, self._policy = True, None
            else:
                raise Rejected(say("chatart.error.upload_refused"), provider=NAME, provider_code=kind)
            answer = await self._send(media, key, extension)
        policy = await self._good_policy()
        return public_url(policy, key, self._ctx.settings.get("cdn_base", ""))

    async def _send(self, media: Media, key: str, extension: str) -> Answer:
        """One PUT, tried again where the store or the line has trouble."""
        for attempt in range(1, TRIES + 1):
            policy = await self._good_policy()
            sent = signed_headers(policy, key, sources.TYPES[extension], self._now())
            target = put_url(policy, key, self._ctx.settings.get("oss_endpoint", ""))
            try:
                answer = await self._ctx.upload(target, media, method="PUT", field=None, headers=sent)
            except (Unreachable, Uncertain) as error:
                # an upload asks for nothing that costs: a lost answer is no uncertainty
                if attempt == TRIES:
                    raise Unreachable(say("chatart.error.trouble"), provider=NAME) from error
            else:
                if not _error(answer.status) or attempt == TRIES:
                    return _settled(answer)
            await self._ctx.clock.sleep(min(LONGEST_WAIT, FIRST_WAIT * 2**attempt))
        raise Unreachable(say("chatart.error.trouble"), provider=NAME)

    async def _good_policy(self) -> Policy:
        held = self._policy
        if held is None or (held.expires_at and held.expires_at - SPARE <= self._now()):
            self._policy = held = read_policy(await client.post(self._ctx, POLICY_PATH))
        return held

    def _now(self) -> datetime:
        return self._ctx.clock.now() + self._offset

    def _correct(self, answer: Answer) -> bool:
        """Take the store's clock instead of ours; True: this was tried."""
        said = DATE.findall(answer.headers.get("date", ""))
        if said:
            self._offset = parsedate_to_datetime(said[-1]).astimezone(UTC) - self._ctx.clock.now()
        return True


def _error(status: int) -> bool:
    return status in (401, 408, 429) or status >= 500


def _settled(answer: Answer) -> Answer:
    if _error(answer.status):
        raise Unreachable(say("chatart.error.trouble"), provider=NAME, provider_code=f"http {answer.status}")
    return answer


def read_policy(reply: client.Reply) -> Policy:
    """The permission in an answer (§5.1); its code counts. Raises SignInNeeded, Unreachable."""
    if not reply.ok:
        raise of_poll(reply)
    given = reply.fields.get("Credentials")
    names = ("AccessKeyId", "AccessKeySecret", "SecurityToken", "region", "bucket")
    values = [given.get(name) if isinstance(given, dict) else None for name in names]
    if not all(isinstance(value, str) and value for value in values):
        raise Unreachable(say("chatart.error.trouble"), provider=NAME, provider_code="policy")
    key_id, secret, token, region, bucket = (str(value) for value in values)
    expires = _instant(given.get("Expiration") if isinstance(given, dict) else None)
    region = region.removeprefix("oss-")
    return Policy(key_id=key_id, key_secret=secret, token=token, region=region, bucket=bucket, expires_at=expires)


def _instant(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if isinstance(text, str) else None
    except ValueError:
        return None


def object_key(now: datetime, mark: str, extension: str) -> str:
    """A name of our own: unique, plain ASCII, by the local date (§5.2)."""
    local = now.astimezone()
    return f"{FOLDER}/{local:%Y%m%d}/upload_{local:%Y%m%d%H%M%S}_{mark}.{extension}"


def put_url(policy: Policy, key: str, endpoint: str) -> str:
    """Where the bytes go: the bucket is part of the host, and of the path on an endpoint given by hand."""
    if not endpoint:
        return f"https://{policy.bucket}.oss-{policy.region}.aliyuncs.com/{quote(key)}"
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}/{policy.bucket}/{quote(key)}"


def public_url(policy: Policy, key: str, cdn_base: str) -> str:
    """Where ChatArt and everybody else find it (§5.4)."""
    if cdn_base:
        return cdn_base + key
    store = f"https://{policy.bucket}.oss-{policy.region}.aliyuncs.com/"
    return CDN_OF.get(store, store) + key


def refusal(answer: Answer) -> str:
    """The store's own word for a no, from its XML; never shown."""
    _, _, rest = answer.text.partition("<Code>")
    return rest.partition("</Code>")[0][:64] or f"http {answer.status}"
