"""Signatures as the specification's own example has them, and secrets that are long enough."""

import base64
import hashlib
import hmac

from mediawright.services.notify.signing import headers, key_of, new_secret


def test_the_example_of_the_reference_libraries() -> None:
    """The values with which the specification's own libraries test their `sign`."""
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert key is not None
    found = headers(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert found == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_attempt_s_time_is_signed_too() -> None:
    key = b"k" * 32
    one, other = headers(key, "msg_1", 1, b"{}"), headers(key, "msg_1", 2, b"{}")
    assert one["webhook-id"] == other["webhook-id"]
    assert one["webhook-signature"] != other["webhook-signature"]
    expected = hmac.new(key, b"msg_1.1.{}", hashlib.sha256).digest()
    assert one["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"


def test_a_secret_is_long_enough_and_its_own() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(key_of(first) or b"") == 32
    assert key_of("whsec_" + base64.b64encode(b"x" * 24).decode()) == b"x" * 24
    for useless in ("", "hunter2", "whsec_", "whsec_" + base64.b64encode(b"x" * 23).decode(), "whsec_" + "A" * 100):
        assert key_of(useless) is None
