"""A whole provider on the task API: what it can do, its wire, its hooks, its simulator. Tests run it; the docs show it."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from mediawright import plugin as mw
from mediawright import sdk

CLIPS = mw.Capability(
    operations=(mw.Operation.TEXT_TO_VIDEO, mw.Operation.IMAGE_TO_VIDEO),
    durations=(5, 10),
    aspect_ratios=("16:9", "9:16"),
    counts=(1, 2),
    inputs=(mw.Inputs(kind=mw.MediaKind.IMAGE, roles=(mw.Role.FIRST_FRAME,), at_most=1),),
    defaults={"duration": 5, "aspect_ratio": "16:9"},
)
PRICE = mw.PriceRule(value=Decimal("0.05"), unit="USD", per=mw.Per.SECOND)
TINY = mw.Provider(
    name="tiny",
    title=mw.Text("Tiny", "小小"),
    website="https://tiny.example",
    models=(
        mw.Model(
            name="tiny-1",
            label=mw.Text("Tiny 1", "小小一号"),
            kind=mw.MediaKind.VIDEO,
            capabilities=(CLIPS,),
            prices=mw.Prices(source="https://tiny.example/prices", updated=date(2026, 11, 1), rules=(PRICE,)),
            timing=mw.Timing(typical_low=20, typical_high=90),
            recommended_for=CLIPS.operations,
        ),
    ),
    auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"api_key": "TINY_KEY"}),),
    settings=(mw.Setting(name="base_url", env=("TINY_URL",), default="https://api.tiny.example"),),
    vocabulary=mw.Vocabulary(names=("tiny", "小小")),
    hosts=("api.tiny.example",),
    client_id=True,
)


class Tiny(sdk.TaskApi):
    provider = TINY
    key_page = "https://tiny.example/keys"
    probe = sdk.HttpRequest(path="/v1/tasks", method="GET", query={"size": 1})
    endpoints: ClassVar[tuple[sdk.Endpoint, ...]] = (
        sdk.Endpoint(
            poll="/v1/tasks/{id}",
            states={"queued": mw.State.SUBMITTED, "running": mw.State.RUNNING, "succeeded": mw.State.SUCCEEDED}
            | {"failed": mw.State.FAILED, "cancelled": mw.State.CANCELLED},
            outputs=(sdk.Outputs(url="files[].url"),),
            percent="progress",
            percent_of=1.0,
            cancel=sdk.CancelCall(path="/v1/tasks/{id}", method="DELETE", only_in=(mw.State.SUBMITTED,)),
            listing=sdk.Listing(path="/v1/tasks", items="tasks[]", own_id="client_id", page="page", size="size"),
        ),
    )
    errors: ClassVar[tuple[sdk.ErrorRule, ...]] = (
        sdk.ErrorRule(raises=mw.SignInNeeded, status=(401,), message="key_refused"),
        sdk.ErrorRule(raises=mw.OutOfCredits, codes=("no_money",), message="no_balance"),
        sdk.ErrorRule(raises=mw.Busy, status=(429,), message="busy"),
        sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 404, 422), message="bad_value"),
    )

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        image = next((link(media) for media in request.images), None)
        body = {"model": request.model, "prompt": request.prompt, "image": image, "client_id": job_id}
        return sdk.HttpRequest(
            path="/v1/tasks",
            json=sdk.without_empty(
                body | {"seconds": request.duration, "ratio": request.aspect_ratio, "number": request.count}
            ),
        )


API = Tiny()
describe, auth, quota, history, cancel = API.describe, API.auth, API.quota, API.history, API.cancel
wire, submit, poll, download = API.wire, API.submit, API.poll, API.download
reconcile, adopt = API.reconcile, API.adopt


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright.sdk import simulator as kit

    class Service(kit.Service):
        def routes(self) -> list[Any]:
            one = "/v1/tasks/{id}"
            return [
                kit.route("POST", "/v1/tasks", lambda call: self.signed(call) or self.create(call)),
                kit.route("GET", "/v1/tasks", lambda call: self.signed(call) or self.listed(call)),
                kit.route("GET", one, lambda call: self.signed(call) or self.show(call)),
                kit.route("DELETE", one, lambda call: self.signed(call) or self.stop(call)),
            ]

        def signed(self, call: kit.Call) -> Any:
            known = call.header("authorization").startswith("Bearer ") and "bad" not in call.header("authorization")
            return None if known else kit.refusal(401, {"error": {"code": "no_key", "message": "no such key"}})

        def create(self, call: kit.Call) -> Any:
            if not self.tasks.affords():
                return kit.refusal(402, {"error": {"code": "no_money", "message": "no balance left"}})
            task = self.tasks.create(self.new_id(), call.json)
            return {"id": task.id, "status": "queued"}

        def shown(self, task: kit.SimulatedTask, base: str) -> dict[str, Any]:
            state = self.tasks.state(task)
            said = {"id": task.id, "status": state, "client_id": task.body["client_id"], "created_at": task.made_at}
            many = range(task.body.get("number", 1))
            urls = [kit.media_url(base, "video", f"{task.id}-{number}", seconds=1) for number in many]
            return said | ({"files": [{"url": url} for url in urls]} if state == "succeeded" else {"progress": 0.5})

        def listed(self, call: kit.Call) -> Any:
            return {"tasks": [self.shown(task, call.base) for task in self.tasks.newest()]}

        def show(self, call: kit.Call) -> Any:
            task = self.tasks.all.get(call.fields["id"])
            unknown = {"error": {"code": "not_found", "message": "no such task"}}
            return self.shown(task, call.base) if task else kit.refusal(404, unknown)

        def stop(self, call: kit.Call) -> Any:
            return {"stopped": self.tasks.cancel(self.tasks.all[call.fields["id"]])}

    return kit.create_app(Service(mw.switches(kit.Options, options)))
