"""Environment names out of descriptions."""

from mediawright.skill.environment import common, declared, published, vendor_files
from mediawright.skill.render_context import RenderContext


def test_every_name_of_a_provider_is_there(context: RenderContext) -> None:
    names = declared(context, context.voices)
    assert {"ACME_KEY", "ACME_HOME", "ACME_URL", "MEDIAWRIGHT_HOME"} <= set(names)
    assert names["ACME_URL"].use == "Acme: address."
    assert not set(names) & set(common(context))


def test_only_what_a_user_sets_is_published(context: RenderContext) -> None:
    theirs = {name for name in published(context, context.voices) if name.startswith("ACME")}
    assert theirs == {"ACME_KEY", "ACME_ACCOUNT", "ACME_LOOK", "ACME_PHRASE", "ACME_STORE_TOKEN"}
    assert {"ACME_HOME", "ACME_URL", "ACME_PACE"} <= set(declared(context, context.voices)) - theirs


def test_a_secret_is_what_its_data_calls_one(context: RenderContext) -> None:
    secret = {
        name: found.secret for name, found in declared(context, context.voices).items() if name.startswith("ACME")
    }
    assert {name for name, hidden in secret.items() if hidden} == {"ACME_KEY", "ACME_PHRASE"}


def test_only_its_own_for_one_provider(context: RenderContext) -> None:
    assert "ACME_KEY" not in declared(context, [context.voice("sketch")])


def test_files_of_the_vendor_s_own_tool(context: RenderContext) -> None:
    assert vendor_files(context.voices) == {"$ACME_HOME/keys.json": "Acme"}
