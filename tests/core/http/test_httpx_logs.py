"""A program around us turns every logger on."""

import logging
from typing import TYPE_CHECKING

import pytest

from mediawright.http.client import Call, Http
from mediawright.http.httpx_logs import LOGGERS, Cleaner, clean_library_logs
from mediawright.http.redact import SafeLog

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

    from mediawright.testing.canaries import CanarySecrets


async def test_nothing_secret_is_in_any_record(
    wire: "WireServer",
    http: Http,
    reply: "type[Reply]",
    canary_secrets: "CanarySecrets",
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    http.log.learn(canary_secrets.values.values())
    url = wire.on(
        "/a", reply(status=302, headers={"location": canary_secrets.signed_url(), "x-key": canary_secrets["token"]})
    )
    bearer = {"authorization": f"Bearer {canary_secrets['access_key']}"}
    await http.request_idempotent(Call(method="GET", url=f"{url}?code={canary_secrets['login_code']}", headers=bearer))
    texts = [record.getMessage() for record in caplog.records]
    canary_secrets.assert_absent(texts, "the library's log")
    assert any("HTTP Request: GET" in text for text in texts)
    assert any("receive_response_headers.complete" in text for text in texts)


def test_each_logger_is_cleaned_once_for_all() -> None:
    logs = [SafeLog(), SafeLog()]
    for log in logs:
        clean_library_logs(log)
        log.learn([f"not-a-real-secret-{id(log)}"])
    for name in LOGGERS:
        (cleaner,) = [f for f in logging.getLogger(name).filters if isinstance(f, Cleaner)]
        record = logging.LogRecord(
            name, 10, "", 1, "%s %s", tuple(f"not-a-real-secret-{id(log)}" for log in logs), None
        )
        assert cleaner.filter(record)
        assert record.getMessage() == "*** ***"
