"""Builds the `ctx` of one plugin for one call from the network, the disk and the secrets of this machine."""

import asyncio
import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from mediawright.config import Config
from mediawright.context.plugin import Machine, PluginContext
from mediawright.context.protocol import Clock, Credential, Ids
from mediawright.files.key_value import Kept, KeyValueStore
from mediawright.files.outputs import FileSink, OnBytes, StemOf
from mediawright.files.reach import Reach
from mediawright.files.roots import Roots, working_folder
from mediawright.http.address_policy import Guard
from mediawright.http.client import Http
from mediawright.http.redact import SafeLog
from mediawright.os_errors import disk_faults
from mediawright.paths import TOKEN, Home, person_folder
from mediawright.secrets.find import find, find_all
from mediawright.secrets.settings import read_settings, secret_values
from mediawright.secrets.store import Store
from mediawright.types.codec import plain
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.job import Progress
from mediawright.types.message import Message, Problem
from mediawright.types.provider import EnvSource, Provider
from mediawright.types.request import Request

if TYPE_CHECKING:
    from mediawright.secrets.links import Links
    from mediawright.store.shared_files import SharedFiles

T = TypeVar("T")
MARK = "mediawright-link"  # stands in a link whose credential is put away
TAG = 8  # letters of a job's id that keep its .part files apart


