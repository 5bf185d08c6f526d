"""A loopback stand-in for a recorded server: it answers as the case says and keeps what was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TASK = "885000000000000001"
LISTS = ("/v1/general/advanced-custom-elements", "/v1/general/advanced-presets-elements")


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Server:
    """What a case's server does, and what it was asked. `files`: ending → bytes."""

    plan: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    base: str = ""
    polls: int = 0

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """The status and body for a request."""
        for fault in self.plan.get("faults", []):
            if fault["on"] == f"{asked.method} {asked.path}":
                return fault.get("status", 200), fault.get("body")
        if asked.path.startswith("/files/"):
            return 200, self.files[asked.path.rpartition(".")[2]]
        if asked.path == "/account/costs":
            return 200, ok({"code": 0, "msg": "SUCCEED", "resource_pack_subscribe_infos": []})
        if asked.method == "POST":
            return 200, ok(
                {"task_id": TASK, "task_status": "submitted", "task_info": {}, "created_at": 1, "updated_at": 1}
            )
        if asked.path in LISTS:
            return 200, ok([])
        return self._look(asked.path)

    def _look(self, path: str) -> tuple[int, Any]:
        route = self.plan.get("route")
        if route and not path.startswith(route):
            return 404, {"code": 1203, "message": "not found", "request_id": "r"}
        words = self.plan.get("poll", ["succeed"])
        word = words[min(self.polls, len(words) - 1)]
        self.polls += 1
        task = {"task_id": TASK, "task_status": word, "task_status_msg": self.plan.get("msg", ""), "task_info": {}}
        return 200, ok(
            {**task, "created_at": 1, "updated_at": 1, "task_result": self._result(path) if word == "succeed" else {}}
        )

    def _result(self, path: str) -> dict[str, Any]:
        if "result" in self.plan:
            told = json.dumps(self.plan["result"]).replace("<BASE>", self.base)
            return json.loads(told)  # type: ignore[no-any-return]
        if "/elements" in path or "elements/" in path:
            return {"elements": [{"element_id": 900000000000000001, "element_name": "Mara", "status": "succeed"}]}
        if "/images/" in path:
            return {
                "images": [{"index": i, "url": f"{self.base}/files/result-{i}.png"} for i in range(self._pictures())]
            }
        return {"videos": [{"id": "v", "url": f"{self.base}/files/result.mp4", "duration": "5.0"}]}

    def _pictures(self) -> int:
        """As many as the last submit asked for."""
        body: dict[str, Any] = next((asked.body for asked in reversed(self.asked) if asked.method == "POST"), {})
        return int(body.get("series_amount") or body.get("n") or 1)


def ok(data: Any) -> dict[str, Any]:
    return {"code": 0, "message": "SUCCEED", "request_id": "r", "data": data}


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """The server on a free loopback port, `base` filled in."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            raw = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(raw) if raw and "json" in headers.get("content-type", "") else None
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
            server.asked.append(asked)
            status, answer = server.answer(asked)
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _serve  # noqa: N815  the standard library's own names

        def log_message(self, *told: object) -> None:
            return None

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.base = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
