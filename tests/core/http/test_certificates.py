"""Which certificates are trusted, and what is told of one that is not: certificate, host, and the setting."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from mediawright.http.client import Call, Http
from mediawright.http.errors import CertificateRefused
from mediawright.http.fence import Fence
from mediawright.http.trust import TrustStore
from mediawright.present.catalog import render

if TYPE_CHECKING:
    from tests.core.http.conftest import ProxyServer, Service

NAME = "api.example.test"
URL = f"https://{NAME}/submit"


@pytest.fixture
def by_name(connect_proxy: "ProxyServer", monkeypatch: pytest.MonkeyPatch) -> None:
    """The service is reached by its name."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{connect_proxy.port}")


async def refused(http: Http, service: "Service", url: str = URL) -> CertificateRefused:
    fence = Fence()
    with pytest.raises(CertificateRefused) as caught:
        await http.once(Call(method="POST", url=url, json={}, fence=fence))
    assert (fence.left, service.seen) == (False, [])
    return caught.value


@pytest.mark.usefixtures("by_name")
async def test_a_companys_root_is_trusted_where_it_is_named(
    service: "Service", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(service.authority))
    assert (await http.once(Call(method="POST", url=URL, json={}))).status == 200


@pytest.mark.usefixtures("by_name")
async def test_an_unknown_authority_is_told(service: "Service", http: Http) -> None:
    error = await refused(http, service)
    assert error.message.key == "http.certificate_unknown"
    for lang in ("en", "zh"):
        assert NAME in (text := render(error.message, lang))
        assert "SSL_CERT_FILE" in text
    assert (error.data["step"], error.data["host"]) == ("tls", NAME)


@pytest.mark.usefixtures("by_name")
@pytest.mark.parametrize(("begins", "ends", "key"), [(2001, 2002, "expired"), (2900, 2901, "early")])
async def test_a_certificate_out_of_its_time_is_told(
    begins: int,
    ends: int,
    key: str,
    authority: trustme.CA,
    service: "Service",
    http: Http,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # fixed years: OpenSSL asks the machine's own clock
    issued = authority.issue_cert(
        NAME, not_before=datetime(begins, 1, 1, tzinfo=UTC), not_after=datetime(ends, 1, 1, tzinfo=UTC)
    )
    issued.configure_cert(service.context)
    monkeypatch.setenv("SSL_CERT_FILE", str(service.authority))
    error = await refused(http, service)
    assert error.message.key == f"http.certificate_{key}"
    assert error.message.values["host"] == NAME


@pytest.mark.usefixtures("by_name")
async def test_a_certificate_of_another_name_is_told(
    service: "Service", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(service.authority))
    error = await refused(http, service, "https://other.example.test/submit")
    assert error.message.key == "http.certificate_name"


@pytest.mark.parametrize("setting", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
async def test_a_setting_that_names_nothing_is_told(
    setting: str, tmp_path: Path, service: "Service", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(setting, str(tmp_path / "gone.pem"))
    error = await refused(http, service)
    assert error.message.key == "http.no_certificates"
    assert error.message.values == {"setting": setting, "path": str(tmp_path / "gone.pem")}


@pytest.mark.parametrize("content", [b"", b"no certificate at all", b"\xff\x00"])
async def test_a_file_without_certificates_is_told(
    content: bytes, tmp_path: Path, service: "Service", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.pem").write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
    assert (await refused(http, service)).message.key == "http.no_certificates"


async def test_the_proxys_own_certificate_is_told_as_its_own(
    service: "Service", http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that is reached by TLS, whose authority is not known."""
    monkeypatch.setenv("HTTPS_PROXY", f"https://localhost:{service.port}")
    error = await refused(http, service)
    assert (error.message.key, error.message.values["host"]) == ("http.certificate_unknown", "localhost")


def test_the_systems_store_is_trusted_where_nothing_is_set(tmp_path: Path) -> None:
    assert TrustStore.of({}) == TrustStore()
    assert TrustStore.of({"SSL_CERT_FILE": ""}) == TrustStore()
    both = {"SSL_CERT_FILE": "a.pem", "SSL_CERT_DIR": str(tmp_path)}
    assert TrustStore.of(both) == TrustStore(setting="SSL_CERT_FILE", path="a.pem")
    assert not TrustStore.of(both).readable
    assert TrustStore.of({"SSL_CERT_DIR": str(tmp_path)}).readable


def test_tests_trust_no_less_than_they_say() -> None:
    """The numbers of OpenSSL that sentences are chosen by."""
    from mediawright.http.httpx_errors import CERTIFICATE

    assert CERTIFICATE[10] == "expired"
    assert ssl.OPENSSL_VERSION_INFO >= (1, 1, 1)
