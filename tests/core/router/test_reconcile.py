"""Where rules and evidence meet."""

import pytest
from tests.core.router.providers import ALL

from mediawright.router import Router
from mediawright.router.reconcile import reconciled
from mediawright.router.verdict import Verdict

ROUTER = Router(ALL)
ONE_IMAGE, ONE_CLIP = {"image": 1}, {"video": 1}


def test_agreement_keeps_the_verdict_of_the_rules() -> None:
    ruled = Verdict("logout", "a rule")
    assert reconciled(ROUTER.facts("log me out please"), ruled) is ruled


def test_clear_evidence_overrules_a_question() -> None:
    ruled = Verdict(None, "a rule", (), 0.4, "operation")
    found = reconciled(ROUTER.facts("extend this clip, she keeps walking down the pier", ONE_CLIP), ruled)
    assert (found.operation, found.ask) == ("extend_video", None)


def test_two_billable_readings_do_not_begin_the_first() -> None:
    ruled = Verdict("text_to_image", "a rule")
    found = reconciled(ROUTER.facts("a short clip of a cat, five seconds"), ruled)
    assert found.operation != "text_to_image"


@pytest.mark.parametrize("text", ["don't generate the video of the cat yet", "先别生成视频"])
def test_a_refusal_begins_nothing_by_evidence(text: str) -> None:
    ruled = Verdict("out_of_scope", "a rule")
    assert reconciled(ROUTER.facts(text), ruled).operation == "out_of_scope"


def test_which_of_two_models_is_meant_is_always_asked() -> None:
    ruled = Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    assert reconciled(ROUTER.facts("o1, make the lanterns glow", ONE_IMAGE), ruled) is ruled


def test_a_page_is_no_picture() -> None:
    assert ROUTER.route("make an ad video from https://shop.example/lamp").operation == "out_of_scope"
