"""The pages a person sees: the device bind with its approve and refuse buttons, and a front page."""

from collections.abc import Awaitable, Callable
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from mediawright_kling.simulator.bindings import Bind
from mediawright_kling.simulator.state import ServiceState

View = Callable[[Request], Awaitable[Response]]

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
main { width: min(30rem, 90vw); padding: 2rem; border: 1px solid #8884; border-radius: 1rem; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; margin: 1.2rem 0; }
dt { opacity: .65; } dd { margin: 0; overflow-wrap: anywhere; }
code { font-size: 1.5rem; letter-spacing: .15em; }
form { display: flex; gap: .8rem; }
button { flex: 1; padding: .7rem; font: inherit; border-radius: .6rem; border: 1px solid #8886; cursor: pointer; }
button[value=approve] { background: #1463ff; color: #fff; border-color: #1463ff; }
small { opacity: .65; }
"""


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{title}</title>"
    html = f"<!doctype html><html lang=en>{head}<style>{STYLE}</style><main>{body}</main></html>"
    return HTMLResponse(html, status_code=status)


def device(service_state: ServiceState) -> View:
    """GET shows who asks; POST carries the person's verdict."""

    async def view(request: Request) -> Response:
        bind = service_state.bindings.by_user_code(request.query_params.get("user_code", ""))
        if bind is None:
            return _page(
                "Kling simulator", "<h1>Unknown code</h1><p>未知的授权码。Please start the sign-in again.</p>", 404
            )
        if request.method == "POST":
            form = (await request.body()).decode()
            if bind.verdict == "pending":
                bind.verdict = "approved" if "verdict=approve" in form else "denied"
        return _page("Connect a device", _question(bind) if bind.verdict == "pending" else _verdict(bind))

    return view


def _question(bind: Bind) -> str:
    facts = {
        "Device 设备": bind.device.get("deviceName"),
        "System 系统": bind.device.get("platform"),
        "Program 程序": f"{bind.device.get('skillId')} {bind.device.get('skillVersion')}",
        "May 权限": ", ".join(bind.device.get("requestedScopes") or ()),
    }
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items())
    return (
        "<h1>Connect this device to Kling? 连接此设备？</h1>"
        f"<p><code>{escape(bind.user_code)}</code></p><dl>{rows}</dl>"
        "<form method=post><button name=verdict value=deny>Refuse 拒绝</button>"
        "<button name=verdict value=approve>Agree 同意</button></form>"
        "<p><small>This is a simulator on your own machine. 本机模拟器。</small></p>"
    )


def _verdict(bind: Bind) -> str:
    if bind.verdict == "approved":
        return "<h1>Connected 已连接</h1><p>You can close this page and go back. 可以关闭此页面。</p>"
    return "<h1>Refused 已拒绝</h1><p>Nothing was connected. 未连接任何设备。</p>"


def api_key(service_state: ServiceState) -> View:
    async def view(request: Request) -> Response:
        settings = service_state.settings
        rows = f"<dt>Access key</dt><dd>{escape(settings.access_key)}</dd>"
        rows += f"<dt>Secret key</dt><dd>{escape(settings.secret_key)}</dd>"
        rows += f"<dt>API key</dt><dd>{escape(settings.api_key)}</dd>"
        return _page("Keys", f"<h1>Keys of this simulator</h1><dl>{rows}</dl>")

    return view


def front(service_state: ServiceState) -> View:
    async def view(request: Request) -> Response:
        charged = service_state.charges()
        rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in charged.items())
        waiting = [bind for bind in service_state.bindings.all if bind.verdict == "pending"]
        links = "".join(f"<p><a href='/device?user_code={b.user_code}'>{b.user_code}</a></p>" for b in waiting)
        return _page("Kling simulator", f"<h1>Kling simulator</h1><dl>{rows}</dl>{links}")

    return view
