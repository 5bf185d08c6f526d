"""False secrets that are found wherever they leak."""

import pytest

from mediawright.testing.canaries import MARK, CanarySecrets


def test_a_leak_is_named_by_its_kind(canary_secrets: CanarySecrets) -> None:
    assert canary_secrets.leaked_in("nothing here", b"nor here") == []
    assert canary_secrets.leaked_in(f"key={canary_secrets['token']}") == ["token"]
    assert canary_secrets.leaked_in(canary_secrets.signed_url().encode()) == ["signature"]


def test_the_failure_shows_no_value(canary_secrets: CanarySecrets) -> None:
    with pytest.raises(AssertionError) as caught:
        canary_secrets.assert_absent([canary_secrets["secret_key"]], "the log")
    assert "the log gives away a secret: secret_key" in str(caught.value)


def test_every_value_is_plainly_false(canary_secrets: CanarySecrets) -> None:
    assert all(canary_secrets[name].startswith(MARK) for name in canary_secrets)
