"""The kinds of work at MiniMax: two families of clips, long speech as a task, and what comes at once (contract §3 to §8)."""

from dataclasses import replace

from mediawright import plugin as mw
from mediawright import sdk

_WORDS = {
    mw.State.SUBMITTED: "queued preparing queueing",
    mw.State.RUNNING: "running processing",
    mw.State.SUCCEEDED: "succeeded success",
    mw.State.FAILED: "failed fail expired",
    mw.State.CANCELLED: "cancelled",
}
#: the words of all families, compared without case (M-R27)
STATES = {word: state for state, words in _WORDS.items() for word in words.split()}
LISTED = "/v2/query/video_generation"
LISTING = sdk.Listing(
    path=LISTED,
    items="items[]",
    model="model",
    query={"filter.model": "{model}", "filter.task_type": "generation"},
    page="page_num",
    size="page_size",
    total="total",
    before_s=3,
    after_s=60,
    lag_s=55,
    looks_s=(10.0, 35.0, 60.0),
    apart_s=1.0,
    complete=True,
    keeps_s=7 * 86_400,
)
CLIP = sdk.Endpoint(
    name="v2",
    poll=LISTED + "/{id}",
    task_id=("task_id",),
    status=("task.status", "status"),
    states=STATES,
    outputs=(sdk.Outputs(url="task.content.url"), sdk.Outputs(url="content.url")),
    failure_code=("task.error.code", "error.code"),
    failure_text=("task.error.message", "error.message"),
    cancel=sdk.CancelCall(
        path="/v2/video_generation/{id}", method="DELETE", only_in=(mw.State.SUBMITTED,), asks_after=True
    ),
    create_timeout_s=120,
    poll_after_s=10,
    listing=LISTING,
)
HAILUO = sdk.Endpoint(
    name="v1",
    poll="/v1/query/video_generation?task_id={id}",
    task_id=("task_id",),
    states=STATES,
    failure_code=(),
    failure_text=(),
    create_timeout_s=120,
    poll_after_s=10,
)
KEPT = {"usage_characters": "usage_characters"}
LONG = replace(HAILUO, name="long", poll="/v1/query/t2a_async_query_v2?task_id={id}", keep=KEPT, poll_after_s=5)
IMAGE = sdk.Endpoint(
    name="image",
    task_id=("id",),
    outputs=(sdk.Outputs(url="data.image_urls[]"), sdk.Outputs(base64="data.image_base64[]")),
    failure_code=(),
    failure_text=(),
    create_timeout_s=120,
)
SOUND = (sdk.Outputs(hex="data.audio"), sdk.Outputs(url="data.audio"))
SPEECH = replace(IMAGE, name="speech", task_id=("trace_id",), outputs=SOUND)
MUSIC = replace(SPEECH, name="music", create_timeout_s=600)
