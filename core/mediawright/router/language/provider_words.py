"""The words that providers bring along, by the concept of words.toml they add to."""

from collections.abc import Sequence

from mediawright.types.provider import Provider

#: a provider's trigger word for an intent says the same as the core's own words of this concept
_CONCEPTS = {
    "edit_image": "edit_image_set",
    "reference_to_video": "together",
    "edit_video": "change",
    "extend_video": "extend",
    "lip_sync": "speak_hard",
    "replace_character": "replace_set",
    "image_series": "series_hard",
    "create_element": "hard_noun",
    "quota": "credit",
    "history": "past_hard",
}
#: set names that stand for the wish itself, under their own concept
_OWN = frozenset(("text_to_video", "image_to_video", "text_to_image"))


def provided_words(providers: Sequence[Provider]) -> dict[str, list[str]]:
    """Concept → words. Intents of the talking edit, sign-in and jobs become "say:…": heard only in a short message or at
    its beginning, because their words ("status", "download") stand in every other scene as well."""
    found: dict[str, list[str]] = {}
    for provider in providers:
        for intent, words in provider.vocabulary.words.items():
            concept = intent if intent in _OWN else _CONCEPTS.get(intent, f"say:{intent}")
            found.setdefault(concept, []).extend(words)
    return found
