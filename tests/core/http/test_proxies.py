"""Which proxy a call takes, how its address may be written, and what leaves it out."""

import pytest

from mediawright.http.errors import ProxyFailed
from mediawright.http.proxies import bypasses, proxies, proxy_for, read_proxy


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://proxy:8080", "http://proxy:8080"),
        ("proxy.example:3128", "http://proxy.example:3128"),
        ("127.0.0.1:3128", "http://127.0.0.1:3128"),
        ("HTTPS://proxy/", "https://proxy"),
        ("socks://127.0.0.1:1080/", "socks5://127.0.0.1:1080"),
        ("SOCKS5://proxy", "socks5://proxy"),
        ("socks5h://proxy:1080", "socks5h://proxy:1080"),
        ("http://me:p%40ss@proxy:8080", "http://me:p%40ss@proxy:8080"),
        ("socks5://[::1]:1080", "socks5://[::1]:1080"),
    ],
)
def test_an_address_as_people_write_it(text: str, url: str) -> None:
    proxy = read_proxy(text, "ALL_PROXY")
    assert proxy.url == url
    assert "@" not in proxy.shown


@pytest.mark.parametrize(
    "text", ["socks4://proxy:1080", "ftp://proxy", "http://", "http://proxy:port", "a b:80", "http://http://x", "//x"]
)
def test_an_address_that_is_none_is_told_with_its_setting(text: str) -> None:
    with pytest.raises(ProxyFailed) as caught:
        read_proxy(text, "HTTPS_PROXY")
    assert caught.value.message.key == "http.proxy_bad"
    assert caught.value.message.values["setting"] == "HTTPS_PROXY"


def test_a_bad_address_is_told_without_its_password() -> None:
    with pytest.raises(ProxyFailed) as caught:
        read_proxy("socks4://me:not-a-real-secret@proxy:1080", "ALL_PROXY")
    assert "not-a-real-secret" not in repr((caught.value.message, caught.value.data))


@pytest.mark.parametrize(
    ("rules", "host", "port", "found"),
    [
        ("", "api.example.org", 443, False),
        ("*", "api.example.org", 443, True),
        ("example.org", "api.example.org", 443, True),
        ("example.org", "example.org", 443, True),
        ("example.org", "badexample.org", 443, False),
        (".example.org", "api.example.org", 443, True),
        ("*.example.org, other", "api.example.org", 443, True),
        ("EXAMPLE.org other", "api.example.ORG", 443, True),
        ("api.example.org:8443", "api.example.org", 443, False),
        ("api.example.org:443", "api.example.org", 443, True),
        ("10.0.0.0/8", "10.200.3.4", 443, True),
        ("10.0.0.0/8", "11.0.0.1", 443, False),
        ("10.0.0.0/8", "ten.example.org", 443, False),
        ("192.168.1.7", "192.168.1.7", 443, True),
        ("192.168.1.7:80", "192.168.1.7", 443, False),
        ("fd00::/8", "fd12::1", 443, True),
        ("[fd00::]/8", "fd12::1", 443, True),
        ("2001:db8::1", "2001:db8:0::1", 443, True),
        ("[2001:db8::1]", "[2001:db8::1]", 443, True),
        ("[2001:db8::1]:80", "2001:db8::1", 443, False),
        ("fd00::/8", "10.0.0.1", 443, False),
        ("nonsense/99,,", "10.0.0.1", 443, False),
    ],
)
def test_what_no_proxy_leaves_out(rules: str, host: str, port: int, found: bool) -> None:
    assert bypasses(rules, host, port) is found


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://p:1"}, ("http://p:1", "HTTPS_PROXY")),
        ({"https_proxy": "http://p:1"}, ("http://p:1", "https_proxy")),
        ({"HTTP_PROXY": "http://p:1"}, None),
        ({"ALL_PROXY": "socks://p:1"}, ("socks5://p:1", "ALL_PROXY")),
        ({"ALL_PROXY": "socks://p:1", "HTTPS_PROXY": "http://q:2"}, ("http://q:2", "HTTPS_PROXY")),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "x.org"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "y.org"}, ("http://p:1", "HTTPS_PROXY")),
        ({"HTTPS_PROXY": "", "ALL_PROXY": "http://p:1"}, ("http://p:1", "ALL_PROXY")),
    ],
)
def test_the_environment_names_it(
    settings: dict[str, str], found: tuple[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for("https", "x.org", 443)
    assert (proxy and (proxy.url, proxy.setting)) == found


def test_this_machine_is_never_reached_by_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://")
    assert [proxy_for("http", host, 80) for host in ("127.0.0.1", "127.1.2.3", "localhost", "::1")] == [None] * 4


def test_all_of_them_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://me:not-a-real-secret@p:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://q:2")
    assert [(proxy.shown, proxy.setting) for proxy in proxies()] == [
        ("http://q:2", "HTTPS_PROXY"),
        ("socks5://p:1", "ALL_PROXY"),
    ]
