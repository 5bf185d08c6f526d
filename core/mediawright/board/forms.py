"""Forms: every change comes with the session's own token, and its files are dropped into a folder of the board."""

import hashlib
import hmac
from pathlib import Path, PurePath

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from mediawright.board.sessions import Session
from mediawright.files.names import safe_stem
from mediawright.files.sniff import HEAD, extension, kind_of, sniff
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind

#: files and fields of one form
MOST_FILES, MOST_FIELDS = 12, 80
#: bytes that are copied at once
CHUNK = 1 << 20


async def form_of(request: Request) -> FormData:
    """The fields of a form that this session's own page sent. Raises HTTPException 403 for any other."""
    session: Session | None = request.state.session
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    shown = form.get("csrf")
    if session is None or not isinstance(shown, str) or not hmac.compare_digest(shown.encode(), session.csrf.encode()):
        await form.close()
        raise HTTPException(403)
    return form


def text_in(form: FormData, name: str) -> str:
    """One field as text; "" where it is not there."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


async def dropped(form: FormData, folder: Path) -> dict[str, list[str]]:
    """Kind of media → the files that came with a form, kept in `folder` by their content. Raises InvalidRequest.

    A file is what its bytes are; the name only helps the person to know it again.
    """
    found: dict[str, list[str]] = {kind.value: [] for kind in MediaKind}
    for given in form.getlist("files"):
        if not isinstance(given, UploadFile) or not given.filename:
            continue
        media_type = sniff(await given.read(HEAD))
        kind, stem = kind_of(media_type), safe_stem(PurePath(given.filename).stem)
        if kind not in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO):
            raise InvalidRequest(Problem("media", Message("board.say.not_media", {"name": stem})))
        found[kind.value].append(str(await _kept(given, folder, stem + extension(media_type))))
    return {kind: paths for kind, paths in found.items() if paths}


async def _kept(given: UploadFile, folder: Path, name: str) -> Path:
    """The file in its place: `folder/HASH/NAME`, once however often it is dropped."""
    digest = hashlib.sha256()
    await given.seek(0)
    while chunk := await given.read(CHUNK):
        digest.update(chunk)
    home = folder / digest.hexdigest()[:16]
    path = home / name
    if path.is_file() and path.stat().st_size == given.size:
        return path
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.part")
    await given.seek(0)
    with part.open("wb") as file:
        while chunk := await given.read(CHUNK):
            file.write(chunk)
    part.replace(path)
    return path
