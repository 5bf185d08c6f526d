"""Conversations over processes: apart from each other, in one language, remembered until they are forgotten."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.conftest import Shell

FREE = ("--provider", "previz", "--json")


def test_a_conversation_keeps_its_language_whatever_the_terminal_speaks(shell: "Shell") -> None:
    made = shell("image", "--prompt", "雪地里的红狐狸", "--thread", "one", *FREE)
    assert made.code == 0
    assert shell("jobs", "list", "--thread", "one", "--json").json["lang"] == "zh"
    assert shell("providers", "--json", MEDIAWRIGHT_THREAD="one").json["lang"] == "zh"
    assert shell("jobs", "list", "--thread", "two", "--json").json["lang"] == "en"
    assert shell("jobs", "list", "--thread", "one", "--lang", "en", "--json").json["lang"] == "en"


def test_conversations_are_listed_and_forgotten(shell: "Shell") -> None:
    shell("image", "--prompt", "a fox", "--thread", "one", *FREE)
    shell("image", "--prompt", "a hare", "--provider", "kling", "--json", MEDIAWRIGHT_THREAD="two")
    listed = shell("threads", "list", "--json").json["data"]["threads"]
    assert {item["id"]: item["stage"] for item in listed} == {"one": "done", "two": "sign_in"}
    assert shell("threads", "forget", "one", "--json").json["data"] == {"forgotten": 1}
    left = shell("threads", "list", "--json").json["data"]["threads"]
    assert [item["id"] for item in left] == ["two"]
    assert shell("jobs", "list", "--json").json["data"]["jobs"]


def test_nothing_is_remembered_where_the_setting_says_so(shell: "Shell") -> None:
    folder = shell.home / "mw" / "config"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("thread_hours = 0\n")
    shell("image", "--prompt", "雪地里的红狐狸", "--thread", "one", *FREE)
    assert shell("threads", "list", "--json").json["data"] == {"threads": []}
    assert shell("jobs", "list", "--thread", "one", "--json").json["lang"] == "en"
