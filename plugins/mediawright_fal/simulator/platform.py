"""fal's platform API: the catalogue with a generated OpenAPI, prices, usage, the request list and the balance."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mediawright import sdk
from mediawright.plugin import MediaKind
from mediawright.sdk import simulator as kit
from mediawright_fal.provider import ENDPOINTS, TABLE

if TYPE_CHECKING:
    from mediawright_fal.simulator.service import FalService

#: endpoints beyond the shelf, for everything that is found at run time
BEYOND = {
    "acme/tiny-flux": (
        "text-to-image",
        "prompt! text\nimage_size size =square_hd\nnum_images int 1-4 =1\nseed int\nsteps! int 1-50",
    ),
    "acme/tiny-video/pro": ("text-to-video", "prompt! text\nduration secs 5,10 =5\naspect_ratio words 16:9,9:16 =16:9"),
    "workflows/acme/poster": ("text-to-image", "prompt! text"),
    "acme/tiny-trainer": ("training", "images_data_url! text"),
}
WORDS = {op: word for word, op in TABLE["categories"].items()}
UNITS = {"second": "seconds", "item": "images", "megapixel": "megapixels", "1k_chars": "1000 characters"} | {
    "minute": "minutes",
    "request": "requests",
}


#: what every size may be called
SIZES = ENDPOINTS.words.sizes


class Platform:
    def __init__(self, service: "FalService") -> None:
        self.service = service
        self.schemas = {name: sdk.schema_of_lines(group["fields"], SIZES) for name, group in ENDPOINTS.groups.items()}
        self.schemas |= {name: sdk.schema_of_lines(lines, SIZES) for name, (_, lines) in BEYOND.items()}
        self.prices: dict[str, tuple[float, str]] = {
            name: (float(group["price"][0][0]), UNITS[group["price"][0][1]])
            for name, group in ENDPOINTS.groups.items()
            if "price" in group
        }

    def routes(self) -> list[Any]:
        one = "/api/v1/models"
        return [
            kit.route("GET", one, self.models),
            kit.route("GET", one + "/pricing", self.pricing),
            kit.route("POST", one + "/pricing/estimate", self.estimate),
            kit.route("GET", one + "/usage", self.usage),
            kit.route("GET", one + "/requests/by-endpoint", self.requests),
            kit.route("GET", "/api/v1/account/billing", self.billing),
            kit.route("GET", "/site/api/openapi/queue/openapi.json", self.openapi),
        ]

    def category(self, name: str) -> str:
        return BEYOND[name][0] if name in BEYOND else WORDS.get(ENDPOINTS.groups[name]["ops"][0], "other")

    def result_kind(self, endpoint: str) -> str:
        """Return "image", "video", "audio" or "text": what an endpoint makes."""
        if endpoint in ENDPOINTS.groups:
            ables = sdk.operations(ENDPOINTS.groups[endpoint]["ops"])
            made = ables[0].result if ables else None
            return "text" if made is MediaKind.DOCUMENT else str(made or MediaKind.VIDEO)
        return BEYOND[endpoint][0].rpartition("-to-")[2]

    def missing(self, endpoint: str, body: Any) -> Any:
        """Return the refusal of a body that lacks a required field, None for a good one."""
        given = body if isinstance(body, dict) else {}
        lost = [name for name in self.schemas[endpoint]["required"] if given.get(name) in (None, "", [])]
        if not lost:
            return None
        return {
            "detail": [
                {"loc": ["body", name], "msg": "Field required", "type": "missing", "input": given} for name in lost
            ]
        }

    def document(self, name: str) -> dict[str, Any]:
        body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Input"}}}}
        info = {"title": name, "x-fal-metadata": {"endpointId": name, "category": self.category(name)}}
        parts = {"Input": self.schemas[name]}
        return {
            "openapi": "3.0.4",
            "info": info,
            "paths": {f"/{name}": {"post": {"requestBody": body}}},
            "components": {"schemas": parts},
        }

    def openapi(self, call: kit.Call) -> Any:
        name = call.query("endpoint_id")
        return self.document(name) if name in self.schemas else kit.refusal(404, {"detail": "not found"})

    def _error(self, status: int, words: str) -> Any:
        body = {"type": "error", "message": words, "request_id": "r-1", "docs_url": "https://docs.fal.ai"}
        return kit.refusal(status, {"error": body})

    def _refused(self, call: kit.Call, *, needed: bool = True) -> Any:
        refused = self.service.refused(call, needed=needed)
        return self._error(refused.status_code, "Invalid key") if refused is not None else None

    def models(self, call: kit.Call) -> Any:
        refused = self._refused(call, needed=False)
        if refused is not None:
            return refused
        wanted = call.request.query_params.getlist("endpoint_id")
        words, category = call.query("q").lower(), call.query("category")
        found = [
            name
            for name in self.schemas
            if (not wanted or name in wanted) and words in name and category in ("", self.category(name))
        ]
        start, size = int(call.query("cursor") or 0), int(call.query("limit") or 50)
        shown = found[start : start + size]
        more = str(start + size) if start + size < len(found) else None
        with_schema = "openapi-3.0" in call.query("expand")
        return {
            "models": [self.entry(name, with_schema) for name in shown],
            "next_cursor": more,
            "has_more": bool(more),
        }

    def entry(self, name: str, with_schema: bool) -> dict[str, Any]:
        about = {"display_name": name.rpartition("/")[2], "category": self.category(name), "status": "active"}
        about |= {"updated_at": "2026-10-02T00:00:00Z"}
        entry: dict[str, Any] = {"endpoint_id": name, "metadata": about}
        return entry | ({"openapi": self.document(name)} if with_schema else {})

    def pricing(self, call: kit.Call) -> Any:
        refused = self._refused(call)
        if refused is not None:
            return refused
        names = call.request.query_params.getlist("endpoint_id")
        found = [(name, *self.prices[name]) for name in names if name in self.prices]
        prices = [{"endpoint_id": n, "unit_price": value, "unit": unit, "currency": "USD"} for n, value, unit in found]
        return {"prices": prices, "next_cursor": None, "has_more": False}

    def estimate(self, call: kit.Call) -> Any:
        refused = self._refused(call)
        if refused is not None:
            return refused
        asked = call.json["endpoints"]
        total = sum(
            self.prices[n][0] * (item.get("unit_quantity") or item["call_quantity"]) for n, item in asked.items()
        )
        return {"estimate_type": call.json["estimate_type"], "total_cost": round(total, 6), "currency": "USD"}

    def usage(self, call: kit.Call) -> Any:
        name = call.query("endpoint_id")
        made = [task for task in self.service.tasks.all.values() if task.data["endpoint"] == name]
        price, unit = self.prices.get(name, (0.0, "requests"))
        row = {"endpoint_id": name, "unit": unit, "quantity": len(made), "unit_price": price, "auth_method": "test"}
        return self._refused(call) or {"summary": [row | {"cost": price * len(made), "currency": "USD"}]}

    def requests(self, call: kit.Call) -> Any:
        """Newest end first; what has not ended is left out unless the option says otherwise (open question 1)."""
        refused = self._refused(call)
        if refused is not None:
            return refused
        name, payloads = call.query("endpoint_id"), "payloads" in call.query("expand")
        rows = [self.row(task, payloads) for task in self.service.tasks.newest() if task.data["endpoint"] == name]
        found = [row for row in rows if self.service.options.list_unfinished or row["ended_at"]]
        start, size = int(call.query("cursor") or 0), int(call.query("limit") or 100)
        more = str(start + size) if start + size < len(found) else None
        return {"items": found[start : start + size], "next_cursor": more, "has_more": bool(more)}

    def row(self, task: kit.SimulatedTask, payloads: bool) -> dict[str, Any]:
        over = self.service.tasks.state(task) not in ("queued", "running")
        sent = datetime.fromtimestamp(task.made_at, UTC).isoformat().replace("+00:00", "Z")
        row = {"request_id": task.id, "endpoint_id": task.data["endpoint"], "sent_at": sent, "started_at": sent}
        row |= {"ended_at": sent if over else None, "status_code": 200, "duration": task.run_s}
        return row | ({"json_input": task.body} if payloads and not self.service.options.drop_payloads else {})

    def billing(self, call: kit.Call) -> Any:
        refused = self._refused(call)
        if refused is not None:
            return refused
        if not self.service.options.billing:
            return self._error(403, "An admin key is needed")
        left = self.service.tasks.balance
        return {
            "username": "test",
            "credits": {"current_balance": 25.0 if left is None else float(left), "currency": "USD"},
        }
