"""The folder of a result, opened on this machine."""

import asyncio
from pathlib import Path

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.site import Site
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError


async def open_folder(site: Site, request: Request, form: FormData) -> Response:
    """Show the first file of a job in the file manager: a path of the ledger, never one that was sent."""
    job_id = request.path_params["job"]

    async def found(studio: Studio) -> Path:
        return Path(studio.ledger.get(job_id).assets[0].path)

    try:
        path = await site.work.read_only(found)
    except (MediawrightError, IndexError):
        raise HTTPException(404) from None
    if site.show_file is None or not await asyncio.to_thread(path.parent.is_dir):
        raise HTTPException(404)
    await asyncio.to_thread(site.show_file, path)
    return site.to(f"/jobs/{job_id}")
