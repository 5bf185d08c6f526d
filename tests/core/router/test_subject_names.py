"""Saved subjects are words of the router: their names in a message, and the name that a new one is given."""

import pytest

from mediawright.router.subject_names import Known, named_in, spoken_name, with_subjects
from mediawright.types.message import Message
from mediawright.types.route import Ask, Choice, Gap, Route

XIAOMI, MIA, MIA_RED = Known("kling", "1", "小米"), Known("kling", "2", "Mia"), Known("kling", "3", "Mia Red")
OTHER = Known("acme", "9", "阿宝")
KNOWN = (XIAOMI, MIA, MIA_RED, OTHER)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("把这张照片存成角色小米", "小米"),
        ("把photo.jpg存成角色，名字叫小米", "小米"),
        ("把这张照片保存为角色“小米”", "小米"),
        ("用这张照片创建一个角色，取名阿宝，谢谢", "阿宝"),
        ("建一个主体叫旺财", "旺财"),
        ("save this photo as a character called Mia", "Mia"),
        ("create a character Mia from photo.jpg", "Mia"),
        ("make an element named 'Old Tom' from cat.jpg", "Old Tom"),
        ("save cat.jpg as Mia", "Mia"),
        ("name it Mia", "Mia"),
        ("把这张照片存成角色", None),
        ("save this photo as a character", None),
        ("create a character from this photo please", None),
    ],
)
def test_the_name_is_read_from_the_sentence(text: str, name: str | None) -> None:
    assert spoken_name(text) == name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("让小米在海边散步", [XIAOMI]),
        ("Mia walks on the beach", [MIA]),
        ("mia red dances", [MIA_RED]),
        ("小米和Mia Red一起跳舞", [MIA_RED, XIAOMI]),
        ("Miami at night", []),
        ("a fox", []),
    ],
)
def test_names_are_found_as_words(text: str, named: list[Known]) -> None:
    assert list(named_in(text, KNOWN)) == named


def route(operation: str | None, **more: object) -> Route:
    return Route(lang="zh", command=None if operation is None else "video", operation=operation, **more)  # type: ignore[arg-type]


ASK = Ask(reason="output_type", question=Message("x"), choices=(Choice(key="1", label=Message("x")),))


@pytest.mark.parametrize(
    ("found", "operation", "ids"),
    [
        (route("text_to_video", params={"duration": 5}), "reference_to_video", ("1",)),
        (route("reference_to_video"), "reference_to_video", ("1",)),
        (route(None, ask=ASK), "reference_to_video", ("1",)),
        (route("text_to_image"), "text_to_image", ("1",)),
        (route("edit_video"), "edit_video", None),
        (route("text_to_video", provider="acme"), "text_to_video", None),
        (route("text_to_video", gap=Gap(key="x", message=Message("x"))), "text_to_video", None),
        (route("text_to_video", ask=Ask(reason="model_version", question=Message("x"))), "text_to_video", None),
    ],
)
def test_a_named_subject_takes_part(found: Route, operation: str, ids: tuple[str, ...] | None) -> None:
    made = with_subjects(found, "让小米在海边散步", KNOWN)
    assert (made.operation, made.params.get("element_ids")) == (operation, ids)
    if ids:
        assert (made.provider, made.ask) == ("kling", None)
        assert {**made.params, "element_ids": ids} == {**found.params, "element_ids": ids}
    else:
        assert made == found


def test_what_is_deleted_by_name_is_that_one() -> None:
    made = with_subjects(route("delete_element"), "删除角色小米", KNOWN)
    assert (made.provider, made.params) == ("kling", {"element_id": "1"})
