"""What is made for a film beside its shots, who speaks with which voice, and other words for one step."""

from pathlib import Path
from typing import Any

import pytest

from mediawright.film.plan import Line
from mediawright.film.reading import read_text
from mediawright.film.timeline import lay
from mediawright.ledger.films import FilmRow
from mediawright.services.films.files import PlanFile, open_plan, reworded
from mediawright.services.films.requests import picture_fitted, picture_wanted, said, wanted, words_of
from mediawright.services.films.sounds import named_voice, sound_fitted, sound_wanted, voice_of
from mediawright.services.films.steps import with_pictures, with_sounds, words_at, works_of
from mediawright.services.films.works import Film, Taken, Work
from mediawright.services.request_reader import read_request
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import START
from mediawright.types.capability import Capability
from mediawright.types.job import Asset
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Voice
from mediawright.types.states import State

PLAN = """
title = "Kite"
[defaults]
provider = "kling"
[speech]
provider = "kling"
voice = "Sage"
[effects]
provider = "kling"
[music]
provider = "gemini"
words = "slow piano"
[[cast]]
name = "Ann"
look = "a girl in yellow"
draw = true
[[cast]]
name = "Tom"
look = "a tall man"
voice = "low and calm"
[[cast]]
name = "Eve"
voice = "Dove"
[[shots]]
id = "s1"
prompt = "@Ann runs"   # along the beach
duration = 4
lines = [{ says = "It was spring." }, { who = "Tom", says = "Higher!", how = "laughing" }]
sfx = [{ words = "wind", at = 1 }, { file = "gull.wav" }]
[[shots]]
id = "s2"
prompt = "@Tom talks"
duration = 4
sound = true
lines = [{ who = "Tom", says = "Look." }, { says = "He meant it." }, { who = "Ann", says = "Oh", file = "oh.wav" }]
"""
VOICES = (
    Voice(name="sage_1", label=Text(en="Sage", zh="懂事小弟"), languages=("en",)),
    Voice(name="dove_1", label=Text(en="Dove", zh="元气少女"), languages=("en",)),
    Voice(name="only_zh", label=Text(en="Han", zh="汉"), languages=("zh",)),
    Voice(name="free_1", label=Text(en="Free", zh="自由"), languages=("en",)),
    Voice(name="free_2", label=Text(en="Open", zh="开"), languages=()),
)


def file(tmp_path: Path, text: str = PLAN) -> PlanFile:
    read = read_text(text)
    assert read.whole, read.findings.all
    return PlanFile(tmp_path / "kite.film.toml", read, ())


def works(plan: PlanFile, *, draft: bool = False) -> list[Work]:
    return works_of(plan.plan, lay(plan.plan), draft=draft)


def step(plan: PlanFile, id: str) -> Work:
    return next(one for one in works(plan) if one.id == id)


def test_every_paid_step_stands_there_once(tmp_path: Path) -> None:
    ids = [one.id for one in works(file(tmp_path))]
    assert ids == ["@Ann", "s1", "s2", "s1/voice1", "s1/voice2", "s1/effect1", "s2/voice2", "music"]
    assert [one.id for one in works(file(tmp_path), draft=True)] == ["s1", "s2"]
    follows = PLAN.replace("sound = true", 'first_frame = "s1"')
    assert [one.needs for one in works(file(tmp_path, follows)) if one.kind == "shot"] == [None, "s1"]
    assert [one.needs for one in works(file(tmp_path, follows), draft=True)] == [None, None]


def test_nothing_is_made_where_no_maker_is_named(tmp_path: Path) -> None:
    silent = PLAN.replace('[speech]\nprovider = "kling"', "[speech]").replace('provider = "gemini"\n', "")
    silent = silent.replace('[effects]\nprovider = "kling"\n', "").replace("draw = true\n", "")
    plan = file(tmp_path, silent)
    assert [one.id for one in works(plan)] == ["s1", "s2"]
    assert [one.message.key for one in plan.read.findings.notes] == ["film.music_unmade"]


def test_a_clip_with_sound_is_told_what_is_said_in_it(tmp_path: Path) -> None:
    plan = file(tmp_path).plan
    assert 'Tom says: "Look."' in words_of(plan, 1, looks=False)
    assert "Higher" not in words_of(plan, 0, looks=False)
    assert "He meant it" not in words_of(plan, 1, looks=False)
    assert said(Line(says="走吧", who="林晚", how="低声"), "zh") == "林晚（低声）说：“走吧”"


@pytest.mark.parametrize(("who", "voice"), [(None, "sage_1"), ("Eve", "dove_1"), ("Ann", "free_1"), ("Tom", "free_2")])
def test_each_speaker_keeps_one_voice(tmp_path: Path, who: str | None, voice: str) -> None:
    assert voice_of(file(tmp_path).plan, Line(says="x", who=who), VOICES) == voice


@pytest.mark.parametrize(
    ("words", "voice"),
    [("懂事小弟", "sage_1"), ("FREE_1", "free_1"), ("cloned-7f2", "cloned-7f2"), ("calm", None), ("low, calm", None)],
)
def test_a_voice_is_known_by_name_label_or_as_a_saved_one(words: str, voice: str | None) -> None:
    assert named_voice(words, VOICES) == voice


def sound(plan: PlanFile, id: str, able: Capability) -> Any:
    asked = sound_wanted(plan.plan, step(plan, id), VOICES)
    return sound_fitted(asked, plan.plan, able, lambda command, values: read_request(command, values))


