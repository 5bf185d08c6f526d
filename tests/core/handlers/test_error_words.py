"""Every failure as a person in a chat reads it: in the conversation's language, without names that only programs use."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import mediawright.http.errors
import mediawright.services.restore  # noqa: F401  every module that defines a failure is loaded
from mediawright.files.sniff import name_of
from mediawright.handlers.jobs import of_failure
from mediawright.plugins.discover import Registry
from mediawright.present.catalog import has
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError
from mediawright.types.message import LANGS, Lang

#: ids, flags, commands, names of rules and settings, what the provider's program said, values that were left empty
JARGON = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\bQ[A-Z0-9]{6}\b|(?<!\w)--\w|\bmediawright \w|\bJSON\b|\b[Ee]xit code|/tmp/|\bAPI\b"
    r"|\b\w+_\w+\b|\d{12,}|\bNone\b|\bE1001\b|Traceback|\{|\}"
)
#: what else some sentences speak of
VALUES: dict[str, dict[str, object]] = {
    "wrong_content": {"found": name_of("text/html"), "kind": name_of("video/x")},
    "result_cut": {"size": 123456},
}
HAN = re.compile(r"[\u3400-\u9fff]")
PROVIDERS = [plugin.provider for plugin in Registry.installed({}).load_all()]


def tree(of: type[MediawrightError]) -> Iterator[type[MediawrightError]]:
    yield of
    for below in of.__subclasses__():
        yield from tree(below)


def plain_failures() -> list[type[MediawrightError]]:
    """Those of our own that a provider's call may end in: built from a provider and what it answered."""
    found = [cls for cls in dict.fromkeys(tree(MediawrightError)) if cls.__module__.startswith("mediawright.")]
    return [cls for cls in found if "__init__" not in vars(cls) and has(f"error.{cls.code}")]


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    environ = {"HOME": str(tmp_path), "MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    # a sign-in would ask the provider for its link: nothing leaves this machine
    environ |= dict.fromkeys(
        ("KLING_BIND_BASE", "KLING_API_BASE", "CHATART_BASE_URL", "NEMO_API_URL"), "http://127.0.0.1:9"
    )
    async with Studio.open(environ | {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}, tmp_path) as opened:
        yield opened


def wrong_with(text: str, lang: Lang, names: set[str]) -> list[str]:
    """What a person would stumble over."""
    words = re.sub(r"https?://\S+", "", text)
    found = JARGON.findall(words)
    found += [name for name in names if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", words)]
    if (lang == "zh") is not bool(HAN.search(words)):
        found.append(f"not in {lang}")
    return found


@pytest.mark.parametrize("lang", LANGS)
async def test_every_failure_of_every_provider_is_told_plainly(studio: Studio, lang: Lang) -> None:
    failures = plain_failures()
    assert len(failures) > 20
    slugs = {provider.name for provider in PROVIDERS} - {str(provider.title.en) for provider in PROVIDERS}
    for failure in failures:
        for provider in PROVIDERS:
            values = VALUES.get(failure.code)
            error = failure(provider=provider.name, provider_code="E1001", provider_message="boom at 0x1f")
            error.message = replace(error.message, values=values) if values else error.message
            told = chat((await of_failure(studio, error, lang)).page, lang)
            assert wrong_with(told, lang, slugs) == [], (failure.__name__, provider.name, told)


def test_what_is_looked_for_would_be_seen() -> None:
    for text in ("job 0b7cb2a2-9d0a-4a3a-8a53-0c1d2e3f4a5b", "kling failed", "see --json", "rate_limit", "E1001"):
        assert wrong_with(text, "en", {"kling"})
    assert wrong_with("再试一次", "en", set())
    assert wrong_with("try again", "zh", set())
