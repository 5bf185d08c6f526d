"""Quill's hooks: a queue in data. Submit gives addresses; the status leads to the result."""

from collections.abc import Sequence
from typing import Any, ClassVar

from mediawright import plugin as mw
from mediawright import sdk

from mediawright_quill.provider import QUILL, SIZES

#: Quill's words for a state → ours
STATES = {"in_queue": mw.State.SUBMITTED, "in_progress": mw.State.RUNNING, "completed": mw.State.SUCCEEDED}

#: addresses in the answer to a submit, of which only the paths are kept
PATHS = {"status": "status_url", "response": "response_url", "cancel": "cancel_url"}

KEY = {"authorization": "Key {api_key}"}

say = sdk.OwnWords("quill")


class Quill(sdk.TaskApi):
    provider = QUILL
    key_page = "https://quill.example/dashboard/keys"
    balance_page = "https://quill.example/dashboard/billing"
    base_setting = "queue"
    headers = KEY
    endpoints: ClassVar[tuple[sdk.Endpoint, ...]] = (
        sdk.Endpoint(
            poll="{status}",
            result="{response}",
            task_id=("request_id",),
            keep_paths=PATHS,
            states=STATES,
            outputs=(sdk.Outputs(url="images[].url"),),
            cancel=sdk.CancelCall(path="{cancel}", method="PUT"),
        ),
    )
    error_text: ClassVar[tuple[str, ...]] = ("detail",)
    errors: ClassVar[tuple[sdk.ErrorRule, ...]] = (
        sdk.ErrorRule(raises=mw.OutOfCredits, status=(403,), words=("balance",), message="no_balance"),
        sdk.ErrorRule(raises=mw.SignInNeeded, status=(401, 403), message="key_refused"),
        sdk.ErrorRule(raises=mw.Busy, status=(429,), message="busy"),
        sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 422), message="bad_value", ends_task=True),
        sdk.ErrorRule(raises=mw.Rejected, status=(499,), message="failed", ends_task=True),
    )

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        body = {
            "prompt": request.prompt,
            "image_url": next((link(media) for media in request.images), None),
            "image_size": SIZES.get(request.aspect_ratio or ""),
            "num_images": request.count,
            "seed": request.seed,
        }
        return sdk.HttpRequest(path=f"/{request.model}", json=sdk.without_empty(body))

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        """A link goes as it is; a file goes up with a ticket, and its link stands in the body. The key stays here."""
        if media.is_url:
            return media.source
        info = await ctx.inspect(media)
        about = {"file_name": sdk.upload_name(media, info), "content_type": info.media_type}
        ticket = await self.fetch(ctx, sdk.HttpRequest(path="/uploads", json=about))
        url, link = sdk.text(ticket, "upload_url", 2000), sdk.text(ticket, "file_url", 2000)
        if not link or not self.trusts(ctx, url, "files.quill.example"):
            raise mw.Unreachable(provider=QUILL.name, provider_code="upload_url")
        headers = {"content-type": info.media_type}
        target = sdk.UploadTarget(url=url, link=link, method="PUT", field=None, headers=headers)
        return await sdk.send_file(ctx, media, target)


API = Quill()

describe, auth, quota, cancel, adopt = API.describe, API.auth, API.quota, API.cancel, API.adopt

wire, submit, poll, download = API.wire, API.submit, API.poll, API.download


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    """Quill draws no text at all: better said before than seen afterwards."""
    asks = request.operation is mw.Operation.TEXT_TO_IMAGE and "“" in request.prompt
    return [say.problem("prompt", "no_lettering", "docs.quill.example/limits")] if asks else []


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_quill.simulator import create_app

    return create_app(options)
