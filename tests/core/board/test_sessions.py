"""Sessions end, wrong passwords wait longer and longer, and nothing grows without end."""

from mediawright.board.sessions import ANSWERS, FREE_TRIES, LIFE_S, MOST, Session, Sessions


def test_a_session_ends() -> None:
    sessions = Sessions()
    secret = sessions.opened(sessions.link(), 0.0)
    assert secret is not None
    assert sessions.of(secret, LIFE_S - 1) is not None
    assert sessions.of(secret, LIFE_S) is None
    assert sessions.of(None, 0.0) is None


def test_only_the_newest_link_opens() -> None:
    sessions = Sessions()
    old, new = sessions.link(), sessions.link()
    assert sessions.opened(old, 0.0) is None
    assert sessions.opened("", 0.0) is None
    assert sessions.opened(new, 0.0) is not None
    assert sessions.opened(new, 0.0) is None


def test_wrong_passwords_make_everybody_wait() -> None:
    sessions = Sessions("right one")
    for _ in range(FREE_TRIES + 3):
        assert sessions.signed_in("wrong", 0.0) is None
    assert sessions.signed_in("right one", 0.5) is None
    assert sessions.signed_in("right one", 400.0) is not None
    assert Sessions().signed_in("", 0.0) is None


def test_sessions_and_answers_are_bounded() -> None:
    sessions = Sessions()
    secrets = [sessions.opened(sessions.link(), 0.0) for _ in range(MOST + 1)]
    assert sessions.of(secrets[0], 0.0) is None
    assert sessions.of(secrets[-1], 0.0) is not None
    session = Session(csrf="", ends=1.0)
    names = [session.keep(number) for number in range(ANSWERS + 1)]
    assert names[0] not in session.answers
    assert session.answers[names[-1]] == ANSWERS
