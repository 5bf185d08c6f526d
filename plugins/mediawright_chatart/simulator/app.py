"""The simulator as one ASGI app: API, token endpoint, sign-in page, object store, CDN, and a control API (§20)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from mediawright.plugin import InvalidRequest, Message, Problem, dataclass, switches
from mediawright_chatart.simulator import control, object_store, sign_in, tasks
from mediawright_chatart.simulator.faults import (
    ANY,
    BY_NAME,
    CDN,
    HISTORY,
    INIT,
    OSS,
    POLICY,
    POLL,
    SUBMIT,
    TOKEN,
    Fault,
    FaultBox,
    names_in,
)
from mediawright_chatart.simulator.options import Options
from mediawright_chatart.simulator.state import Account, Now, ServiceState

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request as Incoming
    from starlette.responses import Response

#: headers every API call carries, with the value that strict mode wants
HEADERS = {"content-type": "application/json", "language": "EN", "skill": "1", "app-type": "2"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read. `origin` is how the client reached us."""

    query: Mapping[str, str]
    body: Any
    origin: str
    account: Account | None = None

    @property
    def asked(self) -> dict[str, str]:
        """Arguments of a GET: the query first, then the body."""
        more = self.body if isinstance(self.body, dict) else {}
        return {str(name): str(value) for name, value in {**more, **self.query}.items()}

    @property
    def object(self) -> dict[str, Any]:
        return self.body if isinstance(self.body, dict) else {}


Handler = Callable[[Call], Awaitable[tuple[int, Any]] | Any]


def chosen(given: Mapping[str, str]) -> Options:
    """The options as values. Raises InvalidRequest for one, or a fault, that nobody knows."""
    options = switches(Options, given)
    unknown = [name for name in names_in(options.faults) if name not in BY_NAME]
    if unknown:
        values = {"option": "faults", "value": unknown[0]}
        raise InvalidRequest(Problem("option", Message("simulate.option.value", values), allowed=tuple(BY_NAME)))
    return options


