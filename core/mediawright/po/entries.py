"""Read a `.po` file: its entries, their keys and their forms."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as Entry

#: written into every header, so that equal sentences give equal files
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def read_po(path: Path) -> "Catalog":
    """One `.po`, parsed. Raises ValueError with the file's name where it is none."""
    from babel.messages.pofile import PoFileError
    from babel.messages.pofile import read_po as parse

    try:
        with path.open("rb") as file:
            catalog = parse(file, locale=language_of_file(path), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{path}: {error}") from error
    catalog.creation_date = catalog.revision_date = EPOCH
    return catalog


def language_of_file(path: Path) -> str:
    """The language of `…/<lang>/LC_MESSAGES/<package>.po`."""
    return path.parent.parent.name


def key_of(message: "Entry") -> str:
    """The entry's key; a plural's is the same in both of its ids."""
    return message.id if isinstance(message.id, str) else str(message.id[0])


def forms_of(message: "Entry") -> tuple[str, ...]:
    """The entry's words, one form or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(form or "" for form in message.string or ())
