"""Price pages in a conversation while the same page is acted on elsewhere: one word is never taken for two."""

from pathlib import Path

from tests.resilience.chaos import ChaosHarness


def test_a_page_that_was_started_or_replaced_is_told_as_that(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    yes = ("--approve-cost", "1000", "--no-wait", "--json")

    def page(animal: str, thread: str) -> str:
        asked = shell(
            "do", f"make a 5 second video of a red {animal}", "--provider", "kling", "--thread", thread, "--json"
        )
        return str(asked.json["data"]["quote"])

    assert shell("confirm", page("fox", "one"), *yes, "--thread", "two").code == 0
    late = shell("do", "no, leave it", "--thread", "one", "--json")
    assert (late.code, late.json["status"]) == (0, "started_before")
    assert "charged" not in late.json["message"]
    assert late.json["data"]["job"] == shell.jobs()[0].id
    assert any(line.startswith("mediawright jobs cancel") for line in late.json["next"])

    old = page("owl", "three")
    assert shell("do", "make it 10 seconds", "--thread", "three", *yes).json["status"] == "submitted"
    gone = shell("confirm", old, *yes)
    assert (gone.code, gone.json["error"]["code"]) == (2, "invalid_request")
    assert kling.charges() == 2
