#!/usr/bin/env python3
"""A database with so many times the facts, for looking at how the page bears it:

    python3 tests/page/multiply.py sco.db ten.db 10
    sco export page ten.html --db ten.db && node tests/page/page.mjs times ten.html

Each fact is there again under other ids, tied to the copies of those to which it is tied. Entities, documents and
passages stay as they are.
"""

import shutil
import sqlite3
import sys


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def main():
    source, target, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    shutil.copyfile(source, target)
    database = sqlite3.connect(target)
    database.execute("PRAGMA foreign_keys = OFF")
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    for table in tables:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({quoted(table)})")]
        if "fact_id" not in columns:
            continue
        # What names a fact is also what names an event.
        of_facts = {row[3] for row in database.execute(f"PRAGMA foreign_key_list({quoted(table)})") if row[2] in ("facts", "events")}
        of_facts |= {"fact_id", "claim_group"} & set(columns)
        names = ", ".join(map(quoted, columns))
        # The suffix of an absent value is absent.
        values = ", ".join(f"{quoted(name)} || '-again-' || n.copy_no" if name in of_facts else quoted(name) for name in columns)
        database.execute(
            f"INSERT INTO {quoted(table)} ({names}) SELECT {values} FROM (SELECT * FROM {quoted(table)}), "
            f"(WITH RECURSIVE n (copy_no) AS (SELECT 2 UNION ALL SELECT copy_no + 1 FROM n WHERE copy_no < {times}) "
            "SELECT copy_no FROM n) AS n"
        )
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        sys.exit(f"{len(broken)} rows name what is not there, such as {broken[0]}")
    database.commit()
    (facts,) = database.execute("SELECT count(*) FROM facts").fetchone()
    print(f"{target}: {facts} facts")


main()
