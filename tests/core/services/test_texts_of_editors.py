"""Every text file that a person writes is read as their editor saved it, or refused with its name and its line."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mediawright.config import Config, set_value
from mediawright.files.roots import Roots
from mediawright.files.text import read_text
from mediawright.gate import policy_store
from mediawright.paths import Home
from mediawright.secrets.vendor_files import read_vendor_file
from mediawright.services.batch_file import read_orders
from mediawright.services.films.files import open_plan
from mediawright.services.input_json import with_input_json
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.provider import FileSource

SAVED = ("utf-8", "utf-8-sig", "utf-16", "gbk")
PLAN = 'title = "红狐狸"\nlanguage = "zh"\n\n[[shots]]\nprompt = "狐狸在雪地里奔跑"\n'
KEYS = FileSource(path="keys.json", format="json", fields={"key": ("api_key",)})


def batch(path: Path) -> Any:
    read: Callable[[str, Mapping[str, Any]], Any] = lambda command, values: values["prompt"]  # noqa: E731
    return [order.request for order in read_orders(read_text(path), {"video": {"prompt": "prompt"}}, read)]


def options(path: Path) -> Any:
    return with_input_json({"input_json": str(path)}, Roots.of(path.parent))["option"]


def film(path: Path) -> Any:
    return open_plan(str(path), Roots.of(path.parent)).plan.title


def settings(path: Path) -> Any:
    return Config.load(Home(path.parent, path.parent, path.parent)).provider


def limits(path: Path) -> Any:
    found = policy_store.read(path.parent)
    return found.notice or [rule.id for rule in found.rules]


def keys(path: Path) -> Any:
    return read_vendor_file(KEYS, {"HOME": str(path.parent)}, path.parent)


RULE = '[[allow]]\nid = "small"\nunit = "units"\nat_most = "4"\nuntil = 2099-01-01T00:00:00Z\n'
READERS: dict[str, tuple[Callable[[Path], Any], str, Any]] = {
    "shots.jsonl": (
        batch,
        '{"command": "video", "prompt": "猫"}\n{"command": "video", "prompt": "狗\u2028吠"}\n',
        None,
    ),
    "options.json": (options, '{"style": "水彩", "strength": 3}', ["style=水彩", "strength=3"]),
    "fox.film.toml": (film, PLAN, "红狐狸"),
    "config.toml": (settings, '# 我的设置\nprovider = "acme"\n', "acme"),
    "policy.toml": (limits, f"# 我的限额\nversion = 1\n{RULE}", ["small"]),
    "keys.json": (keys, '{"name": "我的钥匙", "api_key": "k-1"}', {"key": "k-1"}),
}


@pytest.mark.parametrize("name", READERS)
def test_it_is_read_as_it_was_saved(name: str, tmp_path: Path) -> None:
    read, text, wanted = READERS[name]
    for encoding in SAVED:
        for written in (text, text.replace("\n", "\r\n")):
            if "\u2028" in written and encoding == "gbk":
                written = written.replace("\u2028", " ")  # GBK has no such character
            (tmp_path / name).write_bytes(written.encode(encoding))
            found = read(tmp_path / name)
            assert found == wanted if wanted is not None else len(found) == 2, encoding


@pytest.mark.parametrize("name", ["shots.jsonl", "options.json", "fox.film.toml"])
def test_what_is_no_text_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    read, text, _ = READERS[name]
    (tmp_path / name).write_bytes(text.splitlines()[0].encode() + b"\n\xff\xfa\x81")
    with pytest.raises(InvalidRequest) as caught:
        read(tmp_path / name)
    [problem] = caught.value.problems
    assert problem.message.key == "files.not_text"
    assert problem.message.values == {"file": str(tmp_path / name), "line": 2}


def test_two_files_that_were_joined_are_read(tmp_path: Path) -> None:
    path, line = tmp_path / "both.jsonl", json.dumps({"command": "video", "prompt": "x"}) + "\n"
    path.write_bytes(line.encode("utf-8-sig") * 2)
    assert batch(path) == ["x", "x"]


def test_settings_are_changed_in_a_file_of_any_editor_and_a_broken_one_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path, tmp_path, tmp_path)
    home.config_file.write_bytes('# 我的设置\r\nlang = "zh"\r\n'.encode("utf-16"))
    assert set_value(home, "provider", "acme").lang == "zh"
    assert "我的设置" in home.config_file.read_text("utf-8")
    home.config_file.write_bytes(b'lang = "zh"\n\xff\xfa\x81')
    with pytest.raises(LocalFault) as caught:
        Config.load(home)
    assert caught.value.message.values["line"] == 2


def test_a_pipe_and_a_folder_are_no_files_of_options(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    for name in ("pipe.json", "folder.json", "gone.json"):
        with pytest.raises(InvalidRequest):
            options(tmp_path / name)
