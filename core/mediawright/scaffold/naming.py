"""What a new provider's name becomes in code, in the environment and on the package index."""

import re

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 24  # letters: it is typed in commands and chats


@dataclass(frozen=True, slots=True)
class Naming:
    """A provider's name and what follows from it. Raises InvalidRequest for a name that cannot be one."""

    name: str

    @classmethod
    def of(cls, name: str) -> "Naming":
        if not NAME.fullmatch(name) or len(name) > LONGEST:
            raise InvalidRequest(Problem("name", Message("scaffold.bad_name", {"name": name[:40]})))
        return cls(name)

    @property
    def package(self) -> str:
        """What is imported."""
        return f"mediawright_{self.name.replace('-', '_')}"

    @property
    def distribution(self) -> str:
        """What is installed."""
        return f"mediawright-{self.name}"

    @property
    def title(self) -> str:
        """For people, until somebody writes a better one."""
        return self.name.replace("-", " ").title()

    @property
    def env(self) -> str:
        """How its environment names begin."""
        return self.name.replace("-", "_").upper()

    def words(self) -> dict[str, str]:
        """Every placeholder of the templates."""
        names = ("name", "package", "distribution", "title", "env")
        return {item: str(getattr(self, item)) for item in names}
