"""What is known of one wait."""

from pathlib import Path

from devtools.gallery.samples import job

from mediawright.po.compile import compile_all
from mediawright.present.catalog import add_locale, render
from mediawright.present.wait import PASS_ON, Wait
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.states import State


def a_wait(clock: FakeClock, expected: tuple[float, float] | None = (60, 300)) -> Wait:
    wait = Wait(clock)
    wait.start(job(State.SUBMITTED, submitted_at=None), expected)
    return wait


def test_elapsed_time_goes_on_from_the_submit(fake_clock: FakeClock) -> None:
    wait = Wait(fake_clock)
    submitted = fake_clock.now()
    fake_clock.advance(90)
    wait.start(job(State.RUNNING, submitted_at=submitted), None)
    assert wait.elapsed == 90


def test_a_clock_that_jumped_back_never_gives_a_negative_time(fake_clock: FakeClock) -> None:
    wait, submitted = Wait(fake_clock), fake_clock.now()
    fake_clock.jump(-500)
    wait.start(job(State.RUNNING, submitted_at=submitted), None)
    assert wait.elapsed == 0


def test_a_new_stage_is_noticed(fake_clock: FakeClock) -> None:
    wait = a_wait(fake_clock)
    assert wait.stage_word == "queued"
    assert wait.see(Progress(state=State.RUNNING))
    assert not wait.see(Progress(state=State.RUNNING, percent=40))
    assert wait.percent == 40


def test_stages_in_words_even_for_strange_ones(fake_clock: FakeClock) -> None:
    wait = a_wait(fake_clock)
    for progress, words in (
        (Progress(state=State.RUNNING, stage="upload"), "Uploading"),
        (Progress(state=State.RUNNING, stage="somersault"), "Making it"),
        (Progress(state=State.UNKNOWN), "Making it"),
        (Progress(state=State.FAILED), "failed"),
    ):
        wait.see(progress)
        assert render(wait.stage, "en") == words


def test_a_provider_names_its_own_stages(fake_clock: FakeClock, tmp_path: Path) -> None:
    for lang, words in (("en", "Turning"), ("zh", "翻跟头")):
        path = tmp_path / lang / "LC_MESSAGES" / "acme.po"
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr ""\n\nmsgid "acme.stage.somersault"\nmsgstr "{words}"\n', "utf-8")
    compile_all([tmp_path])
    add_locale("acme", tmp_path)
    wait = a_wait(fake_clock)
    wait.see(Progress(state=State.RUNNING, stage="somersault"))
    assert render(wait.stage, "zh") == "翻跟头"
    add_locale("acme", tmp_path / "none")  # other tests know no words of it


def said(wait: Wait) -> str | None:
    sentence = wait.sentence()
    return render(sentence, "zh") if isinstance(sentence, Message) else None


def test_a_sentence_for_the_chat_every_two_minutes(fake_clock: FakeClock) -> None:
    wait = a_wait(fake_clock)
    assert said(wait) is None
    fake_clock.advance(PASS_ON)
    assert said(wait) == "还在生成：已经过了 2 分钟，通常需要 1–5 分钟。"
    assert said(wait) is None
    fake_clock.advance(PASS_ON)
    wait.see(Progress(state=State.RUNNING, percent=61))
    assert said(wait) == "还在生成：4 分钟完成了 61%。"
    fake_clock.advance(PASS_ON)
    assert said(wait) == "比平时慢一些：已经过了 6 分钟，进度不会丢。"


def test_without_an_expected_time_none_is_made_up(fake_clock: FakeClock) -> None:
    wait = a_wait(fake_clock, None)
    fake_clock.advance(125)
    assert said(wait) == "还在生成：已经过了 2 分 5 秒。"
    assert render(wait.line, "en") == "Waiting in line, 2 min 5 s so far"
