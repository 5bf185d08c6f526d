"""One value for every address, clock and limit."""

import pytest

from mediawright_nemovideo.settings import API_URL, SHORTEST_SILENCE_S, UPLOAD_TYPES, Bounds, Clocks, Config


def test_n_r32_the_clocks_of_the_contract() -> None:
    clocks = Clocks()
    assert (clocks.turn, clocks.heartbeat_only, clocks.note, clocks.silence) == (900, 600, 120, 180)
    assert [sum(clocks.recovery[: n + 1]) for n in range(5)] == [30, 90, 150, 210, 270]
    assert (clocks.silent, clocks.settle) == ((3, 6, 12), (10, 10))
    assert (clocks.render_poll, Bounds().render_polls, Bounds().render_submits) == (30, 10, 2)


def test_n_r32_everything_scales_but_the_shortest_silence() -> None:
    scaled = Clocks().scaled(0.001)
    assert scaled.turn == pytest.approx(0.9)
    assert scaled.recovery[0] == pytest.approx(0.03)
    assert scaled.silence == SHORTEST_SILENCE_S


def test_n_r25_there_are_thirteen_types_and_200_mb() -> None:
    assert len(UPLOAD_TYPES) == len(set(UPLOAD_TYPES)) == 13
    assert Bounds().upload_bytes == 200 * 1024 * 1024


@pytest.mark.parametrize("scale", ["", "x", "0", "-1", "nan", "1e9"])
def test_a_scale_that_is_no_number_counts_as_one(scale: str) -> None:
    assert Config.of({"time_scale": scale}).clocks == Clocks()


def test_addresses_lose_their_last_slash() -> None:
    assert Config.of({"api_url": "http://x.example/"}).url("/run_sse") == "http://x.example/run_sse"
    assert Config.of({}).api_url == API_URL


@pytest.mark.parametrize(("word", "stored"), [("", True), ("1", True), ("0", False), ("No", False), ("off", False)])
def test_keeping_the_token_can_be_declined(word: str, stored: bool) -> None:
    assert Config.of({"store_token": word}).store_token is stored
