"""Environment names out of descriptions."""

from mediawright.skill.environment import common, declared, vendor_files
from mediawright.skill.facts import Facts


def test_every_name_of_a_provider_is_there(facts: Facts) -> None:
    names = declared(facts, facts.voices)
    assert {"ACME_KEY", "ACME_HOME", "ACME_URL", "MEDIAWRIGHT_HOME"} <= set(names)
    assert names["ACME_URL"] == "Acme: address."
    assert not set(names) & set(common(facts))


def test_only_its_own_for_one_provider(facts: Facts) -> None:
    assert "ACME_KEY" not in declared(facts, [facts.voice("sketch")])


def test_files_of_the_vendor_s_own_tool(facts: Facts) -> None:
    assert vendor_files(facts.voices) == {"$ACME_HOME/keys.json": "Acme"}
