"""Files: an upload in three steps, files that are processed first, downloads that need the key (§7)."""

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright_gemini.simulator.refusals import error, key_of, refused

if TYPE_CHECKING:
    from mediawright_gemini.simulator.service import GeminiService

LIFE_S = 48 * 3600.0


@dataclass(slots=True, kw_only=True)
class Stored:
    """A file. `looks`: how often it is still said to be processed."""

    id: str
    key: str
    mime: str
    content: bytes
    made: float
    source: str
    looks: int = 0
    state: str = "ACTIVE"


class Store:
    def __init__(self, service: "GeminiService") -> None:
        self.service = service
        self.files: dict[str, Stored] = {}
        self.begun: dict[str, tuple[str, str, int, bytes]] = {}

    def add(self, key: str, mime: str, content: bytes, source: str, **more: Any) -> Stored:
        number = self.service.new_id("file")
        made = Stored(
            id=number, key=key, mime=mime, content=content, made=self.service.clock.seconds(), source=source, **more
        )
        self.files[number] = made
        return made

    def begin(self, call: kit.Call) -> Any:
        no = refused(call)
        if no is not None:
            return no
        about, number = (call.json or {}).get("file") or {}, self.service.new_id("upload")
        mime = call.header("x-goog-upload-header-content-type") or about.get("mime_type") or about.get("mimeType") or ""
        size = int(call.header("x-goog-upload-header-content-length") or 0)
        if call.header("x-goog-upload-command") != "start" or not mime:
            return error(400, "INVALID_ARGUMENT", "the upload was not started")
        self.begun[number] = (key_of(call), mime, size, b"")
        url = f"{call.base}/upload/{call.fields['version']}/files/bytes?upload_id={number}&upload_protocol=resumable"
        return Response(b"", headers={"x-goog-upload-url": url, "x-goog-upload-status": "active"})

    def take(self, call: kit.Call) -> Any:
        if call.header("x-goog-api-key") or call.query("key"):
            return kit.refusal(418, {"error": {"message": "a key was sent with the bytes"}})
        number = call.query("upload_id")
        if number not in self.begun:
            return error(404, "NOT_FOUND", "no such upload")
        key, mime, size, sofar = self.begun[number]
        if int(call.header("x-goog-upload-offset") or 0) != len(sofar):
            return error(400, "INVALID_ARGUMENT", "the offset is another one")
        whole = sofar + call.raw
        self.begun[number] = (key, mime, size, whole)
        if "finalize" not in call.header("x-goog-upload-command"):
            return Response(b"", headers={"x-goog-upload-status": "active"})
        if len(whole) != size:
            return error(400, "INVALID_ARGUMENT", "the size is another one")
        looks = 1 if mime.startswith("video/") else 0
        made = self.add(key, mime, whole, "UPLOADED", looks=looks)
        return Response(
            kit.refusal(200, {"file": self.shown(call, made)}).body,
            media_type="application/json",
            headers={"x-goog-upload-status": "final"},
        )

    def shown(self, call: kit.Call, file: Stored) -> dict[str, Any]:
        state = "PROCESSING" if file.looks > 0 else file.state
        uri = f"https://generativelanguage.googleapis.com/v1beta/files/{file.id}"
        size = {"mimeType": file.mime, "sizeBytes": str(len(file.content)), "source": file.source}
        return {"name": f"files/{file.id}", "uri": uri, "state": state, **size}

    def known(self, key: str, uri: str) -> Stored | None:
        """Return a file by the id in a URI, of that key, as long as it lives."""
        found = re.search(r"files/([^/:?]+)", uri)
        file = self.files.get(found[1]) if found else None
        alive = file is not None and self.service.clock.seconds() - file.made < LIFE_S
        return file if file is not None and alive and file.key == key else None

    def ask(self, call: kit.Call) -> Any:
        no = refused(call)
        if no is not None:
            return no
        number, _, verb = call.fields["id"].partition(":")
        file = self.known(key_of(call), f"files/{number}")
        if file is None:
            return error(403, "PERMISSION_DENIED", "You do not have permission to access the File or it may not exist.")
        if verb == "download":
            return self.download(call, file)
        said = self.shown(call, file)
        file.looks = max(0, file.looks - 1)
        return said

    def download(self, call: kit.Call, file: Stored) -> Any:
        if file.source == "UPLOADED":
            return error(403, "PERMISSION_DENIED", "Uploaded files cannot be downloaded.")
        if self.service.options.redirect_download:
            other = call.base.replace("127.0.0.1", "localhost")  # another origin, as the real one is
            return RedirectResponse(f"{other}/elsewhere/{file.id}", 302)
        return kit.ranged(call.request, file.content, file.mime)

    def elsewhere(self, call: kit.Call) -> Any:
        if call.header("x-goog-api-key"):
            return kit.refusal(418, {"error": {"message": "a key followed a redirect"}})
        file = self.files[call.fields["id"]]
        return kit.ranged(call.request, file.content, file.mime)

    def listed(self, call: kit.Call) -> Any:
        return refused(call) or {"files": [self.shown(call, file) for file in self.files.values()]}

    def delete(self, call: kit.Call) -> Any:
        return refused(call) or (self.files.pop(call.fields["id"], None) and {}) or {}
