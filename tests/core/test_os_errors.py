"""What a refusal of the disk means."""

import errno

import pytest

from mediawright.os_errors import disk_faults
from mediawright.types.errors import LocalFault


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "error.disk_full"),
        (errno.EDQUOT, "error.disk_full"),
        (errno.EFBIG, "error.disk_full"),
        (errno.EROFS, "some.key"),
        (errno.EACCES, "some.key"),
    ],
)
def test_each_refusal_has_its_sentence(number: int, key: str) -> None:
    with pytest.raises(LocalFault) as caught, disk_faults("some.key"):
        raise OSError(number, "no")
    assert caught.value.message.key == key


@pytest.mark.parametrize("kind", [TimeoutError, ConnectionResetError])
def test_a_networks_trouble_is_not_the_disks(kind: type[OSError]) -> None:
    with pytest.raises(kind), disk_faults():
        raise kind
