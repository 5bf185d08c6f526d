"""A runner over a real ledger, with a provider that follows a script and a clock that stands still."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner import scripted_provider

from mediawright.files.outputs import StemOf
from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.plugins.discover import Registry
from mediawright.runner.runner import Runner
from mediawright.types.codec import content_hash
from mediawright.types.job import Asset, Job, Output
from mediawright.types.money import Amount, Approval, ApprovalKind
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Request
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock


class FakeSink:
    """Keeps bytes as files in a folder."""

    def __init__(self, folder: Path, stem_of: StemOf) -> None:
        self.folder, self.stem_of = folder, stem_of

    async def write(self, output: Output, chunks: Any) -> Asset:
        path = self.folder / f"{self.stem_of(output)}.mp4"
        path.write_bytes(b"".join([chunk async for chunk in chunks]))
        size = path.stat().st_size
        return Asset(path=str(path), kind=MediaKind.VIDEO, media_type="video/mp4", size=size, sha256="0" * 64)


@dataclass
class FakeContext:
    sent_once: bool = False
    doubtful: bool = False


@dataclass
class FakeContexts:
    folder: Path
    opened: list[FakeContext] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    shared_files: None = None

    def localized(self, request: Request) -> Request:
        return request

    def open(self, provider: object, **more: object) -> FakeContext:
        self.opened.append(FakeContext())
        return self.opened[-1]

    def write_copies(self, request: object) -> None:
        """No input of these tests is converted."""

    def forget_links(self, request: object, needed: object) -> None:
        """No link of these tests carries a credential."""

    def clear(self, job_id: str) -> None:
        self.cleared.append(job_id)

    def sink(self, job_id: str, output_dir: str | None, *, stem_of: StemOf) -> FakeSink:
        return FakeSink(self.folder, stem_of)


@dataclass
class Harness:
    """One runner and everything around it."""

    ledger: Ledger
    clock: "FakeClock"
    script: scripted_provider.Scripted
    runner: Runner
    folder: Path
    contexts: FakeContexts
    registry: Registry

    def approved(self, job_id: str = "11111111-0000-4000-8000-000000000001") -> Job:
        request = Request(
            operation=Operation.TEXT_TO_VIDEO, prompt="a fox", duration=5, model="acme-1", provider="acme"
        )
        now = self.clock.now()
        digest = content_hash(request)
        ceiling = Amount(Decimal(10), "credits")
        approval = Approval(kind=ApprovalKind.PERSON, request_hash=digest, ceiling=ceiling, at=now)
        return self.ledger.add(
            Job(
                id=job_id,
                request=request,
                request_hash=digest,
                provider="acme",
                state=State.APPROVED,
                created_at=now,
                updated_at=now,
                approval=approval,
            )
        )

    def states(self, job: Job) -> list[str]:
        return [str(event.data.get("to", event.kind)) for event in self.ledger.events(job.id)]


@pytest.fixture
def where(tmp_path: Path) -> Where:
    """Where the ledger is; modules whose steps money hangs on say both databases."""
    return tmp_path / "ledger.db"


@pytest.fixture
def harness(tmp_path: Path, where: Where, fake_clock: "FakeClock") -> Iterator[Callable[..., Harness]]:
    opened = ExitStack()

    def make(**script: Any) -> Harness:
        reconcile = script.pop("can_reconcile", True)
        plain: dict[str, Any] = {"submits": [scripted_provider.TASK], "polls": [scripted_provider.DONE]}
        told = scripted_provider.Scripted(**plain | script)
        ledger = opened.enter_context(Ledger(where, fake_clock))
        contexts = FakeContexts(tmp_path)
        known = scripted_provider.registry(told, reconcile=reconcile)
        runner = Runner(ledger, known, contexts, fake_clock)  # type: ignore[arg-type]
        return Harness(ledger, fake_clock, told, runner, tmp_path, contexts, known)

    with opened:
        yield make
