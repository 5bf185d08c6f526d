"""Provider choice: able, then preferred, signed in, cheapest; nobody who cannot."""

from tests.core.router.providers import ALL

from mediawright.router import Chosen, Router, choose


def chosen(router: Router, text: str, attachments: dict[str, int] | None = None, **how: tuple[str, ...]) -> Chosen:
    found = choose(router.route(text, attachments), ALL, **how)
    assert found is not None
    return found


def test_the_named_one_is_kept(router: Router) -> None:
    assert chosen(router, "kling, video of a fox").provider == "kling"


def test_the_cheapest_of_the_able_comes_last(router: Router) -> None:
    found = chosen(router, "video of a fox in the snow")
    assert (found.provider, found.why.key) == ("kling", "router.chosen.cheapest")


def test_preference_and_sign_in_come_first(router: Router) -> None:
    assert chosen(router, "video of a fox", preferred=("chatart",)).provider == "chatart"
    assert chosen(router, "video of a fox", signed_in=("chatart",)).why.key == "router.chosen.signed_in"


def test_who_cannot_says_why(router: Router) -> None:
    found = chosen(router, "make this clip longer by 5 seconds", {"video": 1})
    assert found.provider == "chatart"
    assert "kling" in {refused.provider for refused in found.refused}


def test_a_preview_is_no_cheap_provider(router: Router) -> None:
    assert chosen(router, "video of a fox").provider != "previz"


def test_what_is_no_request_needs_nobody(router: Router) -> None:
    assert choose(router.route("log me out"), ALL) is None


def test_a_named_provider_that_cannot_is_told(router: Router) -> None:
    route = router.route("extend this clip with Kling", {"video": 1})
    assert route.gap is not None
    assert route.gap.key == "provider_cannot"
