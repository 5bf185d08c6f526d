"""A person who asks and approves, as far as a front end says or a token proves."""

from mediawright.types.dataclass import dataclass

#: characters of a name that are kept
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Person:
    """`token`: the id of the token that proves the name; None: it is the front end's word. `manages`: may this person add
    and remove others?"""

    name: str
    token: str | None = None
    manages: bool = False