def test_sounds_ask_for_their_words_with_what_the_model_takes(tmp_path: Path) -> None:
    plan = file(tmp_path)
    speech = sound(plan, "s1/voice2", Capability(operations=(Operation.TEXT_TO_SPEECH,), languages=("zh", "en")))
    assert (speech.operation, speech.prompt, speech.voice, speech.language) == (
        Operation.TEXT_TO_SPEECH, "Higher!", "free_2", "en",
    )  # fmt: skip
    effect = sound(plan, "s1/effect1", Capability(operations=(Operation.SOUND_EFFECTS,), durations=(2, 3, 5)))
    assert (effect.operation, effect.prompt, effect.duration) == (Operation.SOUND_EFFECTS, "wind", 3)
    longest = sound(plan, "s1/effect1", Capability(operations=(Operation.SOUND_EFFECTS,), durations=(1, 2)))
    assert longest.duration == 2
    music = sound(plan, "music", Capability(operations=(Operation.TEXT_TO_MUSIC,), durations=(3, 90)))
    assert (music.operation, music.prompt, music.provider, music.duration) == (
        Operation.TEXT_TO_MUSIC, "slow piano", "gemini", None,
    )  # fmt: skip


def test_a_drawn_face_is_kept_to_and_does_not_begin_the_shot(tmp_path: Path) -> None:
    plan = file(tmp_path)
    asked = picture_wanted(plan.plan, plan.plan.cast[0])
    made = picture_fitted(asked, Capability(operations=(), aspect_ratios=("3:4",)), read_request)
    assert (made.operation, made.aspect_ratio, made.provider) == (Operation.TEXT_TO_IMAGE, "3:4", "kling")
    assert made.prompt.startswith("Ann: a girl in yellow. one person")
    shown = wanted(with_pictures(plan, {"Ann": "/ann.png"}), 0, lay(plan.plan)[0], None, pictures=True)
    assert (shown.values["operation"], shown.values["image"]) == ("reference_to_video", ["/ann.png"])


def made(work: Work, path: str) -> Work:
    sound = Asset(path=path, kind=MediaKind.AUDIO, media_type="audio/wav", size=1, sha256="0" * 64)
    job = a_job(state=State.DONE, assets=(sound,))
    from mediawright.ledger.films import FilmStep

    row = FilmStep(
        film_id="F", step=work.id, take=1, key="k", shape="s", job_id=job.id, chosen_at=START, chosen_for="s"
    )
    work.shape, work.key = "s", "k"
    work.takes = [Taken(row, job)]
    return work


def test_made_sounds_lie_where_their_words_stand(tmp_path: Path) -> None:
    plan = file(tmp_path)
    all_works = works(plan)
    for one in all_works:
        if one.id in ("s1/voice2", "s1/effect1", "music"):
            made(one, f"/{one.kind}.wav")
    row = FilmRow(id="F", plan_path="", title="", lang="en", output_dir="")
    found = with_sounds(Film(file=plan, row=row, works=all_works), {(0, 0): "/scratch.wav", (0, 1): "/no.wav"}).plan
    assert [one.file for one in found.shots[0].lines] == ["/scratch.wav", "/line.wav"]
    assert [one.file for one in found.shots[0].sfx] == ["/effect.wav", "gull.wav"]
    assert found.shots[1].lines[2].file == "oh.wav"
    assert found.music is not None
    assert found.music.file == "/music.wav"


def test_what_was_made_from_another_take_is_older_and_not_missing(tmp_path: Path) -> None:
    work = made(step(file(tmp_path), "s1"), "/a.mp4")
    assert (work.older, work.missing) == (False, False)
    work.key = "of another picture"
    assert (work.older, work.stale, work.missing) == (True, False, False)
    work.key = ""
    assert not work.older


@pytest.mark.parametrize(
    ("id", "find"),
    [
        ("s1", lambda plan: plan.shots[0].prompt),
        ("s1/voice2", lambda plan: plan.shots[0].lines[1].says),
        ("s1/effect1", lambda plan: plan.shots[0].sfx[0].words),
        ("@Ann", lambda plan: plan.cast[0].look),
        ("music", lambda plan: plan.music.words),
    ],
)
def test_other_words_go_where_the_step_has_its_own(tmp_path: Path, id: str, find: Any) -> None:
    (tmp_path / "kite.film.toml").write_text(PLAN, "utf-8")
    plan = file(tmp_path)
    changed, text = reworded(plan, words_at(step(plan, id)), "quite other")
    assert find(changed.plan) == "quite other"
    assert "# along the beach" in text
    assert find(plan.plan) != "quite other"


def test_a_line_that_is_its_words_alone_is_reworded_too(tmp_path: Path) -> None:
    path = tmp_path / "kite.film.toml"
    path.write_text('title = "T"\n[[shots]]\nid = "a"\nprompt = "x"\nduration = 1\nlines = ["One", "Two"]\n', "utf-8")
    from mediawright.files.roots import Roots

    plan = open_plan(str(path), Roots.of(tmp_path))
    changed, _ = reworded(plan, ("shots", 0, "lines", 1, "says"), "Three")
    assert [line.says for line in changed.plan.shots[0].lines] == ["One", "Three"]


@pytest.mark.parametrize("id", ["music", "@Ann", "a/b"])
def test_a_shot_takes_no_name_of_another_step(id: str) -> None:
    read = read_text(f'title = "T"\n[[shots]]\nid = "{id}"\nprompt = "x"\nduration = 1\n')
    assert [one.message.key for one in read.findings.problems] == ["film.id_taken"]
