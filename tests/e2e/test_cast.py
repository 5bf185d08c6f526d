"""A cast against a simulated provider: what leaves, what is remembered there, and nothing made or charged twice."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediawright.handlers.jobs import of_plan
from mediawright.present.chat import chat
from mediawright.runner import crash_points
from mediawright.services.approval import ApprovalNeeded, Consent
from mediawright.services.studio import Studio
from mediawright.testing.simulator import SimulatorRunner
from mediawright.types.errors import InvalidRequest, Uncertain
from mediawright.types.job import Job
from mediawright.types.states import State
from mediawright_kling.simulator.app import create_app
from mediawright_kling.simulator.state import ServiceState

OMNI, ELEMENTS = "/v1/videos/omni-video", "/v1/general/advanced-custom-elements"
WISH = {"prompt": "@mia walks by the sea", "provider": "kling"}
WORDS = "a girl of ten with a red hat"


def picture(path: Path, colour: str) -> str:
    Image.new("RGB", (640, 640), colour).save(path)
    return str(path)


@dataclass
class House:
    """A folder to work in, the environment that leads to the simulator, and its insides."""

    folder: Path
    environ: dict[str, str]
    service: ServiceState

    def studio(self) -> Studio:
        return Studio(self.environ, self.folder)

    async def fill(self, studio: Studio) -> None:
        front, side = picture(self.folder / "front.png", "red"), picture(self.folder / "side.png", "blue")
        await studio.cast.add("Mia", pictures=[f"{front},{side}"], words=WORDS)

    def posted(self, path: str) -> list[dict[str, Any]]:
        """The bodies of what was posted to a path, without what differs each time."""
        bodies = [one["json"] for one in self.service.log if (one["method"], one["path"]) == ("POST", path)]
        return [{name: value for name, value in body.items() if name != "external_task_id"} for body in bodies]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    app = create_app({"time_scale": "200"})
    with ExitStack() as stack:
        environ = {
            "HOME": str(home),
            "MEDIAWRIGHT_HOME": str(home / "mw"),
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "MEDIAWRIGHT_TEST_PACE": "500",
            "KLING_API_BASE_TEST": SimulatorRunner(stack)(app),
            "KLING_ACCESS_KEY_ID": "sim-access-key",
            "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
        }
        yield House(folder, environ, app.state.service_state)


async def sent(studio: Studio, values: dict[str, Any], cost: str = "100") -> Job:
    return await studio.run(studio.read("video", values), Consent(approve_cost=cost), wait=False)


async def saved(studio: Studio) -> Job:
    request = await studio.cast.saving("mia", "kling")
    return await studio.run(request, Consent(approve_cost="unknown"))


async def test_the_wire_is_that_of_the_pictures_given_by_hand(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        await sent(studio, WISH)
        by_hand = {"prompt": "mia (<<<image_1>>>, <<<image_2>>>) walks by the sea", "image": "front.png,side.png"}
        await sent(studio, {**WISH, **by_hand, "prompt": by_hand["prompt"].replace("mia", "Mia")})
        ours, theirs = house.posted(OMNI)
        assert ours == theirs


async def test_a_model_without_pictures_gets_the_words_and_the_page_says_so(house: House) -> None:
    async with house.studio() as studio:
        await studio.cast.add("小米", words="红衣女孩")
        request = studio.read("video", {"prompt": "让@小米在海边走", "provider": "kling", "model": "kling-v2-6"})
        plan, calls = await studio.dry_run(request)
        assert calls[0].json["prompt"] == "让小米（红衣女孩）在海边走"
        told = chat(of_plan(studio, plan), "zh")
        assert "小米：只用文字描述，这里不发图片" in told
        assert "@小米" in told


async def test_the_page_names_pictures_and_their_use(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        told = chat(of_plan(studio, await studio.plan(studio.read("video", WISH))), "en")
        assert "Mia: as 2 reference pictures (front.png, side.png)" in told


async def test_a_saved_member_goes_by_its_subject_and_is_made_once(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        first, again = await saved(studio), await saved(studio)
        assert (first.state, again.id) == (State.DONE, first.id)
        body = house.posted(ELEMENTS)[0]
        assert (body["element_name"], body["element_description"]) == ("Mia", WORDS)
        assert len(body["element_image_list"]["refer_images"]) == 1
        assert len(house.posted(ELEMENTS)) == 1
        await sent(studio, WISH)
        wire = house.posted(OMNI)[0]
        assert wire["element_list"] == [{"element_id": first.subject_id}]
        assert (wire["prompt"], "image_list" in wire) == ("Mia (<<<element_1>>>) walks by the sea", False)


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("at", ["before-submit", "after-submit", "after-task", "before-done"])
async def test_a_crash_while_it_is_saved_makes_no_second_subject(
    house: House, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def point(name: str) -> None:
        if name == at:
            raise Killed

    async with house.studio() as studio:
        await house.fill(studio)
        monkeypatch.setattr(crash_points, "point", point)
        with pytest.raises(Killed):
            await saved(studio)
    monkeypatch.undo()
    async with house.studio() as studio:
        try:
            job = await saved(studio)
        except Uncertain:  # nothing was sent, and only time will tell: it is not sent again on a guess
            assert (at, house.posted(ELEMENTS)) == ("before-submit", [])
            return
        assert job.subject_id
        assert len(house.posted(ELEMENTS)) == 1
        assert dict(studio.cast.get("Mia").copies) == {"kling": job.subject_id}


async def test_another_picture_after_the_page_needs_another_yes(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        with pytest.raises(ApprovalNeeded) as asked:
            await studio.run(studio.read("video", WISH))
        quote = asked.value.plan.quote.id
        await studio.cast.add("mia", pictures=[picture(house.folder / "other.png", "green")])
        with pytest.raises(ApprovalNeeded) as anew:
            await studio.confirm(quote, Consent(approve_cost="100"), wait=False)
        assert anew.value.stale
        assert house.posted(OMNI) == []
        page = chat(of_plan(studio, anew.value.plan), "en")
        assert "other.png" in page
        job = await studio.confirm(anew.value.plan.quote.id, Consent(approve_cost="100"), wait=False)
        assert job.state is State.SUBMITTED


async def test_an_unchanged_quote_holds_and_the_original_may_be_gone(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        with pytest.raises(ApprovalNeeded) as asked:
            await studio.run(studio.read("video", WISH))
        for name in ("front.png", "side.png"):
            (house.folder / name).unlink()
        job = await studio.confirm(asked.value.plan.quote.id, Consent(approve_cost="4"), wait=False)
        assert job.state is State.SUBMITTED


async def test_a_change_takes_the_member_along(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        job = await sent(studio, WISH)
        longer = await studio.plan(studio.revise(job.id, {"duration": 10}))
        assert [media.original or media.source for media in longer.request.images] == [
            file.path for file in studio.cast.get("Mia").pictures
        ]
        assert longer.request.duration == 10
        other = await studio.plan(studio.revise(job.id, {"prompt": "a boat"}))
        assert other.request.images == ()
        assert other.request.operation == "text_to_video"


async def test_a_subject_that_the_provider_lost_is_forgotten_and_pictures_go_instead(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        job = await saved(studio)
        house.service.library.delete(str(job.subject_id))
        fresh = await studio.plan(studio.read("video", WISH))
        assert fresh.request.subject_ids == (job.subject_id,)
        later = studio.clock.now() + timedelta(days=2)
        monkeypatch.setattr(studio.clock, "now", lambda: later)
        shown = await studio.plan(studio.read("video", WISH))
        assert (shown.request.subject_ids, len(shown.request.images)) == ((), 2)
        assert studio.cast.get("Mia").copies == {}


async def test_removing_deletes_what_was_made_there_and_the_pictures_here(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        job = await saved(studio)
        await studio.cast.add("Own", words="a lion", element="kling:860434500000000001")
        files = [Path(file.path) for file in studio.cast.get("Mia").pictures]
        gone = await studio.cast.remove("mia")
        assert (gone.deleted, gone.kept) == (("kling",), ())
        assert [file.exists() for file in files] == [False, False]
        assert house.service.log[-1]["json"] == {"element_id": job.subject_id}
        own = await studio.cast.remove("Own")
        assert (own.deleted, own.kept) == ((), ("kling",))
        with pytest.raises(InvalidRequest) as unknown:
            await studio.plan(studio.read("video", WISH))
        assert unknown.value.problems[0].message.key == "cast.unknown_empty"


async def test_another_account_does_not_have_the_subject(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        await saved(studio)
    house.environ |= {"KLING_ACCESS_KEY_ID": "another-access-key"}
    async with house.studio() as studio:
        plan = await studio.plan(studio.read("video", WISH), ask_balance=False)
        assert (plan.request.subject_ids, len(plan.request.images)) == ((), 2)


async def test_a_kept_picture_that_was_touched_is_not_sent(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        picture(Path(studio.cast.get("Mia").pictures[0].path), "black")
        with pytest.raises(InvalidRequest) as refused:
            await studio.plan(studio.read("video", WISH))
        assert refused.value.problems[0].message.key == "cast.file_gone"
