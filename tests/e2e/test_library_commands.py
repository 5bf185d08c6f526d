"""The library at a terminal: a picture is made, found, tagged and becomes a member of the cast; the free demonstration."""

from typing import Any

from tests.e2e.conftest import Shell


def told(shell: Shell, *words: str, code: int = 0) -> dict[str, Any]:
    """The answer of a command."""
    ran = shell(*words, "--json")
    assert ran.code == code, ran.out
    return ran.json


def test_a_picture_is_found_by_its_words_and_its_tags(shell: Shell) -> None:
    assert told(shell, "assets", "list")["data"]["assets"] == []
    told(shell, "image", "--provider", "previz", "--prompt", "a red fox")
    (found,) = told(shell, "assets", "find", "fox")["data"]["assets"]
    assert found["prompt"] == "a red fox"
    assert told(shell, "assets", "find", "owl")["data"]["assets"] == []
    name = found["asset"]
    assert told(shell, "assets", "show", name)["data"]["asset"]["path"] == found["path"]
    told(shell, "assets", "tag", name, "animals", "red")
    assert [one["asset"] for one in told(shell, "assets", "list", "--tag", "animals")["data"]["assets"]] == [name]
    told(shell, "assets", "tag", name, "--untag", "animals")
    assert told(shell, "assets", "list", "--tag", "animals")["data"]["assets"] == []
    assert len(told(shell, "assets", "list", "--tag", "red", "--kind", "image", "--limit", "5")["data"]["assets"]) == 1
    assert told(shell, "assets", "list", "--limit", "many", code=2)["status"] == "invalid_request"
    assert told(shell, "assets", "show", "0000ffff", code=2)["status"] == "not_found"
    assert told(shell, "assets", "tag", name, code=2)["status"] == "invalid_request"


def test_a_member_of_the_cast_from_its_pictures_to_its_end(shell: Shell) -> None:
    told(shell, "image", "--provider", "previz", "--prompt", "a girl")
    (picture,) = (name for name in shell.files() if name.endswith(".png"))
    added = told(shell, "cast", "add", "Mia", "--pictures", picture, "--words", "a girl with a red scarf")
    assert "@Mia" in added["message"]
    again = told(shell, "cast", "add", "Mia", "--words", "a girl with a blue hat")
    assert (again["status"], len(again["data"]["member"]["pictures"])) == ("changed", 1)
    assert [one["name"] for one in told(shell, "cast", "list")["data"]["members"]] == ["Mia"]
    assert told(shell, "cast", "show", "mia")["data"]["member"]["words"] == "a girl with a blue hat"
    told(shell, "cast", "rename", "Mia", "小米")
    assert told(shell, "cast", "show", "Mia", code=2)["status"] == "not_found"
    wish = told(shell, "image", "--provider", "previz", "--prompt", "@小米 by the sea")
    assert wish["status"] == "done"
    assert told(shell, "cast", "remove", "小米")["data"]["removed"] == "小米"
    assert told(shell, "cast", "list")["data"]["members"] == []


def test_the_demonstration_leaves_a_clip_and_a_picture(shell: Shell) -> None:
    assert told(shell, "demo")["ok"]
    assert sorted(name.rsplit(".", 1)[1] for name in shell.files() if name.endswith((".mp4", ".png"))) == ["mp4", "png"]
