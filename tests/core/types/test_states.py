"""The table of moves: no way into nowhere, no way back that could spend twice."""

import pytest

from mediawright.types.states import COMMITTED, FINAL, IN_FLIGHT, MOVES, State, may_move

S = State


def reachable(start: State) -> set[State]:
    found: set[State] = set()
    waiting = [start]
    while waiting:
        for state in MOVES[waiting.pop()] - found:
            found.add(state)
            waiting.append(state)
    return found


def test_every_state_but_unknown_has_its_row() -> None:
    assert MOVES.keys() == set(State) - {S.UNKNOWN}
    assert not any(S.UNKNOWN in moves for moves in MOVES.values())


def test_every_state_can_be_reached_and_ends() -> None:
    assert reachable(S.QUOTED) == set(MOVES) - {S.QUOTED}
    for state in MOVES.keys() - FINAL:
        assert reachable(state) & FINAL


def test_final_means_final() -> None:
    assert {S.DONE, S.FAILED, S.EXPIRED, S.CANCELLED} == FINAL
    assert all(not may_move(state, new) for state in FINAL - {S.FAILED} for new in State)


def test_a_failed_job_is_only_ever_followed_again() -> None:
    assert [new for new in State if may_move(S.FAILED, new)] == [S.SUBMITTED]


@pytest.mark.parametrize("state", sorted(IN_FLIGHT))
def test_what_a_provider_accepted_is_never_submitted_again(state: State) -> None:
    assert not reachable(state) & {S.QUOTED, S.APPROVED, S.SUBMITTING, S.UNCERTAIN}


def test_nothing_is_submitted_without_an_approval() -> None:
    assert [state for state, moves in MOVES.items() if S.SUBMITTING in moves] == [S.APPROVED]


@pytest.mark.parametrize(
    "state", [S.SUBMITTING, S.UNCERTAIN, S.SUBMITTED, S.RUNNING, S.SUCCEEDED, S.DOWNLOADING, S.DONE]
)
def test_where_money_may_have_left_it_is_counted(state: State) -> None:
    assert state in COMMITTED


def test_nothing_moves_from_what_nobody_knows() -> None:
    assert not may_move(S.UNKNOWN, S.RUNNING)
