"""Which addresses may be called."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.http.address_policy import Guard, is_loopback, is_public, system_resolver
from mediawright.http.errors import AddressRefused

PRIVATE = [
    "127.0.0.1",
    "127.9.9.9",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "240.0.0.1",
    "::",
    "::1",
    "[::1]",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:0a00:0001::1",
]
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=6, network="fc00::/7"))
def test_no_private_address_passes(address: object) -> None:
    assert not is_public(str(address))


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST.", "127.0.0.1", "[::1]", "::ffff:127.0.0.1"])
def test_this_machine_has_many_names(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "http://127.0.0.1/a",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "//example.com",
        "example.com",
        "",
        "https://user@example.com",
        "https://user:not-a-real-secret@example.com",
        "https://[::1",
        "https://example.com:99999",
    ],
)
def test_only_complete_https_links_pass(url: str) -> None:
    with pytest.raises(AddressRefused):
        Guard().check_url(url)


def test_the_switch_allows_plain_http_to_this_machine_only() -> None:
    guard = Guard.of({"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"})
    assert guard.check_url("http://localhost:8080/a").port == 8080
    for url in ("http://example.com/a", "http://10.0.0.1/a"):
        with pytest.raises(AddressRefused):
            guard.check_url(url)


@pytest.mark.parametrize("value", ["", "0", "true", "yes"])
def test_only_one_value_switches(value: str) -> None:
    assert not Guard.of({"MEDIAWRIGHT_ALLOW_LOOPBACK": value}).allow_loopback


def resolving(*addresses: str) -> Guard:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return Guard(resolve=resolve)


async def test_only_the_public_addresses_of_a_name_remain() -> None:
    guard = resolving("10.0.0.1", "93.184.216.34", "::1")
    assert await guard.addresses("example.com", 443) == ["93.184.216.34"]


@pytest.mark.parametrize("addresses", [(), ("127.0.0.1",), ("10.0.0.1", "fe80::1")])
async def test_a_name_without_a_public_address_is_refused(addresses: tuple[str, ...]) -> None:
    with pytest.raises(AddressRefused):
        await resolving(*addresses).addresses("example.com", 443)


async def test_a_stand_in_of_a_proxy_program_is_refused_unless_it_is_allowed() -> None:
    with pytest.raises(AddressRefused) as refused:
        await resolving("198.18.0.7").addresses("example.com", 443)
    assert refused.value.message.key == "http.fake_address"
    assert refused.value.data == {"allow": "MEDIAWRIGHT_ALLOW_FAKE_IP=1"}
    allowed = replace(resolving("198.18.0.7", "10.0.0.1"), allow_fake=True)
    assert await allowed.addresses("example.com", 443) == ["198.18.0.7"]
    assert Guard.of({"MEDIAWRIGHT_ALLOW_FAKE_IP": "1"}) == Guard(allow_fake=True)


@pytest.mark.parametrize("host", ["198.18.0.7", "[::ffff:198.19.255.1]", "printer.local"])
async def test_a_stand_in_is_believed_for_public_names_only(host: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        await replace(resolving("198.18.0.7"), allow_fake=True).addresses(host, 443)
    assert refused.value.message.key == "http.not_public"


async def test_an_address_needs_no_resolver() -> None:
    assert await resolving().addresses("1.1.1.1", 443) == ["1.1.1.1"]


@pytest.mark.parametrize("host", ["localhost", "printer.local", "db.internal", "127.0.0.1", "10.1.1.1"])
async def test_behind_a_proxy_local_names_are_refused_too(host: str) -> None:
    async def fail(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name here")

    with pytest.raises(AddressRefused):
        await Guard(resolve=fail).check_behind_proxy(host, 443)
    await Guard(resolve=fail).check_behind_proxy("cdn.example.com", 443)


async def test_a_name_that_we_can_see_to_be_private_is_refused_behind_a_proxy() -> None:
    with pytest.raises(AddressRefused):
        await resolving("192.168.0.9").check_behind_proxy("nas.example.com", 443)


async def test_the_system_knows_this_machine() -> None:
    assert set(await system_resolver("localhost", 80)) <= {"127.0.0.1", "::1"}
