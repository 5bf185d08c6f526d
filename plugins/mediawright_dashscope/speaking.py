"""A face is looked at before a portrait is made to speak: a picture without one would be paid and fail (§7, D-R19)."""

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_dashscope.provider import say

MODEL, PATH = "wan2.2-s2v-detect", "/api/v1/services/aigc/image2video/face-detect"


async def checked(api: sdk.TaskApi, ctx: mw.Context, request: mw.Request) -> None:
    """Have the picture of a request looked at. Raises InvalidRequest where it shows no face.

    The look costs a little (it is part of the quote), so it goes out once like everything that costs.
    """
    picture = request.images[0]
    link = await api.place(ctx, picture, request.with_(model=MODEL))
    headers = api.signed(ctx)
    if isinstance(link, str) and link.startswith("oss://"):
        headers["x-dashscope-ossresourceresolve"] = "enable"
    body = {"model": MODEL, "input": {"image_url": link}}
    answer = await ctx.post_once(api.base(ctx) + PATH, headers=headers, json=body)
    data = sdk.body_of(answer)
    if answer.status >= 300 or sdk.first(data, "output") is None:
        raise api.error(answer)
    passed = sdk.first(data, ("output.check_pass", "output.passed", "output.pass"))
    if passed is not True or sdk.first(data, "output.humanoid") is False:
        raise mw.InvalidRequest(say.problem("media", "no_face", "D-R19"))
