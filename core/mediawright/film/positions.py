"""On which line of a TOML text every key and every array entry stands: `tomllib` keeps lines for syntax errors only."""

import re

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = " \t\r\n"


def key_lines(text: str) -> dict[Path, int]:
    """Line (from 1) of every key, table and array entry of a text that `tomllib` accepts.

    Array entries have their number in the path: `("shots", 1, "lines", 0, "who")`.
    """
    return _Scanner(text).run()


class _Scanner:
    """One walk over the characters. The text is known to be valid, so that nothing is checked twice."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(newlines=True):
            if self.text.startswith("[[", self.at):
                table = self._header(2)
            elif self.text[self.at] == "[":
                table = self._header(1)
            else:
                self._pair(table)
        return self.lines

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def _skip(self, *, newlines: bool) -> bool:
        """Go on to the next character that counts; False at the end."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif char in _BLANK and (newlines or char != "\n"):
                self.at += 1
            else:
                return True
        return False

    def _header(self, brackets: int) -> Path:
        line = self._line()
        self.at += brackets
        names = self._names()
        self._skip(newlines=False)
        self.at += brackets
        path = self._numbered(names[:-1])
        if brackets == 2:
            whole = (*path, names[-1])
            number = self.counts.get(whole, -1) + 1
            self.counts[whole] = number
            self.lines.setdefault(whole, line)
            path = (*whole, number)
        else:
            path = self._numbered(names)
        self.lines[path] = line
        return path

    def _numbered(self, names: Path) -> Path:
        """The path of names, with the newest entry's number after each array of tables."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _names(self) -> Path:
        names: list[str] = []
        while True:
            self._skip(newlines=False)
            if self.text[self.at] in "\"'":
                start = self.at
                self._string()
                names.append(self.text[start + 1 : self.at - 1])
            else:
                bare = _BARE.match(self.text, self.at)
                if bare is None:
                    return tuple(names)
                names.append(bare.group())
                self.at = bare.end()
            self._skip(newlines=False)
            if self.text[self.at : self.at + 1] != ".":
                return tuple(names)
            self.at += 1

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._names())
        if path == table:
            self.at += 1
            return
        self.lines[path] = line
        self._skip(newlines=False)
        self.at += 1  # the equals sign
        self._skip(newlines=False)
        self._value(path)

    def _value(self, path: Path) -> None:
        char = self.text[self.at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\n#":
                self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        mark = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(mark)
        while not self.text.startswith(mark, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(mark)
        while len(mark) == 3 and self.text.startswith(quote, self.at):
            self.at += 1  # up to two quotes may stand before the end mark

    def _array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self._skip(newlines=True) and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.lines[(*path, number)] = self._line()
            self._value((*path, number))
            number += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._skip(newlines=True) and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1
