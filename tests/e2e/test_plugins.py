"""Plugins from the command line: listed, left out, traced, started anew."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.conftest import Shell

REQUEST = ("video", "--provider", "previz", "--prompt", "a fox", "--dry-run", "--json")


def test_the_list_can_tell_every_call(shell: "Shell") -> None:
    trace = shell("plugins", "--trace", "--json").json["data"]["trace"]
    assert {(call["plugin"], call["hook"]) for call in trace} >= {("previz", "import"), ("previz", "describe")}
    assert all(call["milliseconds"] >= 0 and call["failure"] is None for call in trace)
    assert "previz" in shell("plugins", "--trace").out


def test_any_command_can_tell_every_call(shell: "Shell") -> None:
    ran = shell(*REQUEST, MEDIAWRIGHT_TRACE_PLUGINS="1")
    assert ran.json["ok"] is True
    lines = [line for line in ran.err.splitlines() if line.startswith("trace: ")]
    assert any(line.startswith("trace: previz.wire ") and line.endswith(" ms ok") for line in lines)
    assert "trace:" not in shell(*REQUEST).err


def test_a_blocked_plugin_is_not_used_and_listed_as_such(shell: "Shell") -> None:
    found = shell("plugins", "--json", MEDIAWRIGHT_DISABLE_PLUGINS="previz").json["data"]["plugins"]
    assert [item["broken"]["key"] for item in found if item["name"] == "previz"] == ["plugin.disabled"]
    assert shell(*REQUEST, MEDIAWRIGHT_DISABLE_PLUGINS="previz").code == 2


def test_a_new_provider_is_written_once(shell: "Shell") -> None:
    made = shell("plugin", "new", "lumen", "--json").json
    assert made["next"][-1] == "mediawright plugins"
    assert "mediawright-lumen/pyproject.toml" in shell.files()
    before = shell.files()
    again = shell("plugin", "new", "lumen", "--lang", "zh")
    assert (again.code, shell.files()) == (2, before)
    assert "mediawright-lumen 已存在" in again.err


def test_names_that_cannot_be_are_refused_in_words(shell: "Shell") -> None:
    taken = shell("plugin", "new", "previz")
    assert (taken.code, shell.files()) == (2, [])
    assert "There is a provider named previz already" in taken.err
    assert "cannot be a provider's name" in shell("plugin", "new", "../evil").err


def test_a_simulator_is_not_started_with_an_option_it_does_not_have(shell: "Shell") -> None:
    ran = shell("simulate", "nemovideo", "--port", "0", "--option", "nonsense", "--json")
    assert ran.code == 2
    assert ran.json["error"]["problems"][0]["allowed"] == ["scale", "clock", "seed", "credits", "silent"]
