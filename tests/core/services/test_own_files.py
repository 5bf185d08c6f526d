"""A clip or recording that the asked provider made itself is known by its bytes, as long as it is kept there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mediawright.services.known_inputs import recognized
from mediawright.types.errors import LocalFault
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message, Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Limits, Provider
from mediawright.types.request import Media, MediaInfo, Request, Role
from mediawright.types.states import State

NOW = datetime(2026, 11, 30, tzinfo=UTC)
ACME = Provider(name="acme", title=Text("Acme", "艾可"), models=(), limits=Limits(result_life_s=30 * 86_400.0))


def media(kind: MediaKind = MediaKind.VIDEO, **more: Any) -> Media:
    facts: dict[str, Any] = {"info": MediaInfo(media_type="video/mp4", size=9, sha256="aa"), "source": "renamed.mp4"}
    return Media(kind=kind, role=Role.SOURCE, **facts | more)


def job(provider: str = "acme", days: float = 1, made_id: str = "77", sha: str = "aa") -> Job:
    when = NOW - timedelta(days=days)
    file = Asset(path="x", kind=MediaKind.VIDEO, media_type="video/mp4", size=9, sha256=sha, made_id=made_id)
    request = Request(operation=Operation.TEXT_TO_VIDEO)
    facts: dict[str, Any] = {"id": "j", "request_hash": "", "state": State.DONE, "created_at": when, "updated_at": when}
    return Job(request=request, provider=provider, finished_at=when, assets=(file,), **facts)


def known(item: Media, *jobs: Job) -> str:
    request = Request(operation=Operation.LIP_SYNC, media=(item,))
    return recognized(ACME, request, lambda sha: jobs, NOW).media[0].made_id


def test_what_was_made_here_is_known_by_its_bytes() -> None:
    assert known(media(), job()) == "77"
    assert known(media(), job("other"), job()) == "77"
    assert known(media(), job(made_id=""), job(made_id="78")) == "78"


def test_nothing_else_is_and_what_was_known_once_is_asked_anew() -> None:
    for jobs in ((), (job("other"),), (job(days=30),), (job(sha="bb"),), (job(made_id=""),)):
        assert known(media(made_id="old"), *jobs) == ""
    link = media(source="https://x.example/a.mp4", info=None)
    assert known(link, job()) == ""
    assert known(media(MediaKind.IMAGE), job()) == ""


def test_a_ledger_that_cannot_be_read_knows_nothing() -> None:
    def broken(sha: str) -> list[Job]:
        raise LocalFault(Message("ledger.broken"))

    request = Request(operation=Operation.LIP_SYNC, media=(media(),))
    assert recognized(ACME, request, broken, NOW) is request
