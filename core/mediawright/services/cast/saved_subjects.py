"""Subjects that a provider keeps and that are known by name, from its own list as it was last heard."""

from typing import TYPE_CHECKING, Any

from mediawright.router.subject_names import Known

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: the fact: provider → when its list was asked for, and its items
FACT = "subjects"


def heard_lists(studio: "Studio") -> dict[str, dict[str, Any]]:
    """Provider → its list as it was last heard, with its age."""
    found = studio.ledger.metadata_get(FACT) if studio.has_ledger else None
    return found if isinstance(found, dict) else {}


def known(studio: "Studio") -> tuple[Known, ...]:
    """Every subject that is known by name, as it was last heard."""
    return tuple(
        Known(provider, str(item["id"]), str(item["name"]))
        for provider, kept in heard_lists(studio).items()
        for item in kept.get("items", ())
    )
