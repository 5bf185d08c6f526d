"""Limits through the command line: one that could never apply is refused, and by hand it locks."""

from tests.e2e.conftest import Shell


def test_a_limit_in_an_unknown_unit_is_refused_with_the_known_ones(shell: Shell) -> None:
    for what in ("limit", "allow"):
        ran = shell("policy", what, "10 unitz", "--json")
        assert (ran.code, ran.json["status"]) == (2, "invalid_request")
        assert "unitz" in ran.json["message"]
        assert "image_units" in ran.json["message"]
    assert shell("policy", "limit", "10 credits", "--provider", "kling", "--json").code == 2
    assert shell("policy", "limit", "10 UNITS", "--json").code == 0
    assert 'unit = "units"' in (shell.home / "mw" / "config" / "policy.toml").read_text()


def test_an_unknown_unit_in_the_file_is_told(shell: Shell) -> None:
    assert shell("policy", "limit", "10 units", "--json").code == 0
    path = shell.home / "mw" / "config" / "policy.toml"
    path.write_text(path.read_text().replace('"units"', '"unitz"'))
    assert shell("policy", "remove", "b1", "--json").code == 0
