"""Turns as other people put them: idioms, remarks, questions beside what is pending."""

import pytest
from tests.core.router.dialogue import pending
from tests.core.router.dialogue.learn import everybody

from mediawright.router import Router
from mediawright.router.dialogue import context_of, record, turn


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("quoted", "is there a discount for students", "price"),
        ("quoted", "wait what's seedance", "chat"),
        ("quoted", "can i have the text in Italian", "revise"),
        ("sign_in", "sorry, wrong chat", "decline"),
        ("running", "no hurry love", "chat"),
        ("done", "can I use this robot again in other pictures", "chat"),
        ("quoted", "could it go backwards", "revise"),
        ("quoted", "are my credits enough for this", "service"),
        ("running", "everything ok?", "status"),
        ("running", "is it going to be hd", "chat"),
        ("running", "I hope you haven't charged me yet", "price"),
        ("sign_in", "registered and everything", "signed_in"),
        ("done", "a still of this please", "new"),
    ],
)
def test_questions_and_asides_of_other_kinds(router: Router, stage: str, text: str, act: str) -> None:
    assert pending.said(router, text, stage, "a robot watering plants", "en")["act"] == act


def test_clips_that_are_joined_are_edited() -> None:
    found = record(turn(everybody(), "join a.mp4 and b.mp4", {"video": 2}, context_of({})))
    assert (found["act"], found["operation"], found["files"]) == ("new", "chat_edit", ["a.mp4", "b.mp4"])


@pytest.mark.parametrize(
    ("prompt", "text", "new"),
    [
        (
            "a barn owl mascot for a library",
            "swap the owl for a raccoon, owls are overdone",
            "a barn raccoon mascot for a library",
        ),
        ("espresso dripping into a glass cup", "ceramic cup, not glass", "espresso dripping into a ceramic cup"),
    ],
)
def test_why_a_thing_goes_is_no_part_of_the_scene(router: Router, prompt: str, text: str, new: str) -> None:
    assert pending.said(router, text, "quoted", prompt, "en")["prompt"] == new


def test_what_is_named_instead_of_the_dear_one_says_it_all(router: Router) -> None:
    found = pending.said(router, "too expensive, 3 seconds then", "quoted", "a sailing boat", "en")
    assert (found["act"], found["params"]) == ("revise", {"duration": 3})
    assert pending.said(router, "too expensive", "quoted", "a sailing boat", "en")["params"] == {"cheaper": True}


def test_a_wish_that_is_announced_uses_no_result() -> None:
    made = {"stage": "done", "operation": "text_to_image", "prompt": "a snow leopard", "results": [{"kind": "image"}]}
    found = record(turn(everybody(), "new one: two cranes dancing on ice", {}, context_of(made)))
    assert (found["act"], found["operation"]) == ("new", "text_to_image")


@pytest.mark.parametrize("text", ["nah leave it running", "no, let it finish", "nope, keep it going"])
def test_work_that_is_to_go_on_is_not_stopped(router: Router, text: str) -> None:
    assert pending.said(router, text, "running", "hands kneading dough", "en")["act"] != "cancel"


@pytest.mark.parametrize(
    "text", ["is this the thing that makes videos", "does it make posters", "are you the one for clips"]
)
def test_a_question_for_facts_begins_nothing(text: str) -> None:
    found = record(turn(everybody(), text, {}, context_of({})))
    assert found["act"] in ("chat", "out_of_scope")


def test_a_limit_is_no_look_at_the_balance(router: Router) -> None:
    found = record(turn(router, "no spending over 50 credits a day", {}, context_of({})))
    assert (found["act"], found["params"]["kind"], found["params"]["per"]) == ("policy", "limit", "day")


@pytest.mark.parametrize("text", ["你是谁", "who are you"])
def test_who_this_is_is_no_question_about_how_things_work(router: Router, text: str) -> None:
    assert pending.said(router, text, "quoted", "一只红狐狸", "zh")["topic"] == "identity"
