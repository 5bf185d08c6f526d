"""The schema's step for money: what is held in units, counted in money as well."""

import sqlite3


def m011_money(db: sqlite3.Connection) -> None:
    """What is held in units, in money as well where their list price was on the quote: summed with what is held in money."""
    from mediawright.ledger.rows import money_of_row

    db.execute("ALTER TABLE jobs ADD COLUMN money INTEGER")
    db.execute("ALTER TABLE jobs ADD COLUMN money_unit TEXT")
    db.execute("CREATE INDEX jobs_by_money ON jobs(money_unit, held_at, provider, money) WHERE money > 0")
    count = (
        "INSERT INTO spent (unit, provider, hour, held) SELECT {row}.money_unit, {row}.provider, "
        "substr({row}.held_at, 1, 13), {sign}{row}.money WHERE {row}.money > 0 "
        "ON CONFLICT DO UPDATE SET held = held + excluded.held;"
    )
    more, less = count.format(row="new", sign=""), count.format(row="old", sign="-")
    db.execute(f"CREATE TRIGGER money_more AFTER INSERT ON jobs BEGIN {more} END")
    changes = "money, money_unit, held_at, provider"
    db.execute(f"CREATE TRIGGER money_other AFTER UPDATE OF {changes} ON jobs BEGIN {less} {more} END")
    held = db.execute("SELECT seq, held, held_unit, quote FROM jobs WHERE held > 0 AND quote IS NOT NULL").fetchall()
    found = [(*money_of_row(*columns), seq) for seq, *columns in held]
    db.executemany("UPDATE jobs SET money = ?, money_unit = ? WHERE seq = ?", [row for row in found if row[0]])
