"""A signed link as an input: the provider gets it whole, and nothing else that is said, shown or stored holds its secret."""

import json
import os
import shlex
import stat
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.test_secrets import CANARY, search

from mediawright.plugins.discover import Registry
from mediawright.testing.simulator import serve

SIGNED = f"Expires=1790000000&Signature={CANARY['signature']}&x=%2Fa"
PHOTO = files("mediawright").joinpath("demo/photo.jpg").read_bytes()


class Heard:
    """An ASGI app around a simulator that serves a picture and keeps what was sent: paths, queries and bodies."""

    def __init__(self, app: object) -> None:
        self.app = app
        self.calls: list[bytes] = []

    @property
    def state(self) -> object:
        return self.app.state  # type: ignore[attr-defined]

    async def __call__(self, scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        if scope["type"] != "http":
            await self.app(scope, receive, send)  # type: ignore[operator]
            return
        place = len(self.calls)
        self.calls.append(scope["path"].encode() + b"?" + scope["query_string"])
        if scope["path"] == "/signed/cat.jpg":
            good = scope["query_string"] == SIGNED.encode()
            await send({"type": "http.response.start", "status": 200 if good else 403, "headers": []})  # type: ignore[operator]
            await send({"type": "http.response.body", "body": PHOTO if good else b""})  # type: ignore[operator]
            return

        async def heard() -> object:
            message = await receive()  # type: ignore[operator]
            self.calls[place] += message.get("body", b"")
            return message

        await self.app(scope, heard, send)  # type: ignore[operator]


@pytest.fixture(params=list(TARGETS))
def chaos(request: pytest.FixtureRequest) -> Iterator[ChaosHarness]:
    target = TARGETS[request.param]
    app = Heard(Registry.installed({}).load(target.name).simulator(target.options))
    with serve(app) as url:
        yield ChaosHarness(target, url, app)


def media_request(chaos: ChaosHarness, *more: str) -> tuple[str, ...]:
    # only the fetch by ChatArt's plugin needs a link that leads somewhere
    link = f"{chaos.url}/signed/cat.jpg?{SIGNED}"
    return ("video", "--provider", chaos.target.name, "--prompt", "a cat", "--image", link, *more)


def private(shell: Shell) -> list[Path]:
    return [path for path in (shell.home / "mw").rglob("secrets/links/*") if path.is_file()]


@pytest.mark.parametrize("more", [("--dry-run",), ("--dry-run", "--json"), (), ("--json",)], ids=" ".join)
def test_no_page_shows_the_secret_of_a_link(chaos: ChaosHarness, tmp_path: Path, more: tuple[str, ...]) -> None:
    shell = chaos.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
    ran = shell(*media_request(chaos, *more))
    assert ran.code in (0, 5), ran.out + ran.err
    assert "cat.jpg" in ran.out
    search([ran], shell)


def test_a_confirm_from_another_process_sends_the_whole_link(chaos: ChaosHarness, tmp_path: Path) -> None:
    shell = chaos.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
    asked = shell(*media_request(chaos, "--json"))
    assert asked.code == 5, asked.out + asked.err
    (kept,) = private(shell)
    if os.name == "posix":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    quote = asked.json["data"]["quote"]
    done = shell("confirm", quote, "--json", "--wait", "--approve-cost", chaos.target.ceiling)
    assert done.code == 0, done.out + done.err
    assert any(CANARY["signature"].encode() in call for call in chaos.app.calls)
    shown = shell("jobs", "show", done.json["data"]["job"], "--json")
    search([asked, done, shown], shell)
    assert private(shell) == []


@pytest.mark.parametrize("words", [("do",), ("do", "--json"), ("route",), ("route", "--json"), ("route", "--explain")])
def test_words_with_a_link_are_answered_without_its_secret(
    chaos: ChaosHarness, tmp_path: Path, words: tuple[str, ...]
) -> None:
    shell = chaos.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
    command, *flags = words
    said = f"make a video from https://files.example.com/cat.jpg?{SIGNED} with {chaos.target.name}"
    ran = shell(command, said, *flags)
    assert ran.code in (0, 2, 5), ran.out + ran.err
    search([ran], shell)


def test_the_command_that_an_answer_prints_works_as_printed(chaos: ChaosHarness, tmp_path: Path) -> None:
    shell = chaos.shell(tmp_path)
    said = f"make a video from {chaos.url}/signed/cat.jpg?{SIGNED} with {chaos.target.name}"
    (command,) = shell("route", said, "--json").json["next"]
    words = shlex.split(command)[1:]
    done = shell(*words, "--wait", "--approve-cost", chaos.target.ceiling)
    assert done.code == 0, done.out + done.err
    assert any(CANARY["signature"].encode() in call for call in chaos.app.calls)


def test_a_batch_of_links_tells_no_secret(chaos: ChaosHarness, tmp_path: Path) -> None:
    shell = chaos.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
    line = {"command": "video", "prompt": "a cat", "provider": chaos.target.name}
    links = [f"{chaos.url}/signed/cat.jpg?{SIGNED}"] * 2
    orders = tmp_path / "work" / "shots.jsonl"
    orders.write_text(
        "".join(json.dumps({**line, "prompt": f"cat {n}", "image": link}) + "\n" for n, link in enumerate(links))
    )
    ran = shell("batch", "shots.jsonl", "--json", "--approve-cost", "1000", "--timeout", "80")
    assert ran.code == 0, ran.out + ran.err
    orders.unlink()  # the person's own file
    search([ran], shell)
    assert private(shell) == []
