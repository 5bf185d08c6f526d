"""The check-up of the network: proxy, certificates and clock in use, and where the way to a provider ends."""

import socket
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.scripted_provider import PROVIDER, Scripted, registry

from mediawright.handlers.connectivity import SKEW_S, network_rows
from mediawright.handlers.doctor import examine
from mediawright.http.errors import CertificateRefused, ProxyFailed
from mediawright.http.fence import Step
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.types.errors import NotSent, SignInNeeded, Unreachable
from mediawright.types.message import LANGS, Message
from mediawright.types.provider import AuthKind, EnvSource, Setting

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def _plain_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def page_of(folder: Path, address: str = "", *, network: bool = True, **environ: str) -> Any:
    place = {"MEDIAWRIGHT_HOME": str(folder), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(folder), "PATH": ""}
    place |= {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}
    provider = replace(
        PROVIDER,
        auth=(AuthKind.KEYS,),
        credentials=(EnvSource(fields={"key": "ACME_KEY"}),),
        settings=(Setting(name="api", default=address),),
    )
    async with Studio(place | environ, folder) as studio:
        studio.registry = registry(Scripted(), provider=provider)
        return (await examine(studio, "en", network=network)).page


def check(page: Any) -> Any:
    (found,) = page.data["providers"]
    return found


async def test_an_answer_of_any_status_is_an_answer(tmp_path: Path, wire: "WireServer", reply: "type[Reply]") -> None:
    found = check(await page_of(tmp_path, wire.on("/v1", reply(status=404))))
    assert (found.reachable, found.stuck, found.key_refused) == (True, None, False)
    assert len(wire.seen) == 1


async def test_nothing_is_asked_without_the_flag(tmp_path: Path, wire: "WireServer", reply: "type[Reply]") -> None:
    page = await page_of(tmp_path, wire.on("/v1", reply()), network=False)
    assert (check(page).reachable, wire.seen) == (None, [])
    assert page.data["network"]["clock"]["skew_s"] is None


async def test_a_closed_port_ends_at_the_connection(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    found = check(await page_of(tmp_path, address))
    assert (found.reachable, found.stuck) == (False, "tcp")


async def test_a_line_that_is_dropped_ends_at_the_answer(
    tmp_path: Path, wire: "WireServer", reply: "type[Reply]"
) -> None:
    found = check(await page_of(tmp_path, wire.on("/v1", reply(drop=True))))
    assert (found.reachable, found.stuck) == (False, "http")


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (NotSent(data={"step": "dns"}), "dns"),
        (NotSent(data={"step": "tls"}), "tls"),
        (CertificateRefused(), "tls"),
        (ProxyFailed(), "proxy"),
        (Unreachable(), "http"),
    ],
)
async def test_each_step_has_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, step: str
) -> None:
    async def get(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("mediawright.context.plugin.PluginContext.get", get)
    page = await page_of(tmp_path, "https://api.example.test")
    assert check(page).stuck == step
    assert "doctor.stuck_note" in page.data["notes"]
    words = {lang: chat(page, lang) for lang in LANGS}
    assert {"dns": "DNS", "tls": "TLS", "proxy": "proxy", "http": "HTTP"}[step] in words["en"]
    assert set(Step) == {"dns", "tcp", "proxy", "tls", "http"}


async def test_a_key_that_is_refused_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def quota(*_: object, **__: object) -> None:
        raise SignInNeeded(provider="acme")

    monkeypatch.setattr("mediawright.services.accounts.Accounts.quota", quota)
    found = check(await page_of(tmp_path, ACME_KEY="not-a-real-secret"))
    assert (found.usable, found.reachable, found.key_refused) == (False, True, True)
    assert found.why_not == Message("doctor.key_refused")


async def network_of(folder: Path, **environ: str) -> tuple[Mapping[str, Any], Any]:
    page = await page_of(folder, network=False, **environ)
    return page.data["network"], page


async def test_proxy_and_certificates_in_use_are_told_without_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, page = await network_of(tmp_path)
    assert (data["proxies"], data["certificates"]["setting"]) == ([], "")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:canary-word@proxy.example.test:3128")
    data, page = await network_of(tmp_path, SSL_CERT_FILE=str(tmp_path / "missing.pem"))
    assert data["proxies"] == [{"proxy": "http://proxy.example.test:3128", "setting": "HTTPS_PROXY"}]
    assert (data["certificates"]["setting"], data["certificates"]["readable"]) == ("SSL_CERT_FILE", False)
    assert "http.no_certificates" in page.data["notes"]
    for lang in LANGS:
        assert "proxy.example.test:3128" in (text := chat(page, lang))
        assert "missing.pem" in text
        assert "canary-word" not in text
    monkeypatch.setenv("HTTPS_PROXY", "gopher://nowhere")
    _, page = await network_of(tmp_path)
    assert "http.proxy_bad" in page.data["notes"]


@pytest.mark.parametrize(
    ("ahead", "key"),
    [(0.0, "clock_right"), (59.0, "clock_right"), (600.0, "clock_ahead"), (-600.0, "clock_behind"), (None, "clock")],
)
async def test_a_clock_is_compared_with_the_last_answer(tmp_path: Path, ahead: float | None, key: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    told = "yesterday" if ahead is None else format_datetime(now - timedelta(seconds=ahead), usegmt=True)
    async with Studio({"MEDIAWRIGHT_HOME": str(tmp_path), "HOME": str(tmp_path)}, tmp_path) as studio:
        studio.contexts.http.told_time = (told, now)
        rows, notes, data = network_rows(studio)
    assert (data["clock"]["skew_s"], rows[-1].value.key) == (ahead, f"doctor.{key}")  # type: ignore[union-attr]
    assert [note.key for note in notes] == ([f"doctor.{key}"] if abs(ahead or 0) > SKEW_S else [])


async def test_an_answer_tells_the_time(tmp_path: Path, wire: "WireServer", reply: "type[Reply]") -> None:
    page = await page_of(tmp_path, wire.on("/v1", reply()))
    assert abs(page.data["network"]["clock"]["skew_s"]) <= SKEW_S
