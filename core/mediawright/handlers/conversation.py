"""A message in a conversation, for every front end: what it leads to, and what it leaves behind."""

from collections.abc import Sequence

from mediawright.commands.action import Action
from mediawright.handlers import route
from mediawright.handlers.batch_wish import batch_of
from mediawright.handlers.cast_names import with_names
from mediawright.handlers.changes import Change
from mediawright.handlers.known_subjects import concerned, with_known
from mediawright.handlers.response import Response
from mediawright.handlers.route_action import action_of
from mediawright.handlers.second_step import keep
from mediawright.handlers.side_by_side import in_conversation
from mediawright.handlers.spoken import heard
from mediawright.handlers.threads import remembered
from mediawright.handlers.turn_commands import command_for
from mediawright.handlers.turns import answer, begins, begun
from mediawright.services.cast.saved_subjects import known
from mediawright.services.studio import Studio
from mediawright.types.message import Lang
from mediawright.types.provider import Provider


async def reply(
    studio: Studio, thread: str, utterance: route.Utterance, lang: Lang, provider: str | None = None
) -> Change | Response | Action:
    """What a message comes to in its conversation: a changed request to be run, an answer, or one of our commands.

    `provider`: the one that the person chose beside their words. Raises what making the request raises.
    """
    providers: Sequence[Provider] = [plugin.provider for plugin in studio.registry.load_all()]
    concealed = utterance.concealed(studio.environ)
    found, sources = route.route(providers, concealed, studio.roots.holds)
    if (many := batch_of(found, concealed.text)) is not None:
        return many
    kept = remembered(studio, thread)
    if found.command == "compare":
        return action_of(in_conversation(found, kept), sources) or route.of_question(found, sources)
    spoken = heard(providers, kept, concealed.text, found, sources, studio.roots.holds, known(studio))
    action = command_for(spoken)
    if action is not None:
        return action
    if not begins(spoken):
        return await answer(studio, spoken, lang)
    found = begun(found, spoken)
    if spoken.turn.act == "new":
        keep(studio, thread, spoken.turn.then, spoken.turn.lang)
    if concerned(found, concealed.text, known(studio)):
        found = await with_known(studio, found, concealed.text, lang)
    if found.provider is None and provider:
        found = route.at(found, provider)
    found = with_names(studio, found)
    action = action_of(found, sources)
    if found.ask is not None or found.gap is not None or action is None:
        return route.of_question(found, sources)
    return action