def create_app(options: Mapping[str, str], clock: Now | None = None) -> "Starlette":
    """The app; `app.state.service_state` and `app.state.faults` are its insides, for tests. Raises InvalidRequest."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    service = Service(ServiceState(chosen(options), clock))
    routes = [Route(path, endpoint, methods=methods) for path, methods, endpoint in service.endpoints()]
    app = Starlette(routes=routes)
    app.state.service_state, app.state.faults = service.service_state, service.faults
    return app


class Service:
    """The endpoints over one state."""

    def __init__(self, service_state: ServiceState) -> None:
        self.service_state, self.faults = service_state, FaultBox(service_state.options.faults)

    def endpoints(self) -> list[tuple[str, list[str], Any]]:
        post, get = ["POST"], ["GET"]
        return [
            (INIT, post, self.api(self.init, signed=False)),
            (TOKEN, post, self.api(self.token, signed=False)),
            ("/user/get-unbind-device", post, self.api(self.unbind)),
            ("/web/video/generate-video", post, self.api(self.submit("video"), SUBMIT)),
            ("/web/art/create", post, self.api(self.submit("image"), SUBMIT)),
            ("/web/video/get-video-task", get, self.api(self.poll("video"), POLL)),
            ("/web/art/get-draw-task", get, self.api(self.poll("image"), POLL)),
            ("/web/video/history", get, self.api(self.history("video"), HISTORY)),
            ("/web/art/history", get, self.api(self.history("image"), HISTORY)),
            ("/web/member/user-diamond", post, self.api(self.credit)),
            (POLICY, post, self.api(self.policy)),
            ("/v1/short_url/generate", post, self.api(self.shorten)),
            ("/skill/authorize", ["GET", "POST"], self.page),
            ("/cdn/{key:path}", get, self.cdn),
            *control.endpoints(self.service_state, self.faults),
            ("/{bucket}/{key:path}", ["PUT", "GET"], self.store),
        ]

    # --- the API -----------------------------------------------------------------------------------------------------

    def api(self, handler: Handler, face: str = "", *, signed: bool = True) -> Any:
        """An endpoint around a handler: recorded, checked for who asks, and spoiled by whatever fault is armed."""

        async def endpoint(request: "Incoming") -> "Response":
            raw = await self.recorded(request)
            path = request.url.path
            fault = self.faults.take(path, *filter(None, (face,)), *([ANY] if signed else []))
            if fault and not fault.after and not fault.change:
                return await spoiled(fault, self.service_state.options.hold_s)
            status, payload = await self.answered(request, raw, handler, signed)
            if fault and fault.after:
                return await spoiled(fault, self.service_state.options.hold_s)
            if fault and fault.change and payload.get("code") == 200:
                payload = fault.change(payload)
            return _json(status, payload)

        return endpoint

    async def answered(self, request: "Incoming", raw: bytes, handler: Handler, signed: bool) -> tuple[int, Any]:
        if request.method == "GET" and raw and self.faults.has("get-bodies-refused"):
            return 400, None
        if request.method == "GET" and self.faults.has("get-bodies-dropped"):
            raw = b""
        account = None
        if signed:
            sent = request.headers
            account = self.service_state.account_of(sent.get("xskill-authorization", ""), sent.get("identity-id", ""))
            if account is None:
                status = 401 if self.service_state.options.refuse_by_status else 200
                return status, tasks.refused(401, "sign in")
            wrong = [name for name, value in HEADERS.items() if sent.get(name) != value]
            if wrong and self.service_state.options.strict:
                return 200, tasks.refused(4000, f"header {wrong[0]}")
        origin = str(request.base_url).rstrip("/")
        answer = handler(Call(dict(request.query_params), _parsed(raw), origin, account))
        answer = await answer if isinstance(answer, Awaitable) else answer
        return answer if isinstance(answer, tuple) else (200, answer)

    async def recorded(self, request: "Incoming") -> bytes:
        """The request's body, after the request was written down (§20.2)."""
        raw = await request.body()
        small = (
            raw.decode("utf-8", "replace") if len(raw) < 100_000 and request.method != "PUT" else f"{len(raw)} bytes"
        )
        entry = {
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.query_params),
            "headers": dict(request.headers),
            "body": small,
            "json": _parsed(raw) if request.method != "PUT" else None,
        }
        self.service_state.log.append(entry)
        return raw

    def init(self, call: Call) -> Any:
        return sign_in.init(self.service_state, call.object, call.origin)

    async def token(self, call: Call) -> Any:
        return await sign_in.token(self.service_state, call.object)

    def unbind(self, call: Call) -> Any:
        assert call.account is not None
        return sign_in.unbind(call.account)

    def submit(self, kind: str) -> Handler:
        def handler(call: Call) -> Any:
            assert call.account is not None
            own = call.origin + "/cdn/"
            return tasks.submit(self.service_state, self.faults, call.account, kind, call.object, own)

        return handler

    def poll(self, kind: str) -> Handler:
        def handler(call: Call) -> Any:
            assert call.account is not None
            legacy = self.service_state.options.legacy_body_ids
            task = call.query.get("question_id") or (call.asked.get("question_id") if legacy else None)
            task = task or (call.asked.get("create_id") if legacy else None)
            return tasks.poll(self.service_state, self.faults, call.account, kind, task, call.origin + "/cdn/")

        return handler

    def history(self, kind: str) -> Handler:
        def handler(call: Call) -> Any:
            assert call.account is not None
            return tasks.history(self.service_state, call.account, kind, call.asked, call.origin + "/cdn/")

        return handler

    def credit(self, call: Call) -> Any:
        assert call.account is not None
        return tasks.success({"diamond": call.account.balance})

    def policy(self, call: Call) -> Any:
        made = self.service_state.new_policy(expired=bool(self.faults.has("policy-expired")))
        given = {
            "AccessKeyId": made.key_id,
            "AccessKeySecret": made.secret,
            "SecurityToken": made.token,
            "Expiration": f"{made.expires:%Y-%m-%dT%H:%M:%SZ}",
            "region": self.service_state.options.region,
            "bucket": self.service_state.options.bucket,
        }
        return tasks.success({"Credentials": given})

    def shorten(self, call: Call) -> Any:
        return tasks.success({"shortUrl": f"{call.origin}/s/{len(self.service_state.log)}"})

    # --- the page, the store and the CDN -------------------------------------------------------------------------------

    async def page(self, request: "Incoming") -> "Response":
        """The sign-in page; a click on one of its buttons is the person's answer."""
        from starlette.responses import HTMLResponse

        await self.recorded(request)
        identity = request.query_params.get("identity_id", "")
        if request.method == "POST" and identity in self.service_state.logins:
            form = await request.form()
            sign_in.answer(self.service_state, identity, str(form.get("answer", "refuse")))
        status, text = sign_in.page(self.service_state, identity)
        return HTMLResponse(text, status)

    async def store(self, request: "Incoming") -> "Response":
        raw = await self.recorded(request)
        bucket, key = request.path_params["bucket"], request.path_params["key"]
        fault = self.faults.take(OSS) if request.method == "PUT" else None
        if fault and fault.drop:
            return await spoiled(fault, 0)
        if fault and fault.text:
            return _plain(*object_store.refusal(self.service_state, fault.text, fault.status))
        if request.method == "PUT":
            status, headers, data = object_store.put(self.service_state, bucket, key, request.headers, raw)
            return _plain(status, headers | dict(fault.headers if fault else {}), data)
        found = self.service_state.uploads.get(key)
        if found is None:
            return _plain(*object_store.refusal(self.service_state, "NoSuchKey", 404))
        return object_store.serve(found, request)

    async def cdn(self, request: "Incoming") -> "Response":
        await self.recorded(request)
        fault = self.faults.take(CDN)
        if fault and not fault.after:
            return await spoiled(fault, 0)
        found = object_store.find(self.service_state, request.path_params["key"])
        if found is None:
            return _plain(404, {"content-type": "text/plain"}, b"not found")
        answer = object_store.serve(found, request)
        return _cut(answer.status_code, answer.headers, bytes(answer.body)) if fault else answer


def _parsed(raw: bytes) -> Any:
    import json

    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


def _json(status: int, payload: Any) -> "Response":
    from starlette.responses import JSONResponse, Response

    return Response(status_code=status) if payload is None else JSONResponse(payload, status)


def _plain(status: int, headers: Mapping[str, str], data: bytes) -> "Response":
    from starlette.responses import Response

    return Response(data, status, dict(headers))


def _cut(status: int, headers: Mapping[str, str], data: bytes) -> "Response":
    """An answer that promises all and ends in the middle."""
    from mediawright.sdk.simulator import CutResponse

    return CutResponse(data, status, dict(headers))


async def spoiled(fault: Fault, hold_s: float) -> "Response":
    """The answer that a fault gives instead of the right one."""
    import asyncio

    if fault.hang:
        await asyncio.sleep(hold_s)
    if fault.drop or fault.hang:
        return _cut(200, {"content-type": "application/json"}, b"{}")
    if fault.text is not None:
        return _plain(fault.status, {"content-type": "text/html"} | dict(fault.headers), fault.text.encode())
    return _json(fault.status, fault.body)
