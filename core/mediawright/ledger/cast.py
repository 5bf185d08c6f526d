"""The cast as it is kept: members by name, and the subjects at providers that stand for them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mediawright.ledger import rows
from mediawright.ledger.cast_copies import Copy, to_copy, write_copy
from mediawright.ledger.dialect import Row
from mediawright.ledger.jobs import Store
from mediawright.types.cast import Member
from mediawright.types.codec import plain, restore
from mediawright.types.mentions import folded


class CastRows:
    """Reads and writes members and copies; every write is one transaction, or part of the one around it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Member]:
        """Every member, by name, without copies."""
        return self._store.db.read_as(_member, "SELECT member FROM cast_members ORDER BY folded")

    def get(self, name: str) -> Member | None:
        """The member of this name, however it is spelled."""
        sql = "SELECT member FROM cast_members WHERE folded = ?"
        found = self._store.db.read_as(_member, sql, (folded(name),))
        return found[0] if found else None

    def put(self, member: Member) -> None:
        """Write a member, new or changed. Raises LocalFault where another one has the name."""
        now, kept = self._store.db.now(), rows.text(plain(replace(member, copies={})))
        sql = (
            "INSERT INTO cast_members (id, name, folded, member, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, "
            "member = excluded.member, updated_at = excluded.updated_at"
        )
        with self._store.db.write() as connection:
            connection.execute(sql, (member.id, member.name, folded(member.name), kept, now, now))

    def remove(self, member_id: str) -> None:
        """Forget a member and its copies; what providers keep is not touched."""
        with self._store.db.write() as connection:
            connection.execute("DELETE FROM cast_copies WHERE member_id = ?", (member_id,))
            connection.execute("DELETE FROM cast_members WHERE id = ?", (member_id,))

    def copies(self, member_ids: Sequence[str]) -> list[Copy]:
        """The copies of these members, in every account."""
        if not member_ids:
            return []
        places = ", ".join("?" for _ in member_ids)
        sql = f"SELECT * FROM cast_copies WHERE member_id IN ({places}) ORDER BY provider, account"
        return self._store.db.read_as(to_copy, sql, tuple(member_ids))

    def put_copy(self, copy: Copy) -> None:
        """Write a copy in place of the one that the account had."""
        with self._store.db.write() as connection:
            write_copy(connection, copy)

    def checked(self, copy: Copy, at: datetime) -> None:
        """Note that the provider has it."""
        self.put_copy(replace(copy, checked_at=at))

    def forget_copy(self, copy: Copy) -> None:
        """Forget a copy, unless another one took its place meanwhile."""
        sql = "DELETE FROM cast_copies WHERE member_id = ? AND provider = ? AND account = ? AND subject_id = ?"
        with self._store.db.write() as connection:
            connection.execute(sql, (copy.member_id, copy.provider, copy.account, copy.subject_id))


@rows.readable
def _member(row: Row) -> Member:
    return restore(Member, json.loads(row["member"]))
