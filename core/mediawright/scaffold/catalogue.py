"""Sentences as gettext catalogues, both forms: the `.po` that people edit, the `.mo` that is read. Needs no library."""

import struct
from collections.abc import Mapping

from mediawright.types.message import Lang

#: of the GNU gettext manual, "The Format of GNU MO Files"
MAGIC, HEADER = 0x950412DE, 28
PLURALS: dict[Lang, str] = {"en": "nplurals=2; plural=(n != 1);", "zh": "nplurals=1; plural=0;"}


def head(domain: str, lang: Lang) -> str:
    """The entry without a key, which says how the others are written."""
    fields = {
        "Project-Id-Version": domain,
        "Language": lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[lang],
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def po(domain: str, lang: Lang, sentences: Mapping[str, str]) -> str:
    """The text of a `.po`, keys sorted."""
    first = "\n".join(f'"{_quoted(line)}\\n"' for line in head(domain, lang).splitlines())
    entries = [f'msgid "{key}"\nmsgstr "{_quoted(sentences[key])}"\n' for key in sorted(sentences)]
    return "\n".join([f'msgid ""\nmsgstr ""\n{first}\n', *entries])


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def mo(domain: str, lang: Lang, sentences: Mapping[str, str]) -> bytes:
    """The bytes of the `.mo`."""
    entries = {"": head(domain, lang), **sentences}
    pairs = [(key.encode(), entries[key].encode()) for key in sorted(entries, key=str.encode)]
    start = HEADER + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    body = b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += [len(pair[column]), start + len(body)]
            body += pair[column] + b"\0"
    numbers = [MAGIC, 0, len(pairs), HEADER, HEADER + 8 * len(pairs), 0, 0, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + body
