"""Conversations over processes: apart from each other, in one language, remembered until they are forgotten."""

from typing import TYPE_CHECKING, Any

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


KEYS: dict[str, Any] = {"KLING_ACCESS_KEY_ID": "not-a-key", "KLING_SECRET_ACCESS_KEY": "not-a-real-secret"}


def test_a_page_is_changed_agreed_to_and_refused_in_words(shell: "Shell") -> None:
    say = ("--thread", "one", "--json")
    first = shell("do", "用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑", *say, **KEYS)
    second = shell("do", "换成竖屏", *say, **KEYS)
    assert (first.code, second.code) == (5, 5)
    old, new = first.json["data"]["quote"], second.json["data"]["quote"]
    assert "9:16" in second.json["message"]
    assert "一只红狐狸在雪地里小跑" in second.json["message"]
    gone = shell("confirm", old["id"] if isinstance(old, dict) else old, "--approve-cost", "999", "--json", **KEYS)
    assert (gone.code, gone.json["error"]["code"]) == (2, "invalid_request")
    assert "撤回" in gone.json["message"]
    yes = shell("do", "确认", "--approve-cost", "999", *say, **KEYS)
    assert (yes.code, yes.json["lang"]) == (5, "zh")
    named = new["id"] if isinstance(new, dict) else new
    assert yes.json["next"][0].startswith(f"mediawright confirm {named} --approve-cost ")
    refused = shell("do", "算了，不做了", *say, **KEYS)
    assert (refused.code, refused.json["status"], refused.json["lang"]) == (0, "declined", "zh")
    assert shell("confirm", named, "--approve-cost", "999", "--json", **KEYS).code == 2
    assert shell("jobs", "list", "--json").json["data"]["jobs"] == []


def test_another_conversation_has_no_page_to_change(shell: "Shell") -> None:
    first = shell("do", "a 5 second video of a red fox, on kling", "--thread", "one", "--json", **KEYS)
    assert first.code == 5
    other = shell("do", "make it vertical", "--thread", "two", "--json", **KEYS)
    assert "fox" not in other.json["message"]
    longer = shell("do", "make it 10s instead", "--thread", "one", "--json", **KEYS)
    assert longer.code == 5
    assert "10" in longer.json["message"]
    assert "fox" in longer.json["message"]


def test_a_finished_file_is_handed_over_again_in_words(shell: "Shell") -> None:
    made = shell("image", "--prompt", "a fox", "--thread", "one", *FREE)
    path = made.json["data"]["files"][0]["path"]
    asked = shell("do", "发给我", "--thread", "one", "--json")
    assert (asked.code, asked.json["data"]["files"][0]["path"], asked.json["lang"]) == (0, path, "zh")
