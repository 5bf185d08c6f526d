"""Names of what is kept."""

import pytest

from mediawright.store.address import Key, key_of, stored_name
from mediawright.store.opening import check_store
from mediawright.types.errors import InvalidRequest

SHA = "a" * 64


def test_an_address_says_its_key() -> None:
    key = Key("studio", "0192-ab", SHA, "fox at dawn.png")
    assert key_of(key.address) == key


@pytest.mark.parametrize(
    "address",
    [
        "",
        "store:",
        f"store:studio/job/{SHA}/",
        f"store:studio/job/{SHA}/..",
        f"store:studio/job/{SHA}/a/b",
        f"store:studio/../{SHA}/a",
        f"store:Studio/job/{SHA}/a",
        f"store:studio/job/{SHA[1:]}/a",
        f"store:studio/job/{SHA}/a\nb",
        f"/store:studio/job/{SHA}/a",
    ],
)
def test_what_leads_elsewhere_is_no_address(address: str) -> None:
    assert key_of(address) is None


def test_a_name_is_kept_as_any_system_takes_it() -> None:
    assert stored_name("fox, again.png") == "fox_ again.png"
    assert "/" not in stored_name("../../etc/passwd")
    assert stored_name("狐狸.mp4") == "狐狸.mp4"
    assert key_of(Key("studio", "j", SHA, stored_name("a/b\\c:d?.png")).address) is not None


@pytest.mark.parametrize("address", ["file:///mnt/media", "s3://bucket", "s3://bucket/prefix/more"])
def test_an_address_of_a_store(address: str) -> None:
    check_store(address)


@pytest.mark.parametrize(
    "address",
    ["", "/mnt/media", "file://", "file:///", "file://host/share", "s3://", "s3://key:secret@bucket", "gs://bucket"],
)
def test_what_can_be_no_store(address: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        check_store(address)
    assert "secret" not in str(refused.value.message.values)
