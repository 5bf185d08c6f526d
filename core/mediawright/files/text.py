"""Text files as people's editors write them: UTF-8, UTF-16, GBK, with a byte order mark or without."""

import codecs
from pathlib import Path

from mediawright.os_errors import disk_faults
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: of so many characters beyond ASCII one may be rare (a person's name) in what is read as GBK
_COMMON = 10


def decode_text(data: bytes) -> str:
    """What the bytes say, without a byte order mark; the ends of lines as written.

    Bytes that are no UTF-8 are read as GBK only where they make common Chinese characters (GB 2312) with few others: other
    encodings, read so, make rare ones. Raises UnicodeDecodeError naming the first byte that is no text.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked:
        return data.decode(marked)
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _as_gbk(data, error)


def _as_gbk(data: bytes, error: UnicodeDecodeError) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeError:
        raise error from None
    wide = [character for character in text if not character.isascii()]
    rare = len(wide) - len("".join(wide).encode("gb2312", "ignore").decode("gb2312"))
    if rare * _COMMON > len(wide):
        raise error
    return text


def lines_of(text: str) -> list[str]:
    """The lines as editors end them. Unlike `str.splitlines` it cuts at no separator that may stand within a line: word
    processors and chats write U+2028 for a line break in a sentence."""
    return text.removesuffix("\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read_text(path: Path, field: str = "file") -> str:
    """The text of a file. Raises InvalidRequest naming the file and the line where it is no text, LocalFault."""
    with disk_faults("files.cannot_read"):
        data = path.read_bytes()
    try:
        return decode_text(data)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidRequest(Problem(field, Message("files.not_text", {"file": str(path), "line": line}))) from None


def is_readable(text: str) -> bool:
    """Can the text be stored and sent? Not with halves of characters in it, which bytes that are no UTF-8 become."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def shown(text: str) -> str:
    """The text with a mark for each half of a character."""
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
