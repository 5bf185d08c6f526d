"""An agent that has only SKILL.md and a shell: it runs what is printed there or in `next`, and nothing else."""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.command_lines import action_in
from tests.e2e.conftest import Shell
from tests.skill.conftest import Skill, commands

#: the steps after which a script that loops has lost its way
PATIENCE = 25


class NotPrinted(AssertionError):
    """A command that neither the page nor an answer showed."""


def shape(line: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """A command without its values: its own words and which values it has."""
    action = action_in(line)
    return action.command, frozenset(action.values)


@dataclass
class Agent:
    """`open_page` is the person's part: they open a link that was shown to them and agree."""

    shell: Shell
    skill: Skill
    open_page: Callable[[str], None]
    transcript: list[str] = field(default_factory=list)
    next: tuple[str, ...] = ()
    offered: set[str] = field(default_factory=set)

    def run(self, line: str) -> tuple[int, dict[str, Any]]:
        """One simple command that was printed somewhere; its exit code and its answer."""
        if line not in self.offered and not self._printed(line):
            raise NotPrinted(line)
        done = self.shell(*shlex.split(line)[1:])
        answer = done.json
        self.transcript.append(f"$ {line}\n[{done.code}] {answer['message']}")
        self.next = tuple(answer["next"])
        self.offered.update(self.next)
        return done.code, answer

    def _printed(self, line: str) -> bool:
        """The same command with the same settings, or with fewer."""
        path, names = shape(line)
        known = (shape(other) for other in commands(self.skill.body) if "--help" not in other)
        return any(path == other and names <= more for other, more in known)

    def fulfil(self, utterance: str) -> dict[str, Any]:
        """From a request to its answer by the page's own rules; the person approves every price and opens every link."""
        line = utterance
        for _ in range(PATIENCE):
            code, answer = self.run(line)
            match code:
                case 0 if answer["status"] == "signed_in":
                    line = utterance
                case 0:
                    return answer
                case 3:
                    (link,) = set(re.findall(r"^\s*(https?://\S+)\s*$", answer["message"], re.MULTILINE))
                    self.open_page(link)
                    line = self.next[0]
                case 5 | 7:
                    line = self.next[0]
                case _:
                    raise AssertionError("\n".join(self.transcript))
        raise AssertionError("\n".join(self.transcript))
