"""What this machine does with the store: put there, found here, brought here, shown by a link. Blocking."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from mediawright.files.inputs import find
from mediawright.files.place import is_same
from mediawright.files.probe import sha256_of
from mediawright.files.roots import Roots
from mediawright.files.sweep import sweep
from mediawright.os_errors import disk_faults
from mediawright.store.address import INPUTS, PREFIX, Key, key_of, stored_name
from mediawright.store.opening import open_store, root_of
from mediawright.store.protocol import Store
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message, Problem
from mediawright.types.request import Media, Request

#: seconds after which a copy that was fetched is removed; it is fetched again where it is needed
KEPT_S = 7 * 86_400


class SharedFiles:
    """The store of one fleet as one machine sees it. `cache` is where files of a bucket are brought to."""

    def __init__(
        self, address: str, fleet: str, cache: Path, environ: Mapping[str, str], ensure: Callable[[Path], Path]
    ) -> None:
        self.address = address
        self._fleet = fleet
        self._cache = cache
        self._environ = environ
        self._ensure = ensure

    @cached_property
    def store(self) -> Store:
        """Opened when it is first needed. Raises InvalidRequest, LocalFault where a library is missing."""
        return open_store(self.address, self._environ)

    @cached_property
    def _root(self) -> Path | None:
        """The folder, where the store is one; a bucket is not opened to find that out. Raises InvalidRequest."""
        return root_of(self.address)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files of this fleet lie for programs of this machine: they may be read. Raises InvalidRequest."""
        return (self._cache, *((self._root / self._fleet,) if self._root is not None else ()))

    def sees(self, folder: Path) -> bool:
        """Does a folder lie in the one that is the store, where all machines see it?"""
        try:
            return self._root is not None and folder.resolve().is_relative_to(self._root.resolve())
        except (OSError, RuntimeError):
            return False

    # --- put there

    def shared(self, job: Job, assets: tuple[Asset, ...]) -> tuple[Asset, ...]:
        """The results, put into the store and with their addresses there. Raises LocalFault, Unreachable."""
        return tuple(self._shared(job, asset) for asset in assets)

    def _shared(self, job: Job, asset: Asset) -> Asset:
        if asset.path.startswith(PREFIX):
            return asset
        key = Key(self._fleet, job.id, asset.sha256, stored_name(PurePath(asset.path).name))
        self.store.put(key, Path(asset.path))
        return replace(asset, path=key.address)

    def stage(self, request: Request, roots: Roots) -> None:
        """Put every local file of a request into the store, those that options name too, so that another machine can send
        them. Raises InvalidRequest where one is not what was approved, LocalFault, Unreachable."""
        for media in request.media:
            if not media.is_url and media.info is not None:
                self._stage(find(media, roots), media.source, media.info.sha256, "media")
        for source, sha256 in request.option_files.items():
            self._stage(roots.find_media(source, "option")[0], source, sha256, "option")

    def _stage(self, path: Path, source: str, sha256: str, field: str) -> None:
        with disk_faults("files.cannot_read"):
            same = sha256_of(path) == sha256
        if not same:
            raise InvalidRequest(Problem(field, Message("files.changed", {"file": path.name})))
        self.store.put(self._input(source, sha256), path)

    def _input(self, source: str, sha256: str) -> Key:
        """The key of an input: one that every machine finds by what the row of the job says."""
        name = PurePath(source.replace("\\", "/")).name
        return Key(self._fleet, INPUTS, sha256, f"input{PurePath(stored_name(name)).suffix.lower()}")

    # --- found here

    def near(self, job: Job) -> Job:
        """The job with paths of this machine where its results lie here; nothing is fetched, and no bucket is asked."""
        if not any(asset.path.startswith(PREFIX) for asset in job.assets):
            return job
        return replace(job, assets=tuple(self._near(asset, job.output_dir) for asset in job.assets))

    def _near(self, asset: Asset, output_dir: str | None) -> Asset:
        key = key_of(asset.path)
        if key is None:
            return asset
        places = (Path(output_dir) / key.name if output_dir else None, self._place(key))
        found = next((place for place in places if place is not None and _has_size(place, asset.size)), None)
        return asset if found is None else replace(asset, path=str(found))

    def _place(self, key: Key) -> Path:
        """Where the file is on this machine, or would be brought to."""
        return self._root / key.text if self._root is not None else self._cache / key.sha256 / key.name

    # --- brought here

    def here(self, job: Job) -> Job:
        """The job with its results on this machine, as far as they are still kept. Raises LocalFault, Unreachable."""
        if not any(asset.path.startswith(PREFIX) for asset in job.assets):
            return job
        return replace(job, assets=tuple(self._here(asset) for asset in job.assets))

    def _here(self, asset: Asset) -> Asset:
        key = key_of(asset.path)
        found = self._brought(key) if key is not None else None
        return asset if found is None else replace(asset, path=str(found))

    def _brought(self, key: Key) -> Path | None:
        """The file of a key, fetched where it has to be; None where it is not kept any more, or damaged."""
        place = self._place(key)
        if self._root is not None:
            return place if place.is_file() else None
        with disk_faults():
            if place.is_file() and sha256_of(place) == key.sha256:
                os.utime(place)
                return place
        sweep(self._cache, KEPT_S)
        self._ensure(place.parent)
        fresh = place.with_name(f".{os.getpid()}-{place.name}.part")
        try:
            if not self.store.fetch(key, fresh):
                return None
            with disk_faults():
                if sha256_of(fresh) != key.sha256:
                    return None
                fresh.replace(place)
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        return place

    def is_passing(self, path: Path) -> bool:
        """Is this a copy that was brought here and is removed after a while?"""
        return path.is_relative_to(self._cache)

    def localized(self, request: Request, roots: Roots) -> Request:
        """The request with paths of this machine for its local files: those here that are the same, else from the store.

        What is nowhere keeps its path, and whoever opens it says that it is gone. Raises LocalFault, Unreachable.
        """
        media = tuple(self._media(item, roots) for item in request.media)
        moved = {
            source: str(found)
            for source, sha256 in request.option_files.items()
            if not self._is_here(source, sha256, roots) and (found := self._brought(self._input(source, sha256)))
        }
        if not moved:
            return request if media == request.media else request.with_(media=media)
        named = {moved.get(source, source): sha256 for source, sha256 in request.option_files.items()}
        return request.with_(media=media, options=_replaced(request.options, moved), option_files=named)

    def _media(self, media: Media, roots: Roots) -> Media:
        if media.is_url or media.info is None or self._is_here(media.source, media.info.sha256, roots):
            return media
        found = self._brought(self._input(media.source, media.info.sha256))
        return media if found is None else replace(media, source=str(found), original="")

    def _is_here(self, source: str, sha256: str, roots: Roots) -> bool:
        try:
            path, _ = roots.find_media(source, "media")
            return path.is_file() and is_same(path, sha256, path.stat().st_size)
        except (InvalidRequest, OSError):
            return False

    def used(self, request: Request) -> Request:
        """The request with files of this machine in the place of addresses of the store.

        Raises InvalidRequest where one is not kept any more, LocalFault, Unreachable.
        """
        if not any(media.source.startswith(PREFIX) for media in request.media):
            return request
        return request.with_(media=tuple(self._used(media) for media in request.media))

    def _used(self, media: Media) -> Media:
        key = key_of(media.source)
        if key is None:
            return media
        if key.fleet != self._fleet or (found := self._brought(key)) is None:
            raise InvalidRequest(Problem(media.kind.value, Message("assets.gone", {"file": key.name})))
        return replace(media, source=str(found))

    # --- shown

    def linked(self, text: str) -> str:
        """A link, or the path, in the place of a text that is an address here; any other text as it is."""
        return self._link(text) if text.startswith(PREFIX) else text

    def _link(self, address: str) -> str:
        key = key_of(address)
        if key is None or key.fleet != self._fleet:
            return address
        if self._root is not None:
            return str(self._place(key))
        try:
            return self.store.link(key) or address
        except LocalFault:
            return address


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.is_file() and path.stat().st_size == size
    except OSError:
        return False


def _replaced(value: Any, moved: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return moved.get(value, value)
    if isinstance(value, Mapping):
        return {name: _replaced(item, moved) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_replaced(item, moved) for item in value)
    return value
