"""The parts of a ledger that few commands need, each imported when it is asked for."""

from typing import TYPE_CHECKING

from mediawright.ledger.jobs import Store
from mediawright.ledger.lease import Here

if TYPE_CHECKING:
    from mediawright.files.key_value import Kept
    from mediawright.ledger.assets import Assets
    from mediawright.ledger.cast import CastRows
    from mediawright.ledger.feed import Feed
    from mediawright.ledger.films import Films
    from mediawright.ledger.kept import SharedValues
    from mediawright.ledger.outbox import Outbox
    from mediawright.ledger.policies import Policies
    from mediawright.ledger.results import Results
    from mediawright.ledger.roster import Roster
    from mediawright.ledger.threads import Threads
    from mediawright.ledger.tokens import Tokens
    from mediawright.ledger.turns import Turns


class Parts:
    """What hangs on the jobs of one ledger."""

    _store: Store
    _here: Here

    @property
    def films(self) -> "Films":
        """Films with their yes and their takes."""
        from mediawright.ledger.films import Films

        return Films(self._store)

    @property
    def results(self) -> "Results":
        """What jobs made: searched, marked as favourites, tagged."""
        from mediawright.ledger.results import Results

        return Results(self._store)

    @property
    def assets(self) -> "Assets":
        """Every file that went in or came out, by its content."""
        from mediawright.ledger.assets import Assets

        return Assets(self._store)

    @property
    def cast(self) -> "CastRows":
        """The cast: members by name, and what stands for them at providers."""
        from mediawright.ledger.cast import CastRows

        return CastRows(self._store)

    @property
    def threads(self) -> "Threads":
        """Conversations, each with what was last said in it."""
        from mediawright.ledger.threads import Threads

        return Threads(self._store)

    @property
    def outbox(self) -> "Outbox":
        """What is still to be told of ended jobs."""
        from mediawright.ledger.outbox import Outbox

        return Outbox(self._store, self._here)

    @property
    def policies(self) -> "Policies":
        """The policy of all machines of a shared ledger."""
        from mediawright.ledger.policies import Policies

        return Policies(self._store)

    @property
    def tokens(self) -> "Tokens":
        """By what persons are proved."""
        from mediawright.ledger.tokens import Tokens

        return Tokens(self._store)

    @property
    def role(self) -> str | None:
        """The role that this program has in a shared database; None for a file."""
        row = self._store.db.first("SELECT session_user AS role") if self._store.db.dialect.shared else None
        return None if row is None else str(row["role"])

    @property
    def feed(self) -> "Feed":
        """The states of all jobs as they change."""
        from mediawright.ledger.feed import Feed

        return Feed(self._store)

    @property
    def roster(self) -> "Roster":
        """The workers that serve this ledger."""
        from mediawright.ledger.roster import Roster

        return Roster(self._store)

    @property
    def turns(self) -> "Turns":
        """Jobs in line for a worker."""
        from mediawright.ledger.turns import Turns

        return Turns(self._store)

    def kept(self, provider: str, before: "Kept") -> "SharedValues":
        """What a provider keeps of jobs for all machines; `before` is what this machine kept in a file."""
        from mediawright.ledger.kept import SharedValues

        return SharedValues(self._store, provider, before)