class Contexts:
    """Opens contexts; owns the one HTTP client behind them. Use as `async with Contexts(...) as contexts`."""

    def __init__(
        self,
        home: Home,
        config: Config,
        environ: Mapping[str, str],
        clock: Clock,
        ids: Ids,
        http: Http | None = None,
        *,
        cwd: Path | None = None,
        store: Store | None = None,
        shared_kept: Callable[[str, Kept], Kept] | None = None,
    ) -> None:
        """`shared_kept`: what a provider keeps of jobs where several machines share a ledger, from its name and what this
        machine keeps."""
        self.home = home
        self.config = config
        self.environ = environ
        self.log = http.log if http else SafeLog(environ)
        self.log.learn(filter(None, (environ.get(TOKEN, "").strip(),)))
        self.http = http or Http(clock, lambda: _rng(ids), guard=Guard.of(environ), log=self.log)
        #: what the person should hear about their own files: secrets that others could read, repaired
        self.notices: list[Message] = []
        self.http.reveal = self.reveal
        self.store = store or Store.of(home, environ, self.notices.append)
        stored = self.shared_files.folders if self.shared_files is not None else ()
        more: tuple[str | Path, ...] = (
            *config.roots,
            *(folder for folder in (config.output_dir, config.shared_folder) if folder),
            *stored,
        )
        self.roots = Roots.of(cwd or working_folder(), *more).reading(
            Reach.of(config.inputs, environ).plus(home.inputs).plus(home.cast)
        )
        self._clock = clock
        self._ids = ids
        self._owns_http = http is None
        self._shared_kept = shared_kept
        #: are results on their way to the store alone, because they were asked for on other machines?
        self.for_others = False

    @property
    def roots_anywhere(self) -> Roots:
        """What another process of this home may read, whatever its working folder is."""
        return Roots(self.roots.folders[1:] or (self.home.state,), self.roots.reach)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._owns_http:
            await self.http.aclose()

    def open(
        self,
        provider: Provider,
        *,
        lang: str = "en",
        job_id: str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        on_say: Callable[[Message], None] | None = None,
        before_once: Callable[[], None] | None = None,
        before_send: Callable[[], None] | None = None,
        credential: Credential | None = None,
    ) -> PluginContext:
        """The context of one provider for one call (with `job_id`: for one job). An explicit `credential` comes first.

        `before_once` is asked right before a call that must not go out twice, `before_send` again when the bytes
        of that call leave; what they raise stops the call."""
        self._learn(provider)
        home_dir = self._home_dir()
        state = self.home.provider_state(provider.name)
        here: Kept = KeyValueStore(state, self.home.ensure)
        machine = Machine(
            http=self.http,
            home=self.home,
            store=self.store,
            kept=here,
            shared_kept=lambda: self._shared_kept(provider.name, here) if self._shared_kept else here,
            ids=self._ids,
            roots=self.roots,
            find=lambda: credential or find(provider, self.environ, home_dir, self.store),
            workdir=self.home.workdir(job_id) if job_id else state / "work",
            environ=self.environ,
        )
        settings = read_settings(provider, self.environ, self.config.providers.get(provider.name, {}), home_dir)
        return PluginContext(
            machine,
            provider,
            settings,
            self._clock,
            lang=lang,
            job_id=job_id,
            on_progress=on_progress,
            on_say=on_say,
            before_once=before_once,
            before_send=before_send,
        )

    @cached_property
    def shared_files(self) -> "SharedFiles | None":
        """The store that several machines reach; None where there is none."""
        address = self.config.store_at(self.environ)
        if address is None:
            return None
        from mediawright.store.shared_files import SharedFiles

        return SharedFiles(
            address, self.config.fleet_in(self.environ), self.home.fetched, self.environ, self.home.ensure
        )

    async def used(self, request: Request) -> Request:
        """The request with files of this machine in the place of results that lie in the store.

        Raises InvalidRequest where one is not kept any more, or this machine has no such store; LocalFault, Unreachable."""
        stored = next((media for media in request.media if media.source.startswith("store:")), None)
        if stored is None:
            return request
        if self.shared_files is None:
            raise InvalidRequest(Problem(stored.kind.value, Message("store.not_set")))
        return await asyncio.to_thread(self.shared_files.used, request)

    async def stage(self, request: Request) -> None:
        """Put the local files of a request that is about to be approved where other machines reach them, too.

        Nothing is done for a ledger of this machine alone. Raises InvalidRequest where one is not what was planned,
        LocalFault, Unreachable: nothing was approved then."""
        if self.shared_files is None or not (request.media or request.option_files):
            return
        if isinstance(self.config.ledger_at(self.environ, self.home), Path):
            return
        await asyncio.to_thread(self._stage, self.shared_files, request)

    def _stage(self, shared_files: "SharedFiles", request: Request) -> None:
        self.write_copies(request)
        shared_files.stage(request, self.roots)

    def localized(self, request: Request) -> Request:
        """The request with files of this machine where it names those of another. Blocking.

        Raises LocalFault, Unreachable."""
        return request if self.shared_files is None else self.shared_files.localized(request, self.roots)

    def write_copies(self, request: Request) -> None:
        """Write the copies that stand in for a request's inputs, so that they can be sent. Blocking.

        Raises InvalidRequest where one would not be what was approved, LocalFault."""
        if any(media.original for media in request.media):
            from mediawright.files.copies import written

            written(request, self.roots, self.home)

    def credentials(self, provider: Provider) -> list[Credential]:
        """Every complete set of its secrets, the one in use first. Raises LocalFault."""
        return list(find_all(provider, self.environ, self._home_dir(), self.store))

    def _home_dir(self) -> Path:
        # without one there are no files of other tools, either
        return person_folder(self.environ) or Path(os.devnull)

    def output_dir(self, wanted: str | None = None) -> Path:
        """The checked, complete path of the folder for results: the request, else the configured one, else the working
        directory. Makes nothing. Raises InvalidRequest where it is outside the allowed roots, LocalFault where it cannot be
        written to."""
        folder = self.roots.resolve(wanted or self.config.output_dir or self.roots.folders[0], "output_dir")
        from mediawright.files.folder import check_folder

        check_folder(folder, self.roots.folders[0])
        return folder

    def sink(
        self,
        job_id: str,
        output_dir: str | Path | None = None,
        *,
        stem_of: StemOf | None = None,
        on_bytes: OnBytes | None = None,
    ) -> FileSink:
        """Where one job's results go, and what they are called there (`FileSink`).

        A complete path was checked when its job was made, and holds wherever the job is taken up again; anything else is
        checked now. What is made `for_others` stays in the job's own folder until the store has it, but not what was asked
        for in the folder that is the store. Raises InvalidRequest, LocalFault.
        """
        known = output_dir is not None and Path(output_dir).is_absolute()
        files = self.shared_files
        if self.for_others and not (known and files is not None and files.sees(Path(str(output_dir)))):
            folder = self.home.ensure(self.home.workdir(job_id) / "results")
            return FileSink(
                self.http, folder, workdir=folder.parent, tag=job_id[-TAG:], stem_of=stem_of, on_bytes=on_bytes
            )
        folder = self._still_there(Path(str(output_dir))) if known else self.output_dir(str(output_dir or "") or None)
        from mediawright.files.folder import check_folder

        check_folder(folder, self.roots.folders[0])
        with disk_faults():
            folder.mkdir(parents=True, exist_ok=True)
        workdir = self.home.ensure(self.home.workdir(job_id))
        return FileSink(self.http, folder, workdir=workdir, tag=job_id[-TAG:], stem_of=stem_of, on_bytes=on_bytes)

    def _still_there(self, folder: Path) -> Path:
        """A folder that was checked when its job was made: a link that was put there since may lead into the roots only.

        Raises LocalFault: the job stands, and another folder can be named for it.
        """
        real = folder.resolve()
        if real != folder and not any(real.is_relative_to(root) for root in self.roots.folders):
            values = {"folder": str(real), "setting": "output_dir"}
            raise LocalFault(Message("files.output_outside", values))
        return real

    def clear(self, job_id: str) -> None:
        """Remove the work folder of a job that is over. What cannot be removed now goes with the next sweep."""
        from mediawright.files.scratch import clear

        clear(self.home.workdir(job_id))

    @cached_property
    def links(self) -> "Links":
        """The links of this home whose credentials are kept apart."""
        from mediawright.secrets.links import Links

        return Links(self.home, self._clock, self.log.learn)

    def conceal(self, value: T) -> T:
        """A text, a list, a mapping, a request with the credentials of its links put away. Raises LocalFault."""
        return self.links.conceal_in(value) if "://" in repr(value) else value

    def reveal(self, value: T) -> T:
        """The links as they were given. Raises InvalidRequest where one is not kept any more, LocalFault."""
        return self.links.reveal(value) if MARK in repr(value) else value

    def sweep_links(self, needed: Callable[[str], bool]) -> None:
        """Remove the credentials of links that no open request needs any more. Raises LocalFault."""
        if (self.home.secrets / "links").is_dir():
            self.links.sweep(needed)

    def forget_links(self, request: Request, needed: Callable[[str], bool]) -> None:
        """Remove the credentials of a sent request's links, those that `needed` denies."""
        self.links.forget(plain(request), needed)

    def redact(self, text: str) -> str:
        """A text to be stored, with every secret that was seen in this process hidden."""
        return self.log.without_secrets(text)

    def _learn(self, provider: Provider) -> None:
        for source in provider.credentials:
            if isinstance(source, EnvSource):
                found = {field: self.environ.get(name, "").strip() for field, name in source.fields.items()}
                self.log.learn(secret_values(found))


def _rng(ids: Ids) -> float:
    return int.from_bytes(ids.random_bytes(4), "big") / 2**32
