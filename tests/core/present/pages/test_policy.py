"""What may be spent without asking."""

from devtools.gallery.samples import ACME, LATER, LOCAL, credits

from mediawright.present.chat import chat
from mediawright.present.pages import PolicyLine, policy


def test_a_rule_shows_only_the_limits_it_has() -> None:
    line = PolicyLine(id="p1", providers=(ACME,), without_asking=credits(50), per_day=credits(500), spent=credits(90))
    assert chat(policy([line]), "en").splitlines() == [
        "🛡️ 1 spending rule",
        "• Acme: Without asking, up to 50 credits, Per day 500 credits, Spent 90 credits, Rule p1",
    ]


def test_a_rule_for_two_is_not_one_for_all_and_a_total_is_not_a_day_s() -> None:
    line = PolicyLine(id="p3", providers=(ACME, LOCAL), in_total=credits(100), spent=credits(130))
    assert chat(policy([line]), "en").splitlines()[1] == (
        "• Acme, Local preview: In all 100 credits, Spent 130 credits, Rule p3"
    )


def test_a_rule_for_everybody_with_an_end() -> None:
    text = chat(policy([PolicyLine(id="p2", per_job=credits(10), until=LATER)]), "zh")
    assert "• 全部：单次上限 10 积分，有效至 3月1日" in text


def test_without_rules_every_cost_is_asked_for() -> None:
    assert chat(policy([]), "zh") == "🛡️ 还没有规则：每次花费前我都会先问你。"
