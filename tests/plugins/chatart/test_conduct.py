"""Rules of conduct over the whole way: no secret anywhere, nothing printed, and a test for every numbered rule."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.harness import Harness, Sim, filled, image, job_of, media_request, until_done
from tests.plugins.chatart.person import click, signing_in

from mediawright.plugin import AuthLink, Operation, State, Window
from mediawright_chatart import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

HERE = Path(__file__).parent
LOCALE = HERE.parents[2] / "plugins" / "mediawright_chatart" / "locale"
SECRETS = ("not-a-real-secret", "sim-secret-", "sim-token-", "STS.SIM", "sim-web-token")


@pytest.fixture
async def whole_way(out: Harness, sim: Sim, fixtures: Path, fake_clock: "FakeClock") -> list[object]:
    """Sign in, make a clip from a picture, delivering it, look at history and credits; returns what was handed back."""
    events = await signing_in(out.open(), click("approve"))
    ctx = out.open("job-1")
    request = out.measured(filled(media_request(Operation.IMAGE_TO_VIDEO, media=(image("a.jpg"),))))
    task = await hooks.submit(ctx, job_of(request, fake_clock))
    progress = await until_done(ctx, task)
    await hooks.download(task, progress, out.contexts.sink("job-1"))
    handed = [task, progress, await hooks.history(out.open(), Window()), await hooks.quota(out.open())]
    return [*events, *handed, *hooks.wire(request, "job-1")]


async def test_c_r03_no_secret_is_kept_or_handed_out(whole_way: list[object], out: Harness) -> None:
    home = out.cwd.parent / "home"
    private = home / "config" / "secrets"
    kept = [path.read_bytes() for path in home.rglob("*") if path.is_file() and private not in path.parents]
    texts = [*kept, *(repr(item).encode() for item in whole_way)]
    assert [word for word in SECRETS if any(word.encode() in text for text in texts)] == []
    assert (private / "chatart.json").stat().st_mode & 0o777 == 0o600


async def test_c_r17_nothing_is_printed(whole_way: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    assert capsys.readouterr() == ("", "")


async def test_c_r28_nothing_stays_in_the_scratch_folder(whole_way: list[object], out: Harness) -> None:
    left = [path.name for path in out.open("job-1").workdir.rglob("*") if path.name.startswith("input-")]
    assert left == []


async def test_the_link_of_a_sign_in_comes_first(whole_way: list[object]) -> None:
    assert isinstance(whole_way[0], AuthLink)


async def test_c_r21_the_task_is_written_down_until_it_is_in_the_ledger(
    harness: Harness, sim: Sim, fake_clock: "FakeClock"
) -> None:
    from mediawright_chatart import journal

    ctx = harness.open("job-1")
    task = await hooks.submit(ctx, job_of(media_request(), fake_clock))
    entry = journal.read(ctx, "job-1")
    assert entry is not None
    assert [str(name) for name in entry.ids] == [task.id]
    assert (await until_done(ctx, task)).state is State.SUCCEEDED
    assert journal.read(ctx, "job-1") is None


def sentences(lang: str) -> dict[str, str]:
    text = (LOCALE / lang / "LC_MESSAGES" / "chatart.po").read_text()
    return dict(re.findall(r'^msgid "(chatart[^"]+)"\nmsgstr "(.*)"$', text, re.MULTILINE))


def test_both_languages_say_the_same_things() -> None:
    en, zh = sentences("en"), sentences("zh")
    assert en.keys() == zh.keys()
    fields = {key: set(re.findall(r"{(\w+)}", en[key])) for key in en}
    assert {key for key in en if set(re.findall(r"{(\w+)}", zh[key])) != fields[key]} == set()


def test_every_key_in_the_code_has_a_sentence_and_the_other_way_round() -> None:
    code = "".join(path.read_text() for path in LOCALE.parent.rglob("*.py"))
    used = set(re.findall(r'"(chatart\.(?:auth|error|note|reason|rule)\.\w+)"', code))
    endings = {"chatart.auth.ended_no_link", "chatart.auth.not_completed_no_link"}
    assert used | endings == sentences("en").keys()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_compiled_catalogues_are_fresh(lang: str) -> None:
    import gettext

    with (LOCALE / lang / "LC_MESSAGES" / "chatart.mo").open("rb") as file:
        made = gettext.GNUTranslations(file)
    wanted = {key: text.replace("\\n", "\n").replace('\\"', '"') for key, text in sentences(lang).items()}
    assert {key: made.gettext(key) for key in wanted} == wanted


#: §17.2: what a person in a chat must not be told
BANNED = (
    *("browser opened", "popped up", "terminal", "script", "command", "environment variable", "configur", "log file"),
    *("polling", "json", "api", "token", "oauth", "credential", "authenticat", "register", "exit code", "~/", ".py"),
    *("弹出", "终端", "命令", "脚本", "环境变量", "配置", "日志", "轮询", "注册", "鉴权", "凭证", "令牌"),
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_c_r26_no_sentence_speaks_of_machinery(lang: str) -> None:
    found = {(key, word) for key, text in sentences(lang).items() for word in BANNED if word in text.lower()}
    assert found == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_c_r18_no_sentence_promises_money_back(lang: str) -> None:
    assert not any(
        re.search("refund|money back|退还|退款|退回", text, re.IGNORECASE) for text in sentences(lang).values()
    )
    assert not any(re.search("diamond|钻石", text, re.IGNORECASE) for text in sentences(lang).values())


def test_every_numbered_rule_has_a_test() -> None:
    contract = (HERE.parents[2] / "docs" / "contracts" / "chatart.md").read_text()
    rules = {int(number) for number in re.findall(r"\*\*C-R(\d+)\*\*", contract)}
    names = " ".join(re.findall(r"def (test_\w+)", "".join(path.read_text() for path in HERE.glob("test_*.py"))))
    assert rules - {int(number) for number in re.findall(r"c_r(\d+)", names)} == set()


def test_every_fault_of_the_contract_is_in_the_simulator_and_tested() -> None:
    from mediawright_chatart.simulator.faults import FAULTS

    tests = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    names = " ".join(re.findall(r"def (test_\w+)", tests))
    ours = {"F29", "F30"}  # an old file, a killed process: the client's side
    assert set(FAULTS) | ours == {f"F{number}" for number in range(1, 32)}
    assert {f"F{n}" for n in range(1, 32)} - {f"F{n}" for n in re.findall(r"f(\d+)_", names)} == set()
