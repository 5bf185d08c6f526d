"""fal's storage: tokens, uploads whole and in parts, and the older store beside it. None of them may ever see the key."""

from typing import TYPE_CHECKING, Any

from mediawright.sdk import simulator as kit

if TYPE_CHECKING:
    from mediawright_fal.simulator.service import FalService

LEAK = {"detail": "a key was sent to a storage host"}


class Storage:
    def __init__(self, service: "FalService") -> None:
        self.service = service
        self.files: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}

    def routes(self) -> list[Any]:
        part = "/cdn/files/b/{number}/{name}/multipart/{upload}"
        return [
            kit.route("POST", "/rest/storage/auth/token", self.token),
            kit.route("POST", "/rest/storage/upload/initiate", self.initiate),
            kit.route("POST", "/cdn/files/upload", self.whole),
            kit.route("POST", "/cdn/files/upload/multipart", self.begin),
            kit.route("PUT", part + "/{index:int}", self.part),
            kit.route("POST", part + "/complete", self.complete),
            kit.route("PUT", "/gcs/{name}", self.put),
            kit.route("GET", "/cdn/files/b/{number}/{name}", self.read),
        ]

    def token(self, call: kit.Call) -> Any:
        refused = self.service.refused(call)
        base = f"{call.base}/cdn" if self.service.options.own_urls else "https://v3.fal.media"
        ends = self.service.clock.now().replace(microsecond=0)
        token = {"token": "cdn-test-token", "token_type": "Bearer", "base_url": base}
        return refused or token | {"expires_at": ends.replace(year=ends.year + 1).isoformat()}

    def initiate(self, call: kit.Call) -> Any:
        refused = self.service.refused(call)
        name = f"{len(self.files)}-{call.json['file_name']}"
        return refused or {"upload_url": f"{call.base}/gcs/{name}?signature=x", "file_url": f"{call.base}/gcs/{name}"}

    def _stranger(self, call: kit.Call, *, bearer: bool = True) -> Any:
        said = call.header("authorization")
        if said.startswith("Key ") or (not bearer and said):
            return kit.refusal(418, LEAK)
        return None if not bearer or said == "Bearer cdn-test-token" else kit.refusal(401, {"detail": "bad token"})

    def _access(self, call: kit.Call) -> str:
        number, name = f"{len(self.files) + len(self.parts):08x}", call.header("x-fal-file-name") or "file"
        base = call.base if self.service.options.own_urls else "https://v3b.fal.media"
        return (
            f"{base}/cdn/files/b/{number}/{name}"
            if self.service.options.own_urls
            else f"{base}/files/b/{number}/{name}"
        )

    def whole(self, call: kit.Call) -> Any:
        refused = self._stranger(call)
        if refused is not None:
            return refused
        link = self._access(call)
        self.files[link] = call.raw
        return {"access_url": link}

    def begin(self, call: kit.Call) -> Any:
        refused = self._stranger(call)
        if refused is not None:
            return refused
        upload, link = f"up-{len(self.parts) + 1}", self._access(call)
        self.parts[upload] = {}
        return {"access_url": link, "uploadId": upload}

    def part(self, call: kit.Call) -> Any:
        refused, index = self._stranger(call), int(call.fields["index"])
        if refused is not None:
            return refused
        self.parts[call.fields["upload"]][index] = call.raw
        return kit.refusal(200, {}, {"etag": f'"etag-{index}"'})

    def complete(self, call: kit.Call) -> Any:
        refused, parts = self._stranger(call), self.parts[call.fields["upload"]]
        if refused is not None:
            return refused
        named = [(item["partNumber"], item["etag"]) for item in call.json["parts"]]
        if named != [(index, f'"etag-{index}"') for index in sorted(parts)]:
            return kit.refusal(400, {"detail": "parts do not fit"})
        path = call.request.url.path.partition("/multipart/")[0]
        self.files[call.base + path] = b"".join(parts[index] for index in sorted(parts))
        return {}

    def put(self, call: kit.Call) -> Any:
        refused = self._stranger(call, bearer=False)
        if refused is not None:
            return refused
        self.files[f"{call.base}/gcs/{call.fields['name']}"] = call.raw
        return {}

    def read(self, call: kit.Call) -> Any:
        found = self.files.get(call.base + call.request.url.path)
        return (
            kit.refusal(404, {"detail": "no such file"})
            if found is None
            else kit.ranged(call.request, found, "image/png")
        )
