"""Which values of a command are words of their own, in their order; every other value stands behind its flag."""

from collections.abc import Mapping

#: command → its positional arguments: "?" after a name makes it optional, "*" takes any number
ARGUMENTS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("do",): ("text",),
    ("route",): ("text?",),
    ("edit", "open"): ("name?",),
    ("edit", "say"): ("text",),
    ("edit", "upload"): ("sources*",),
    ("edit", "use"): ("name",),
    ("edit", "close"): ("name?",),
    ("batch",): ("file",),
    ("compare",): ("text",),
    ("film", "new"): ("name",),
    ("film", "check"): ("plan",),
    ("film", "animatic"): ("plan",),
    ("film", "run"): ("plan",),
    ("film", "status"): ("plan",),
    ("film", "reroll"): ("plan", "shots*"),
    ("film", "cut"): ("plan",),
    ("film", "export"): ("plan",),
    ("cast", "add"): ("name",),
    ("cast", "show"): ("name",),
    ("cast", "rename"): ("name", "new_name"),
    ("cast", "remove"): ("name",),
    ("cast", "save"): ("name",),
    ("assets", "find"): ("words*",),
    ("assets", "show"): ("asset",),
    ("assets", "tag"): ("asset", "tags*"),
    ("confirm",): ("quote",),
    ("revise",): ("of?",),
    ("again",): ("of?",),
    ("use",): ("of?",),
    ("jobs", "show"): ("job",),
    ("jobs", "wait"): ("job",),
    ("jobs", "resume"): ("jobs*",),
    ("jobs", "download"): ("job",),
    ("jobs", "cancel"): ("job",),
    ("jobs", "adopt"): ("task_id",),
    ("threads", "forget"): ("id?",),
    ("auth", "login"): ("provider?",),
    ("auth", "logout"): ("provider?",),
    ("auth", "status"): ("provider?",),
    ("auth", "switch"): ("provider?",),
    ("auth", "import"): ("provider",),
    ("auth", "configure"): ("provider",),
    ("policy", "allow"): ("amount",),
    ("policy", "limit"): ("amount",),
    ("policy", "second-person"): ("on_off",),
    ("policy", "tokens"): ("on_off",),
    ("people", "add"): ("name",),
    ("people", "remove"): ("name",),
    ("policy", "remove"): ("id",),
    ("plugin", "new"): ("name",),
    ("config", "set"): ("key", "value"),
    ("config", "require"): ("level",),
    ("config", "unset"): ("key",),
    ("config", "notify"): ("action?", "target?", "argv*"),
    ("skill", "render"): ("folder?",),
    ("skill", "check"): ("folder?",),
    ("simulate",): ("provider",),
}
#: flags that are not spelled as their value is named: that word is one of Python's own, or means another thing elsewhere
SPELLINGS: Mapping[str, str] = {
    "script": "--from",
    "span": "--for",
    "database": "--to",
    "own_voice": "--voice",
    "acting": "--as",
}


def positional(command: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a command's positional values, without their marks."""
    return tuple(name.rstrip("?*") for name in ARGUMENTS.get(command, ()))


def flag_of(name: str) -> str:
    """The flag that a value of this name is given with."""
    return SPELLINGS.get(name) or "--" + name.replace("_", "-")
